-------------------------- MODULE RaftReadIndexTwins -------------------------
(***************************************************************************)
(* Weak twins of RaftReadIndex: the protocol with one mistake each.        *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it        *)
(* starts with.  A cfg puts it in the right one's place and names the one  *)
(* property that must then be violated.                                    *)
(*                                                                         *)
(* RaftReadIndexHistoryTwins runs them with the history, where what reads  *)
(* promise is.  Here they are as an implementation sees them.              *)
(***************************************************************************)
EXTENDS MCRaftReadIndex

-----------------------------------------------------------------------------
(* Which reads. *)

\* Notes what it found in its log as committed.  A leader before it may have
\* committed more, and told a client.
ClientReadNoOwnCommit(i, read) ==
  /\ role[i] = "leader"
  /\ WaitingAs(i, read) = {}
  /\ reads' = [reads EXCEPT ![i] =
       @ \cup {[read |-> read, index |-> commitIndex[i], round |-> readRound[i] + 1]}]
  /\ UNCHANGED <<vars, lastApplied, roundVars>>

\* Takes part in the round that is under way, some answers to which may be
\* older than the read.
ClientReadJoinsRound(i, read) ==
  /\ role[i] = "leader"
  /\ TermAt(i, commitIndex[i]) = currentTerm[i]
  /\ WaitingAs(i, read) = {}
  /\ reads' = [reads EXCEPT ![i] =
       @ \cup {[read |-> read, index |-> commitIndex[i], round |-> Max(1, readRound[i])]}]
  /\ UNCHANGED <<vars, lastApplied, roundVars>>

-----------------------------------------------------------------------------
(* Questions and answers. *)

\* Sends no number.
ReadHeartbeatWithoutRound(i, round) ==
  /\ role[i] = "leader"
  /\ {w \in reads[i] : w.round <= round} # {}
  /\ readRound' = [readRound EXCEPT ![i] = round]
  /\ Send({[type |-> "ReadHeartbeat", term |-> currentTerm[i], from |-> i, to |-> j,
            round |-> 0] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, lastApplied, reads, readAcked>>

\* Asks once for each read.
ReadHeartbeatOnce(i, round) ==
  /\ role[i] = "leader"
  /\ {w \in reads[i] : w.round = round} # {}
  /\ round > readRound[i]
  /\ readRound' = [readRound EXCEPT ![i] = round]
  /\ Send({[type |-> "ReadHeartbeat", term |-> currentTerm[i], from |-> i, to |-> j,
            round |-> round] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, lastApplied, reads, readAcked>>

\* Answers what the sender wants to hear.
Ack(i, m, round) ==
  /\ Up(i)
  /\ InFlight(m, "ReadHeartbeat", i)
  /\ Send({[type |-> "ReadAck", term |-> m.term, from |-> i, to |-> m.from, round |-> round]})
  /\ UNCHANGED <<diskVars, memoryVars, readVars>>

RcvReadHeartbeatOfOldTerm(i, m) ==
  /\ m.term <= currentTerm[i]
  /\ Ack(i, m, m.round)

RcvReadHeartbeatOfAnyTerm(i, m) == Ack(i, m, m.round)

RcvReadHeartbeatAhead(i, m) ==
  /\ m.term = currentTerm[i]
  /\ Ack(i, m, m.round + 1)

\* Does not look which round the answer is of.
RcvReadAckOfAnyRound(i, m) ==
  /\ InFlight(m, "ReadAck", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ readAcked' = [readAcked EXCEPT ![i][m.from] = readRound[i]]
  /\ UNCHANGED <<vars, lastApplied, reads, readRound>>

\* Whoever answers is up to date, or is it?
RcvReadAckOfLog(i, m) ==
  /\ InFlight(m, "ReadAck", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ readAcked' = [readAcked EXCEPT ![i][m.from] = Max(@, m.round)]
  /\ matchIndex' = [matchIndex EXCEPT ![i][m.from] = LastIndex(i)]
  /\ UNCHANGED <<diskVars, role, votesGranted, commitIndex, nextIndex, msgs>>
  /\ UNCHANGED <<lastApplied, reads, readRound>>

-----------------------------------------------------------------------------
(* Answers to clients. *)

\* Is a leader, and that is enough for it.
AnswerReadNotConfirmed(i, read, n) ==
  /\ \E w \in WaitingAs(i, read) :
       /\ lastApplied[i] >= w.index
       /\ reads' = [reads EXCEPT ![i] = @ \ {w}]
  /\ n = lastApplied[i]
  /\ UNCHANGED <<vars, lastApplied, roundVars>>

\* Answers what the machine has by now.
AnswerReadNotApplied(i, read, n) ==
  /\ \E w \in WaitingAs(i, read) :
       /\ IsQuorum(i, Confirmed(i, w.round))
       /\ reads' = [reads EXCEPT ![i] = @ \ {w}]
  /\ n = lastApplied[i]
  /\ UNCHANGED <<vars, lastApplied, roundVars>>

\* Applies what is in the log.
ApplyAll(i) ==
  /\ Up(i)
  /\ lastApplied[i] < LastIndex(i)
  /\ lastApplied' = [lastApplied EXCEPT ![i] = @ + 1]
  /\ UNCHANGED <<vars, reads, roundVars>>

\* What leaders remember, all remember.
OfAll(f, nothing) == f

=============================================================================
