------------------------------ MODULE SagaTwins ------------------------------
(***************************************************************************)
(* Weak twins of Saga: the protocol with one mistake each.                 *)
(*                                                                         *)
(* Every operator below is a wrong version of another one, as a rule of    *)
(* the one whose name it starts with.  A cfg puts it in the right one's    *)
(* place and names the one property that must then be violated.            *)
(***************************************************************************)
EXTENDS MCSaga

-----------------------------------------------------------------------------
(* Compensations. *)

\* Takes the steps in the order in which they were executed.
FirstDone(done) == done[1]

\* Asks for all compensations at once, and waits for one answer after the other.
RequestsAtOnce(p) ==
  CASE p.phase = "running"      -> {[type |-> "Execute", step |-> Current(p)]}
    [] p.phase = "cancelling"   -> {[type |-> "Cancel", step |-> Current(p)]}
    [] p.phase = "compensating" ->
         {[type |-> "Compensate", step |-> p.done[i]] : i \in DOMAIN p.done}
    [] OTHER                    -> {}

\* Takes the step that failed for one that is done.
LearnFailedUndoIt(s) ==
  /\ Expects("Failed", s, {"running", "cancelling"})
  /\ MoveTo(Backward(Append(position.done, s)))
  /\ UNCHANGED serviceVars

\* Is content with one compensation.
LearnCompensatedAndStop(s) ==
  /\ Expects("Compensated", s, {"compensating"})
  /\ MoveTo([phase |-> "compensated", done |-> Without(position.done, s)])
  /\ UNCHANGED serviceVars

-----------------------------------------------------------------------------
(* The step that is under way. *)

\* Takes a step that does not answer for one that does not happen.
GiveUpBlindly ==
  /\ position.phase = "running"
  /\ MoveTo(Backward(position.done))
  /\ UNCHANGED serviceVars

\* Does not look whether the step was executed.
LearnFailedGoOn(s) ==
  /\ Expects("Failed", s, {"running", "cancelling"})
  /\ MoveTo(IF position.phase = "running" THEN Onward(Append(position.done, s))
            ELSE Backward(position.done))
  /\ UNCHANGED serviceVars

-----------------------------------------------------------------------------
(* The log. *)

\* Asks for the next step, and has not written that this one is done.
LearnDoneUnwritten(s) ==
  /\ Expects("Done", s, {"running", "cancelling"})
  /\ LET p == IF position.phase = "running" THEN Onward(Append(position.done, s))
              ELSE Backward(Append(position.done, s))
     IN  /\ position' = p
         /\ log' = IF p.phase = "running" THEN log ELSE p
         /\ msgs' = msgs \cup Requests(p)
  /\ UNCHANGED serviceVars

\* Compensates, and has not written that it will.
LearnDoneUndecided(s) ==
  /\ Expects("Done", s, {"running", "cancelling"})
  /\ LET p == IF position.phase = "running" THEN Onward(Append(position.done, s))
              ELSE Backward(Append(position.done, s))
     IN  /\ position' = p
         /\ log' = IF p.phase = "compensating" THEN log ELSE p
         /\ msgs' = msgs \cup Requests(p)
  /\ UNCHANGED serviceVars

\* Finds in its log which steps are done, and does not look for more.
RestartGoesOn ==
  /\ position = Down
  /\ position' = Onward(log.done)
  /\ UNCHANGED <<log, serviceVars, msgs>>

\* Takes the step that was under way for one that never happened.
RestartGivesUp ==
  /\ position = Down
  /\ position' = IF log.phase = "running" THEN Backward(log.done) ELSE log
  /\ UNCHANGED <<log, serviceVars, msgs>>

-----------------------------------------------------------------------------
(* A service. *)

\* Executes the step whenever it is asked to.
RcvExecuteAgain(s) ==
  /\ Arrived("Execute", s)
  /\ IF record[s] \in {"none", "done"}
     THEN /\ executed' = [executed EXCEPT ![s] = @ + 1]
          /\ WriteAndAnswer(s, "done")
     ELSE /\ WriteAndAnswer(s, record[s])
          /\ UNCHANGED executed
  /\ UNCHANGED <<orchestratorVars, serviceState, compensated>>

\* Executes the step unless it is executed, whatever else has become of it.
RcvExecuteLate(s) ==
  /\ Arrived("Execute", s)
  /\ IF record[s] \in {"none", "cancelled", "compensated"}
     THEN /\ executed' = [executed EXCEPT ![s] = @ + 1]
          /\ WriteAndAnswer(s, "done")
     ELSE /\ WriteAndAnswer(s, record[s])
          /\ UNCHANGED executed
  /\ UNCHANGED <<orchestratorVars, serviceState, compensated>>

\* Has nothing to say when a request comes again.
RcvExecuteSilently(s) ==
  /\ Arrived("Execute", s)
  /\ record[s] = "none"
  /\ executed' = [executed EXCEPT ![s] = @ + 1]
  /\ WriteAndAnswer(s, "done")
  /\ UNCHANGED <<orchestratorVars, serviceState, compensated>>

\* Has nothing to cancel, says so, and leaves no tombstone.
RcvCancelWithoutTombstone(s) ==
  /\ Arrived("Cancel", s)
  /\ IF record[s] = "none"
     THEN /\ msgs' = msgs \cup {[type |-> "Failed", step |-> s]}
          /\ UNCHANGED record
     ELSE WriteAndAnswer(s, record[s])
  /\ UNCHANGED <<orchestratorVars, serviceState, effectVars>>

\* Has nothing to cancel, and nothing to say.
RcvCancelSilently(s) ==
  /\ Arrived("Cancel", s)
  /\ record[s] # "none"
  /\ WriteAndAnswer(s, record[s])
  /\ UNCHANGED <<orchestratorVars, serviceState, effectVars>>

\* Says that the step is cancelled, although it was executed.
RcvCancelBlindly(s) ==
  /\ Arrived("Cancel", s)
  /\ IF record[s] = "done"
     THEN /\ msgs' = msgs \cup {[type |-> "Failed", step |-> s]}
          /\ UNCHANGED record
     ELSE WriteAndAnswer(s, IF record[s] = "none" THEN "cancelled" ELSE record[s])
  /\ UNCHANGED <<orchestratorVars, serviceState, effectVars>>

\* Answers with what is in the record, which nobody understands.
RcvCancelAnswersRecord(s) ==
  /\ Arrived("Cancel", s)
  /\ record' = [record EXCEPT ![s] = IF @ = "none" THEN "cancelled" ELSE @]
  /\ msgs' = msgs \cup {[type |-> record'[s], step |-> s]}
  /\ UNCHANGED <<orchestratorVars, serviceState, effectVars>>

