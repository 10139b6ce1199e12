----------------------------- MODULE RestartTwins ---------------------------
(***************************************************************************)
(* Weak twins of Restart: the protocol with one mistake each.              *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it starts *)
(* with.  A cfg puts it in the right one's place and names the one         *)
(* property that must then be violated.                                    *)
(***************************************************************************)
EXTENDS MCRestart

-----------------------------------------------------------------------------
(* Keys. *)

\* Draws a key for each try, as if it were another thing to do.
AskFreshKey(r, p) ==
  /\ IsRunning(r, p)
  /\ ~ IsThrough(r, p)
  /\ \E try \in 1 .. 2 :
       Send(RequestOf(r, p, NextStep(r, p),
                      [process |-> p, step |-> NextStep(r, p), try |-> try]))
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

\* Makes the key of who asks, not of what for.
AskKeyOfRunner(r, p) ==
  /\ IsRunning(r, p)
  /\ ~ IsThrough(r, p)
  /\ Send(RequestOf(r, p, NextStep(r, p), KeyOf(r, NextStep(r, p))))
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

\* Makes the key of the step alone.
KeyOfStep(p, k) == [process |-> NoValue, step |-> k]

-----------------------------------------------------------------------------
(* The service: one step. *)

\* Does not look at keys.
RcvRequestWithoutKey(m) ==
  /\ InFlight(m, "Request")
  /\ serviceState = "up"
  /\ Do(m, current)
  /\ recorded' = {known \in recorded : known.key # m.key}
                    \cup {[key |-> m.key, value |-> current]}
  /\ Reply(m, current)
  /\ UNCHANGED <<runnerVars, serviceState, current, result>>

\* Does it first and writes down the key later, if it does not crash before.
RcvRequestEffectFirst(m) ==
  /\ InFlight(m, "Request")
  /\ serviceState = "up"
  /\ IF IsRecorded(m.key)
     THEN /\ Reply(m, ValueOf(m.key))
          /\ UNCHANGED <<serviceState, effects, recorded>>
     ELSE /\ Do(m, current)
          /\ \/ /\ recorded' = recorded \cup {[key |-> m.key, value |-> current]}
                /\ Reply(m, current)
                /\ UNCHANGED serviceState
             \/ /\ serviceState' = "crashed"
                /\ UNCHANGED <<recorded, msgs>>
  /\ UNCHANGED <<runnerVars, current, result>>

\* Writes down the key first and does it later, if it does not crash before.
RcvRequestRecordFirst(m) ==
  /\ InFlight(m, "Request")
  /\ serviceState = "up"
  /\ IF IsRecorded(m.key)
     THEN /\ Reply(m, ValueOf(m.key))
          /\ UNCHANGED <<serviceState, effects, recorded>>
     ELSE /\ recorded' = recorded \cup {[key |-> m.key, value |-> current]}
          /\ \/ /\ Do(m, current)
                /\ Reply(m, current)
                /\ UNCHANGED serviceState
             \/ /\ serviceState' = "crashed"
                /\ UNCHANGED <<effects, msgs>>
  /\ UNCHANGED <<runnerVars, current, result>>

\* Says that it is done, and does not do it.
RcvRequestUndone(m) ==
  /\ InFlight(m, "Request")
  /\ serviceState = "up"
  /\ Reply(m, IF IsRecorded(m.key) THEN ValueOf(m.key) ELSE current)
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

\* Has its keys in memory.
CrashServiceForgetting ==
  /\ serviceState = "up"
  /\ serviceState' = "crashed"
  /\ recorded' = {}
  /\ UNCHANGED <<runnerVars, current, effects, result, msgs>>

-----------------------------------------------------------------------------
(* The service: repetitions. *)

\* Answers a repetition with what would come of it now.
RcvRequestNewValue(m) ==
  /\ InFlight(m, "Request")
  /\ serviceState = "up"
  /\ IF IsRecorded(m.key)
     THEN UNCHANGED <<effects, recorded>>
     ELSE /\ Do(m, current)
          /\ recorded' = recorded \cup {[key |-> m.key, value |-> current]}
  /\ Reply(m, current)
  /\ UNCHANGED <<runnerVars, serviceState, current, result>>

\* Does nothing twice, and says nothing about it either.
RcvRequestInSilence(m) ==
  /\ InFlight(m, "Request")
  /\ serviceState = "up"
  /\ ~ IsRecorded(m.key)
  /\ Do(m, current)
  /\ recorded' = recorded \cup {[key |-> m.key, value |-> current]}
  /\ Reply(m, current)
  /\ UNCHANGED <<runnerVars, serviceState, current, result>>

\* Keeps the latest key of each process, and forgets those before it.
RcvRequestLatestKey(m) ==
  /\ InFlight(m, "Request")
  /\ serviceState = "up"
  /\ IF IsRecorded(m.key)
     THEN /\ Reply(m, ValueOf(m.key))
          /\ UNCHANGED <<effects, recorded>>
     ELSE /\ Do(m, current)
          /\ recorded' = {known \in recorded : known.key.process # m.key.process}
                           \cup {[key |-> m.key, value |-> current]}
          /\ Reply(m, current)
  /\ UNCHANGED <<runnerVars, serviceState, current, result>>

-----------------------------------------------------------------------------
(* A runner. *)

\* Asks for the step after the next one, too, and does not wait.
AskAhead(r, p) ==
  /\ IsRunning(r, p)
  /\ ~ IsThrough(r, p)
  /\ msgs' = msgs \cup {RequestOf(r, p, k, KeyOf(p, k)) :
                          k \in {NextStep(r, p), NextStep(r, p) + 1} \cap Step}
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

