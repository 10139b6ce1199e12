---------------------------- MODULE AtomicCommit ----------------------------
(***************************************************************************)
(* Atomic commitment, the problem: several resource managers did their     *)
(* share of one transaction, and now either all of them make it permanent  *)
(* or none of them does.                                                   *)
(*                                                                         *)
(* Nothing is said here about how they find out.  An action may look at    *)
(* the state of every resource manager at once, which no process of a      *)
(* distributed system can do.  A protocol solves the problem if each of    *)
(* its steps, seen through the states of its resource managers alone, is   *)
(* one of the steps allowed here, or leaves those states as they are.      *)
(*                                                                         *)
(* Source: J. Gray and L. Lamport, "Consensus on Transaction Commit", ACM  *)
(* TODS 31(1), 2006, section 2; "Think Distributed Systems", chapter 6.    *)
(*                                                                         *)
(* Left out: progress.  The problem allows a resource manager to wait for  *)
(* ever; what a protocol promises beyond that is the protocol's matter.    *)
(***************************************************************************)

-----------------------------------------------------------------------------
CONSTANT RM                 \* the resource managers of the transaction

ASSUME SomeRM == RM # {}

Decision == {"committed", "aborted"}

-----------------------------------------------------------------------------
VARIABLE rmState            \* rmState[r]: how far r is with its transaction

vars == <<rmState>>

TypeOK == rmState \in [RM -> {"working", "prepared"} \cup Decision]

Init == rmState = [r \in RM |-> "working"]

-----------------------------------------------------------------------------
(* What one resource manager may know only with a view of all of them. *)

CanCommit == \A r \in RM : rmState[r] \in {"prepared", "committed"}

NoneCommitted == \A r \in RM : rmState[r] # "committed"

-----------------------------------------------------------------------------
(* The steps of a resource manager. *)

\* r votes yes: from here on it can do either, and waits for the decision.
Prepare(r) ==
  /\ rmState[r] = "working"
  /\ rmState' = [rmState EXCEPT ![r] = "prepared"]

\* r commits, which is allowed only when nobody can still say no.
Commit(r) ==
  /\ rmState[r] = "prepared"
  /\ CanCommit
  /\ rmState' = [rmState EXCEPT ![r] = "committed"]

\* r aborts: by its own choice while it works, on a decision once prepared.
Abort(r) ==
  /\ rmState[r] \in {"working", "prepared"}
  /\ NoneCommitted
  /\ rmState' = [rmState EXCEPT ![r] = "aborted"]

-----------------------------------------------------------------------------
Next ==
  \E r \in RM :
    \/ Prepare(r)
    \/ Commit(r)
    \/ Abort(r)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Safety. *)

\* No resource manager commits what another one aborts.
OneDecision ==
  \A r, s \in RM : ~ (rmState[r] = "committed" /\ rmState[s] = "aborted")

\* A decision is for ever.
DecisionStable ==
  [][\A r \in RM : rmState[r] \in Decision => rmState'[r] = rmState[r]]_vars

THEOREM Spec => []TypeOK /\ []OneDecision /\ DecisionStable
=============================================================================
