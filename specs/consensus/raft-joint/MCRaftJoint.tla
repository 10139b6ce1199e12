---------------------------- MODULE MCRaftJoint -----------------------------
(***************************************************************************)
(* Models of RaftJoint, and the probes.  The bounds are those of MCRaft,   *)
(* with two differences that the cfgs make: terms are counted, and a       *)
(* leader sends to voters only.                                            *)
(*                                                                         *)
(* Some models begin in the middle of things, in a state that a run of the *)
(* protocol leads to.  MCRaftJointRuns has the run.                        *)
(***************************************************************************)
EXTENDS RaftJoint, MCRaft

-----------------------------------------------------------------------------
\* As many terms as MCRaft has elections.  Who is the only voter asks nobody for a
\* vote, so elections cannot be counted by the requests.
TimeoutInTerms(i) ==
  /\ currentTerm[i] < MaxElections
  /\ Timeout(i)

\* A change takes two entries.
MCEnterJoint(i, voters) ==
  /\ LastIndex(i) + 1 < MaxLog
  /\ EnterJoint(i, voters)

MCLeaveJoint(i) ==
  /\ LastIndex(i) < MaxLog
  /\ LeaveJoint(i)

\* As MCAppendEntries, to the voters.
AppendEntriesToVoters(i, j, prev, count) ==
  /\ j \in Electorate(i)
  /\ prev = nextIndex[i][j] - 1
  /\ count = Min(MaxBatch, LastIndex(i) - prev)
  /\ count = 0 => commitIndex[i] = prev
  /\ AppendEntries(i, j, prev, count)

MCJointNext ==
  \/ MCNext
  \/ \E i \in Server :
       \/ \E voters \in SUBSET Server : MCEnterJoint(i, voters)
       \/ MCLeaveJoint(i)

MCJointSpec == Init /\ [][MCJointNext]_vars

MCFairSpec == MCJointSpec /\ Fairness

-----------------------------------------------------------------------------
\* What an action of two arguments is replaced by that a model leaves out.
NeverOfTwo(x, y) == FALSE

\* A stable leader: it gives up only when it is no voter any more.
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

-----------------------------------------------------------------------------
(***************************************************************************)
(* Shrunk.  Three servers.  The leader of term 1 goes on alone: the joint  *)
(* configuration is everywhere, the new one with the leader, and that is   *)
(* enough to commit it.                                                    *)
(***************************************************************************)
ShrunkLog ==
  <<Entry(1, NoOp), Entry(1, [from |-> Server, to |-> {S[1]}]), Entry(1, Only({S[1]}))>>

ShrunkInit ==
  /\ currentTerm = [i \in Server |-> 1]
  /\ votedFor = [i \in Server |-> IF i = S[3] THEN Nobody ELSE S[1]]
  /\ log = [i \in Server |-> SubSeq(ShrunkLog, 1, IF i = S[1] THEN 3 ELSE 2)]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |-> IF i = S[1] THEN "leader" ELSE "follower"]
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> IF i = S[1] THEN 3 ELSE 0]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> IF i = S[1] /\ j # i THEN 3 ELSE 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> IF i = S[1] /\ j # i THEN 2 ELSE 0]]
  /\ msgs = {}

ShrunkSpec == ShrunkInit /\ [][MCJointNext]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Shrinking.  Three servers, of which the leader of term 1 has all it     *)
(* needs to go on alone, and has not begun.                                *)
(***************************************************************************)
ShrinkingInit ==
  /\ currentTerm = [i \in Server |-> 1]
  /\ votedFor = [i \in Server |-> S[1]]
  /\ log = [i \in Server |-> IF i = S[3] THEN <<>> ELSE <<Entry(1, NoOp)>>]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |-> IF i = S[1] THEN "leader" ELSE "follower"]
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> IF i = S[1] THEN 1 ELSE 0]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> IF i = S[1] /\ j = S[2] THEN 2 ELSE 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> IF i = S[1] /\ j = S[2] THEN 1 ELSE 0]]
  /\ msgs = {}

\* To the leader alone.
EnterJointAlone(i, voters) ==
  /\ voters = {S[1]}
  /\ LastIndex(i) + 1 < MaxLog
  /\ EnterJoint(i, voters)

\* One of the others runs for leader.
TimeoutOfTheSecond(i) ==
  /\ i = S[2]
  /\ currentTerm[i] < MaxElections
  /\ Timeout(i)

\* The leader is cut off.
IsCutOff == currentTerm[S[1]] = 1

AppendEntriesAmongTheOthers(i, j, prev, count) ==
  /\ S[1] \notin {i, j}
  /\ j \in Electorate(i)
  /\ prev = nextIndex[i][j] - 1
  /\ count = Min(MaxBatch, LastIndex(i) - prev)
  /\ count = 0 => commitIndex[i] = prev
  /\ AppendEntries(i, j, prev, count)

ShrinkingSpec == ShrinkingInit /\ [][MCJointNext]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Between.  Two servers, one of them old and the other one new, and both  *)
(* have the joint configuration.  The leader is gone, and the old one runs *)
(* for leader.                                                             *)
(***************************************************************************)
BetweenLog == <<Entry(1, NoOp), Entry(1, [from |-> {S[1]}, to |-> {S[2]}])>>

BetweenInit ==
  /\ InitialVoters = {S[1]}
  /\ currentTerm = [i \in Server |-> 1]
  /\ votedFor = [i \in Server |-> IF i = S[1] THEN S[1] ELSE Nobody]
  /\ log = [i \in Server |-> BetweenLog]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |-> "follower"]
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> 0]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> 0]]
  /\ msgs = {}

TimeoutOfTheOld(i) ==
  /\ i = S[1]
  /\ currentTerm[i] < MaxElections
  /\ Timeout(i)

BetweenSpec == BetweenInit /\ [][MCJointNext]_vars /\ FairVotes

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

NeverJoint == ~ \E i \in Server : Joint(i) /\ ConfigurationIndex(i) <= commitIndex[i]

NeverChanged ==
  ~ \E i \in Server :
      ~ Joint(i) /\ ConfigurationIndex(i) > 0 /\ ConfigurationIndex(i) <= commitIndex[i]

NeverRemovedItself == ~ \E i \in Server : Retired(i)

\* Who came later leads.
NeverHandedOver == ~ \E i \in Server : Leader(i) /\ i \notin InitialVoters

\* Somebody is elected by both sets.
NeverElectedWhileJoint ==
  [][\A i \in Server : Joint(i) => ~ (role[i] = "candidate" /\ role'[i] = "leader")]_vars
=============================================================================
