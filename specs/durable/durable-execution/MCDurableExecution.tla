------------------------- MODULE MCDurableExecution -------------------------
(***************************************************************************)
(* Models of DurableExecution that hold, and the probes.                   *)
(*                                                                         *)
(* A model stops the clock at MaxTime.  While an execution has been        *)
(* acquired MaxVersion times, nobody asks for it any more.  Workers ask    *)
(* while fewer than MaxInFlight messages are in flight, and the store      *)
(* answers while not more are.                                             *)
(*                                                                         *)
(* No model checks for deadlock: a worker can always crash or restart.     *)
(***************************************************************************)
EXTENDS DurableExecution, FiniteSets

CONSTANTS
  MaxTime,                  \* the last time that there is
  MaxVersion,               \* how often an execution is acquired, at most
  MaxInFlight               \* more is asked for only while fewer are in flight

-----------------------------------------------------------------------------
CanAsk == Cardinality(msgs) < MaxInFlight

CanAnswer == Cardinality(msgs) <= MaxInFlight

MCAdvance(time) ==
  /\ time <= MaxTime
  /\ Advance(time)

MCClaim(w, e) ==
  /\ CanAsk
  /\ version[e] < MaxVersion
  /\ Claim(w, e)

MCRcvAcquire(m) ==
  /\ CanAnswer
  /\ version[m.execution] < MaxVersion
  /\ RcvAcquire(m)

MCExecute(w, e, state, value) ==
  /\ CanAsk
  /\ Execute(w, e, state, value)

MCCall(w, e, deadline) ==
  /\ CanAsk
  /\ Call(w, e, deadline)

MCSuspend(w, e, on) ==
  /\ CanAsk
  /\ Suspend(w, e, on)

MCFulfill(w, e) ==
  /\ CanAsk
  /\ Fulfill(w, e)

MCMismatch(w, e) ==
  /\ CanAsk
  /\ Mismatch(w, e)

MCRcvDone(m) ==
  /\ CanAnswer
  /\ RcvDone(m)

MCRcvCreate(m) ==
  /\ CanAnswer
  /\ RcvCreate(m)

MCRcvSuspend(m) ==
  /\ CanAnswer
  /\ RcvSuspend(m)

MCRcvFulfill(m) ==
  /\ CanAnswer
  /\ RcvFulfill(m)

MCRcvMismatch(m) ==
  /\ CanAnswer
  /\ RcvMismatch(m)

MCNext ==
  \/ \E time \in now + 1 .. now + MaxJump : MCAdvance(time)
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
            \/ MCClaim(w, e)
            \/ \E state \in StepOutcome, value \in Value : MCExecute(w, e, state, value)
            \/ \E deadline \in StepDeadline : MCCall(w, e, deadline)
            \/ \E on \in SUBSET (1 .. Length) : MCSuspend(w, e, on)
            \/ MCFulfill(w, e)
            \/ MCMismatch(w, e)
       \/ \E m \in msgs :
            \/ RcvAcquired(w, m)
            \/ RcvJournal(w, m)
            \/ RcvLost(w, m)
  \/ \E m \in msgs :
       \/ MCRcvAcquire(m)
       \/ MCRcvDone(m)
       \/ MCRcvCreate(m)
       \/ MCRcvSuspend(m)
       \/ MCRcvFulfill(m)
       \/ MCRcvMismatch(m)
       \/ LoseMessage(m)

MCSpec == Init /\ [][MCNext]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness.  The deadline of the execution is out of sight; those of its  *)
(* steps come.  What costs an acquisition happens only while there is      *)
(* another one left: that a lease ends although its worker goes on, that a *)
(* worker crashes, that the answer to a claim is lost.  Nothing else is    *)
(* bounded, so that nothing that heals is.  What is bounded and fair is    *)
(* put in the place of the right action by the cfg: fairness must not ask  *)
(* for steps that the model does not take, or it would hold of no run.     *)
(***************************************************************************)
IsLeft(e) == version[e] < MaxVersion

IsHeard(e) ==
  \/ \E w \in Worker : RunCounts(w, e)
  \/ \E m \in msgs : /\ m.type = "Acquired" /\ m.execution = e /\ m.version = version[e]
                     /\ Up(m.to)

AdvanceInTime(time) ==
  /\ now < time
  /\ time <= MaxTime
  /\ now' = time
  /\ UNCHANGED <<promise, steps, taskState, version, awaited, workerVars, msgs>>

