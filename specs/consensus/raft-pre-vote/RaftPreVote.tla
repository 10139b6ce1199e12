----------------------------- MODULE RaftPreVote ----------------------------
(***************************************************************************)
(* Raft that does not disturb itself: pre-vote and check quorum.           *)
(*                                                                         *)
(* In Raft, a server that was cut off comes back with a term that grew     *)
(* with each of its timeouts, and takes down a leader that everybody else  *)
(* is content with.  Here a server first asks whether others would vote    *)
(* for it, and begins an election, in a new term, only after a quorum said *)
(* so.  Whoever heard from a leader lately says nothing, and does not look *)
(* at requests for votes either.                                           *)
(*                                                                         *)
(* With that, followers stay with a leader that they hear, even if it does *)
(* not hear them and can commit nothing.  So a leader checks from time to  *)
(* time whom it heard, and steps down if that was no quorum.               *)
(*                                                                         *)
(* Refines: Raft.  An election needs more here; whatever happens, happens  *)
(*          in Raft as well (RaftSpec below).                              *)
(* Sources: D. Ongaro, "Consensus: Bridging Theory and Practice", 2014,    *)
(*          9.6 for pre-vote, 4.2.3 for those who ignore requests while    *)
(*          they hear a leader, 6.2 for leaders that step down.            *)
(*                                                                         *)
(* Time:    "lately" is a flag that a leader's message sets and that may   *)
(*          be cleared at any moment, which stands for the least election  *)
(*          timeout.  No safety property depends on when that is.          *)
(* Terms:   pre-votes have nothing to do with the terms of those who       *)
(*          answer.  A server that lags behind learns the newer term from  *)
(*          the votes that it is refused, as ever, and asks again.         *)
(*                                                                         *)
(* Nobody says that it would not vote: the asker learns no more from that  *)
(* than from silence.                                                      *)
(***************************************************************************)
EXTENDS Raft

-----------------------------------------------------------------------------
(***************************************************************************)
(* Both messages have the term of the election that would follow, and the  *)
(* request says what a request for votes says.                             *)
(***************************************************************************)
PreVoteMessageType == {"RequestPreVote", "PreVoteGranted"}

-----------------------------------------------------------------------------
VARIABLES
  heard,                    \* heard[i]: has i heard lately from its term's leader?
  preVotes,                 \* preVotes[i]: who would vote for i; empty: i asks nobody
  contacts                  \* contacts[i]: whom leader i heard since its last check

touchVars   == <<heard, preVotes, contacts>>
preVoteVars == <<vars, touchVars>>

-----------------------------------------------------------------------------
PreVoteTypeOK ==
  /\ heard \in [Server -> BOOLEAN]
  /\ preVotes \in [Server -> SUBSET Server]
  /\ contacts \in [Server -> SUBSET Server]
  /\ \A m \in msgs : /\ m.type \in MessageType \cup PreVoteMessageType
                     /\ m.term \in Nat \ {0}
                     /\ {m.from, m.to} \subseteq Server

PreVoteInit ==
  /\ Init
  /\ heard = [i \in Server |-> FALSE]
  /\ preVotes = [i \in Server |-> {}]
  /\ contacts = [i \in Server |-> {}]

-----------------------------------------------------------------------------
(* Helpers. *)

\* Is i content with the leader it has?  A leader hears itself.
InTouch(i) == Leader(i) \/ heard[i]

\* What a step of Raft leaves of it.  Another term has another leader, and
\* another election after it; and only leaders are in need of a quorum.
Keep(i) ==
  LET same == currentTerm'[i] = currentTerm[i]
  IN  /\ heard' = [heard EXCEPT ![i] = @ /\ same /\ role'[i] = "follower"]
      /\ preVotes' = [preVotes EXCEPT ![i] =
                        IF same /\ role'[i] \in {"follower", "candidate"} THEN @ ELSE {}]
      /\ contacts' = [contacts EXCEPT ![i] = IF role'[i] = "leader" THEN @ ELSE {}]

HearFollower(i, j) ==
  /\ contacts' = [contacts EXCEPT ![i] = @ \cup {j}]
  /\ UNCHANGED <<heard, preVotes>>

-----------------------------------------------------------------------------
(* Before an election. *)

\* Nothing from a leader for as long as an election timeout takes at least.
LosePatience(i) ==
  /\ heard[i]
  /\ heard' = [heard EXCEPT ![i] = FALSE]
  /\ UNCHANGED <<vars, preVotes, contacts>>

