--------------------------- MODULE RaftMembership ---------------------------
(***************************************************************************)
(* Raft among servers that change while it runs, one server at a time.     *)
(*                                                                         *)
(* Who votes is an entry of the log like another: a configuration.  A      *)
(* server goes by the latest one in its log, committed or not.  Majorities *)
(* of two sets that differ by one server have a server in common, so no    *)
(* two leaders are elected in a term, and none without what is committed,  *)
(* as long as there are never more than two configurations to go by.  That *)
(* is what the guard MayChange is for.                                     *)
(*                                                                         *)
(* A new server is a learner first: it gets the log and has no vote, and   *)
(* is promoted when it has caught up.  A leader that removes itself goes   *)
(* on until that is committed, without counting itself, and steps down.    *)
(*                                                                         *)
(* Extends: Raft, by three actions and by Voters.  Each of these actions   *)
(*          is a client's request in Raft, with a configuration as its     *)
(*          value (RaftSpec), so that what Raft does with entries it does  *)
(*          with configurations.                                           *)
(* Sources: D. Ongaro, "Consensus: Bridging Theory and Practice", 2014,    *)
(*          4.1 to 4.3; and his message "bug in single-server membership   *)
(*          changes" to raft-dev, 2015: a leader changes nothing before an *)
(*          entry of its own term is committed.                            *)
(***************************************************************************)
EXTENDS Raft

-----------------------------------------------------------------------------
CONSTANT InitialVoters      \* who decides before anything was changed

ASSUME SomeInitialVoter == InitialVoters # {} /\ InitialVoters \subseteq Server

\* Two sets of servers, as an entry's value has them.
TwoSets == [voters : SUBSET Server, learners : SUBSET Server]

IsConfiguration(value) == value \in TwoSets

\* Who has a vote, and who only gets the log.
Configuration == {c \in TwoSets : c.voters # {} /\ c.voters \cap c.learners = {}}

-----------------------------------------------------------------------------
(* Helpers. *)

InitialConfiguration == [voters |-> InitialVoters, learners |-> {}]

\* Where the latest configuration stands among entries; 0 if there is none.
LatestAmong(entries) ==
  LET places == {n \in DOMAIN entries : IsConfiguration(entries[n].value)}
  IN  IF places = {} THEN 0 ELSE CHOOSE n \in places : \A o \in places : n >= o

ConfigurationIn(entries) ==
  IF LatestAmong(entries) = 0
    THEN InitialConfiguration
    ELSE entries[LatestAmong(entries)].value

\* What Raft's constant Voters is here: one set of servers.
ConfigurationVoters(before, entries) == {ConfigurationIn(entries).voters}

\* What i goes by, and where it stands; 0 if it is the initial one.
ConfigurationOf(i) == ConfigurationIn(log[i])
ConfigurationIndex(i) == LatestAmong(log[i])

Members(i) == ConfigurationOf(i).voters \cup ConfigurationOf(i).learners

\* i was removed, that is committed, and i still leads.
Retired(i) ==
  /\ role[i] = "leader"
  /\ i \notin ConfigurationOf(i).voters
  /\ ConfigurationIndex(i) <= commitIndex[i]

-----------------------------------------------------------------------------
(* Changes. *)

\* Is what i goes by all there is to go by?  Its configuration is committed, and
\* so is an entry of its own term.  Without the latter, i may not know of a
\* configuration that a leader before it appended, and that leader may return.
MayChange(i) ==
  /\ role[i] = "leader"
  /\ i \in ConfigurationOf(i).voters
  /\ ConfigurationIndex(i) <= commitIndex[i]
  /\ TermAt(i, commitIndex[i]) = currentTerm[i]

Change(i, configuration) ==
  /\ MayChange(i)
  /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], value |-> configuration])]
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

\* From now on j gets the log.
AddLearner(i, j) ==
  /\ j \notin Members(i)
  /\ Change(i, [ConfigurationOf(i) EXCEPT !.learners = @ \cup {j}])

\* j has all that is committed, and gets a vote: it will not be waited for long.
PromoteLearner(i, j) ==
  /\ j \in ConfigurationOf(i).learners
  /\ matchIndex[i][j] >= commitIndex[i]
  /\ Change(i, [voters   |-> ConfigurationOf(i).voters \cup {j},
                learners |-> ConfigurationOf(i).learners \ {j}])