ExpireLeaseSometime(e) ==
  /\ taskState[e] = "acquired"
  /\ IsOpen(e)
  /\ IsLeft(e) \/ ~ IsHeard(e)
  /\ Leave(e, "pending")
  /\ UNCHANGED <<now, promise, steps, workerVars, msgs>>

LiveCrash(w) ==
  /\ \A e \in Execution : IsLeft(e)
  /\ Crash(w)

LiveRcvAcquire(m) ==
  /\ IsLeft(m.execution) \/ (m.type = "Acquire" /\ Up(m.from))
  /\ RcvAcquire(m)

\* What may get lost at once: all that is in flight.
Loss == {msgs}

\* One message, and then the next: many more states.
AnyLoss == {{m} : m \in msgs}

LiveLose(lost) ==
  /\ lost # {}
  /\ \A m \in lost :
       m.type = "Acquired" /\ m.version = version[m.execution] =>
         IsLeft(m.execution) \/ \E w \in Worker : RunCounts(w, m.execution)
  /\ msgs' = msgs \ lost
  /\ UNCHANGED <<storeVars, workerVars>>

LiveNext ==
  \/ \E time \in now + 1 .. now + MaxJump : Advance(time)
  \/ \E e \in Execution :
       \/ \E deadline \in Deadline : Start(e, deadline)
       \/ \E i \in 1 .. Length :
            \/ ExpireStep(e, i)
            \/ \E state \in StepOutcome, value \in Value : Settle(e, i, state, value)
       \/ ExpireLease(e)
  \/ \E w \in Worker :
       \/ LiveCrash(w)
       \/ Restart(w)
       \/ \E e \in Execution :
            \/ Claim(w, e)
            \/ \E state \in StepOutcome, value \in Value : Execute(w, e, state, value)
            \/ \E deadline \in StepDeadline : Call(w, e, deadline)
            \/ \E on \in SUBSET (1 .. Length) : Suspend(w, e, on)
            \/ Fulfill(w, e)
       \/ \E m \in msgs :
            \/ RcvAcquired(w, m)
            \/ RcvJournal(w, m)
            \/ RcvLost(w, m)
  \/ \E m \in msgs :
       \/ LiveRcvAcquire(m)
       \/ RcvDone(m)
       \/ RcvCreate(m)
       \/ RcvSuspend(m)
       \/ RcvFulfill(m)
  \/ \E lost \in Loss : LiveLose(lost)

LiveSpec == Init /\ [][LiveNext]_vars /\ Fairness

\* What comes of a step does not matter here.
OnlyResolved == {"resolved"}

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

\* Two workers run the same execution.
NeverTwoRun ==
  \A e \in Execution : \A v, w \in Worker : Runs(v, e) /\ Runs(w, e) => v = w

\* A step is done a second time, and something else comes of it.
NeverDoneTwice ==
  \A l, m \in msgs : l.type = "Done" /\ m.type = "Done" /\ l.index = m.index => l = m

\* Who was given up goes on, and is refused.
NeverFenced ==
  [][\A m \in msgs : RcvDone(m) => IsValid(m)]_vars

\* An execution waits, is woken, and ends.
NeverWaited ==
  [][\A e \in Execution :
       taskState[e] = "suspended" /\ taskState'[e] # "suspended" => ~ IsOpen(e)]_vars

\* What an execution is about to wait for is there already.
NeverThere ==
  [][\A m \in msgs :
       RcvSuspend(m) /\ IsValid(m) => taskState'[m.execution] = "suspended"]_vars

\* A step that nobody did in time wakes an execution.
NeverTooLate ==
  [][\A e \in Execution, i \in 1 .. Length : ExpireStep(e, i) => i \notin awaited[e]]_vars

\* A worker notices that its program is not that of the journal.
NeverNoticed == [][\A w \in Worker, e \in Execution : ~ Mismatch(w, e)]_vars

\* A program changes, and goes on where the old one was.
NeverChanges == \A e \in Execution : IsRunOf("old", steps[e])

\* An execution ends although who began it did not end it.
NeverDoneLater ==
  \A e \in Execution : promise[e].state = "resolved" => version[e] = 1

\* What an action is replaced by that a model leaves out.
NeverOf(x) == FALSE
NeverOf2(x, y) == FALSE
NeverOf4(x, y, z, u) == FALSE
=============================================================================