\* Undoes the step whenever it is asked to.
RcvCompensateAgain(s) ==
  /\ Arrived("Compensate", s)
  /\ record[s] \in {"done", "compensated"}
  /\ compensated' = [compensated EXCEPT ![s] = @ + 1]
  /\ WriteAndAnswer(s, "compensated")
  /\ UNCHANGED <<orchestratorVars, serviceState, executed>>

\* The effect is on disk, and the record of it was only in memory.
ServiceCrashForgets(s) ==
  /\ ServiceUp(s)
  /\ serviceState' = [serviceState EXCEPT ![s] = "crashed"]
  /\ record' = [record EXCEPT ![s] = "none"]
  /\ UNCHANGED <<orchestratorVars, effectVars, msgs>>

-----------------------------------------------------------------------------
(* The network. *)

\* Weak fairness where the protocol needs strong: a message that is lost and
\* repeated for ever need not get through.
UnfairNetworkSpec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(Ask)
  /\ \A s \in Step :
       /\ WF_vars(RcvExecute(s))
       /\ WF_vars(RcvCancel(s))
       /\ WF_vars(RcvCompensate(s))
       /\ WF_vars(LearnDone(s))
       /\ WF_vars(LearnFailed(s))
       /\ WF_vars(LearnCompensated(s))
=============================================================================
