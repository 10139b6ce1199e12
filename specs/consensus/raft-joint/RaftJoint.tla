----------------------------- MODULE RaftJoint ------------------------------
(***************************************************************************)
(* Raft among servers that change while it runs, by joint consensus: from  *)
(* any set of voters to any other.                                         *)
(*                                                                         *)
(* Who votes is an entry of the log like another: a configuration.  A      *)
(* server goes by the latest one in its log, committed or not.  On the way *)
(* from one set of voters to another there is a joint configuration, in    *)
(* which a quorum has a majority of both.  Whoever goes by the old one     *)
(* alone, or by the new one alone, cannot decide without a server of the   *)
(* joint one's quorum; and nobody goes by the new one alone before the     *)
(* joint one is committed.                                                 *)
(*                                                                         *)
(* Extends: Raft, by two actions and by Voters.  Each of them is a         *)
(*          client's request in Raft, with a configuration as its value    *)
(*          (RaftSpec).                                                    *)
(* Sources: D. Ongaro and J. Ousterhout, "In Search of an Understandable   *)
(*          Consensus Algorithm (Extended Version)", 2014, section 6;      *)
(*          D. Ongaro, "Consensus: Bridging Theory and Practice", 2014,    *)
(*          4.3.                                                           *)
(***************************************************************************)
EXTENDS Raft

-----------------------------------------------------------------------------
CONSTANT InitialVoters      \* who decides before anything was changed

ASSUME SomeInitialVoter == InitialVoters # {} /\ InitialVoters \subseteq Server

\* From one set of voters to another; the same twice if it is not joint.
TwoSets == [from : SUBSET Server, to : SUBSET Server]

IsConfiguration(value) == value \in TwoSets

Configuration == {c \in TwoSets : c.from # {} /\ c.to # {}}

-----------------------------------------------------------------------------
(* Helpers. *)

Only(voters) == [from |-> voters, to |-> voters]

\* Where the latest configuration stands among entries; 0 if there is none.
LatestAmong(entries) ==
  LET places == {n \in DOMAIN entries : IsConfiguration(entries[n].value)}
  IN  IF places = {} THEN 0 ELSE CHOOSE n \in places : \A o \in places : n >= o

ConfigurationIn(entries) ==
  IF LatestAmong(entries) = 0 THEN Only(InitialVoters) ELSE entries[LatestAmong(entries)].value

\* What Raft's constant Voters is here: one set of servers, or two.
JointVoters(before, entries) ==
  {ConfigurationIn(entries).from, ConfigurationIn(entries).to}

\* What i goes by, and where it stands; 0 if it is the initial one.
ConfigurationOf(i) == ConfigurationIn(log[i])
ConfigurationIndex(i) == LatestAmong(log[i])

IsJoint(configuration) == configuration.from # configuration.to

Joint(i) == ConfigurationOf(i).from # ConfigurationOf(i).to

\* i is no voter of the new configuration, that is committed, and i still leads.
Retired(i) ==
  /\ role[i] = "leader"
  /\ ~ Joint(i)
  /\ i \notin ConfigurationOf(i).to
  /\ ConfigurationIndex(i) <= commitIndex[i]

-----------------------------------------------------------------------------
(* Changes. *)

\* A leader whose configuration is committed may append the next one.
MayChange(i) == role[i] = "leader" /\ ConfigurationIndex(i) <= commitIndex[i]

With(i, configuration) ==
  [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], value |-> configuration])]

\* The administrator asks for other voters.  Both sets decide from now on.
EnterJoint(i, voters) ==
  /\ MayChange(i)
  /\ ~ Joint(i)
  /\ i \in ConfigurationOf(i).to
  /\ voters \notin {{}, ConfigurationOf(i).to}
  /\ log' = With(i, [from |-> ConfigurationOf(i).to, to |-> voters])
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

\* The joint configuration is committed: the new voters decide alone.
LeaveJoint(i) ==
  /\ MayChange(i)
  /\ Joint(i)
  /\ log' = With(i, Only(ConfigurationOf(i).to))
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

-----------------------------------------------------------------------------
JointNext ==
  \/ Next
  \/ \E i \in Server :
       \/ \E voters \in SUBSET Server : EnterJoint(i, voters)
       \/ LeaveJoint(i)

JointSpec == Init /\ [][JointNext]_vars

-----------------------------------------------------------------------------
(* Safety, beside that of Raft, of which all but TypeOK is as it stands. *)

\* A change is a client's request.
R == INSTANCE Raft WITH Value <- Value \cup Configuration

JointTypeOK == R!TypeOK

RaftSpec == R!Spec

\* The voters change by way of a joint configuration of both.
ThroughJoint ==
  \A i \in Server : \A n \in DOMAIN log[i] :
    IsConfiguration(log[i][n].value) =>
      LET old == ConfigurationIn(SubSeq(log[i], 1, n - 1))
          new == log[i][n].value
      IN  IF IsJoint(new)
            THEN ~ IsJoint(old) /\ new.from = old.to
            ELSE IsJoint(old) /\ new.to = old.to

\* While a change of a leader's own is not committed, there is no other that may
\* not be.
OneChangeAtATime ==
  \A i \in Server :
    LET open == {n \in commitIndex[i] + 1 .. LastIndex(i) : IsConfiguration(log[i][n].value)}
    IN  Leader(i) /\ (\E n \in open : TermAt(i, n) = currentTerm[i]) => Cardinality(open) = 1

THEOREM JointSpec => /\ []JointTypeOK
                     /\ []ElectionSafety
                     /\ []LogMatching
                     /\ []LeaderCompleteness
                     /\ []StateMachineSafety
                     /\ []ThroughJoint
                     /\ []OneChangeAtATime
                     /\ RaftSpec

-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness.  Nobody can promise that there is a leader; here is what a    *)
(* leader that stays promises, if what it sends gets through, and that     *)
(* there can be one while the configuration is joint.                      *)
(***************************************************************************)

\* i sends j all that j lacks, as often as it is needed.
SendRest(i, j) ==
  /\ j \in Electorate(i)
  /\ nextIndex[i][j] <= LastIndex(i)
  /\ AppendEntries(i, j, nextIndex[i][j] - 1, LastIndex(i) - nextIndex[i][j] + 1)

Fairness ==
  \A i \in Server :
    /\ WF_vars(\E n \in 1..LastIndex(i) : AdvanceCommitIndex(i, n))
    /\ WF_vars(LeaveJoint(i))
    /\ WF_vars(Retired(i) /\ StepDown(i))
    /\ \A j \in Server : WF_vars(SendRest(i, j))
    /\ WF_vars(\E m \in msgs : RcvAppendEntries(i, m))
    /\ WF_vars(\E m \in msgs : RcvAppended(i, m))
    /\ WF_vars(\E m \in msgs : RcvRefused(i, m))

\* The votes of all get through, and whoever has enough of them leads.
FairVotes ==
  \A i \in Server :
    /\ WF_vars(BecomeLeader(i))
    /\ WF_vars(\E m \in msgs : RcvRequestVote(i, m))
    /\ WF_vars(\E m \in msgs : RcvVote(i, m))

\* A change that was begun ends with the new voters alone, committed.
ChangeEnds ==
  \A i \in Server :
    Leader(i) /\ Joint(i) ~> ~ Leader(i) \/ (~ Joint(i) /\ ConfigurationIndex(i) <= commitIndex[i])

\* A leader that is no voter any more does not stay.
RemovedLeaderStepsDown == \A i \in Server : Retired(i) ~> ~ Retired(i)

\* A candidate that is the only one is elected.
CandidateIsElected ==
  \A i \in Server : role[i] = "candidate" ~> role[i] # "candidate"
=============================================================================
