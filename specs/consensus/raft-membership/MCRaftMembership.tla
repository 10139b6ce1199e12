-------------------------- MODULE MCRaftMembership --------------------------
(***************************************************************************)
(* Models of RaftMembership, and the probes.  The bounds are those of      *)
(* MCRaft, with two differences that the cfgs make: terms are counted, and *)
(* a leader sends to its members only.                                     *)
(*                                                                         *)
(* Some models begin in the middle of things, in a state that a run of the *)
(* protocol leads to.  That run is here as well, one action of             *)
(* MembershipNext after the other, and a probe takes it from Init.         *)
(***************************************************************************)
EXTENDS RaftMembership, MCRaft

-----------------------------------------------------------------------------
\* As many terms as MCRaft has elections.  Who is the only voter asks nobody for a
\* vote, so elections cannot be counted by the requests.
TimeoutInTerms(i) ==
  /\ currentTerm[i] < MaxElections
  /\ Timeout(i)

HasRoom(i) == LastIndex(i) < MaxLog

MCAddLearner(i, j) ==
  /\ HasRoom(i)
  /\ AddLearner(i, j)

MCPromoteLearner(i, j) ==
  /\ HasRoom(i)
  /\ PromoteLearner(i, j)

MCRemoveServer(i, j) ==
  /\ HasRoom(i)
  /\ RemoveServer(i, j)

\* As MCAppendEntries, to the members.
AppendEntriesToMembers(i, j, prev, count) ==
  /\ j \in Members(i)
  /\ prev = nextIndex[i][j] - 1
  /\ count = Min(MaxBatch, LastIndex(i) - prev)
  /\ count = 0 => commitIndex[i] = prev
  /\ AppendEntries(i, j, prev, count)

MCMembershipNext ==
  \/ MCNext
  \/ \E i, j \in Server :
       \/ MCAddLearner(i, j)
       \/ MCPromoteLearner(i, j)
       \/ MCRemoveServer(i, j)

MCMembershipSpec == Init /\ [][MCMembershipNext]_vars

MCFairSpec == MCMembershipSpec /\ Fairness

-----------------------------------------------------------------------------
\* Who founds the cluster, by a definition, for symmetric models.
AllServersFound == Server

\* What an action of two or more arguments is replaced by that a model leaves out.
NeverOfTwo(x, y) == FALSE

\* A stable leader: it gives up only when it was removed.
StepDownRetired(i) ==
  /\ Retired(i)
  /\ BecomeFollower(i)
  /\ UNCHANGED <<diskVars, commitIndex, msgs>>

-----------------------------------------------------------------------------
(* What the middles and their runs are made of. *)

\* The servers by number.
S == CHOOSE name \in [1..Cardinality(Server) -> Server] :
       /\ name[1] \in InitialVoters
       /\ \A a, b \in DOMAIN name : a # b => name[a] # name[b]

Entry(term, value) == [term |-> term, value |-> value]
Without(removed) == [voters |-> Server \ removed, learners |-> {}]

\* A step of a run that is given: an action, or the receipt of a message.
Receives(i, type, from) ==
  \E m \in msgs :
    /\ m.type = type
    /\ m.from = from
    /\ \/ RcvRequestVote(i, m)
       \/ RcvVote(i, m)
       \/ RcvAppendEntries(i, m)
       \/ RcvAppended(i, m)

LosesAllBut(kept) == LoseMessage(CHOOSE m \in msgs \ kept : TRUE)

-----------------------------------------------------------------------------
(***************************************************************************)
(* Overtaken.  Four servers.  The leader of term 1 removes another one,    *)
(* and nobody hears of it; that other one is leader of term 2 by the votes *)
(* of the rest.  From here on, two configurations are in the game that     *)
(* differ by two servers, unless the leader of term 2 waits.               *)
(***************************************************************************)

OvertakenInit ==
  /\ currentTerm = [i \in Server |-> 2]
  /\ votedFor = [i \in Server |-> IF i = S[1] THEN Nobody ELSE S[2]]
  /\ log = [i \in Server |->
              CASE i = S[1] -> <<Entry(1, NoOp), Entry(1, Without({S[2]}))>>
                [] i = S[2] -> <<Entry(1, NoOp), Entry(2, NoOp)>>
                [] OTHER    -> <<Entry(1, NoOp)>>]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |-> IF i = S[2] THEN "leader" ELSE "follower"]
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> IF i = S[1] THEN 1 ELSE 0]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> IF i = S[2] THEN 2 ELSE 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> 0]]
  /\ msgs = {}

