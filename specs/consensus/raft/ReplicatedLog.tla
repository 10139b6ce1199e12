--------------------------- MODULE ReplicatedLog ----------------------------
(***************************************************************************)
(* The problem that consensus on a log solves: one sequence of entries     *)
(* that grows at its end and in no other way.  Who agrees on it, and how,  *)
(* is not said here.  State machines that apply the same sequence are in   *)
(* the same states: state machine replication.                             *)
(*                                                                         *)
(* Source: F. Schneider, "Implementing Fault-Tolerant Services Using the   *)
(* State Machine Approach", ACM Computing Surveys 22(4), 1990;             *)
(* "Think Distributed Systems", the chapter on consensus.                  *)
(***************************************************************************)
EXTENDS Naturals, Sequences

-----------------------------------------------------------------------------
CONSTANT Entry              \* what may stand in the log

-----------------------------------------------------------------------------
VARIABLE chosen             \* the entries that are agreed upon, in order

TypeOK == chosen \in Seq(Entry)

Init == chosen = <<>>

-----------------------------------------------------------------------------
\* One step may reveal several entries: they were agreed upon together.
Choose(entries) == chosen' = chosen \o entries

-----------------------------------------------------------------------------
\* What is chosen stays chosen.
Grows ==
  /\ Len(chosen') > Len(chosen)
  /\ SubSeq(chosen', 1, Len(chosen)) = chosen

Next == Grows /\ chosen' \in Seq(Entry)

Spec == Init /\ [][Next]_chosen
=============================================================================
