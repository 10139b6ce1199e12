-------------------------- MODULE MCRaftMembership --------------------------
(***************************************************************************)
(* Models of RaftMembership, and the probes.  The bounds are those of      *)
(* MCRaft, with two differences that the cfgs make: terms are counted, and *)
(* a leader sends to its members only.                                     *)
(*                                                                         *)
(* Some models begin in the middle of things, in a state that a run of the *)
(* protocol leads to.  MCRaftMembershipRuns has the run.                   *)
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

\* The network is split, with each of the two on a side of its own.
Sides == {{S[1], S[4]}, {S[2], S[3]}}

AppendEntriesOnOneSide(i, j, prev, count) ==
  /\ j \in Members(i)
  /\ {i, j} \in Sides
  /\ prev = nextIndex[i][j] - 1
  /\ count = Min(MaxBatch, LastIndex(i) - prev)
  /\ count = 0 => commitIndex[i] = prev
  /\ AppendEntries(i, j, prev, count)

\* Who was overtaken tries to come back, and the other side does not hear of it.
TimeoutOfTheOvertaken(i) ==
  /\ i = S[1]
  /\ currentTerm[i] < MaxElections
  /\ Timeout(i)

IsSplit == \A i \in {S[2], S[3]} : currentTerm[i] = 2

OvertakenSpec == OvertakenInit /\ [][MCMembershipNext]_vars

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
