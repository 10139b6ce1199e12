--------------------------- MODULE RaftJointTwins ---------------------------
(***************************************************************************)
(* Weak twins of RaftJoint: the protocol with one mistake each.            *)
(*                                                                         *)
(* Every operator below is a wrong version of the one that its cfg puts it *)
(* in the place of; the cfg names the one property that must then be       *)
(* violated.                                                               *)
(***************************************************************************)
EXTENDS MCRaftJoint

-----------------------------------------------------------------------------
(* Who decides. *)

\* A majority of all who are old or new.
QuorumOfUnion(i, servers) ==
  2 * Cardinality(servers \cap Electorate(i)) > Cardinality(Electorate(i))

\* A majority of one of the two is enough to lead.
BecomeLeaderByAny(i) ==
  /\ role[i] = "candidate"
  /\ \E voters \in Voters(snapshot[i], log[i]) :
       2 * Cardinality(votesGranted[i] \cap voters) > Cardinality(voters)
  /\ role' = [role EXCEPT ![i] = "leader"]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
  /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> LastIndex(i) + 1]]
  /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], value |-> NoOp])]
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, commitIndex, matchIndex, msgs>>

\* The new ones decide as soon as they are known.
OnlyTheNew(before, entries) == {ConfigurationIn(entries).to}

\* Its own vote counts only for who is both old and new.
TimeoutWithoutMyself(i) ==
  LET counts == \A voters \in Voters(snapshot[i], log[i]) : i \in voters
  IN  /\ i = S[1]
      /\ role[i] \in {"follower", "candidate"}
      /\ currentTerm[i] < MaxElections
      /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
      /\ votedFor' = [votedFor EXCEPT ![i] = i]
      /\ role' = [role EXCEPT ![i] = "candidate"]
      /\ votesGranted' = [votesGranted EXCEPT ![i] = IF counts THEN {i} ELSE {}]
      /\ Send({[type |-> "RequestVote", term |-> currentTerm[i] + 1, from |-> i, to |-> j,
                lastIndex |-> LastIndex(i), lastTerm |-> LastTerm(i)] :
                 j \in Electorate(i) \ {i}})
      /\ UNCHANGED <<log, snapshot, commitIndex, leaderVars>>

-----------------------------------------------------------------------------
(* Changes. *)

\* Does not wait until the joint configuration is committed.
LeaveAtOnce(i) ==
  /\ role[i] = "leader"
  /\ Joint(i)
  /\ log' = With(i, Only(ConfigurationOf(i).to))
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

\* Goes straight to the new voters.
EnterNew(i, voters) ==
  /\ MayChange(i)
  /\ ~ Joint(i)
  /\ i \in ConfigurationOf(i).to
  /\ voters \notin {{}, ConfigurationOf(i).to}
  /\ log' = With(i, Only(voters))
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

\* Lets nobody be old.
EnterFromNobody(i, voters) ==
  /\ MayChange(i)
  /\ ~ Joint(i)
  /\ i \in ConfigurationOf(i).to
  /\ voters \notin {{}, ConfigurationOf(i).to}
  /\ log' = With(i, [from |-> {}, to |-> voters])
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

\* Writes over the latest entry, for nobody has it yet.
InPlace(i, configuration) ==
  [log EXCEPT ![i][Len(log[i])] = [term |-> currentTerm[i], value |-> configuration]]
=============================================================================
