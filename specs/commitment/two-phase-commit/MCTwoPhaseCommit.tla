-------------------------- MODULE MCTwoPhaseCommit --------------------------
(***************************************************************************)
(* Models of TwoPhaseCommit that hold, and the probes.                     *)
(*                                                                         *)
(* The protocol's state space is finite as it stands, so there are no      *)
(* bounds here.  What a model leaves out, its cfg says by replacing that   *)
(* action by one that never happens.                                       *)
(*                                                                         *)
(* No model checks for deadlock.  A crash is possible in every state in    *)
(* which a process is up and a restart in every other one, so the check    *)
(* could not fail; that everybody gets to an end is Termination's matter.  *)
(***************************************************************************)
EXTENDS TwoPhaseCommit, TLC

-----------------------------------------------------------------------------
\* The participants are interchangeable.  For safety only: TLC's symmetry
\* reduction is not sound for liveness.
Symmetry == Permutations(RM)

\* What an action is replaced by that a model leaves out.
Never == FALSE
NeverOf(x) == FALSE

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

NeverCommitted == \E r \in RM : rmLog[r] # "committed"

NeverAborted == \E r \in RM : rmLog[r] # "aborted"

\* A participant in doubt while another one already knows.
NeverLate ==
  ~ \E r, s \in RM : rmState[r] = "prepared" /\ rmLog[s] = "committed"

\* The blocked state: in doubt, and nobody there to ask.
NeverBlocked == ~ (tmState = "crashed" /\ \E r \in RM : rmState[r] = "prepared")

NeverInDoubtAfterRestart ==
  [][\A r \in RM : RMRestart(r) => rmState'[r] # "prepared"]_vars

\* The decision was lost and is sent once more.
NeverAnswered == [][\A r \in RM : TMAnswer(r) => UNCHANGED msgs]_vars

\* The coordinator finds a commit in its log.
NeverCommittedByRestart == [][TMRestart => tmState' # "committed"]_vars

\* The coordinator finds nothing in its log.
NeverAbortedByRestart == [][TMRestart => tmLog # "init"]_vars
=============================================================================
