---------------------------- MODULE RaftReadIndex ----------------------------
(***************************************************************************)
(* Raft with linearizable reads that append nothing to the log: read       *)
(* index.                                                                  *)
(*                                                                         *)
(* A leader may be one no longer and not know it, and what it knows to be  *)
(* committed may be old.  So a leader that is asked to read notes up to    *)
(* where the log is committed, asks all servers whether they have heard of *)
(* a newer term, and answers when a quorum has not.  Whoever could have    *)
(* committed more before the read began would have needed one of them.     *)
(*                                                                         *)
(* Solves:  reads that see every write and every read that ended before    *)
(*          they began.  RaftReadIndexHistory, which remembers what that   *)
(*          was, says so.                                                  *)
(* Extends: Raft, of which every step here is a step, or leaves Raft's     *)
(*          variables alone, but for messages of types of its own.         *)
(* Source:  D. Ongaro, "Consensus: Bridging Theory and Practice", 2014,    *)
(*          section 6.4, whose five steps the comments name.               *)
(*                                                                         *)
(* Rounds:  an answer says that the term was not over when the question    *)
(*          came.  It is worth nothing for a read that began after that,   *)
(*          so questions are numbered, and a read waits for answers to     *)
(*          questions that were asked after it arrived.                    *)
(*                                                                         *)
(* The questions have a type of their own.  An implementation may let the  *)
(* heartbeats that it sends anyway carry the number.                       *)
(***************************************************************************)
EXTENDS Raft

-----------------------------------------------------------------------------
CONSTANT Read               \* the reads, by name

ReadMessageType == {"ReadHeartbeat", "ReadAck"}

-----------------------------------------------------------------------------
VARIABLES
  lastApplied,              \* lastApplied[i]: up to where i's machine has applied
  reads,                    \* reads[i]: what waits for an answer at leader i
  readRound,                \* readRound[i]: the latest round of leader i's questions
  readAcked                 \* readAcked[i][j]: the latest round that j answered

roundVars == <<readRound, readAcked>>
readVars  == <<lastApplied, reads, roundVars>>
allVars   == <<vars, readVars>>

-----------------------------------------------------------------------------
\* A read that waits: for the machine to reach the index, and for the round.
Waiting == [read : Read, index : Nat \ {0}, round : Nat \ {0}]

\* Raft by itself, which knows nothing of messages of other types.
RaftMsgs == {m \in msgs : m.type \in MessageType}

R == INSTANCE Raft WITH msgs <- RaftMsgs

ReadTypeOK ==
  /\ R!TypeOK
  /\ lastApplied \in [Server -> Nat]
  /\ \A i \in Server : reads[i] \subseteq Waiting
  /\ readRound \in [Server -> Nat]
  /\ readAcked \in [Server -> [Server -> Nat]]
  /\ \A m \in msgs \ RaftMsgs : /\ m.type \in ReadMessageType
                                /\ {m.term, m.round} \subseteq Nat \ {0}
                                /\ {m.from, m.to} \subseteq Server

\* No machine has applied anything, and nobody has been asked.
NoReads ==
  /\ reads = [i \in Server |-> {}]
  /\ readRound = [i \in Server |-> 0]
  /\ readAcked = [i \in Server |-> [j \in Server |-> 0]]

ReadInit ==
  /\ Init
  /\ lastApplied = [i \in Server |-> 0]
  /\ NoReads

-----------------------------------------------------------------------------
(* Helpers. *)

\* Which of the reads that wait at i is this one?  One or none.
WaitingAs(i, read) == {w \in reads[i] : w.read = read}

\* Those of whom i knows that they had heard of no newer term when they
\* answered a question of this round, or of a later one.
Confirmed(i, round) == {i} \cup {j \in Server : readAcked[i][j] >= round}

-----------------------------------------------------------------------------
(* What Raft's steps mean here: whoever leads no longer forgets its reads, *)
(* whose clients ask elsewhere; a crash takes the machine back to what is  *)
(* on disk, and a snapshot takes it further.                               *)

OfLeaders(f, nothing) == [i \in Server |-> IF role'[i] = "leader" THEN f[i] ELSE nothing]

RaftStep ==
  /\ reads' = OfLeaders(reads, {})
  /\ readRound' = OfLeaders(readRound, 0)
  /\ readAcked' = OfLeaders(readAcked, [j \in Server |-> 0])
  /\ lastApplied' =
       [i \in Server |-> IF role'[i] = "crashed" THEN snapshot'[i].index
                         ELSE Max(lastApplied[i], snapshot'[i].index)]

-----------------------------------------------------------------------------
(* A leader. *)

\* A client asks leader i to read.  Only with an entry of its own term
\* committed does i know all that is (step 1).  That is what is to be read,
\* and the round after the latest is the first that counts (step 2).
ClientRead(i, read) ==
  /\ role[i] = "leader"
  /\ TermAt(i, commitIndex[i]) = currentTerm[i]
  /\ WaitingAs(i, read) = {}
  /\ reads' = [reads EXCEPT ![i] =
       @ \cup {[read |-> read, index |-> commitIndex[i], round |-> readRound[i] + 1]}]
  /\ UNCHANGED <<vars, lastApplied, roundVars>>

\* The leader asks all whether its term is over (step 3).  All reads that wait
\* may share a round.  A question that got lost is asked again, in the same
\* round or in the next.
ReadHeartbeat(i, round) ==
  /\ role[i] = "leader"
  /\ round \in {readRound[i], readRound[i] + 1}
  /\ {w \in reads[i] : w.round <= round} # {}
  /\ readRound' = [readRound EXCEPT ![i] = round]
  /\ Send({[type |-> "ReadHeartbeat", term |-> currentTerm[i], from |-> i, to |-> j,
            round |-> round] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, lastApplied, reads, readAcked>>

\* An answer counts for the round of the question, and in the term of it.
RcvReadAck(i, m) ==
  /\ InFlight(m, "ReadAck", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ readAcked' = [readAcked EXCEPT ![i][m.from] = Max(@, m.round)]
  /\ UNCHANGED <<vars, lastApplied, reads, readRound>>

\* A quorum has confirmed the read's round, and the machine has applied what
\* was committed when it arrived (step 4), or more: n is what it has (step 5).
AnswerRead(i, read, n) ==
  /\ \E w \in WaitingAs(i, read) :
       /\ IsQuorum(i, Confirmed(i, w.round))
       /\ lastApplied[i] >= w.index
       /\ reads' = [reads EXCEPT ![i] = @ \ {w}]
  /\ n = lastApplied[i]
  /\ UNCHANGED <<vars, lastApplied, roundVars>>

-----------------------------------------------------------------------------
(* Any server. *)

\* As far as i knows the sender's term is not over, and it is on i's disk: who
\* leads in a later one will not have i's vote before this answer was sent.
\* Who has heard of a later term stays silent, for it cannot say so in this
\* one, and the sender learns it from the answers to its entries.
RcvReadHeartbeat(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "ReadHeartbeat", i)
  /\ m.term = currentTerm[i]
  /\ Send({[type |-> "ReadAck", term |-> m.term, from |-> i, to |-> m.from,
            round |-> m.round]})
  /\ UNCHANGED <<diskVars, memoryVars, readVars>>

\* The state machine applies the next entry that is committed.
Apply(i) ==
  /\ Up(i)
  /\ lastApplied[i] < commitIndex[i]
  /\ lastApplied' = [lastApplied EXCEPT ![i] = @ + 1]
  /\ UNCHANGED <<vars, reads, roundVars>>

-----------------------------------------------------------------------------
ReadNext ==
  \/ Next /\ RaftStep
  \/ \E i \in Server :
       \/ \E read \in Read : ClientRead(i, read)
       \/ \E round \in {readRound[i], readRound[i] + 1} : ReadHeartbeat(i, round)
       \/ \E read \in Read : AnswerRead(i, read, lastApplied[i])
       \/ Apply(i)
       \/ \E m \in msgs :
            \/ RcvReadHeartbeat(i, m)
            \/ RcvReadAck(i, m)

ReadSpec == ReadInit /\ [][ReadNext]_allVars

-----------------------------------------------------------------------------
(* Safety.  What reads promise to clients is in RaftReadIndexHistory. *)

\* Only leaders have something to answer.
OnlyLeadersRead ==
  \A i \in Server : reads[i] # {} \/ readRound[i] # 0 => role[i] = "leader"

\* What is to be read is committed, and no more is read than that.
AppliedIsCommitted ==
  \A i \in Server :
    /\ lastApplied[i] <= commitIndex[i]
    /\ \A w \in reads[i] : w.index <= commitIndex[i]

\* Nobody has answered what was not asked, and a read waits for what is asked
\* next at the most.
RoundsAreAsked ==
  \A i \in Server :
    /\ \A j \in Server : readAcked[i][j] <= readRound[i]
    /\ \A w \in reads[i] : w.round <= readRound[i] + 1

\* Why it works.  A round that is confirmed was asked while no later term could
\* begin without somebody who has confirmed it: he answered before.
AckIsOfTheTerm ==
  \A i, j \in Server :
    role[i] = "leader" /\ readAcked[i][j] > 0 => currentTerm[j] >= currentTerm[i]

-----------------------------------------------------------------------------
\* Every step is one of Raft's, or none to it.
RaftSpec == R!Spec

THEOREM ReadSpec => /\ []ReadTypeOK
                    /\ []OnlyLeadersRead
                    /\ []AppliedIsCommitted
                    /\ []RoundsAreAsked
                    /\ RaftSpec
=============================================================================
