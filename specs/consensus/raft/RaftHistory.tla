----------------------------- MODULE RaftHistory ----------------------------
(***************************************************************************)
(* Raft with a memory: what was ever known to be committed.  The history   *)
(* variable only watches; it appears in no guard, so every run of Raft is  *)
(* a run of this module.  It is kept apart because no implementation has   *)
(* it: a server forgets in a crash what it knew to be committed.           *)
(*                                                                         *)
(* It is for logs without snapshots.                                       *)
(***************************************************************************)
EXTENDS Raft

-----------------------------------------------------------------------------
VARIABLE chosen             \* the entries that some server knew to be committed

historyVars == <<vars, chosen>>

HistoryInit ==
  /\ Init
  /\ chosen = <<>>

-----------------------------------------------------------------------------
\* Who learns that more is committed than it knew adds that; and if it is not
\* what was chosen before, it takes its place, for all to see.
Remember ==
  LET learned == {i \in Server : commitIndex'[i] > commitIndex[i]}
  IN  chosen' = IF learned = {}
                  THEN chosen
                  ELSE LET i == CHOOSE j \in learned : TRUE
                           n == commitIndex'[i]
                       IN  SubSeq(log'[i], 1, n) \o SubSeq(chosen, n + 1, Len(chosen))

HistoryNext == Next /\ Remember

HistorySpec == HistoryInit /\ [][HistoryNext]_historyVars

-----------------------------------------------------------------------------
\* A client is told that its request is done when it is chosen.  No crash of a
\* minority can take that back: a quorum has it on disk.
AcknowledgedIsKept ==
  \A i \in Server :
    IsQuorum(i, {j \in Server : /\ Len(log[j]) >= Len(chosen)
                                /\ SubSeq(log[j], 1, Len(chosen)) = chosen})

\* Refinement: what is chosen is the problem's log.
RL == INSTANCE ReplicatedLog WITH
        Entry <- [term : Nat, value : Value \cup {NoOp}], chosen <- chosen

RLSpec == RL!Spec

THEOREM HistorySpec => RL!Spec /\ []AcknowledgedIsKept
=============================================================================
