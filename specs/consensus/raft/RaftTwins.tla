------------------------------ MODULE RaftTwins -----------------------------
(***************************************************************************)
(* Weak twins of Raft: the protocol with one mistake each, most of them    *)
(* made before by somebody's implementation; the README says by whose.     *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it        *)
(* starts with.  A cfg puts it in the right one's place and names the one  *)
(* property that must then be violated.  A property that no twin violates  *)
(* would be no evidence, however often it is found to hold.                *)
(***************************************************************************)
EXTENDS MCRaft

-----------------------------------------------------------------------------
(* Election. *)

\* Half of the servers is enough.
IsQuorumOfHalf(i, servers) ==
  \A voters \in Voters(snapshot[i], log[i]) :
    2 * Cardinality(servers \cap voters) >= Cardinality(voters)

\* Votes for everybody who asks.
MayVoteForAnybody(i, m) == TRUE

\* Does not compare logs.
UpToDateWhatever(i, lastIndex, lastTerm) == TRUE

\* Counts a vote whatever term it was asked for in.
RcvVoteOfAnyTerm(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "Vote", i)
  /\ IF role[i] = "candidate" /\ m.granted
       THEN /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {m.from}]
            /\ UNCHANGED <<currentTerm, votedFor, role, leaderVars>>
       ELSE /\ m.term > currentTerm[i]
            /\ Learn(i, m.term)
            /\ BecomeFollower(i)
  /\ UNCHANGED <<log, snapshot, commitIndex, msgs>>

\* Never wrote its vote to disk.
RestartWithoutVote(i) ==
  /\ role[i] = "crashed"
  /\ role' = [role EXCEPT ![i] = "follower"]
  /\ votedFor' = [votedFor EXCEPT ![i] = Nobody]
  /\ UNCHANGED <<currentTerm, log, snapshot, votesGranted, commitIndex, leaderVars, msgs>>

\* Gives up within its term, and forgets whom it voted for in it.
StepDownWithoutVote(i) ==
  /\ role[i] = "leader"
  /\ BecomeFollower(i)
  /\ votedFor' = [votedFor EXCEPT ![i] = Nobody]
  /\ UNCHANGED <<currentTerm, log, snapshot, commitIndex, msgs>>

\* Begins with an entry of no term.
BecomeLeaderWithoutTerm(i) ==
  /\ role[i] = "candidate"
  /\ IsQuorum(i, votesGranted[i])
  /\ role' = [role EXCEPT ![i] = "leader"]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
  /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> LastIndex(i) + 1]]
  /\ log' = [log EXCEPT ![i] = Append(@, [term |-> 0, value |-> NoOp])]
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, commitIndex, matchIndex, msgs>>

-----------------------------------------------------------------------------
(* Replication: the leader. *)

\* Puts a request in the place of its last entry.
ClientRequestInstead(i, value) ==
  /\ role[i] = "leader"
  /\ log' = [log EXCEPT ![i][Len(log[i])] = [term |-> currentTerm[i], value |-> value]]
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

\* Takes a late confirmation for the latest.
RcvAppendedLate(i, m) ==
  /\ InFlight(m, "Appended", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ matchIndex' = [matchIndex EXCEPT ![i][m.from] = m.matchIndex]
  /\ nextIndex' = [nextIndex EXCEPT ![i][m.from] = Max(@, m.matchIndex + 1)]
  /\ UNCHANGED <<diskVars, role, votesGranted, commitIndex, msgs>>

\* Does not send on from what was confirmed.
RcvAppendedInPlace(i, m) ==
  /\ InFlight(m, "Appended", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ matchIndex' = [matchIndex EXCEPT ![i][m.from] = Max(@, m.matchIndex)]
  /\ UNCHANGED <<diskVars, role, votesGranted, commitIndex, nextIndex, msgs>>

\* Takes a refusal for a confirmation.
RcvRefusedAsConfirmed(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "Refused", i)
  /\ \/ /\ m.term > currentTerm[i]
        /\ Learn(i, m.term)
        /\ BecomeFollower(i)
     \/ /\ m.term = currentTerm[i]
        /\ role[i] = "leader"
        /\ m.prevIndex = nextIndex[i][m.from] - 1
        /\ nextIndex' = [nextIndex EXCEPT ![i][m.from] = m.prevIndex + 1]
        /\ matchIndex' = [matchIndex EXCEPT ![i][m.from] = m.prevIndex]
        /\ UNCHANGED <<currentTerm, votedFor, role, votesGranted>>
  /\ UNCHANGED <<log, snapshot, commitIndex, msgs>>

\* Never goes back.
RcvRefusedIgnored(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "Refused", i)
  /\ m.term > currentTerm[i]
  /\ Learn(i, m.term)
  /\ BecomeFollower(i)
  /\ UNCHANGED <<log, snapshot, commitIndex, msgs>>

\* Commits what a quorum has, of whatever term: figure 8.
AdvanceCommitIndexOfAnyTerm(i, n) ==
  /\ role[i] = "leader"
  /\ n \in commitIndex[i] + 1 .. LastIndex(i)
  /\ IsQuorum(i, {i} \cup {j \in Server : matchIndex[i][j] >= n})
  /\ commitIndex' = [commitIndex EXCEPT ![i] = n]
  /\ UNCHANGED <<diskVars, role, votesGranted, leaderVars, msgs>>

\* Goes on from entry to entry, and stops at the first of an older term.
AdvanceCommitIndexByOne(i, n) ==
  /\ n = commitIndex[i] + 1
  /\ role[i] = "leader"
  /\ n <= LastIndex(i)
  /\ TermAt(i, n) = currentTerm[i]
  /\ IsQuorum(i, {i} \cup {j \in Server : matchIndex[i][j] >= n})
  /\ commitIndex' = [commitIndex EXCEPT ![i] = n]
  /\ UNCHANGED <<diskVars, role, votesGranted, leaderVars, msgs>>

\* Commits what the leader alone has.
AdvanceCommitIndexAlone(i, n) ==
  /\ role[i] = "leader"
  /\ n = LastIndex(i)
  /\ n > commitIndex[i]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = n]
  /\ UNCHANGED <<diskVars, role, votesGranted, leaderVars, msgs>>

-----------------------------------------------------------------------------
(* Replication: a follower. *)

\* Appends wherever its log is long enough.
MatchesByLength(i, prevIndex, prevTerm) == prevIndex <= LastIndex(i)

\* Cuts its log after what was sent, although nothing differs.
MergedAlwaysCut(i, prevIndex, entries) == SubSeq(log[i], 1, prevIndex) \o entries

\* Keeps what it has, and appends only what goes beyond its end.
MergedNeverCut(i, prevIndex, entries) ==
  log[i] \o SubSeq(entries, Len(log[i]) - prevIndex + 1, Len(entries))

\* Confirms all that it has, and not what was sent.
ConfirmedUpToOwnTail(i, m) == Len(Merged(i, m.prevIndex, m.entries))

\* Takes a late message's word for how much is committed.
CommittedUpToLateWord(i, m) == Min(m.commit, m.prevIndex + Len(m.entries))

\* Takes for committed what it may not have yet.
CommittedUpToAheadOfLog(i, m) == Max(commitIndex[i], m.commit)
=============================================================================
