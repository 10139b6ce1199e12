------------------------ MODULE MCRaftMembershipRuns ------------------------
(***************************************************************************)
(* Where models begin in the middle of things, the run that leads there,   *)
(* one action of the protocol after the other.  That they are runs needs   *)
(* no trust: each step applies an action, and a probe takes them from Init.*)
(***************************************************************************)
EXTENDS MCRaftMembership

VARIABLE step               \* which step is next

\* A step of a run that is given: an action, or the receipt of a message.
Receives(i, type, from) ==
  \E m \in msgs :
    /\ m.type = type
    /\ m.from = from
    /\ \/ RcvRequestVote(i, m)
       \/ RcvVote(i, m)
       \/ RcvAppendEntries(i, m)
       \/ RcvAppended(i, m)

LosesAllBut(kept) ==
  /\ msgs \ kept # {}
  /\ LoseMessage(CHOOSE m \in msgs \ kept : TRUE)

-----------------------------------------------------------------------------
OvertakenRun ==
  CASE step = 1  -> Timeout(S[1])
    [] step = 2  -> Receives(S[2], "RequestVote", S[1])
    [] step = 3  -> Receives(S[3], "RequestVote", S[1])
    [] step = 4  -> Receives(S[1], "Vote", S[2])
    [] step = 5  -> Receives(S[1], "Vote", S[3])
    [] step = 6  -> BecomeLeader(S[1])
    [] step = 7  -> AppendEntries(S[1], S[2], 0, 1)
    [] step = 8  -> Receives(S[2], "AppendEntries", S[1])
    [] step = 9  -> AppendEntries(S[1], S[3], 0, 1)
    [] step = 10 -> Receives(S[3], "AppendEntries", S[1])
    [] step = 11 -> AppendEntries(S[1], S[4], 0, 1)
    [] step = 12 -> Receives(S[4], "AppendEntries", S[1])
    [] step = 13 -> Receives(S[1], "Appended", S[2])
    [] step = 14 -> Receives(S[1], "Appended", S[3])
    [] step = 15 -> AdvanceCommitIndex(S[1], 1)
    [] step = 16 -> RemoveServer(S[1], S[2])
    [] step = 17 -> Timeout(S[2])
    [] step = 18 -> Receives(S[1], "RequestVote", S[2])
    [] step = 19 -> Receives(S[3], "RequestVote", S[2])
    [] step = 20 -> Receives(S[4], "RequestVote", S[2])
    [] step = 21 -> Receives(S[2], "Vote", S[3])
    [] step = 22 -> Receives(S[2], "Vote", S[4])
    [] step = 23 -> BecomeLeader(S[2])
    [] OTHER     -> LosesAllBut({})

OvertakenRunSpec ==
  /\ Init /\ step = 1
  /\ [][OvertakenRun /\ step' = step + 1]_<<vars, step>>

NeverOvertaken == ~ OvertakenInit

-----------------------------------------------------------------------------
MovedRun ==
  CASE step = 1  -> Timeout(S[1])
    [] step = 2  -> BecomeLeader(S[1])
    [] step = 3  -> AdvanceCommitIndex(S[1], 1)
    [] step = 4  -> AddLearner(S[1], S[2])
    [] step = 5  -> AdvanceCommitIndex(S[1], 2)
    [] step = 6  -> AppendEntries(S[1], S[2], 0, 2)
    [] step = 7  -> Receives(S[2], "AppendEntries", S[1])
    [] step = 8  -> Receives(S[1], "Appended", S[2])
    [] step = 9  -> PromoteLearner(S[1], S[2])
    [] step = 10 -> LosesAllBut({})
    [] step = 11 -> LosesAllBut({})
    [] step = 12 -> AppendEntries(S[1], S[2], 2, 1)
    [] step = 13 -> Receives(S[2], "AppendEntries", S[1])
    [] step = 14 -> Receives(S[1], "Appended", S[2])
    [] step = 15 -> AdvanceCommitIndex(S[1], 3)
    [] step = 16 -> RemoveServer(S[1], S[1])
    [] step = 17 -> LosesAllBut({})
    [] step = 18 -> LosesAllBut({})
    [] step = 19 -> AppendEntries(S[1], S[2], 3, 1)
    [] step = 20 -> Receives(S[2], "AppendEntries", S[1])
    [] step = 21 -> Receives(S[1], "Appended", S[2])
    [] step = 22 -> AdvanceCommitIndex(S[1], 4)
    [] step = 23 -> LosesAllBut({})
    [] step = 24 -> LosesAllBut({})
    [] step = 25 -> AppendEntries(S[1], S[2], 4, 0)
    [] step = 26 -> Receives(S[2], "AppendEntries", S[1])
    [] OTHER     -> LosesAllBut({})

MovedRunSpec ==
  /\ Init /\ step = 1
  /\ [][MovedRun /\ step' = step + 1]_<<vars, step>>

NeverMoved == ~ MovedInit

-----------------------------------------------------------------------------
AloneRun ==
  CASE step = 1  -> Timeout(S[1])
    [] step = 2  -> Timeout(S[2])
    [] step = 3  -> Receives(S[3], "RequestVote", S[1])
    [] step = 4  -> Receives(S[1], "Vote", S[3])
    [] step = 5  -> BecomeLeader(S[1])
    [] step = 6  -> AppendEntries(S[1], S[3], 0, 1)
    [] step = 7  -> Receives(S[3], "AppendEntries", S[1])
    [] step = 8  -> Receives(S[1], "Appended", S[3])
    [] step = 9  -> AdvanceCommitIndex(S[1], 1)
    [] step = 10 -> RemoveServer(S[1], S[2])
    [] step = 11 -> AppendEntries(S[1], S[3], 1, 1)
    [] step = 12 -> \E m \in msgs : m.type = "AppendEntries" /\ m.commit = 1 /\ RcvAppendEntries(S[3], m)
    [] step = 13 -> \E m \in msgs : m.type = "Appended" /\ m.matchIndex = 2 /\ RcvAppended(S[1], m)
    [] step = 14 -> AdvanceCommitIndex(S[1], 2)
    [] step = 15 -> RemoveServer(S[1], S[3])
    [] step = 16 -> AdvanceCommitIndex(S[1], 3)
    [] OTHER     -> LosesAllBut({LateRequest})

AloneRunSpec ==
  /\ Init /\ step = 1
  /\ [][AloneRun /\ step' = step + 1]_<<vars, step>>

NeverAlone == ~ AloneInit
=============================================================================
