----------------------------- MODULE MicroRaft ------------------------------
(***************************************************************************)
(* Raft with a leader that does not wait for its own disk, as MicroRaft    *)
(* 0.7 has it: it writes while its followers write.  The algorithm allows  *)
(* that (D. Ongaro's dissertation, section 10.2.1), since the leader       *)
(* counts itself only for what it has flushed; a crash may take the rest.  *)
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
MCStepDown(i)                     == StepDown(i) /\ OnDisk
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

DiskNext ==
  \E i \in Server :
    \/ MCTimeout(i)
    \/ MCBecomeLeader(i)
    \/ MCStepDown(i)
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
    \/ \E n \in 0..Len(log[i]) : LoseTail(i, n)

DiskSpec == DiskInit /\ [][DiskNext]_<<vars, synced>>
=============================================================================
