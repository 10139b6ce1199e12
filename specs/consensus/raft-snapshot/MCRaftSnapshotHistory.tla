----------------------- MODULE MCRaftSnapshotHistory ------------------------
(***************************************************************************)
(* Models of RaftSnapshot with its history, within the same bounds.        *)
(***************************************************************************)
EXTENDS MCRaftSnapshot, RaftSnapshotHistory

-----------------------------------------------------------------------------
MCHistoryInit ==
  /\ MCSnapshotInit
  /\ committed = SubSeq(log[First], 1, commitIndex[First])

MCHistoryNext ==
  /\ MCSnapshotNext
  /\ committed' = Longer

MCHistorySpec == MCHistoryInit /\ [][MCHistoryNext]_historyVars

FarHistorySpec ==
  /\ MCHistoryInit
  /\ [][MCHistoryNext /\ OnlyFar]_historyVars
=============================================================================
