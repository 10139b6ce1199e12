-------------------------- MODULE DurableExecution --------------------------
(***************************************************************************)
(* Durable executions: programs that run to their end although the         *)
(* processes that run them do not.                                         *)
(*                                                                         *)
(* A worker runs a program.  What comes of each step it has recorded in a  *)
(* journal: a step is a durable promise, and the journal of an execution   *)
(* is their sequence.  When the worker crashes, another one gets the       *)
(* execution and its journal, and runs the program again from the          *)
(* beginning.  It does not do what is recorded, but takes what came of it: *)
(* a replay.  Since the program is deterministic, it comes to where the    *)
(* first one was, and goes on.  If the program is not the one that wrote   *)
(* the journal, the worker notices, and says so.                           *)
(*                                                                         *)
(* While it has to wait for steps that others do, an execution needs no    *)
(* worker: it is suspended, and the store wakes it when one of them is     *)
(* settled.  Registering for that and looking whether one is settled       *)
(* already is one step, or a wake-up would be lost between the two.        *)
(*                                                                         *)
(* Solves:  whoever looks at the journal cannot tell that anything ever    *)
(*          failed, and every execution ends as long as workers keep       *)
(*          coming.                                                        *)
(* Refines: Execution, at the time of now.                                 *)
(* Source:  "Think Distributed Systems", chapter 11; S. Burckhardt and     *)
(*          others, "Durable Functions: Semantics for Stateful             *)
(*          Serverless", OOPSLA 2021, for replay from recorded history;    *)
(*          the callbacks of Resonate HQ.                                  *)
(*                                                                         *)
(* Builds on: DurableTask.  An execution is a task; that a worker has it   *)
(*          under a version, and that the version fences what it writes,   *)
(*          is shown there with leases, clocks and heartbeats.  Here a     *)
(*          lease may end at any moment.                                   *)
(* Network: loses, duplicates and reorders messages.  A worker asks again  *)
(*          until it is answered.                                          *)
(* Memory:  a worker has no disk.                                          *)
(*                                                                         *)
(* Left out: crashes of the store (DurablePromise has them), who settles   *)
(* the calls, and effects outside of the store: a step whose worker        *)
(* crashes before it is recorded is done again.                            *)
(***************************************************************************)
EXTENDS Program

-----------------------------------------------------------------------------
CONSTANTS
  Worker,                   \* who runs programs
  Ahead,                    \* the workers that have the new version of the program
  Execution,                \* the executions, by the names of their promises
  Deadline,                 \* the times at which an execution may have to end
  MaxJump                   \* how far the clock advances in one step, at most

ASSUME SomeWorker == Worker # {}
ASSUME AheadAreWorkers == Ahead \subseteq Worker
ASSUME DeadlinesAreTimes == Deadline \subseteq Time
ASSUME ClockMoves == MaxJump \in Nat \ {0}

Request ==                  \* worker -> store
       \* let me run it
       [type : {"Acquire"}, from : Worker, execution : Execution]
       \* the step is done, and this came of it
  \cup [type : {"Done"}, from : Worker, execution : Execution, version : Nat,
        index : Nat, name : Code, state : StepOutcome, value : Value]
       \* the step has begun
  \cup [type : {"Create"}, from : Worker, execution : Execution, version : Nat,
        index : Nat, name : Code, deadline : Time, timer : BOOLEAN]
       \* wake it when one of these steps is settled
  \cup [type : {"Suspend"}, from : Worker, execution : Execution, version : Nat,
        on : SUBSET Nat]
       \* the program has ended, and this came of it
  \cup [type : {"Fulfill"}, from : Worker, execution : Execution, version : Nat,
        state : StepOutcome, value : Value \cup {NoValue}]
       \* this is not the journal of my program
  \cup [type : {"Mismatch"}, from : Worker, execution : Execution, version : Nat]

Answer ==                   \* store -> worker
       \* it is yours, and this is its journal; this is its journal now
       [type : {"Acquired", "Journal"}, to : Worker, execution : Execution,
        version : Nat, steps : Seq(Step)]
       \* it is not yours, or not any more
  \cup [type : {"Lost"}, to : Worker, execution : Execution, version : Nat]

-----------------------------------------------------------------------------
VARIABLES
  now,                      \* the store's clock
  promise,                  \* promise[e]: the record of the promise of e
  steps,                    \* steps[e]: the journal, a sequence of records
  taskState,                \* taskState[e]: see TaskState
  version,                  \* version[e]: how often e was acquired
  awaited,                  \* awaited[e]: the steps that wake e; {} if it is not suspended
  workerState,              \* workerState[w]: "up" or "crashed"
  run,                      \* run[w][e]: what w has of e: see Run
  msgs                      \* the messages in flight

storeVars  == <<now, promise, steps, taskState, version, awaited>>
workerVars == <<workerState, run>>
vars       == <<storeVars, workerVars, msgs>>

\* Under which version w was given e last, whether it still takes it for its own, and
\* what it knows of the journal.
Run == [version : Nat, isHeld : BOOLEAN, steps : Seq(Step)]

NoRun == [version |-> 0, isHeld |-> FALSE, steps |-> <<>>]

TaskState == {"absent", "pending", "acquired", "suspended", "halted", "fulfilled"}

-----------------------------------------------------------------------------
IsJournal(s) ==
  /\ Len(s) \in 0 .. Length
  /\ \A i \in 1 .. Len(s) : s[i] \in Step /\ IsWellFormed(s[i].promise)

TypeOK ==
  /\ now \in Time
  /\ \A e \in Execution : IsWellFormed(promise[e]) /\ IsJournal(steps[e])
  /\ taskState \in [Execution -> TaskState]
  /\ version \in [Execution -> Nat]
  /\ awaited \in [Execution -> SUBSET (1 .. Length)]
  /\ workerState \in [Worker -> {"up", "crashed"}]
  /\ \A w \in Worker, e \in Execution :
       /\ run[w][e].version \in Nat
       /\ run[w][e].isHeld \in BOOLEAN
       /\ IsJournal(run[w][e].steps)
  /\ \A m \in msgs :
       IF m.type \in {"Acquired", "Journal"}
       THEN "steps" \in DOMAIN m /\ IsJournal(m.steps) /\ m.version \in Nat \ {0}
       ELSE m \in Request \cup Answer

Init ==
  /\ now = 1
  /\ promise = [e \in Execution |-> Absent]
  /\ steps = [e \in Execution |-> <<>>]
  /\ taskState = [e \in Execution |-> "absent"]
  /\ version = [e \in Execution |-> 0]
  /\ awaited = [e \in Execution |-> {}]
  /\ workerState = [w \in Worker |-> "up"]
  /\ run = [w \in Worker |-> [e \in Execution |-> NoRun]]
  /\ msgs = {}

-----------------------------------------------------------------------------
(* Helpers. *)

\* What is recorded, at the time of now.
ProjectedPromise(e) == AtTime(promise[e], now)
ProjectedSteps(e) == StepsAtTime(steps[e], now)

\* There is still something to do.
IsOpen(e) == ProjectedPromise(e).state = "pending"

\* The claim that a request carries is the one that counts.
IsValid(m) ==
  /\ taskState[m.execution] = "acquired"
  /\ version[m.execution] = m.version
  /\ IsOpen(m.execution)

InFlight(m, type) == m \in msgs /\ m.type = type

Send(m) == msgs' = msgs \cup {m}

Lost(m) ==
  [type |-> "Lost", to |-> m.from, execution |-> m.execution, version |-> m.version]

Journal(m, s) ==
  [type |-> "Journal", to |-> m.from, execution |-> m.execution, version |-> m.version,
   steps |-> s]

\* e is in this state from now on, and nobody has it.
Leave(e, state) ==
  /\ taskState' = [taskState EXCEPT ![e] = state]
  /\ awaited' = [awaited EXCEPT ![e] = {}]
  /\ UNCHANGED version

\* Step i of e is settled: if e waits for it, somebody may run it again.
Wake(e, i) ==
  IF i \in awaited[e] /\ IsOpen(e)
  THEN Leave(e, "pending")
  ELSE UNCHANGED <<taskState, version, awaited>>

\* A request whose claim does not count changes nothing, and its sender is told.
Refuse(m) ==
  /\ Send(Lost(m))
  /\ UNCHANGED storeVars

-----------------------------------------------------------------------------
(* The store: what workers ask for. *)

\* The first to ask gets the execution, under a version of its own, and its journal.
RcvAcquire(m) ==
  /\ InFlight(m, "Acquire")
  /\ taskState[m.execution] = "pending"
  /\ IsOpen(m.execution)
  /\ taskState' = [taskState EXCEPT ![m.execution] = "acquired"]
  /\ version' = [version EXCEPT ![m.execution] = @ + 1]
  /\ Send([type |-> "Acquired", to |-> m.from, execution |-> m.execution,
           version |-> version[m.execution] + 1, steps |-> ProjectedSteps(m.execution)])
  /\ UNCHANGED <<now, promise, steps, awaited, workerVars>>

\* A step is recorded once.  Whoever says again what came of it hears what is
\* recorded.
Add(m, p) ==
  IF m.index = Len(steps[m.execution]) + 1
  THEN steps' = [steps EXCEPT ![m.execution] = Append(@, [name |-> m.name, promise |-> p])]
  ELSE UNCHANGED steps

RcvDone(m) ==
  /\ InFlight(m, "Done")
  /\ IF IsValid(m)
     THEN /\ Add(m, Done(m.state, m.value, now))
          /\ Send(Journal(m, StepsAtTime(steps'[m.execution], now)))
          /\ UNCHANGED <<now, promise, taskState, version, awaited>>
     ELSE Refuse(m)
  /\ UNCHANGED workerVars

RcvCreate(m) ==
  /\ InFlight(m, "Create")
  /\ IF IsValid(m)
     THEN /\ Add(m, Pending(m.deadline, m.timer))
          /\ Send(Journal(m, StepsAtTime(steps'[m.execution], now)))
          /\ UNCHANGED <<now, promise, taskState, version, awaited>>
     ELSE Refuse(m)
  /\ UNCHANGED workerVars

\* The execution waits until one of these steps is settled.  If one is already, the
\* worker hears of it, and goes on.
RcvSuspend(m) ==
  /\ InFlight(m, "Suspend")
  /\ IF IsValid(m)
     THEN /\ IF m.on \subseteq OpenSteps(ProjectedSteps(m.execution))
             THEN /\ taskState' = [taskState EXCEPT ![m.execution] = "suspended"]
                  /\ awaited' = [awaited EXCEPT ![m.execution] = m.on]
                  /\ Send(Lost(m))
             ELSE /\ Send(Journal(m, ProjectedSteps(m.execution)))
                  /\ UNCHANGED <<taskState, awaited>>
          /\ UNCHANGED <<now, promise, steps, version>>
     ELSE Refuse(m)
  /\ UNCHANGED workerVars

\* The program has ended.
RcvFulfill(m) ==
  /\ InFlight(m, "Fulfill")
  /\ IF IsValid(m)
     THEN /\ Leave(m.execution, "fulfilled")
          /\ promise' = [promise EXCEPT ![m.execution] = Settled(@, m.state, m.value, now)]
          /\ Send(Lost(m))
          /\ UNCHANGED <<now, steps>>
     ELSE Refuse(m)
  /\ UNCHANGED workerVars

\* The worker has another program than the one that wrote the journal.  Nobody goes
\* on before somebody has looked at it.
RcvMismatch(m) ==
  /\ InFlight(m, "Mismatch")
  /\ IF IsValid(m)
     THEN /\ Leave(m.execution, "halted")
          /\ Send(Lost(m))
          /\ UNCHANGED <<now, promise, steps>>
     ELSE Refuse(m)
  /\ UNCHANGED workerVars

-----------------------------------------------------------------------------
(* The store: what it does by itself, or is told by its users. *)

\* The store looks at its clock.
Advance(time) ==
  /\ now < time
  /\ now' = time
  /\ UNCHANGED <<promise, steps, taskState, version, awaited, workerVars, msgs>>

\* Somebody wants the program to be run.
Start(e, deadline) ==
  /\ taskState[e] = "absent"
  /\ promise' = [promise EXCEPT ![e] = Pending(deadline, FALSE)]
  /\ taskState' = [taskState EXCEPT ![e] = "pending"]
  /\ UNCHANGED <<now, steps, version, awaited, workerVars, msgs>>

\* Somebody has done what was called.
Settle(e, i, state, value) ==
  /\ i \in OpenSteps(ProjectedSteps(e))
  /\ ~ steps[e][i].promise.timer
  /\ steps' = [steps EXCEPT ![e][i].promise = Settled(@, state, value, now)]
  /\ Wake(e, i)
  /\ UNCHANGED <<now, promise, workerVars, msgs>>

\* The deadline of a step has come, and the store writes that down.
ExpireStep(e, i) ==
  /\ i \in 1 .. Len(steps[e])
  /\ IsOverdue(steps[e][i].promise, now)
  /\ steps' = [steps EXCEPT ![e][i].promise = AtTime(@, now)]
  /\ Wake(e, i)
  /\ UNCHANGED <<now, promise, workerVars, msgs>>

\* The worker has not been heard of for too long.
ExpireLease(e) ==
  /\ taskState[e] = "acquired"
  /\ IsOpen(e)
  /\ Leave(e, "pending")
  /\ UNCHANGED <<now, promise, steps, workerVars, msgs>>

\* The deadline of an execution has come, and the store writes that down: there is
\* nothing to do any more.
Expire(e) ==
  /\ IsOverdue(promise[e], now)
  /\ promise' = [promise EXCEPT ![e] = ProjectedPromise(e)]
  /\ Leave(e, "fulfilled")
  /\ UNCHANGED <<now, steps, workerVars, msgs>>

\* Somebody has looked at an execution that did not match, and lets it go on.
Proceed(e) ==
  /\ taskState[e] = "halted"
  /\ IsOpen(e)
  /\ Leave(e, "pending")
  /\ UNCHANGED <<now, promise, steps, workerVars, msgs>>

-----------------------------------------------------------------------------
(* A worker. *)

Up(w) == workerState[w] = "up"

CodeOf(w) == IF w \in Ahead THEN "new" ELSE "old"

Runs(w, e) == Up(w) /\ run[w][e].isHeld

Known(w, e) == run[w][e].steps

\* So far, the program of w does what is in the journal.
Replays(w, e) == Runs(w, e) /\ IsRunOf(CodeOf(w), Known(w, e))

\* The program of w has come to its end; it goes on.
IsAtItsEnd(w, e) == HasEnded(Known(w, e))
GoesOn(w, e) == Replays(w, e) /\ CanBegin(Known(w, e))

\* w looks for something to do.
Claim(w, e) ==
  /\ Up(w)
  /\ ~ Runs(w, e)
  /\ Send([type |-> "Acquire", from |-> w, execution |-> e])
  /\ UNCHANGED <<storeVars, workerVars>>

\* w has it now, or had it and does not know: it will hear.  What it was given before,
\* and lost, it does not take again.
RcvAcquired(w, m) ==
  /\ Up(w)
  /\ InFlight(m, "Acquired")
  /\ m.to = w
  /\ m.version > run[w][m.execution].version
  /\ run' = [run EXCEPT ![w][m.execution] =
               [version |-> m.version, isHeld |-> TRUE, steps |-> m.steps]]
  /\ UNCHANGED <<storeVars, workerState, msgs>>

\* There is more in s than w knows.
IsNews(w, e, s) ==
  \/ Len(s) > Len(Known(w, e))
  \/ /\ Len(s) = Len(Known(w, e))
     /\ OpenSteps(s) \subseteq OpenSteps(Known(w, e))
     /\ OpenSteps(s) # OpenSteps(Known(w, e))

\* w hears what is in the journal.  An answer that was overtaken by a later one
\* comes to nothing.
RcvJournal(w, m) ==
  /\ Up(w)
  /\ InFlight(m, "Journal")
  /\ m.to = w
  /\ run[w][m.execution].isHeld
  /\ m.version = run[w][m.execution].version
  /\ IsNews(w, m.execution, m.steps)
  /\ run' = [run EXCEPT ![w][m.execution].steps = m.steps]
  /\ UNCHANGED <<storeVars, workerState, msgs>>

\* w has it no longer.
RcvLost(w, m) ==
  /\ Up(w)
  /\ InFlight(m, "Lost")
  /\ m.to = w
  /\ run[w][m.execution].isHeld
  /\ m.version = run[w][m.execution].version
  /\ run' = [run EXCEPT ![w][m.execution] = [NoRun EXCEPT !.version = m.version]]
  /\ UNCHANGED <<storeVars, workerState, msgs>>

\* w does the next step, and has recorded what came of it.
Execute(w, e, state, value) ==
  LET i == Len(Known(w, e)) + 1
  IN  /\ GoesOn(w, e)
      /\ i \in Local
      /\ Send([type |-> "Done", from |-> w, execution |-> e, version |-> run[w][e].version,
               index |-> i, name |-> Name(CodeOf(w), i), state |-> state, value |-> value])
      /\ UNCHANGED <<storeVars, workerVars>>

\* w begins the next step, which somebody else will settle, or time.
Call(w, e, deadline) ==
  LET i == Len(Known(w, e)) + 1
  IN  /\ GoesOn(w, e)
      /\ i \notin Local
      /\ Send([type |-> "Create", from |-> w, execution |-> e, version |-> run[w][e].version,
               index |-> i, name |-> Name(CodeOf(w), i), deadline |-> deadline,
               timer |-> i \in Timer])
      /\ UNCHANGED <<storeVars, workerVars>>

\* The program waits for one of these steps.  Which, and when, is its own affair.
Suspend(w, e, on) ==
  /\ Runs(w, e)
  /\ on # {}
  /\ on \subseteq OpenSteps(Known(w, e))
  /\ Send([type |-> "Suspend", from |-> w, execution |-> e, version |-> run[w][e].version,
           on |-> on])
  /\ UNCHANGED <<storeVars, workerVars>>

\* The program has ended.
Fulfill(w, e) ==
  /\ Replays(w, e)
  /\ IsAtItsEnd(w, e)
  /\ Send([type |-> "Fulfill", from |-> w, execution |-> e, version |-> run[w][e].version,
           state |-> ResultState(Known(w, e)), value |-> ResultValue(Known(w, e))])
  /\ UNCHANGED <<storeVars, workerVars>>

\* The program does not do what is in the journal.
Mismatch(w, e) ==
  /\ Runs(w, e)
  /\ ~ Replays(w, e)
  /\ Send([type |-> "Mismatch", from |-> w, execution |-> e, version |-> run[w][e].version])
  /\ UNCHANGED <<storeVars, workerVars>>

-----------------------------------------------------------------------------
(* The environment. *)

\* The worker forgets what it runs.
Crash(w) ==
  /\ Up(w)
  /\ workerState' = [workerState EXCEPT ![w] = "crashed"]
  /\ run' = [run EXCEPT ![w] = [e \in Execution |-> NoRun]]
  /\ UNCHANGED <<storeVars, msgs>>

Restart(w) ==
  /\ workerState[w] = "crashed"
  /\ workerState' = [workerState EXCEPT ![w] = "up"]
  /\ UNCHANGED <<storeVars, run, msgs>>

LoseMessage(m) ==
  /\ m \in msgs
  /\ msgs' = msgs \ {m}
  /\ UNCHANGED <<storeVars, workerVars>>

-----------------------------------------------------------------------------
Next ==
  \/ \E time \in now + 1 .. now + MaxJump : Advance(time)
  \/ \E e \in Execution :
       \/ \E deadline \in Deadline : Start(e, deadline)
       \/ \E i \in 1 .. Length :
            \/ ExpireStep(e, i)
            \/ \E state \in StepOutcome, value \in Value : Settle(e, i, state, value)
       \/ ExpireLease(e)
       \/ Expire(e)
       \/ Proceed(e)
  \/ \E w \in Worker :
       \/ Crash(w)
       \/ Restart(w)
       \/ \E e \in Execution :
            \/ Claim(w, e)
            \/ \E state \in StepOutcome, value \in Value : Execute(w, e, state, value)
            \/ \E deadline \in StepDeadline : Call(w, e, deadline)
            \/ \E on \in SUBSET (1 .. Length) : Suspend(w, e, on)
            \/ Fulfill(w, e)
            \/ Mismatch(w, e)
       \/ \E m \in msgs :
            \/ RcvAcquired(w, m)
            \/ RcvJournal(w, m)
            \/ RcvLost(w, m)
  \/ \E m \in msgs :
       \/ RcvAcquire(m)
       \/ RcvDone(m)
       \/ RcvCreate(m)
       \/ RcvSuspend(m)
       \/ RcvFulfill(m)
       \/ RcvMismatch(m)
       \/ LoseMessage(m)

(***************************************************************************)
(* Workers keep coming, and go on with what they have.  Leases end.  What  *)
(* others were called to do they do, or its deadline comes; the store      *)
(* looks at its clock, and writes down what it says.  What is said again   *)
(* and again gets through: strong fairness.                                *)
(***************************************************************************)
Storing ==
  /\ WF_vars(\E time \in now + 1 .. now + MaxJump : Advance(time))
  /\ \A e \in Execution :
       /\ SF_vars(ExpireLease(e))
       /\ \A i \in 1 .. Length : WF_vars(ExpireStep(e, i))
       /\ SF_vars(\E m \in msgs : m.execution = e /\ RcvAcquire(m))

\* What w says of e, under the version that it has.
Said(w, e) ==
  {m \in msgs : /\ m.type \in {"Done", "Create", "Suspend", "Fulfill", "Mismatch"}
                /\ m.from = w /\ m.execution = e /\ m.version = run[w][e].version}

Working(w) ==
  /\ WF_vars(Restart(w))
  /\ \A e \in Execution :
       /\ WF_vars(Claim(w, e))
       /\ SF_vars(\E m \in msgs : m.execution = e /\ RcvAcquired(w, m))
       /\ SF_vars(\E m \in msgs : m.execution = e /\ RcvJournal(w, m))
       /\ SF_vars(\E m \in msgs : m.execution = e /\ RcvLost(w, m))
       /\ WF_vars(\/ \E state \in StepOutcome, value \in Value : Execute(w, e, state, value)
                  \/ \E deadline \in StepDeadline : Call(w, e, deadline)
                  \/ \E on \in SUBSET (1 .. Length) : Suspend(w, e, on)
                  \/ Fulfill(w, e)
                  \/ Mismatch(w, e))
       /\ SF_vars(\E m \in Said(w, e) :
                    /\ m.type \in {"Done", "Create"}
                    /\ m.index = Len(Known(w, e)) + 1
                    /\ RcvDone(m) \/ RcvCreate(m))
       /\ SF_vars(\E m \in Said(w, e) :
                    /\ m.type = "Suspend"
                    /\ m.on \subseteq OpenSteps(Known(w, e))
                    /\ RcvSuspend(m))
       /\ SF_vars(\E m \in Said(w, e) : RcvFulfill(m) \/ RcvMismatch(m))

Fairness == Storing /\ \A w \in Worker : Working(w)

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* Safety. *)

\* What w says counts.
RunCounts(w, e) ==
  /\ Runs(w, e)
  /\ taskState[e] = "acquired"
  /\ run[w][e].version = version[e]

AtMostOneRun ==
  \A e \in Execution : \A v, w \in Worker : RunCounts(v, e) /\ RunCounts(w, e) => v = w

\* Nobody but the one whose claim counts goes on with an execution.  A step is
\* recorded where it belongs.
OnlyTheRunGoesOn ==
  [][\A e \in Execution :
       Len(steps'[e]) # Len(steps[e]) =>
         \E m \in msgs :
           /\ m.type \in {"Done", "Create"}
           /\ m.execution = e
           /\ taskState[e] = "acquired"
           /\ m.version = version[e]
           /\ m.index = Len(steps[e]) + 1]_vars

\* What a worker knows of an execution is in the journal.
KnowsTheJournal ==
  \A w \in Worker, e \in Execution :
    /\ Len(Known(w, e)) <= Len(steps[e])
    /\ \A i \in 1 .. Len(Known(w, e)) :
         /\ Known(w, e)[i].name = steps[e][i].name
         /\ IsDone(Known(w, e), i) => Known(w, e)[i] = ProjectedSteps(e)[i]

\* While it runs, a worker forgets nothing.
KnowledgeGrows ==
  [][\A w \in Worker, e \in Execution :
       run'[w][e].isHeld /\ run'[w][e].version = run[w][e].version =>
         /\ Len(run'[w][e].steps) >= Len(Known(w, e))
         /\ \A i \in 1 .. Len(Known(w, e)) :
              IsDone(Known(w, e), i) => IsDone(run'[w][e].steps, i)]_vars

\* What the store answers holds at the time of now, written or not.
AnswersAreProjected ==
  [][\A m \in msgs' \ msgs :
       m.type \in {"Acquired", "Journal"} =>
         m.steps = StepsAtTime(steps'[m.execution], now')]_vars

\* An execution that waits has something that wakes it.
NoLostWakeUp ==
  \A e \in Execution :
    taskState[e] = "suspended" /\ IsOpen(e) =>
      /\ awaited[e] # {}
      /\ awaited[e] \subseteq OpenSteps(steps[e])

\* It is woken by the first of all the steps that it asked for.
WaitsForAll ==
  [][\A e \in Execution :
       awaited'[e] \notin {awaited[e], {}} =>
         \E m \in msgs :
           /\ m.type = "Suspend"
           /\ m.execution = e
           /\ m.version = version[e]
           /\ awaited'[e] = m.on]_vars

WaitsWhileSuspended ==
  \A e \in Execution : awaited[e] # {} => taskState[e] = "suspended"

\* An execution has ended exactly when its promise is settled.
FulfilledIsSettled ==
  \A e \in Execution :
    /\ taskState[e] = "fulfilled" <=> IsSettled(promise[e])
    /\ taskState[e] = "absent" <=> promise[e] = Absent

\* An execution whose promise is over, on disk or by the clock alone, does not come
\* back.
DeadStaysDead ==
  [][\A e \in Execution :
       taskState[e] # "absent" /\ ~ IsOpen(e) =>
         /\ taskState'[e] \in {taskState[e], "fulfilled"}
         /\ version'[e] = version[e]]_vars

-----------------------------------------------------------------------------
(* Liveness. *)

\* Once one of the workers stays up, an execution that somebody started ends.
EveryExecutionEnds ==
  (\E w \in Worker : <>[]Up(w)) =>
    \A e \in Execution : taskState[e] = "pending" ~> taskState[e] = "fulfilled"

-----------------------------------------------------------------------------
(* Refinement: at the time of now, the journal is that of a process that never fails. *)

E == INSTANCE Execution WITH
       promise <- [e \in Execution |-> ProjectedPromise(e)],
       steps <- [e \in Execution |-> ProjectedSteps(e)]

ExecutionSpec == E!Spec

THEOREM Spec => /\ []TypeOK
                /\ []AtMostOneRun
                /\ OnlyTheRunGoesOn
                /\ []KnowsTheJournal
                /\ KnowledgeGrows
                /\ AnswersAreProjected
                /\ []NoLostWakeUp
                /\ WaitsForAll
                /\ []WaitsWhileSuspended
                /\ []FulfilledIsSettled
                /\ DeadStaysDead
                /\ E!Spec
=============================================================================
