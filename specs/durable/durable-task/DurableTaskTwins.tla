--------------------------- MODULE DurableTaskTwins --------------------------
(***************************************************************************)
(* Weak twins of DurableTask: the protocol with one mistake each.          *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it starts *)
(* with.  A cfg puts it in the right one's place and names the one         *)
(* property that must then be violated.                                    *)
(***************************************************************************)
EXTENDS MCDurableTask

-----------------------------------------------------------------------------
(* The fence. *)

\* Looks whether somebody has the task, not who.
IsValidForAnyone(m) ==
  /\ taskState[m.task] = "acquired"
  /\ IsOpen(m.task)

\* Believes the record of the promise, whatever the time.
IsValidAsWritten(m) ==
  /\ taskState[m.task] = "acquired"
  /\ version[m.task] = m.version
  /\ promise[m.task].state = "pending"

\* Lets who had the task last end it, although it was taken away.
IsValidIfLast(m) ==
  /\ taskState[m.task] \in {"pending", "acquired", "halted"}
  /\ version[m.task] = m.version
  /\ IsOpen(m.task)

-----------------------------------------------------------------------------
(* Versions. *)

\* Gives the task away under the version that it had.
RcvAcquireSameVersion(m) ==
  /\ InFlight(m, "Acquire")
  /\ taskState[m.task] = "pending"
  /\ version[m.task] = m.version
  /\ IsOpen(m.task)
  /\ taskState' = [taskState EXCEPT ![m.task] = "acquired"]
  /\ version' = [version EXCEPT ![m.task] = IF @ = 0 THEN 1 ELSE @]
  /\ leaseUntil' = [leaseUntil EXCEPT ![m.task] = now + TimeToLive]
  /\ resumed' = [resumed EXCEPT ![m.task] = FALSE]
  /\ Send([type |-> "Acquired", to |-> m.from, task |-> m.task, version |-> version'[m.task]])
  /\ UNCHANGED <<now, promise, workerVars>>

\* Tells the worker the version after the one that it has.
RcvAcquireAhead(m) ==
  /\ InFlight(m, "Acquire")
  /\ taskState[m.task] = "pending"
  /\ version[m.task] = m.version
  /\ IsOpen(m.task)
  /\ taskState' = [taskState EXCEPT ![m.task] = "acquired"]
  /\ version' = [version EXCEPT ![m.task] = @ + 1]
  /\ leaseUntil' = [leaseUntil EXCEPT ![m.task] = now + TimeToLive]
  /\ resumed' = [resumed EXCEPT ![m.task] = FALSE]
  /\ Send([type |-> "Acquired", to |-> m.from, task |-> m.task, version |-> m.version + 2])
  /\ UNCHANGED <<now, promise, workerVars>>

\* Counts what ends a claim, too: here a release.
RcvReleaseCounts(m) ==
  /\ InFlight(m, "Release")
  /\ IF IsValid(m)
     THEN /\ taskState' = [taskState EXCEPT ![m.task] = "pending"]
          /\ leaseUntil' = [leaseUntil EXCEPT ![m.task] = 0]
          /\ version' = [version EXCEPT ![m.task] = @ + 1]
          /\ Send(Lost(m))
          /\ UNCHANGED <<promise, resumed>>
     ELSE Refuse(m)
  /\ UNCHANGED <<now, workerVars>>

\* Here the end of a lease.
ExpireLeaseCounts(t) ==
  /\ taskState[t] = "acquired"
  /\ IsOpen(t)
  /\ now >= leaseUntil[t]
  /\ taskState' = [taskState EXCEPT ![t] = "pending"]
  /\ leaseUntil' = [leaseUntil EXCEPT ![t] = 0]
  /\ version' = [version EXCEPT ![t] = @ + 1]
  /\ UNCHANGED <<now, promise, resumed, workerVars, msgs>>

-----------------------------------------------------------------------------
(* Tasks whose promise is over. *)

\* Offers what is pending, whatever has become of its promise.
DispatchTheDead(t) ==
  /\ taskState[t] = "pending"
  /\ Send([type |-> "Offer", task |-> t, version |-> version[t]])
  /\ UNCHANGED <<storeVars, workerVars>>

\* Wakes a task up that has nothing to do any more.
ResumeTheDead(t) ==
  /\ taskState[t] \in {"acquired", "suspended", "halted"}
  /\ IF taskState[t] = "suspended"
     THEN Leave(t, "pending") /\ UNCHANGED resumed
     ELSE /\ resumed' = [resumed EXCEPT ![t] = TRUE]
          /\ UNCHANGED <<taskState, version, leaseUntil>>
  /\ UNCHANGED <<now, promise, workerVars, msgs>>

\* Writes down that the promise is over, and not that the task is.
ExpirePromise(t) ==
  /\ IsOverdue(promise[t], now)
  /\ promise' = [promise EXCEPT ![t] = Projected(t)]
  /\ UNCHANGED <<now, taskVars, workerVars, msgs>>

-----------------------------------------------------------------------------
(* Waiting. *)

\* Does not look whether what the task waits for is there already.
RcvSuspendBlindly(m) ==
  /\ InFlight(m, "Suspend")
  /\ IF IsValid(m)
     THEN /\ Leave(m.task, "suspended")
          /\ resumed' = [resumed EXCEPT ![m.task] = FALSE]
          /\ Send(Lost(m))
          /\ UNCHANGED promise
     ELSE Refuse(m)
  /\ UNCHANGED <<now, workerVars>>

\* Keeps the lease of a task that waits.
RcvSuspendWithLease(m) ==
  /\ InFlight(m, "Suspend")
  /\ IF IsValid(m)
     THEN /\ taskState' = [taskState EXCEPT ![m.task] =
                             IF resumed[m.task] THEN "pending" ELSE "suspended"]
          /\ resumed' = [resumed EXCEPT ![m.task] = FALSE]
          /\ Send(Lost(m))
          /\ UNCHANGED <<promise, version, leaseUntil>>
     ELSE Refuse(m)
  /\ UNCHANGED <<now, workerVars>>

-----------------------------------------------------------------------------
(* Others. *)

\* Does not say which version it offers.
DispatchWithoutVersion(t) ==
  /\ taskState[t] = "pending"
  /\ IsOpen(t)
  /\ Send([type |-> "Offer", task |-> t])
  /\ UNCHANGED <<storeVars, workerVars>>

\* Offers a task once, and not when its worker has gone.
DispatchOnce(t) ==
  /\ taskState[t] = "pending"
  /\ version[t] = 0
  /\ IsOpen(t)
  /\ Send([type |-> "Offer", task |-> t, version |-> version[t]])
  /\ UNCHANGED <<storeVars, workerVars>>

\* Takes every answer for news.
RcvAcquiredAgain(w, m) ==
  /\ Up(w)
  /\ InFlight(m, "Acquired")
  /\ m.to = w
  /\ m.version >= claim[w][m.task].version
  /\ claim' = [claim EXCEPT ![w][m.task] = [version |-> m.version, isHeld |-> TRUE]]
  /\ UNCHANGED <<storeVars, workerState, msgs>>

\* A worker that was refused keeps what it does not have.
RcvLostIgnored(w, m) == FALSE
=============================================================================
