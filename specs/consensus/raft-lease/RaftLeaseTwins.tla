---------------------------- MODULE RaftLeaseTwins ---------------------------
(***************************************************************************)
(* Weak twins of RaftLease: the protocol with one mistake each.            *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it        *)
(* starts with.  A cfg puts it in the right one's place and names the one  *)
(* property that must then be violated.                                    *)
(*                                                                         *)
(* RaftLeaseHistoryTwins runs them with the history, where what reads      *)
(* promise is.  Here they are as an implementation sees them.              *)
(***************************************************************************)
EXTENDS MCRaftLease

-----------------------------------------------------------------------------
(* Clocks. *)

\* A clock may run as fast as it likes.
WithinDriftAtAnyPace(j) == TRUE

\* Takes its lease to be as long as the patience of the others.
OlderTooLate(ages) ==
  {[round |-> r.round, age |-> r.age + 1] : r \in {s \in ages : s.age + 1 < ElectionTimeout}}

-----------------------------------------------------------------------------
(* Patience. *)

\* Votes for whoever asks, as in Raft.
LeaseRcvRequestVoteAtOnce(i, m) ==
  /\ RcvRequestVote(i, m)
  /\ RaftStep

\* Stands when it likes, as in Raft.
LeaseTimeoutAtOnce(i) ==
  /\ Timeout(i)
  /\ RaftStep

\* Takes it that it owes nobody anything, since it remembers nothing.
QuietAtStartIsLong == ElectionTimeout

\* Answers, and goes on as if it had not.
RcvLeaseHeartbeatImpatiently(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "LeaseHeartbeat", i)
  /\ m.term = currentTerm[i]
  /\ Send({[type |-> "LeaseAck", term |-> m.term, from |-> i, to |-> m.from,
            round |-> m.round]})
  /\ UNCHANGED <<diskVars, memoryVars, quiet>>
  /\ Keep
  /\ Count({}, {i})

-----------------------------------------------------------------------------
(* Rounds and answers. *)

\* Sends no number.
LeaseHeartbeatWithoutRound(i) ==
  /\ role[i] = "leader"
  /\ LET round == leaseRound[i] + 1
     IN  /\ leaseRound' = [leaseRound EXCEPT ![i] = round]
         /\ rounds' = [rounds EXCEPT ![i] = @ \cup {[round |-> round, age |-> 0]}]
  /\ Send({[type |-> "LeaseHeartbeat", term |-> currentTerm[i], from |-> i, to |-> j,
            round |-> 0] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, readVars, leaseAcked, timeVars>>

\* Takes a lease once in its term.
LeaseHeartbeatOnce(i) ==
  /\ role[i] = "leader"
  /\ leaseRound[i] = 0
  /\ leaseRound' = [leaseRound EXCEPT ![i] = 1]
  /\ rounds' = [rounds EXCEPT ![i] = {[round |-> 1, age |-> 0]}]
  /\ Send({[type |-> "LeaseHeartbeat", term |-> currentTerm[i], from |-> i, to |-> j,
            round |-> 1] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, readVars, leaseAcked, timeVars>>

\* Answers what the sender wants to hear.
Ack(i, m, round) ==
  /\ Up(i)
  /\ InFlight(m, "LeaseHeartbeat", i)
  /\ Send({[type |-> "LeaseAck", term |-> m.term, from |-> i, to |-> m.from, round |-> round]})
  /\ UNCHANGED <<diskVars, memoryVars>>
  /\ Hear(i)

RcvLeaseHeartbeatOfOldTerm(i, m) ==
  /\ m.term <= currentTerm[i]
  /\ Ack(i, m, m.round)

RcvLeaseHeartbeatAhead(i, m) ==
  /\ m.term = currentTerm[i]
  /\ Ack(i, m, m.round + 1)

\* Does not look which round the answer is of.
RcvLeaseAckOfAnyRound(i, m) ==
  /\ InFlight(m, "LeaseAck", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ leaseAcked' = [leaseAcked EXCEPT ![i][m.from] = leaseRound[i]]
  /\ UNCHANGED <<vars, readVars, leaseRound, rounds, timeVars>>

\* Does not look which term the answer is of.
RcvLeaseAckOfAnyTerm(i, m) ==
  /\ InFlight(m, "LeaseAck", i)
  /\ role[i] = "leader"
  /\ leaseAcked' = [leaseAcked EXCEPT ![i][m.from] = Max(@, m.round)]
  /\ UNCHANGED <<vars, readVars, leaseRound, rounds, timeVars>>

\* Counts the lease from now on, and not from when the round began.
RcvLeaseAckFromArrival(i, m) ==
  /\ InFlight(m, "LeaseAck", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ leaseAcked' = [leaseAcked EXCEPT ![i][m.from] = Max(@, m.round)]
  /\ rounds' = [rounds EXCEPT ![i] =
                  {r \in @ : r.round # m.round} \cup {[round |-> m.round, age |-> 0]}]
  /\ UNCHANGED <<vars, readVars, leaseRound, timeVars>>

\* Whoever answers is up to date, or is it?
RcvLeaseAckOfLog(i, m) ==
  /\ InFlight(m, "LeaseAck", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ leaseAcked' = [leaseAcked EXCEPT ![i][m.from] = Max(@, m.round)]
  /\ matchIndex' = [matchIndex EXCEPT ![i][m.from] = LastIndex(i)]
  /\ UNCHANGED <<diskVars, role, votesGranted, commitIndex, nextIndex, msgs>>
  /\ UNCHANGED <<readVars, leaseRound, rounds, timeVars>>

-----------------------------------------------------------------------------
(* Reads. *)

\* Is a leader, and that is enough for it.
HoldsLeaseByRole(i) == role[i] = "leader"

\* Notes what it found in its log as committed.  A leader before it may have
\* committed more, and told a client.
ClientReadNoOwnCommit(i, read) ==
  /\ role[i] = "leader"
  /\ WaitingAs(i, read) = {}
  /\ reads' = [reads EXCEPT ![i] = @ \cup {[read |-> read, index |-> commitIndex[i]]}]
  /\ UNCHANGED <<vars, lastApplied, roundVars, timeVars>>

\* Answers what the machine has by now.
AnswerReadNotApplied(i, read, n) ==
  /\ HoldsLease(i)
  /\ \E w \in WaitingAs(i, read) : reads' = [reads EXCEPT ![i] = @ \ {w}]
  /\ n = lastApplied[i]
  /\ UNCHANGED <<vars, lastApplied, roundVars, timeVars>>

\* Applies what is in the log.
ApplyAll(i) ==
  /\ Up(i)
  /\ lastApplied[i] < LastIndex(i)
  /\ lastApplied' = [lastApplied EXCEPT ![i] = @ + 1]
  /\ UNCHANGED <<vars, reads, roundVars, timeVars>>

\* What leaders remember, all remember, but for a crash.
OfAll(f, nothing) == [i \in Server |-> IF role'[i] # "crashed" THEN f[i] ELSE nothing]
=============================================================================
