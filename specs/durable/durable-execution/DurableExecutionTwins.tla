------------------------ MODULE DurableExecutionTwins -----------------------
(***************************************************************************)
(* Weak twins of DurableExecution: the protocol with one mistake each.     *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it starts *)
(* with.  A cfg puts it in the right one's place and names the one         *)
(* property that must then be violated.                                    *)
(***************************************************************************)
EXTENDS MCDurableExecution

-----------------------------------------------------------------------------
(* The fence. *)

\* Looks whether somebody has the execution, not who.
IsValidForAnyone(m) ==
  /\ taskState[m.execution] = "acquired"
  /\ IsOpen(m.execution)

\* Believes the record of the promise, whatever the time.
IsValidAsWritten(m) ==
  /\ taskState[m.execution] = "acquired"
  /\ version[m.execution] = m.version
  /\ promise[m.execution].state = "pending"

\* Gives an execution away under the version that it had.
RcvAcquireSameVersion(m) ==
  /\ InFlight(m, "Acquire")
  /\ taskState[m.execution] = "pending"
  /\ IsOpen(m.execution)
  /\ taskState' = [taskState EXCEPT ![m.execution] = "acquired"]
  /\ version' = [version EXCEPT ![m.execution] = IF @ = 0 THEN 1 ELSE @]
  /\ Send([type |-> "Acquired", to |-> m.from, execution |-> m.execution,
           version |-> version'[m.execution], steps |-> ProjectedSteps(m.execution)])
  /\ UNCHANGED <<now, promise, steps, awaited, workerVars>>

\* Gives an execution away although its promise is over.
RcvAcquireTheDead(m) ==
  /\ InFlight(m, "Acquire")
  /\ taskState[m.execution] = "pending"
  /\ taskState' = [taskState EXCEPT ![m.execution] = "acquired"]
  /\ version' = [version EXCEPT ![m.execution] = @ + 1]
  /\ Send([type |-> "Acquired", to |-> m.from, execution |-> m.execution,
           version |-> version[m.execution] + 1, steps |-> ProjectedSteps(m.execution)])
  /\ UNCHANGED <<now, promise, steps, awaited, workerVars>>

-----------------------------------------------------------------------------
(* The journal. *)

\* Records whatever comes, as the next step, as long as there is one.
AddAgain(m, p) ==
  IF Len(steps[m.execution]) < Length
  THEN steps' = [steps EXCEPT ![m.execution] = Append(@, [name |-> m.name, promise |-> p])]
  ELSE UNCHANGED steps

\* Records what came of a step the last time that somebody said it.
AddOver(m, p) ==
  LET s == [name |-> m.name, promise |-> p]
  IN  steps' = [steps EXCEPT ![m.execution] =
                  IF m.index = Len(@) + 1 THEN Append(@, s) ELSE [@ EXCEPT ![m.index] = s]]

\* Answers with the journal as it is written, whatever the time.
RcvAcquireAsWritten(m) ==
  /\ InFlight(m, "Acquire")
  /\ taskState[m.execution] = "pending"
  /\ IsOpen(m.execution)
  /\ taskState' = [taskState EXCEPT ![m.execution] = "acquired"]
  /\ version' = [version EXCEPT ![m.execution] = @ + 1]
  /\ Send([type |-> "Acquired", to |-> m.from, execution |-> m.execution,
           version |-> version[m.execution] + 1, steps |-> steps[m.execution]])
  /\ UNCHANGED <<now, promise, steps, awaited, workerVars>>

\* Gives an execution away without its journal.
RcvAcquireWithoutJournal(m) ==
  /\ InFlight(m, "Acquire")
  /\ taskState[m.execution] = "pending"
  /\ IsOpen(m.execution)
  /\ taskState' = [taskState EXCEPT ![m.execution] = "acquired"]
  /\ version' = [version EXCEPT ![m.execution] = @ + 1]
  /\ Send([type |-> "Acquired", to |-> m.from, execution |-> m.execution,
           version |-> version[m.execution] + 1])
  /\ UNCHANGED <<now, promise, steps, awaited, workerVars>>

-----------------------------------------------------------------------------
(* Waiting. *)

\* Suspends without looking whether there is anything to wait for.
RcvSuspendBlindly(m) ==
  /\ InFlight(m, "Suspend")
  /\ IF IsValid(m)
     THEN /\ taskState' = [taskState EXCEPT ![m.execution] = "suspended"]
          /\ awaited' = [awaited EXCEPT ![m.execution] = m.on]
          /\ Send(Lost(m))
          /\ UNCHANGED <<now, promise, steps, version>>
     ELSE Refuse(m)
  /\ UNCHANGED workerVars

\* Registers with the first of the steps alone.
RcvSuspendOnFirst(m) ==
  /\ InFlight(m, "Suspend")
  /\ IF IsValid(m)
     THEN /\ IF m.on \subseteq OpenSteps(ProjectedSteps(m.execution))
             THEN /\ taskState' = [taskState EXCEPT ![m.execution] = "suspended"]
                  /\ awaited' = [awaited EXCEPT ![m.execution] =
                                   {CHOOSE i \in m.on : \A j \in m.on : i <= j}]
                  /\ Send(Lost(m))
             ELSE /\ Send(Journal(m, ProjectedSteps(m.execution)))
                  /\ UNCHANGED <<taskState, awaited>>
          /\ UNCHANGED <<now, promise, steps, version>>
     ELSE Refuse(m)
  /\ UNCHANGED workerVars

\* Wakes an execution, and leaves it registered.
WakeStillRegistered(e, i) ==
  IF i \in awaited[e] /\ IsOpen(e)
  THEN /\ taskState' = [taskState EXCEPT ![e] = "pending"]
       /\ UNCHANGED <<version, awaited>>
  ELSE UNCHANGED <<taskState, version, awaited>>

\* Wakes an execution although its promise is over.
WakeTheDead(e, i) ==
  IF i \in awaited[e]
  THEN Leave(e, "pending")
  ELSE UNCHANGED <<taskState, version, awaited>>

\* Writes down that the deadline of a step has come, and wakes nobody.
ExpireStepSilently(e, i) ==
  /\ i \in 1 .. Len(steps[e])
  /\ IsOverdue(steps[e][i].promise, now)
  /\ steps' = [steps EXCEPT ![e][i].promise = AtTime(@, now)]
  /\ UNCHANGED <<now, promise, taskState, version, awaited, workerVars, msgs>>

\* Wakes by what is settled by somebody, and not by what time settles: a step that
\* nobody settles never ends.
ExpireStepNever(e, i) == FALSE

\* Writes down that an execution is over, and not that there is nothing to do.
ExpirePromise(e) ==
  /\ IsOverdue(promise[e], now)
  /\ promise' = [promise EXCEPT ![e] = ProjectedPromise(e)]
  /\ UNCHANGED <<now, steps, taskState, version, awaited, workerVars, msgs>>

\* Does not give up a worker that has gone.
ExpireLeaseNever(e) == FALSE

-----------------------------------------------------------------------------
(* The program. *)

\* Does not notice that the journal is that of another program.
ReplaysAnything(w, e) == Runs(w, e)

\* Takes any answer for the latest.
IsNewsAlways(w, e, s) == TRUE

\* Ends when all steps have begun, and takes an open one for rejected.
IsAtItsEndEarly(w, e) == Len(Known(w, e)) = Length

\* Asks once for what it has to do, and then takes it for its own.
ClaimOnce(w, e) ==
  /\ version[e] = 0
  /\ Up(w)
  /\ ~ Runs(w, e)
  /\ Send([type |-> "Acquire", from |-> w, execution |-> e])
  /\ UNCHANGED <<storeVars, workerVars>>

\* A worker that was refused goes on as if it was not.
RcvLostIgnored(w, m) ==
  /\ Up(w)
  /\ InFlight(m, "Lost")
  /\ m.to = w
  /\ run[w][m.execution].isHeld
  /\ m.version = run[w][m.execution].version
  /\ UNCHANGED <<storeVars, workerVars, msgs>>
=============================================================================
