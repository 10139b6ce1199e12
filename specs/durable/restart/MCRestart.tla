------------------------------ MODULE MCRestart -----------------------------
(***************************************************************************)
(* Models of Restart that hold, and the probes.                            *)
(*                                                                         *)
(* The protocol has finitely many states.  To have fewer, a model lets     *)
(* runners speak only while fewer than MaxInFlight messages are in flight; *)
(* the service always answers.  Nothing else is bounded.                   *)
(*                                                                         *)
(* No model checks for deadlock: a crash or a restart is always possible.  *)
(***************************************************************************)
EXTENDS Restart, FiniteSets

CONSTANT
  MaxInFlight               \* runners speak only while fewer messages are in flight

-----------------------------------------------------------------------------
CanSpeak == Cardinality(msgs) < MaxInFlight

MCAsk(r, p) ==
  /\ CanSpeak
  /\ Ask(r, p)

MCFinish(r, p) ==
  /\ CanSpeak
  /\ Finish(r, p)

MCNext ==
  \/ \E r \in Runner :
       \/ \E p \in Process :
            \/ \E draw \in Draw : Start(r, p, draw)
            \/ MCAsk(r, p)
            \/ MCFinish(r, p)
       \/ \E m \in msgs : RcvAnswer(r, m)
       \/ CrashRunner(r)
       \/ RestartRunner(r)
  \/ \E value \in Value : Change(value)
  \/ CrashService
  \/ RestartService
  \/ \E m \in msgs :
       \/ RcvRequest(m)
       \/ RcvResult(m)
       \/ LoseMessage(m)

MCSpec == Init /\ [][MCNext]_vars

MCFairSpec == MCSpec /\ Fairness

\* What an action is replaced by that a model leaves out.
Never == FALSE

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

\* A process ends.
NeverEnds == \A p \in Process : result[p] = <<>>

\* A step is asked for that was done in an earlier run.
NeverAgain ==
  \A r \in Runner, p \in Process :
    IsRunning(r, p) => Len(effects[p]) <= Len(run[r][p].outcomes) + 1

\* Two runners are at it, and one is further.
NeverTwo ==
  \A r, s \in Runner, p \in Process :
    IsRunning(r, p) /\ IsRunning(s, p) => run[r][p].outcomes = run[s][p].outcomes

\* What is answered is not what would come of the step now.
NeverChanged ==
  [][\A m \in msgs : RcvRequest(m) /\ IsRecorded(m.key) => ValueOf(m.key) = current]_vars

\* An answer comes to a step that its receiver has left behind.
NeverLate ==
  \A r \in Runner : \A m \in msgs :
    m.type = "Answer" /\ m.to = r /\ IsRunning(r, m.process) => m.step >= NextStep(r, m.process)

\* The caller is told again, by who ran the process when it had ended.
NeverToldAgain ==
  \A r \in Runner, p \in Process : result[p] # <<>> => ~ (IsRunning(r, p) /\ NextStep(r, p) = 1)
=============================================================================
