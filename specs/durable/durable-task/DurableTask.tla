----------------------------- MODULE DurableTask ----------------------------
(***************************************************************************)
(* Durable tasks: work that gets done although those who do it crash, are  *)
(* slow, and do not know of each other.                                    *)
(*                                                                         *)
(* A task is the work behind one promise.  A store keeps both.  It offers  *)
(* a task that is pending to all workers, again and again, since an offer  *)
(* may be lost.  The worker whose claim comes first acquires the task: for *)
(* a time, which it can extend by heartbeats, and under a version that no  *)
(* other claim has.  Whatever it writes carries that version, and counts   *)
(* only while the task is acquired under it.  A worker that was thought to *)
(* be dead may go on working; nothing that it writes counts.  So nobody    *)
(* has to know whether a worker is dead.                                   *)
(*                                                                         *)
(* Solves:  at most one claim on a task counts at a time, and the task is  *)
(*          done as long as workers keep coming.                           *)
(* Refines: promises.  A promise is settled by who holds its task, or by   *)
(*          its deadline: seen at the time of now, these are the steps of  *)
(*          module Promise.                                                *)
(* Source:  C. Gray and D. Cheriton, "Leases: An Efficient Fault-Tolerant  *)
(*          Mechanism for Distributed File Cache Consistency", SOSP 1989,  *)
(*          for leases; M. Burrows, "The Chubby Lock Service for           *)
(*          Loosely-Coupled Distributed Systems", OSDI 2006, section 2.4,  *)
(*          for sequencers, which are versions that fence; "Think          *)
(*          Distributed Systems", chapter 11; the tasks of Resonate HQ.    *)
(*                                                                         *)
(* Time:    only the store's clock counts.  A worker need not know when    *)
(*          its lease is over.                                             *)
(* Memory:  a worker has no disk.                                          *)
(*                                                                         *)
(* Left out: what a task waits for while it is suspended, which is the     *)
(* matter of DurableExecution: here somebody resumes it.  Crashes of the   *)
(* store, and clients that wait: DurablePromise has them.                  *)
(***************************************************************************)
EXTENDS PromiseRecord

-----------------------------------------------------------------------------
CONSTANTS
  Worker,                   \* who works
  Task,                     \* the tasks, by the names of their promises
  Deadline,                 \* the times at which a promise may end
  TimeToLive,               \* for how long a worker has a task
  MaxJump                   \* how far the clock advances in one step, at most

ASSUME SomeWorker == Worker # {}
ASSUME DeadlinesAreTimes == Deadline \subseteq Time
ASSUME TimesArePositive == {TimeToLive, MaxJump} \subseteq Nat \ {0}

Offer ==                    \* store -> all workers: who does this?
  [type : {"Offer"}, task : Task, version : Nat]

Request ==                  \* worker -> store
       \* I do; let me have it
       [type : {"Acquire"}, from : Worker, task : Task, version : Nat]
       \* I am at it; I cannot; I have to wait
  \cup [type : {"Heartbeat", "Release", "Suspend"},
        from : Worker, task : Task, version : Nat]
       \* it is done
  \cup [type : {"Fulfill"}, from : Worker, task : Task, version : Nat, value : Value]

Answer ==                   \* store -> worker: it is yours; it is not
  [type : {"Acquired", "Lost"}, to : Worker, task : Task, version : Nat]

-----------------------------------------------------------------------------
VARIABLES
  now,                      \* the store's clock
  promise,                  \* promise[t]: the record of the promise of t
  taskState,                \* taskState[t]: see TaskState
  version,                  \* version[t]: how often t was acquired
  leaseUntil,               \* leaseUntil[t]: until when; 0 if it is not acquired
  resumed,                  \* resumed[t]: what it may have waited for is there
  workerState,              \* workerState[w]: "up" or "crashed"
  claim,                    \* claim[w][t]: the latest on t that w was given
  msgs                      \* the messages in flight

taskVars   == <<taskState, version, leaseUntil, resumed>>
storeVars  == <<now, promise, taskVars>>
workerVars == <<workerState, claim>>
vars       == <<storeVars, workerVars, msgs>>

\* Under which version w got t, or 0, and whether it still takes it for its own.
Claim == [version : Nat, isHeld : BOOLEAN]

NoClaim == [version |-> 0, isHeld |-> FALSE]

TaskState == {"absent", "pending", "acquired", "suspended", "halted", "fulfilled"}

-----------------------------------------------------------------------------
TypeOK ==
  /\ now \in Time
  /\ \A t \in Task : IsWellFormed(promise[t])
  /\ taskState \in [Task -> TaskState]
  /\ version \in [Task -> Nat]
  /\ leaseUntil \in [Task -> Nat]
  /\ resumed \in [Task -> BOOLEAN]
  /\ workerState \in [Worker -> {"up", "crashed"}]
  /\ claim \in [Worker -> [Task -> Claim]]
  /\ msgs \subseteq Offer \cup Request \cup Answer

Init ==
  /\ now = 1
  /\ promise = [t \in Task |-> Absent]
  /\ taskState = [t \in Task |-> "absent"]
  /\ version = [t \in Task |-> 0]
  /\ leaseUntil = [t \in Task |-> 0]
  /\ resumed = [t \in Task |-> FALSE]
  /\ workerState = [w \in Worker |-> "up"]
  /\ claim = [w \in Worker |-> [t \in Task |-> NoClaim]]
  /\ msgs = {}

-----------------------------------------------------------------------------
(* Helpers. *)

Projected(t) == AtTime(promise[t], now)

\* There is still something to do.
IsOpen(t) == Projected(t).state = "pending"

\* The claim that a request carries is the one that counts.
IsValid(m) ==
  /\ taskState[m.task] = "acquired"
  /\ version[m.task] = m.version
  /\ IsOpen(m.task)

InFlight(m, type) == m \in msgs /\ m.type = type

Send(m) == msgs' = msgs \cup {m}

Lost(m) == [type |-> "Lost", to |-> m.from, task |-> m.task, version |-> m.version]

\* t is in this state from now on, and nobody has it.
Leave(t, state) ==
  /\ taskState' = [taskState EXCEPT ![t] = state]
  /\ leaseUntil' = [leaseUntil EXCEPT ![t] = 0]
  /\ UNCHANGED version

\* A request whose claim does not count changes nothing, and its sender is told.
Refuse(m) ==
  /\ Send(Lost(m))
  /\ UNCHANGED <<promise, taskVars>>

-----------------------------------------------------------------------------
(* The store: what workers ask for. *)

\* The first claim on this version gets the task, and a version of its own.  All
\* others come to nothing.
RcvAcquire(m) ==
  /\ InFlight(m, "Acquire")
  /\ taskState[m.task] = "pending"
  /\ version[m.task] = m.version
  /\ IsOpen(m.task)
  /\ taskState' = [taskState EXCEPT ![m.task] = "acquired"]
  /\ version' = [version EXCEPT ![m.task] = @ + 1]
  /\ leaseUntil' = [leaseUntil EXCEPT ![m.task] = now + TimeToLive]
  /\ resumed' = [resumed EXCEPT ![m.task] = FALSE]
  /\ Send([type |-> "Acquired", to |-> m.from, task |-> m.task, version |-> m.version + 1])
  /\ UNCHANGED <<now, promise, workerVars>>

\* The worker is alive, and has the task for longer.
RcvHeartbeat(m) ==
  /\ InFlight(m, "Heartbeat")
  /\ IF IsValid(m)
     THEN /\ leaseUntil' = [leaseUntil EXCEPT ![m.task] = now + TimeToLive]
          /\ UNCHANGED <<promise, taskState, version, resumed, msgs>>
     ELSE Refuse(m)
  /\ UNCHANGED <<now, workerVars>>

\* Somebody else may do it.
RcvRelease(m) ==
  /\ InFlight(m, "Release")
  /\ IF IsValid(m)
     THEN /\ Leave(m.task, "pending")
          /\ Send(Lost(m))
          /\ UNCHANGED <<promise, resumed>>
     ELSE Refuse(m)
  /\ UNCHANGED <<now, workerVars>>

\* The task waits, unless what it waits for has come since it was acquired.
RcvSuspend(m) ==
  /\ InFlight(m, "Suspend")
  /\ IF IsValid(m)
     THEN /\ Leave(m.task, IF resumed[m.task] THEN "pending" ELSE "suspended")
          /\ resumed' = [resumed EXCEPT ![m.task] = FALSE]
          /\ Send(Lost(m))
          /\ UNCHANGED promise
     ELSE Refuse(m)
  /\ UNCHANGED <<now, workerVars>>

\* The task is done: its promise is resolved.
RcvFulfill(m) ==
  /\ InFlight(m, "Fulfill")
  /\ IF IsValid(m)
     THEN /\ Leave(m.task, "fulfilled")
          /\ promise' = [promise EXCEPT ![m.task] = Settled(@, "resolved", m.value, now)]
          /\ resumed' = [resumed EXCEPT ![m.task] = FALSE]
          /\ Send(Lost(m))
     ELSE Refuse(m)
  /\ UNCHANGED <<now, workerVars>>

-----------------------------------------------------------------------------
(* The store: what it does by itself, or is told by its users. *)

\* The store looks at its clock.
Advance(time) ==
  /\ now < time
  /\ now' = time
  /\ UNCHANGED <<promise, taskVars, workerVars, msgs>>

\* Somebody wants something done by a time.
Create(t, deadline) ==
  /\ taskState[t] = "absent"
  /\ promise' = [promise EXCEPT ![t] = Pending(deadline, FALSE)]
  /\ taskState' = [taskState EXCEPT ![t] = "pending"]
  /\ UNCHANGED <<now, version, leaseUntil, resumed, workerVars, msgs>>

\* The task is offered to all workers.
Dispatch(t) ==
  /\ taskState[t] = "pending"
  /\ IsOpen(t)
  /\ Send([type |-> "Offer", task |-> t, version |-> version[t]])
  /\ UNCHANGED <<storeVars, workerVars>>

\* The worker has not been heard of for too long.
ExpireLease(t) ==
  /\ taskState[t] = "acquired"
  /\ IsOpen(t)
  /\ now >= leaseUntil[t]
  /\ Leave(t, "pending")
  /\ UNCHANGED <<now, promise, resumed, workerVars, msgs>>

\* The deadline has come, and the store writes that down: there is nothing to do
\* any more.
Expire(t) ==
  /\ IsOverdue(promise[t], now)
  /\ promise' = [promise EXCEPT ![t] = Projected(t)]
  /\ Leave(t, "fulfilled")
  /\ resumed' = [resumed EXCEPT ![t] = FALSE]
  /\ UNCHANGED <<now, workerVars, msgs>>

\* Something is there that the task may wait for.  If it does not wait yet, that
\* is remembered.
Resume(t) ==
  /\ taskState[t] \in {"acquired", "suspended", "halted"}
  /\ IsOpen(t)
  /\ IF taskState[t] = "suspended"
     THEN Leave(t, "pending") /\ UNCHANGED resumed
     ELSE /\ resumed' = [resumed EXCEPT ![t] = TRUE]
          /\ UNCHANGED <<taskState, version, leaseUntil>>
  /\ UNCHANGED <<now, promise, workerVars, msgs>>

\* An operator stops the task, wherever it is.
Halt(t) ==
  /\ taskState[t] \in {"pending", "acquired", "suspended"}
  /\ IsOpen(t)
  /\ Leave(t, "halted")
  /\ resumed' = [resumed EXCEPT ![t] = @ \/ taskState[t] # "suspended"]
  /\ UNCHANGED <<now, promise, workerVars, msgs>>

\* And lets it proceed: it waits if it did.
Proceed(t) ==
  /\ taskState[t] = "halted"
  /\ IsOpen(t)
  /\ Leave(t, IF resumed[t] THEN "pending" ELSE "suspended")
  /\ resumed' = [resumed EXCEPT ![t] = FALSE]
  /\ UNCHANGED <<now, promise, workerVars, msgs>>

-----------------------------------------------------------------------------
(* A worker. *)

Up(w) == workerState[w] = "up"

Holds(w, t) == Up(w) /\ claim[w][t].isHeld

\* w takes an offer, if it has not got the task.
RcvOffer(w, m) ==
  /\ Up(w)
  /\ InFlight(m, "Offer")
  /\ ~ claim[w][m.task].isHeld
  /\ Send([type |-> "Acquire", from |-> w, task |-> m.task, version |-> m.version])
  /\ UNCHANGED <<storeVars, workerVars>>

\* w has the task now, or had it and does not know: it will hear.  An answer that
\* it had before comes to nothing, or it would hear of nothing else.
RcvAcquired(w, m) ==
  /\ Up(w)
  /\ InFlight(m, "Acquired")
  /\ m.to = w
  /\ m.version > claim[w][m.task].version
  /\ claim' = [claim EXCEPT ![w][m.task] = [version |-> m.version, isHeld |-> TRUE]]
  /\ UNCHANGED <<storeVars, workerState, msgs>>

\* w has it no longer.
RcvLost(w, m) ==
  /\ Up(w)
  /\ InFlight(m, "Lost")
  /\ m.to = w
  /\ claim[w][m.task] = [version |-> m.version, isHeld |-> TRUE]
  /\ claim' = [claim EXCEPT ![w][m.task].isHeld = FALSE]
  /\ UNCHANGED <<storeVars, workerState, msgs>>

\* w is at it.
Heartbeat(w, t) ==
  /\ Holds(w, t)
  /\ Send([type |-> "Heartbeat", from |-> w, task |-> t, version |-> claim[w][t].version])
  /\ UNCHANGED <<storeVars, workerVars>>

\* w cannot do it.
Release(w, t) ==
  /\ Holds(w, t)
  /\ Send([type |-> "Release", from |-> w, task |-> t, version |-> claim[w][t].version])
  /\ UNCHANGED <<storeVars, workerVars>>

\* The task has to wait for something.
Suspend(w, t) ==
  /\ Holds(w, t)
  /\ Send([type |-> "Suspend", from |-> w, task |-> t, version |-> claim[w][t].version])
  /\ UNCHANGED <<storeVars, workerVars>>

\* w has done it.
Fulfill(w, t, value) ==
  /\ Holds(w, t)
  /\ Send([type |-> "Fulfill", from |-> w, task |-> t, version |-> claim[w][t].version,
           value |-> value])
  /\ UNCHANGED <<storeVars, workerVars>>

-----------------------------------------------------------------------------
(* The environment. *)

\* The worker forgets what it has.
Crash(w) ==
  /\ Up(w)
  /\ workerState' = [workerState EXCEPT ![w] = "crashed"]
  /\ claim' = [claim EXCEPT ![w] = [t \in Task |-> NoClaim]]
  /\ UNCHANGED <<storeVars, msgs>>

Restart(w) ==
  /\ workerState[w] = "crashed"
  /\ workerState' = [workerState EXCEPT ![w] = "up"]
  /\ UNCHANGED <<storeVars, claim, msgs>>

LoseMessage(m) ==
  /\ m \in msgs
  /\ msgs' = msgs \ {m}
  /\ UNCHANGED <<storeVars, workerVars>>

-----------------------------------------------------------------------------
Next ==
  \/ \E time \in now + 1 .. now + MaxJump : Advance(time)
  \/ \E t \in Task :
       \/ \E deadline \in Deadline : Create(t, deadline)
       \/ Dispatch(t)
       \/ ExpireLease(t)
       \/ Expire(t)
       \/ Resume(t)
       \/ Halt(t)
       \/ Proceed(t)
  \/ \E w \in Worker :
       \/ Crash(w)
       \/ Restart(w)
       \/ \E t \in Task :
            \/ Heartbeat(w, t)
            \/ Release(w, t)
            \/ Suspend(w, t)
            \/ \E value \in Value : Fulfill(w, t, value)
       \/ \E m \in msgs :
            \/ RcvOffer(w, m)
            \/ RcvAcquired(w, m)
            \/ RcvLost(w, m)
  \/ \E m \in msgs :
       \/ RcvAcquire(m)
       \/ RcvHeartbeat(m)
       \/ RcvRelease(m)
       \/ RcvSuspend(m)
       \/ RcvFulfill(m)
       \/ LoseMessage(m)

(***************************************************************************)
(* Workers keep coming.  The store offers again what is pending, and ends  *)
(* leases that are over.  A worker that has a task does it.  What is said  *)
(* again and again gets through: strong fairness.  Nobody has to halt,     *)
(* release or suspend anything, and nobody has to let a halted task go on. *)
(***************************************************************************)
Offering ==
  \A t \in Task : WF_vars(Dispatch(t)) /\ SF_vars(ExpireLease(t))

Claiming ==
  \A t \in Task :
    SF_vars(\E m \in msgs : m.task = t /\ m.version = version[t] /\ RcvAcquire(m))

Working(w) ==
  /\ WF_vars(Restart(w))
  /\ \A t \in Task :
       /\ SF_vars(\E m \in msgs : m.task = t /\ m.version = version[t] /\ RcvOffer(w, m))
       /\ SF_vars(\E m \in msgs : m.task = t /\ m.version = version[t] /\ RcvAcquired(w, m))
       /\ SF_vars(\E m \in msgs : m.task = t /\ RcvLost(w, m))
       /\ WF_vars(\E value \in Value : Fulfill(w, t, value))
       /\ SF_vars(\E m \in msgs : /\ m.type = "Fulfill" /\ m.from = w /\ m.task = t
                                 /\ m.version = claim[w][t].version /\ RcvFulfill(m))

Fairness == Offering /\ Claiming /\ \A w \in Worker : Working(w)

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* Safety. *)

\* The claim that counts, if there is one, is that of one worker.
HoldsValid(w, t) ==
  /\ Holds(w, t)
  /\ taskState[t] = "acquired"
  /\ claim[w][t].version = version[t]

AtMostOneClaim ==
  \A t \in Task : \A v, w \in Worker :
    HoldsValid(v, t) /\ HoldsValid(w, t) => v = w

\* The version rises by one when the task is acquired, and never otherwise.
VersionCountsAcquires ==
  [][\A t \in Task :
       LET acquires == taskState[t] # "acquired" /\ taskState'[t] = "acquired"
       IN  version'[t] = IF acquires THEN version[t] + 1 ELSE version[t]]_vars

\* Nobody has a claim that is still to come.
ClaimsAreGiven == \A w \in Worker, t \in Task : claim[w][t].version <= version[t]

\* A task is done exactly when its promise is settled, and nothing is offered
\* or acquired after that.
FulfilledIsSettled ==
  \A t \in Task :
    /\ taskState[t] = "fulfilled" <=> IsSettled(promise[t])
    /\ taskState[t] = "absent" <=> promise[t] = Absent

NoDispatchOfTheDead ==
  [][\A m \in msgs' \ msgs :
       m.type \in {"Offer", "Acquired"} => Projected(m.task).state = "pending"]_vars

\* A task whose promise is over, on disk or by the clock alone, does not come back.
DeadStaysDead ==
  [][\A t \in Task :
       taskState[t] # "absent" /\ ~ IsOpen(t) =>
         /\ taskState'[t] \in {taskState[t], "fulfilled"}
         /\ version'[t] = version[t]
         /\ leaseUntil'[t] \in {leaseUntil[t], 0}]_vars

\* A promise is settled by whose claim counts, or by its deadline.
SettledByHolder ==
  [][\A t \in Task :
       ~ IsSettled(promise[t]) /\ IsSettled(promise'[t]) =>
         \/ promise'[t] = Projected(t)
         \/ \E m \in msgs : /\ m.type = "Fulfill" /\ m.task = t
                            /\ taskState[t] = "acquired" /\ m.version = version[t]
                            /\ promise'[t] = Settled(promise[t], "resolved", m.value, now)]_vars

\* What a task was told while it could not hear it is not forgotten: it runs once
\* more before it waits.
NoLostWakeUp ==
  [][\A t \in Task :
       resumed[t] /\ ~ resumed'[t] => taskState'[t] \in {"pending", "acquired", "fulfilled"}]_vars

\* Only acquired tasks have a lease.
LeaseIsOfAcquired ==
  \A t \in Task : leaseUntil[t] # 0 <=> taskState[t] = "acquired"

-----------------------------------------------------------------------------
(* Liveness. *)

\* Once one of the workers stays up, what is to be done gets done, unless its
\* deadline comes first, or somebody lets it wait, releases or halts it.
EveryTaskIsDone ==
  (\E w \in Worker : <>[]Up(w)) =>
    \A t \in Task : taskState[t] = "pending" ~> taskState[t] = "fulfilled"

-----------------------------------------------------------------------------
(* Refinement: at the time of now, the promises are those of the problem. *)

P == INSTANCE Promise WITH promise <- [t \in Task |-> Projected(t)], Id <- Task

PromiseSpec == P!Spec

THEOREM Spec => /\ []TypeOK
                /\ []AtMostOneClaim
                /\ VersionCountsAcquires
                /\ []ClaimsAreGiven
                /\ []FulfilledIsSettled
                /\ NoDispatchOfTheDead
                /\ DeadStaysDead
                /\ SettledByHolder
                /\ NoLostWakeUp
                /\ []LeaseIsOfAcquired
                /\ P!Spec
=============================================================================
