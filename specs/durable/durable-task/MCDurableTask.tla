---------------------------- MODULE MCDurableTask ---------------------------
(***************************************************************************)
(* Models of DurableTask that hold, and the probes.                        *)
(*                                                                         *)
(* A model stops the clock at MaxTime, and offers no task that has been    *)
(* acquired MaxVersion times.  Offers, and what workers ask for, are sent  *)
(* while fewer than MaxInFlight messages are in flight; the store always   *)
(* answers.                                                                *)
(*                                                                         *)
(* No model checks for deadlock: a worker can always crash or restart.     *)
(***************************************************************************)
EXTENDS DurableTask, FiniteSets

CONSTANTS
  MaxTime,                  \* the last time that there is
  MaxVersion,               \* how often a task is acquired, at most
  MaxInFlight               \* more is asked for only while fewer are in flight

-----------------------------------------------------------------------------
CanAsk == Cardinality(msgs) < MaxInFlight

MCAdvance(time) ==
  /\ time <= MaxTime
  /\ Advance(time)

MCDispatch(t) ==
  /\ CanAsk
  /\ version[t] < MaxVersion
  /\ Dispatch(t)

MCRcvOffer(w, m) ==
  /\ CanAsk
  /\ RcvOffer(w, m)

MCHeartbeat(w, t) ==
  /\ CanAsk
  /\ Heartbeat(w, t)

MCRelease(w, t) ==
  /\ CanAsk
  /\ Release(w, t)

MCSuspend(w, t) ==
  /\ CanAsk
  /\ Suspend(w, t)

MCFulfill(w, t, value) ==
  /\ CanAsk
  /\ Fulfill(w, t, value)

MCNext ==
  \/ \E time \in now + 1 .. now + MaxJump : MCAdvance(time)
  \/ \E t \in Task :
       \/ \E deadline \in Deadline : Create(t, deadline)
       \/ MCDispatch(t)
       \/ ExpireLease(t)
       \/ Expire(t)
       \/ Resume(t)
       \/ Halt(t)
       \/ Proceed(t)
  \/ \E w \in Worker :
       \/ Crash(w)
       \/ Restart(w)
       \/ \E t \in Task :
            \/ MCHeartbeat(w, t)
            \/ MCRelease(w, t)
            \/ MCSuspend(w, t)
            \/ \E value \in Value : MCFulfill(w, t, value)
       \/ \E m \in msgs :
            \/ MCRcvOffer(w, m)
            \/ RcvAcquired(w, m)
            \/ RcvLost(w, m)
  \/ \E m \in msgs :
       \/ RcvAcquire(m)
       \/ RcvHeartbeat(m)
       \/ RcvRelease(m)
       \/ RcvSuspend(m)
       \/ RcvFulfill(m)
       \/ LoseMessage(m)

MCSpec == Init /\ [][MCNext]_vars

\* What an action is replaced by that a model leaves out.
NeverOf(x) == FALSE
NeverOf2(x, y) == FALSE
NeverOf3(x, y, z) == FALSE

-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness.  Time stands still: no deadline comes, and a lease may end at *)
(* any moment.  What costs an acquisition happens only while there is      *)
(* another one left: that a lease ends although its worker goes on, that a *)
(* worker crashes, or claims and crashes, that the answer is lost.         *)
(* Nothing else is bounded, so that nothing that heals is.                 *)
(***************************************************************************)
IsLeft(t) == version[t] < MaxVersion

\* Somebody has the task, or will hear that it has.
IsHeard(t) ==
  \/ \E w \in Worker : HoldsValid(w, t)
  \/ \E m \in msgs : /\ m.type = "Acquired" /\ m.task = t /\ m.version = version[t]
                     /\ Up(m.to)

ExpireLeaseSometime(t) ==
  /\ taskState[t] = "acquired"
  /\ IsOpen(t)
  /\ IsLeft(t) \/ ~ IsHeard(t)
  /\ Leave(t, "pending")
  /\ UNCHANGED <<now, promise, resumed, workerVars, msgs>>

LiveCrash(w) ==
  /\ \A t \in Task : IsLeft(t)
  /\ Crash(w)

LiveRcvAcquire(m) ==
  /\ version[m.task] + 1 < MaxVersion \/ (m.type = "Acquire" /\ Up(m.from))
  /\ RcvAcquire(m)

LiveLoseMessage(m) ==
  /\ m.type = "Acquired" => IsLeft(m.task)
  /\ LoseMessage(m)

LiveNext ==
  \/ \E t \in Task :
       \/ \E deadline \in Deadline : Create(t, deadline)
       \/ Dispatch(t)
       \/ ExpireLease(t)
  \/ \E w \in Worker :
       \/ LiveCrash(w)
       \/ Restart(w)
       \/ \E t \in Task, value \in Value : Fulfill(w, t, value)
       \/ \E m \in msgs :
            \/ RcvOffer(w, m)
            \/ RcvAcquired(w, m)
            \/ RcvLost(w, m)
  \/ \E m \in msgs :
       \/ LiveRcvAcquire(m)
       \/ RcvFulfill(m)
       \/ LiveLoseMessage(m)

LiveSpec == Init /\ [][LiveNext]_vars /\ Fairness

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

\* Two workers think that they have the same task.
NeverTwoHold ==
  \A t \in Task : \A v, w \in Worker : Holds(v, t) /\ Holds(w, t) => v = w

\* Who lost a task wants to end it, while another one has it.
NeverFenced ==
  [][\A m \in msgs : RcvFulfill(m) /\ taskState[m.task] = "acquired" =>
       m.version = version[m.task]]_vars

\* A task is done by who acquired it after somebody else.
NeverDoneLater ==
  \A t \in Task : promise[t].state = "resolved" => version[t] = 1

\* A task waits, is resumed, and is done.
NeverResumed ==
  [][\A t \in Task : Resume(t) => taskState[t] # "suspended"]_vars

\* A task is told to go on before it says that it waits.
NeverToldBefore ==
  [][\A m \in msgs : RcvSuspend(m) /\ IsValid(m) => ~ resumed[m.task]]_vars

\* A halted task goes on.
NeverContinued == [][\A t \in Task : ~ Proceed(t)]_vars

\* A worker has a task of which the promise has timed out.
NeverTooLate ==
  \A w \in Worker, t \in Task : HoldsValid(w, t) => IsOpen(t)

\* A heartbeat makes a lease longer.
NeverLonger ==
  [][\A t \in Task : leaseUntil[t] # 0 => leaseUntil'[t] \in {0, leaseUntil[t]}]_vars
=============================================================================
