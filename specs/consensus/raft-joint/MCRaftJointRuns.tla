-------------------------- MODULE MCRaftJointRuns ---------------------------
(***************************************************************************)
(* Where models begin in the middle of things, the run that leads there,   *)
(* one action of the protocol after the other.  That they are runs needs   *)
(* no trust: each step applies an action, and a probe takes them from Init.*)
(***************************************************************************)
EXTENDS MCRaftJoint

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

Loses ==
  /\ msgs # {}
  /\ LoseMessage(CHOOSE m \in msgs : TRUE)

-----------------------------------------------------------------------------
ShrunkRun ==
  CASE step = 1  -> Timeout(S[1])
    [] step = 2  -> Receives(S[2], "RequestVote", S[1])
    [] step = 3  -> Receives(S[1], "Vote", S[2])
    [] step = 4  -> BecomeLeader(S[1])
    [] step = 5  -> EnterJoint(S[1], {S[1]})
    [] step = 6  -> AppendEntries(S[1], S[2], 0, 2)
    [] step = 7  -> Receives(S[2], "AppendEntries", S[1])
    [] step = 8  -> Receives(S[1], "Appended", S[2])
    [] step = 9  -> AppendEntries(S[1], S[3], 0, 2)
    [] step = 10 -> Receives(S[3], "AppendEntries", S[1])
    [] step = 11 -> Receives(S[1], "Appended", S[3])
    [] step = 12 -> AdvanceCommitIndex(S[1], 2)
    [] step = 13 -> LeaveJoint(S[1])
    [] step = 14 -> AdvanceCommitIndex(S[1], 3)
    [] OTHER     -> Loses

ShrunkRunSpec ==
  /\ Init /\ step = 1
  /\ [][ShrunkRun /\ step' = step + 1]_<<vars, step>>

NeverShrunk == ~ ShrunkInit

-----------------------------------------------------------------------------
ShrinkingRun ==
  CASE step = 1  -> Timeout(S[1])
    [] step = 2  -> Receives(S[2], "RequestVote", S[1])
    [] step = 3  -> Receives(S[1], "Vote", S[2])
    [] step = 4  -> BecomeLeader(S[1])
    [] step = 5  -> AppendEntries(S[1], S[2], 0, 1)
    [] step = 6  -> Receives(S[2], "AppendEntries", S[1])
    [] step = 7  -> Receives(S[1], "Appended", S[2])
    [] step = 8  -> AdvanceCommitIndex(S[1], 1)
    [] step = 9  -> Receives(S[3], "RequestVote", S[1])
    [] OTHER     -> Loses

ShrinkingRunSpec ==
  /\ Init /\ step = 1
  /\ [][ShrinkingRun /\ step' = step + 1]_<<vars, step>>

NeverShrinking == ~ ShrinkingInit

-----------------------------------------------------------------------------
BetweenRun ==
  CASE step = 1 -> Timeout(S[1])
    [] step = 2 -> BecomeLeader(S[1])
    [] step = 3 -> EnterJoint(S[1], {S[2]})
    [] step = 4 -> AppendEntries(S[1], S[2], 0, 2)
    [] step = 5 -> Receives(S[2], "AppendEntries", S[1])
    [] step = 6 -> Crash(S[1])
    [] step = 7 -> Restart(S[1])
    [] OTHER    -> Loses

BetweenRunSpec ==
  /\ Init /\ step = 1
  /\ [][BetweenRun /\ step' = step + 1]_<<vars, step>>

NeverBetween == ~ BetweenInit
=============================================================================
