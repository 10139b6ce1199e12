------------------------ MODULE RaftSnapshotHistory -------------------------
(***************************************************************************)
(* RaftSnapshot with the history that it throws away: all that was ever    *)
(* committed.  With it one can say that a snapshot is the right one, and   *)
(* that compaction changes nothing about what Raft is for: the history is  *)
(* a replicated log.                                                       *)
(***************************************************************************)
EXTENDS RaftSnapshot

-----------------------------------------------------------------------------
VARIABLE committed          \* all entries that some server knew to be committed

historyVars == <<snapshotVars, committed>>

HistoryInit == SnapshotInit /\ committed = <<>>

\* Whatever a leader commits, it has in its log.
Longer ==
  LET ahead == {i \in Server : role'[i] = "leader" /\ commitIndex'[i] > Len(committed)}
  IN  IF ahead = {}
        THEN committed
        ELSE LET i == CHOOSE k \in ahead : TRUE
             IN  committed \o SubSeq(log'[i], Len(committed) + 1 - snapshot'[i].index,
                                     commitIndex'[i] - snapshot'[i].index)

HistoryNext ==
  /\ SnapshotNext
  /\ committed' = Longer

HistorySpec == HistoryInit /\ [][HistoryNext]_historyVars

-----------------------------------------------------------------------------
\* The image of a snapshot is what applying the entries gives that it stands for.
ImageIsRight ==
  \A i \in Server :
    LET before == snapshot[i]
    IN  /\ before.index <= Len(committed)
        /\ before.index > 0 => before.term = committed[before.index].term
        /\ image[i] = ApplyAll(<<>>, SubSeq(committed, 1, before.index))

\* What has come of a snapshot is the beginning of the right image.
IncomingIsRight ==
  \A i \in Server :
    LET whole == ApplyAll(<<>>, SubSeq(committed, 1, incoming[i].index))
        data  == incoming[i].data
    IN  Len(data) <= Len(whole) /\ SubSeq(whole, 1, Len(data)) = data

\* Every server has applied the beginning of it, and nothing else.
AppliedIsCommitted ==
  \A i \in Server :
    /\ commitIndex[i] <= Len(committed)
    /\ \A n \in snapshot[i].index + 1 .. commitIndex[i] :
         log[i][n - snapshot[i].index] = committed[n]

\* The problem that all of this solves.
L == INSTANCE ReplicatedLog WITH chosen <- committed,
                                 Entry <- [term : Nat \ {0}, value : Value \cup {NoOp}]

LogSpec == L!Spec

\* The same of a run that begins in the middle.
LogGrows == [][L!Next]_committed

THEOREM HistorySpec => /\ []ImageIsRight
                       /\ []AppliedIsCommitted
                       /\ LogSpec
=============================================================================
