----------------------------- MODULE MicroRaft ------------------------------
(***************************************************************************)
(* Raft with the two things that MicroRaft 0.7 does besides, both of which *)
(* the algorithm allows:                                                   *)
(*                                                                         *)
(* - A leader writes to its own disk while its followers write to theirs   *)
(*   (dissertation, section 10.2.1).  It therefore counts itself for what  *)
(*   it has flushed only, and a crash may take the rest.                   *)
(* - A leader that has not heard from a quorum for a while steps down in   *)
(*   its own term (dissertation, section 6.2).                             *)
(***************************************************************************)
EXTENDS Raft

VARIABLE synced             \* synced[i]: how many of i's entries are on its disk

DiskInit == Init /\ synced = [i \in Server |-> 0]

-----------------------------------------------------------------------------
\* What a follower changes is on disk in the same step, what a leader appends
\* is not.  A server that has restarted has read all that it knows.
SyncedAfter(i) ==
  IF role[i] = "crashed" \/ (log'[i] # log[i] /\ role'[i] # "leader")
    THEN Len(log'[i])
    ELSE synced[i]

\* A leader counts itself for what is on its disk.
CountsItselfIfSynced(i) ==
  role'[i] = "leader" /\ commitIndex'[i] > commitIndex[i] =>
    IsQuorum(i, {j \in Server : \/ matchIndex[i][j] >= commitIndex'[i]
                                \/ j = i /\ synced[i] >= commitIndex'[i]})

OnDisk ==
  /\ \A i \in Server : CountsItselfIfSynced(i)
  /\ synced' = [i \in Server |-> SyncedAfter(i)]

\* Raft's steps, with what they mean for the disks; MC keeps their names.
MCTimeout(i)                      == Timeout(i) /\ OnDisk
MCBecomeLeader(i)                 == BecomeLeader(i) /\ OnDisk
MCCrash(i)                        == Crash(i) /\ OnDisk
MCRestart(i)                      == Restart(i) /\ OnDisk
MCClientRequest(i, value)         == ClientRequest(i, value) /\ OnDisk
MCAppendEntries(i, j, prev, count) == AppendEntries(i, j, prev, count) /\ OnDisk
MCAdvanceCommitIndex(i, n)        == AdvanceCommitIndex(i, n) /\ OnDisk
MCRcvRequestVote(i, m)            == RcvRequestVote(i, m) /\ OnDisk
MCRcvVote(i, m)                   == RcvVote(i, m) /\ OnDisk
MCRcvAppendEntries(i, m)          == RcvAppendEntries(i, m) /\ OnDisk
MCRcvAppended(i, m)               == RcvAppended(i, m) /\ OnDisk
MCRcvRefused(i, m)                == RcvRefused(i, m) /\ OnDisk

\* i writes to its disk what it has not written yet.
Flush(i) ==
  /\ Up(i)
  /\ synced' = [synced EXCEPT ![i] = Len(log[i])]
  /\ UNCHANGED vars

\* Of a crashed server's log, the disk has n entries only.
LoseTail(i, n) ==
  /\ role[i] = "crashed"
  /\ n \in synced[i] .. Len(log[i]) - 1
  /\ log' = [log EXCEPT ![i] = SubSeq(@, 1, n)]
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs, synced>>

\* No word from a quorum: i stops being the leader of its term.
StepDown(i) ==
  /\ role[i] = "leader"
  /\ BecomeFollower(i)
  /\ UNCHANGED <<diskVars, commitIndex, leaderVars, msgs, synced>>

DiskNext ==
  \E i \in Server :
    \/ MCTimeout(i)
    \/ MCBecomeLeader(i)
    \/ MCCrash(i)
    \/ MCRestart(i)
    \/ \E value \in Value : MCClientRequest(i, value)
    \/ \E j \in Server, prev \in 0..LastIndex(i) :
         \E count \in 0..LastIndex(i) - prev : MCAppendEntries(i, j, prev, count)
    \/ \E n \in 1..LastIndex(i) : MCAdvanceCommitIndex(i, n)
    \/ \E m \in msgs :
         \/ MCRcvRequestVote(i, m)
         \/ MCRcvVote(i, m)
         \/ MCRcvAppendEntries(i, m)
         \/ MCRcvAppended(i, m)
         \/ MCRcvRefused(i, m)
    \/ Flush(i)
    \/ StepDown(i)
    \/ \E n \in 0..Len(log[i]) : LoseTail(i, n)

DiskSpec == DiskInit /\ [][DiskNext]_<<vars, synced>>
=============================================================================