\* j leaves, voter or learner; it may be i itself, but not the last voter.
RemoveServer(i, j) ==
  /\ j \in Members(i)
  /\ ConfigurationOf(i).voters # {j}
  /\ Change(i, [voters   |-> ConfigurationOf(i).voters \ {j},
                learners |-> ConfigurationOf(i).learners \ {j}])

-----------------------------------------------------------------------------
MembershipNext ==
  \/ Next
  \/ \E i, j \in Server :
       \/ AddLearner(i, j)
       \/ PromoteLearner(i, j)
       \/ RemoveServer(i, j)

MembershipSpec == Init /\ [][MembershipNext]_vars

-----------------------------------------------------------------------------
(* Safety, beside that of Raft, of which all but TypeOK is as it stands. *)

\* A change is a client's request.
R == INSTANCE Raft WITH Value <- Value \cup Configuration

MembershipTypeOK == R!TypeOK

RaftSpec == R!Spec

\* The n-th configuration is among the first entries: the one gone by before it.
Before(i, n) == ConfigurationIn(SubSeq(log[i], 1, n - 1))

\* A configuration differs from the one before it by one voter at most.
OneVoterAtATime ==
  \A i \in Server : \A n \in DOMAIN log[i] :
    IsConfiguration(log[i][n].value) =>
      LET old == Before(i, n).voters
          new == log[i][n].value.voters
      IN  Cardinality((old \ new) \cup (new \ old)) <= 1

\* While a change of a leader's own is not committed, there is no other that may
\* not be.  (A leader may find several in its log that are committed, without
\* knowing that yet; it then has made none.)
OneChangeAtATime ==
  \A i \in Server :
    LET open == {n \in commitIndex[i] + 1 .. LastIndex(i) : IsConfiguration(log[i][n].value)}
    IN  Leader(i) /\ (\E n \in open : TermAt(i, n) = currentTerm[i]) => Cardinality(open) = 1

\* Who gets a vote has on disk what the leader knows to be committed.
VotersHaveCaughtUp ==
  [][\A i \in Server :
       Leader(i) /\ role'[i] = "leader" =>
         \A j \in ConfigurationOf(i)'.voters \ ConfigurationOf(i).voters :
           LastIndex(j) >= commitIndex[i] /\ SameUpTo(i, j, commitIndex[i])]_vars

THEOREM MembershipSpec => /\ []MembershipTypeOK
                          /\ []ElectionSafety
                          /\ []LogMatching
                          /\ []LeaderCompleteness
                          /\ []StateMachineSafety
                          /\ []OneVoterAtATime
                          /\ []OneChangeAtATime
                          /\ RaftSpec

-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness.  Nobody can promise that there is a leader; here is what a    *)
(* leader that stays promises, if what it sends gets through.              *)
(***************************************************************************)

\* i sends j all that j lacks, as often as it is needed.
SendRest(i, j) ==
  /\ j \in Members(i)
  /\ nextIndex[i][j] <= LastIndex(i)
  /\ AppendEntries(i, j, nextIndex[i][j] - 1, LastIndex(i) - nextIndex[i][j] + 1)

Fairness ==
  \A i \in Server :
    /\ WF_vars(\E n \in 1..LastIndex(i) : AdvanceCommitIndex(i, n))
    /\ WF_vars(Retired(i) /\ StepDown(i))
    /\ \A j \in Server : WF_vars(SendRest(i, j))
    /\ WF_vars(\E m \in msgs : RcvAppendEntries(i, m))
    /\ WF_vars(\E m \in msgs : RcvAppended(i, m))
    /\ WF_vars(\E m \in msgs : RcvRefused(i, m))

\* A change is committed.
ChangeCommits ==
  \A i \in Server :
    Leader(i) /\ ConfigurationIndex(i) > commitIndex[i] ~>
      ~ Leader(i) \/ ConfigurationIndex(i) <= commitIndex[i]

\* A learner gets so far that it can be promoted.
LearnersCatchUp ==
  \A i, j \in Server :
    Leader(i) /\ j \in ConfigurationOf(i).learners ~>
      ~ Leader(i) \/ j \notin ConfigurationOf(i).learners \/ matchIndex[i][j] >= commitIndex[i]

\* A leader that was removed does not stay.
RemovedLeaderStepsDown == \A i \in Server : Retired(i) ~> ~ Retired(i)
=============================================================================