\* Whoever was overtaken tries to come back, and nobody else runs against it.
TimeoutOfTheOvertaken(i) ==
  /\ i = S[1]
  /\ currentTerm[i] < MaxElections
  /\ Timeout(i)

\* The two try to remove each other, and nobody else.
RemoveRival(i, j) ==
  /\ j \in {S[1], S[2]} \ {i}
  /\ HasRoom(i)
  /\ RemoveServer(i, j)

\* The rest are interchangeable.
OvertakenSymmetry == Permutations(Server \ {S[1], S[2]})

\* The model ends where it is back: then it is decided who has what.
UntilItIsBack == ~ Leader(S[1])

OvertakenSpec == OvertakenInit /\ [][MCMembershipNext]_vars

OvertakenRun(step) ==
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

\* TLC counts the states of a run from 1.
OvertakenRunSpec == Init /\ [][OvertakenRun(TLCGet("level"))]_vars

NeverOvertaken == ~ OvertakenInit

-----------------------------------------------------------------------------
(***************************************************************************)
(* Moved.  Two servers.  The founder took a newcomer in and removed        *)
(* itself.  Both know that all of it is committed, and the founder has not *)
(* stepped down yet.                                                       *)
(***************************************************************************)
MovedLog ==
  <<Entry(1, NoOp),
    Entry(1, [voters |-> {S[1]}, learners |-> {S[2]}]),
    Entry(1, [voters |-> {S[1], S[2]}, learners |-> {}]),
    Entry(1, [voters |-> {S[2]}, learners |-> {}])>>

MovedInit ==
  /\ InitialVoters = {S[1]}
  /\ currentTerm = [i \in Server |-> 1]
  /\ votedFor = [i \in Server |-> IF i = S[1] THEN S[1] ELSE Nobody]
  /\ log = [i \in Server |-> MovedLog]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |-> IF i = S[1] THEN "leader" ELSE "follower"]
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> 4]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> IF i = S[1] /\ j = S[2] THEN 5 ELSE 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> IF i = S[1] /\ j = S[2] THEN 4 ELSE 0]]
  /\ msgs = {}

MovedSpec == MovedInit /\ [][MCMembershipNext]_vars

MovedRun(step) ==
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

MovedRunSpec == Init /\ [][MovedRun(TLCGet("level"))]_vars

NeverMoved == ~ MovedInit

-----------------------------------------------------------------------------
(***************************************************************************)
(* Alone.  Three servers.  The leader of term 1 removed the other two, one *)
(* after the other.  The first, which knows nothing of it, is a candidate  *)
(* of the same term, and its request to the second is still on the way.    *)
(***************************************************************************)
LateRequest ==
  [type |-> "RequestVote", term |-> 1, from |-> S[2], to |-> S[3], lastIndex |-> 0, lastTerm |-> 0]

AloneLog == <<Entry(1, NoOp), Entry(1, Without({S[2]})), Entry(1, Without({S[2], S[3]}))>>

AloneInit ==
  /\ currentTerm = [i \in Server |-> 1]
  /\ votedFor = [i \in Server |-> IF i = S[2] THEN S[2] ELSE S[1]]
  /\ log = [i \in Server |-> SubSeq(AloneLog, 1, CASE i = S[1] -> 3 [] i = S[2] -> 0 [] OTHER -> 2)]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |->
               CASE i = S[1] -> "leader" [] i = S[2] -> "candidate" [] OTHER -> "follower"]
  /\ votesGranted = [i \in Server |-> IF i = S[2] THEN {S[2]} ELSE {}]
  /\ commitIndex = [i \in Server |-> CASE i = S[1] -> 3 [] i = S[2] -> 0 [] OTHER -> 1]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> IF i = S[1] /\ j = S[3] THEN 3 ELSE 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> IF i = S[1] /\ j = S[3] THEN 2 ELSE 0]]
  /\ msgs = {LateRequest}

AloneSpec == AloneInit /\ [][MCMembershipNext]_vars

AloneRun(step) ==
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

AloneRunSpec == Init /\ [][AloneRun(TLCGet("level"))]_vars

NeverAlone == ~ AloneInit

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

Committed(i) == ConfigurationIndex(i) > 0 /\ ConfigurationIndex(i) <= commitIndex[i]

NeverChanged == ~ \E i \in Server : Committed(i)

NeverPromoted ==
  ~ \E i \in Server : Committed(i) /\ ~ ConfigurationOf(i).voters \subseteq InitialVoters

NeverRemovedItself == ~ \E i \in Server : Retired(i)

\* Who came later leads.
NeverHandedOver == ~ \E i \in Server : Leader(i) /\ i \notin InitialVoters
=============================================================================