\* i asks who would vote for it.  Its term stays as it is.
AskForPreVotes(i) ==
  /\ role[i] \in {"follower", "candidate"}
  /\ ~ heard[i]
  /\ MayStand(i)
  /\ preVotes' = [preVotes EXCEPT ![i] = {i}]
  /\ Send({[type |-> "RequestPreVote", term |-> currentTerm[i] + 1, from |-> i, to |-> j,
            lastIndex |-> LastIndex(i), lastTerm |-> LastTerm(i)] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, heard, contacts>>

\* i has no leader either, and would vote for a log like this.  It promises
\* nothing, and remembers nothing.
RcvRequestPreVote(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "RequestPreVote", i)
  /\ ~ InTouch(i)
  /\ UpToDate(i, m.lastIndex, m.lastTerm)
  /\ Send({[type |-> "PreVoteGranted", term |-> m.term, from |-> i, to |-> m.from]})
  /\ UNCHANGED <<diskVars, memoryVars, touchVars>>

\* Another one would vote for i, in the election that i asked about last.
RcvPreVoteGranted(i, m) ==
  /\ InFlight(m, "PreVoteGranted", i)
  /\ m.term = currentTerm[i] + 1
  /\ preVotes[i] # {}
  /\ preVotes' = [preVotes EXCEPT ![i] = @ \cup {m.from}]
  /\ UNCHANGED <<vars, heard, contacts>>

-----------------------------------------------------------------------------
(* Raft's elections. *)

\* A new term only after a quorum said that it would vote.
PreVoteTimeout(i) ==
  /\ IsQuorum(i, preVotes[i])
  /\ Timeout(i)
  /\ Keep(i)

\* Whoever has a leader looks at no request: neither is its term renewed.
PreVoteRcvRequestVote(i, m) ==
  /\ ~ InTouch(i)
  /\ RcvRequestVote(i, m)
  /\ Keep(i)

PreVoteRcvVote(i, m) ==
  /\ RcvVote(i, m)
  /\ Keep(i)

\* A new leader has just heard those who voted for it.
PreVoteBecomeLeader(i) ==
  /\ BecomeLeader(i)
  /\ contacts' = [contacts EXCEPT ![i] = votesGranted[i]]
  /\ preVotes' = [preVotes EXCEPT ![i] = {}]
  /\ UNCHANGED heard

-----------------------------------------------------------------------------
(* Check quorum. *)

\* The leader has heard a quorum since its last check: it goes on.
CheckQuorum(i) ==
  /\ Leader(i)
  /\ IsQuorum(i, contacts[i] \cup {i})
  /\ contacts' = [contacts EXCEPT ![i] = {}]
  /\ UNCHANGED <<vars, heard, preVotes>>

\* It has not: what it is asked to append may never be committed.
PreVoteStepDown(i) ==
  /\ ~ IsQuorum(i, contacts[i] \cup {i})
  /\ StepDown(i)
  /\ Keep(i)

-----------------------------------------------------------------------------
(* Raft's replication. *)

\* A word of the leader, whatever it brings.
PreVoteRcvAppendEntries(i, m) ==
  /\ RcvAppendEntries(i, m)
  /\ IF m.term < currentTerm[i]
       THEN UNCHANGED touchVars
       ELSE /\ heard' = [heard EXCEPT ![i] = TRUE]
            /\ preVotes' = [preVotes EXCEPT ![i] = {}]
            /\ contacts' = [contacts EXCEPT ![i] = {}]

PreVoteRcvAppended(i, m) ==
  /\ RcvAppended(i, m)
  /\ HearFollower(i, m.from)

PreVoteRcvRefused(i, m) ==
  /\ RcvRefused(i, m)
  /\ IF m.term = currentTerm[i] THEN HearFollower(i, m.from) ELSE Keep(i)

-----------------------------------------------------------------------------
(* The environment. *)

PreVoteCrash(i) ==
  /\ Crash(i)
  /\ Keep(i)

-----------------------------------------------------------------------------
PreVoteNext ==
  \/ \E i \in Server :
       \/ LosePatience(i)
       \/ AskForPreVotes(i)
       \/ PreVoteTimeout(i)
       \/ PreVoteBecomeLeader(i)
       \/ CheckQuorum(i)
       \/ PreVoteStepDown(i)
       \/ PreVoteCrash(i)
       \/ Restart(i) /\ UNCHANGED touchVars
       \/ \E value \in Value : ClientRequest(i, value) /\ UNCHANGED touchVars
       \/ \E j \in Server, prev \in 0..LastIndex(i) :
            \E count \in 0..LastIndex(i) - prev :
              AppendEntries(i, j, prev, count) /\ UNCHANGED touchVars
       \/ \E n \in 1..LastIndex(i) : AdvanceCommitIndex(i, n) /\ UNCHANGED touchVars
       \/ \E m \in msgs :
            \/ RcvRequestPreVote(i, m)
            \/ RcvPreVoteGranted(i, m)
            \/ PreVoteRcvRequestVote(i, m)
            \/ PreVoteRcvVote(i, m)
            \/ PreVoteRcvAppendEntries(i, m)
            \/ PreVoteRcvAppended(i, m)
            \/ PreVoteRcvRefused(i, m)
  \/ \E m \in msgs : LoseMessage(m) /\ UNCHANGED touchVars

PreVoteSpec == PreVoteInit /\ [][PreVoteNext]_preVoteVars

-----------------------------------------------------------------------------
(* Safety. *)

\* What is remembered, and by whom.
TouchByRole ==
  \A i \in Server :
    /\ heard[i] => role[i] = "follower" /\ preVotes[i] = {}
    /\ preVotes[i] # {} => role[i] \in {"follower", "candidate"}
    /\ contacts[i] # {} => Leader(i)

\* An election begins only after a quorum said that it would vote in it.
PreVotedByQuorum ==
  [][\A i \in Server :
       currentTerm'[i] # currentTerm[i] /\ role'[i] = "candidate" =>
         IsQuorum(i, preVotes[i])]_preVoteVars

\* And it said so of that election.  (Where no message is lost.)
PreVotesWereSent ==
  \A i \in Server : \A j \in preVotes[i] \ {i} :
    [type |-> "PreVoteGranted", term |-> currentTerm[i] + 1, from |-> j, to |-> i] \in msgs

\* Whoever is in touch with a leader gives nobody a vote, not even a pre-vote.
ContentWithLeader ==
  [][\A i \in Server :
       InTouch(i) => \A m \in msgs' \ msgs :
                       m.from = i => m.type \notin {"PreVoteGranted", "Vote"}]_preVoteVars

\* Who gets a pre-vote asked for it, and might get the vote: its log is as up
\* to date as the log of who gives it.
HopefulOnly ==
  [][\A m \in msgs' \ msgs :
       m.type = "PreVoteGranted" =>
         \E n \in msgs : /\ n.type = "RequestPreVote"
                         /\ n.term = m.term
                         /\ n.from = m.to
                         /\ n.to = m.from
                         /\ UpToDate(m.from, n.lastIndex, n.lastTerm)]_preVoteVars

\* A leader steps down in its own term only if it did not hear a quorum.
StepsDownInNeed ==
  [][\A i \in Server :
       Leader(i) /\ role'[i] = "follower" /\ currentTerm'[i] = currentTerm[i] =>
         ~ IsQuorum(i, contacts[i] \cup {i})]_preVoteVars

\* And goes on only if it did.
GoesOnInContact ==
  [][\A i \in Server :
       Leader(i)' /\ contacts[i] # {} /\ contacts'[i] = {} =>
         IsQuorum(i, contacts[i] \cup {i})]_preVoteVars

\* Those whom a leader counts on did say something in its term.
ContactsAnswered ==
  \A i \in Server : \A j \in contacts[i] \ {i} :
    \E m \in msgs : /\ m.from = j
                    /\ m.to = i
                    /\ m.term = currentTerm[i]
                    /\ m.type \in {"Vote", "Appended", "Refused"}

-----------------------------------------------------------------------------
(***************************************************************************)
(* A server that was cut off and returns does not disturb.  Those with     *)
(* leader i are of its term, in touch, and have told nobody, before that,  *)
(* that they would vote for another one after it.  While they are a quorum *)
(* and no term is newer, i leads, and nobody else can change that.         *)
(***************************************************************************)

Told(j, term) ==
  \/ \E m \in msgs : m.type = "PreVoteGranted" /\ m.from = j /\ m.term > term
  \/ \E k \in Server \ {j} : currentTerm[k] >= term /\ j \in preVotes[k]

With(i) ==
  {j \in Server : /\ currentTerm[j] = currentTerm[i]
                  /\ InTouch(j)
                  /\ ~ Told(j, currentTerm[i])}

InPower(i) ==
  /\ Leader(i)
  /\ IsQuorum(i, With(i))
  /\ \A j \in Server : currentTerm[j] <= currentTerm[i]

Undisturbed ==
  [][\A i \in Server :
       InPower(i) => \/ InPower(i)'
                     \/ \E j \in With(i) \cup {i} : ~ InTouch(j)']_preVoteVars

-----------------------------------------------------------------------------
(* Refinement. *)

R == INSTANCE Raft WITH msgs <- {m \in msgs : m.type \in MessageType}

RaftSpec == R!Spec

\* The same for runs that begin in the middle.
RaftSteps == [][R!Next]_R!vars

THEOREM PreVoteSpec => /\ []PreVoteTypeOK
                       /\ PreVotedByQuorum
                       /\ ContentWithLeader
                       /\ StepsDownInNeed
                       /\ Undisturbed
                       /\ RaftSpec
=============================================================================
