------------------------ MODULE RaftMembershipTwins -------------------------
(***************************************************************************)
(* Weak twins of RaftMembership: the protocol with one mistake each.       *)
(*                                                                         *)
(* Every operator below is a wrong version of the one that its cfg puts it *)
(* in the place of; the cfg names the one property that must then be       *)
(* violated.                                                               *)
(***************************************************************************)
EXTENDS MCRaftMembership

-----------------------------------------------------------------------------
(* When a leader may change the configuration. *)

\* As the dissertation has it: no entry of the leader's own term is needed.
MayChangeAtOnce(i) ==
  /\ role[i] = "leader"
  /\ i \in ConfigurationOf(i).voters
  /\ ConfigurationIndex(i) <= commitIndex[i]

\* Does not wait for the change before.
MayChangeAgain(i) ==
  /\ role[i] = "leader"
  /\ i \in ConfigurationOf(i).voters
  /\ commitIndex[i] > 0
  /\ TermAt(i, commitIndex[i]) = currentTerm[i]

-----------------------------------------------------------------------------
(* How it changes it. *)

\* Replaces the founders by the newcomer in one go.
PromoteInsteadOfAll(i, j) ==
  /\ j \in ConfigurationOf(i).learners
  /\ matchIndex[i][j] >= commitIndex[i]
  /\ Change(i, [voters |-> {j}, learners |-> ConfigurationOf(i).learners \ {j}])

\* Gives a vote to a learner that has nothing yet.
PromoteAtOnce(i, j) ==
  /\ j \in ConfigurationOf(i).learners
  /\ Change(i, [voters   |-> ConfigurationOf(i).voters \cup {j},
                learners |-> ConfigurationOf(i).learners \ {j}])

\* Forgets to take it out of the learners.
PromoteAndKeep(i, j) ==
  /\ j \in ConfigurationOf(i).learners
  /\ matchIndex[i][j] >= commitIndex[i]
  /\ Change(i, [ConfigurationOf(i) EXCEPT !.voters = @ \cup {j}])

\* Writes over its latest entry, for nobody has it yet.
ChangeInPlace(i, configuration) ==
  /\ MayChange(i)
  /\ log' = [log EXCEPT ![i][Len(log[i])] = [term |-> currentTerm[i], value |-> configuration]]
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

-----------------------------------------------------------------------------
(* Who decides. *)

\* A server goes by what it knows to be committed, not by what is in its log.
QuorumOfApplied(i, servers) ==
  LET voters == ConfigurationIn(SubSeq(log[i], 1, commitIndex[i])).voters
  IN  2 * Cardinality(servers \cap voters) > Cardinality(voters)

ElectorateApplied(i) == ConfigurationIn(SubSeq(log[i], 1, commitIndex[i])).voters

\* A majority of the members is asked for, and learners are among these.
QuorumOfMembers(i, servers) ==
  2 * Cardinality(servers \cap ConfigurationOf(i).voters) > Cardinality(Members(i))

\* A leader that removes itself still counts itself.
QuorumWithMyself(i, servers) ==
  LET voters == ConfigurationOf(i).voters
  IN  2 * Cardinality(servers \cap (voters \cup {i})) > Cardinality(voters)

\* A leader that sends to voters only.
AppendEntriesToVoters(i, j, prev, count) ==
  /\ j \in ConfigurationOf(i).voters
  /\ prev = nextIndex[i][j] - 1
  /\ count = Min(MaxBatch, LastIndex(i) - prev)
  /\ AppendEntries(i, j, prev, count)

SendNothing(i, j) == FALSE

-----------------------------------------------------------------------------
(* What is on disk. *)

\* Whoever is the only voter takes an entry for committed before it is on disk:
\* the crash takes the last one away.
CrashForgetsLast(i) ==
  /\ Up(i)
  /\ role' = [role EXCEPT ![i] = "crashed"]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = snapshot[i].index]
  /\ log' = [log EXCEPT ![i] =
               IF role[i] = "leader" /\ ConfigurationOf(i).voters = {i}
                 THEN SubSeq(@, 1, Len(@) - 1)
                 ELSE @]
  /\ ForgetFollowers(i)
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, msgs>>

\* Somebody wipes the disk of a server that was removed, and starts it again under
\* its old name.
WipeRemoved(i) ==
  /\ \E l \in Server :
       /\ Leader(l)
       /\ i \notin Members(l)
       /\ ConfigurationIndex(l) <= commitIndex[l]
  /\ currentTerm' = [currentTerm EXCEPT ![i] = 0]
  /\ votedFor' = [votedFor EXCEPT ![i] = Nobody]
  /\ log' = [log EXCEPT ![i] = <<>>]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = 0]
  /\ BecomeFollower(i)
  /\ UNCHANGED <<snapshot, msgs>>
=============================================================================
