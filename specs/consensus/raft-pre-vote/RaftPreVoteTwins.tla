-------------------------- MODULE RaftPreVoteTwins --------------------------
(***************************************************************************)
(* Weak twins of RaftPreVote: the protocol with one mistake each.          *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it        *)
(* starts with.  A cfg puts it in the right one's place and names the one  *)
(* property that must then be violated.                                    *)
(***************************************************************************)
EXTENDS MCRaftPreVote

-----------------------------------------------------------------------------
(* Pre-votes. *)

\* Asks about the term that it is in.
AskForPreVotesInItsTerm(i) ==
  /\ role[i] \in {"follower", "candidate"}
  /\ ~ heard[i]
  /\ MayStand(i)
  /\ preVotes' = [preVotes EXCEPT ![i] = {i}]
  /\ Send({[type |-> "RequestPreVote", term |-> currentTerm[i], from |-> i, to |-> j,
            lastIndex |-> LastIndex(i), lastTerm |-> LastTerm(i)] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, heard, contacts>>

\* Asks although it hears its leader.
AskForPreVotesInTouch(i) ==
  /\ role[i] \in {"follower", "candidate"}
  /\ MayStand(i)
  /\ preVotes' = [preVotes EXCEPT ![i] = {i}]
  /\ Send({[type |-> "RequestPreVote", term |-> currentTerm[i] + 1, from |-> i, to |-> j,
            lastIndex |-> LastIndex(i), lastTerm |-> LastTerm(i)] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, heard, contacts>>

WouldVote(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "RequestPreVote", i)
  /\ Send({[type |-> "PreVoteGranted", term |-> m.term, from |-> i, to |-> m.from]})
  /\ UNCHANGED <<diskVars, memoryVars, touchVars>>

\* A leader that would vote for another one.
RcvRequestPreVoteByLeader(i, m) ==
  /\ ~ heard[i]
  /\ WouldVote(i, m)
  /\ UpToDate(i, m.lastIndex, m.lastTerm)

\* Does not think of the leader that it hears.
RcvRequestPreVoteInTouch(i, m) ==
  /\ WouldVote(i, m)
  /\ UpToDate(i, m.lastIndex, m.lastTerm)

\* Does not look at the log of the one who asks.
RcvRequestPreVoteForAnyLog(i, m) ==
  /\ ~ InTouch(i)
  /\ WouldVote(i, m)

\* Takes it for a vote: a vote needs a newer term.  So one that lags behind
\* gets nothing, and hears of no newer term either.
RcvRequestPreVoteByTerm(i, m) ==
  /\ ~ InTouch(i)
  /\ WouldVote(i, m)
  /\ m.term > currentTerm[i]
  /\ UpToDate(i, m.lastIndex, m.lastTerm)

\* Learns the term, although there may never be an election in it.
RcvRequestPreVoteLearning(i, m) ==
  /\ ~ InTouch(i)
  /\ InFlight(m, "RequestPreVote", i)
  /\ UpToDate(i, m.lastIndex, m.lastTerm)
  /\ Up(i)
  /\ Send({[type |-> "PreVoteGranted", term |-> m.term, from |-> i, to |-> m.from]})
  /\ Learn(i, m.term)
  /\ UNCHANGED <<log, snapshot, memoryVars, touchVars>>

\* Counts what was said of another election.
RcvPreVoteGrantedOfAnyTerm(i, m) ==
  /\ InFlight(m, "PreVoteGranted", i)
  /\ preVotes[i] # {}
  /\ preVotes' = [preVotes EXCEPT ![i] = @ \cup {m.from}]
  /\ UNCHANGED <<vars, heard, contacts>>

\* Counts one that comes late as a vote in the election that it was about.
RcvPreVoteGrantedAsVote(i, m) ==
  /\ InFlight(m, "PreVoteGranted", i)
  /\ \/ /\ m.term = currentTerm[i] + 1
        /\ preVotes[i] # {}
        /\ preVotes' = [preVotes EXCEPT ![i] = @ \cup {m.from}]
        /\ UNCHANGED votesGranted
     \/ /\ m.term = currentTerm[i]
        /\ role[i] = "candidate"
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {m.from}]
        /\ UNCHANGED preVotes
  /\ UNCHANGED <<diskVars, role, commitIndex, leaderVars, msgs, heard, contacts>>

-----------------------------------------------------------------------------
(* Elections. *)

\* Begins one without having asked.
PreVoteTimeoutUnasked(i) ==
  /\ Timeout(i)
  /\ Keep(i)

\* Waits for more than a quorum: for those, too, that never vote.
PreVoteTimeoutByAll(i) ==
  /\ preVotes[i] = Server
  /\ Timeout(i)
  /\ Keep(i)

\* Votes although it hears its leader.
PreVoteRcvRequestVoteInTouch(i, m) ==
  /\ RcvRequestVote(i, m)
  /\ Keep(i)

-----------------------------------------------------------------------------
(* Check quorum. *)

\* Forgets, with its role, for whom it voted in this term.
PreVoteStepDownForgettingVote(i) ==
  /\ ~ IsQuorum(i, contacts[i] \cup {i})
  /\ Leader(i)
  /\ BecomeFollower(i)
  /\ votedFor' = [votedFor EXCEPT ![i] = Nobody]
  /\ UNCHANGED <<currentTerm, log, snapshot, commitIndex, msgs>>
  /\ Keep(i)

PreVoteStepDownOnAWhim(i) ==
  /\ StepDown(i)
  /\ Keep(i)

\* Counts those whom it sends to as heard.
PreVoteBecomeLeaderOfAll(i) ==
  /\ BecomeLeader(i)
  /\ contacts' = [contacts EXCEPT ![i] = Server]
  /\ preVotes' = [preVotes EXCEPT ![i] = {}]
  /\ UNCHANGED heard

\* Goes on if a majority of some set of voters was heard, not of every one.
CheckQuorumOfSome(i) ==
  /\ Leader(i)
  /\ \E voters \in Voters(snapshot[i], log[i]) :
       2 * Cardinality((contacts[i] \cup {i}) \cap voters) > Cardinality(voters)
  /\ contacts' = [contacts EXCEPT ![i] = {}]
  /\ UNCHANGED <<vars, heard, preVotes>>

\* Two sets of voters, as while the members change: all, and one alone.
OneAndAll(before, entries) == {Server, {First}}

-----------------------------------------------------------------------------
(* Replication. *)

\* Lets a leader of an older term talk.
PreVoteRcvAppendEntriesNoAnswer(i, m) ==
  /\ RcvAppendEntries(i, m)
  /\ m.term >= currentTerm[i]
  /\ heard' = [heard EXCEPT ![i] = TRUE]
  /\ preVotes' = [preVotes EXCEPT ![i] = {}]
  /\ contacts' = [contacts EXCEPT ![i] = {}]
=============================================================================