\* Does not stop at the last step.
AskOnAndOn(r, p) ==
  /\ IsRunning(r, p)
  /\ Send(RequestOf(r, p, NextStep(r, p), KeyOf(p, NextStep(r, p))))
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

\* Takes every answer about the process for one to the step that it waits for.
RcvAnswerToAny(r, m) ==
  /\ InFlight(m, "Answer")
  /\ m.to = r
  /\ IsRunning(r, m.process)
  /\ ~ IsThrough(r, m.process)
  /\ run' = [run EXCEPT ![r][m.process].outcomes = Append(@, m.value)]
  /\ UNCHANGED <<runnerState, serviceVars, result, msgs>>

\* Does not wait for the value of the last step.
FinishEarly(r, p) ==
  /\ IsRunning(r, p)
  /\ NextStep(r, p) >= Steps
  /\ Send([type |-> "Result", from |-> r, process |-> p,
           result |-> ResultOf(run[r][p].outcomes)])
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

\* Asks for a step when it comes to it, and never again.
StartAsking(r, p, draw) ==
  /\ runnerState[r] = "up"
  /\ run[r][p] = NoRun
  /\ run' = [run EXCEPT ![r][p].draw = draw]
  /\ Send([type |-> "Request", from |-> r, key |-> KeyOf(p, 1), process |-> p, step |-> 1,
           argument |-> ArgumentAfter(draw, <<>>)])
  /\ UNCHANGED <<runnerState, serviceVars, result>>

RcvAnswerAsking(r, m) ==
  /\ InFlight(m, "Answer")
  /\ m.to = r
  /\ IsRunning(r, m.process)
  /\ m.step = NextStep(r, m.process)
  /\ run' = [run EXCEPT ![r][m.process].outcomes = Append(@, m.value)]
  /\ IF m.step = Steps
     THEN UNCHANGED msgs
     ELSE Send([type |-> "Request", from |-> r, key |-> KeyOf(m.process, m.step + 1),
                process |-> m.process, step |-> m.step + 1,
                argument |-> ArgumentAfter(run'[r][m.process].draw,
                                           run'[r][m.process].outcomes)])
  /\ UNCHANGED <<runnerState, serviceVars, result>>

AskNever(r, p) == FALSE

\* Somebody starts no process that was begun before.
StartOnce(r, p, draw) ==
  /\ runnerState[r] = "up"
  /\ run[r][p] = NoRun
  /\ effects[p] = <<>>
  /\ run' = [run EXCEPT ![r][p].draw = draw]
  /\ UNCHANGED <<runnerState, serviceVars, result, msgs>>

-----------------------------------------------------------------------------
(* Fairness. *)

\* The network may lose every single copy of a message.
UnfairSpec ==
  MCSpec /\ Telling /\ WF_vars(RestartService) /\ \A r \in Runner : Running(r)
=============================================================================
