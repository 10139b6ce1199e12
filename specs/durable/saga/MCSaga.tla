-------------------------------- MODULE MCSaga -------------------------------
(***************************************************************************)
(* Models of Saga that hold, and the probes.                               *)
(*                                                                         *)
(* The protocol's state space is finite as it stands, so there are no      *)
(* bounds here.  What a model leaves out, its cfg says by replacing that   *)
(* action by one that never happens.                                       *)
(*                                                                         *)
(* No model checks for deadlock: where nobody crashes, a saga that has     *)
(* ended does nothing any more, and that every saga ends is the matter of  *)
(* Ends.                                                                   *)
(***************************************************************************)
EXTENDS Saga

-----------------------------------------------------------------------------
\* What an action is replaced by that a model leaves out.
Never == FALSE
NeverOf(x) == FALSE

\* For models of safety.
MCSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

\* All steps are executed, and it stays at that.
NeverCompleted == log.phase # "completed"

\* A step fails after another one was executed, and that is undone.
NeverUndone ==
  ~ (log.phase = "compensated" /\ \E s \in Step : compensated[s] > 0)

\* All steps are executed, and all are undone.
NeverAllUndone == \E s \in Step : compensated[s] = 0

\* The request for a step comes after its tombstone.
NeverTooLate ==
  [][\A s \in Step : RcvExecute(s) => record[s] # "cancelled"]_vars

\* The request for a step comes once more, after its compensation.
NeverMuchTooLate ==
  [][\A s \in Step : RcvExecute(s) => record[s] # "compensated"]_vars

\* A step is cancelled that has been executed.
NeverCancelledInVain ==
  [][\A s \in Step : RcvCancel(s) => record[s] # "done"]_vars

\* An orchestrator comes back in the middle of its compensations.
NeverGoesOnUndoing == [][Restart => log.phase # "compensating"]_vars

\* A request to undo a step comes twice.
NeverUndoneTwice ==
  [][\A s \in Step : RcvCompensate(s) => record[s] # "compensated"]_vars
=============================================================================
