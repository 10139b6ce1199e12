-------------------------- MODULE MCRaftLeaseHistory -------------------------
(***************************************************************************)
(* Models of RaftLeaseHistory, bounded as in MCRaftLease, and the probes.  *)
(***************************************************************************)
EXTENDS MCRaftLease, RaftLeaseHistory

-----------------------------------------------------------------------------
MCHistoryNext == MCLeaseNext /\ Watch

MCHistorySpec == HistoryInit /\ [][MCHistoryNext]_historyVars

\* Of the entry that is committed clients may know.
MCElectedHistorySpec ==
  /\ ElectedInit
  /\ known = 1
  /\ floor = [i \in Server |-> [read \in Read |-> 0]]
  /\ [][MCHistoryNext]_historyVars
-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness: a leader that everybody hears before its clock ticks again.   *)
(* As rounds have numbers, its clock stops with the last one; and no other *)
(* clock matters here, where nobody stands for election.                   *)
(***************************************************************************)
CalmTick(i) ==
  /\ role[i] = "leader"
  /\ leaseRound[i] < MaxRound
  /\ rounds[i] # {} => HoldsLease(i)
  /\ Tick(i)

\* Who has no lease takes one.
MCRenewal(i) == rounds[i] = {} /\ MCLeaseHeartbeat(i)

MCLiveSpec ==
  /\ MCElectedHistorySpec
  /\ \A i \in Server :
       /\ WF_allVars(MCRenewal(i))
       /\ WF_allVars(\E m \in msgs : RcvLeaseHeartbeat(i, m))
       /\ WF_allVars(\E m \in msgs : RcvLeaseAck(i, m))

\* A leader that a quorum hears holds a lease again and again.
LeaseReturns == \A i \in Server : role[i] = "leader" ~> HoldsLease(i)

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

\* Where most models begin, but for the messages, which may all be lost.
NeverElected == ~ \E leader \in Server : Elected(leader)

\* A leader takes a lease, waits for a tick, and answers: nobody is asked for
\* this read.
NeverAnsweredLater ==
  [][\A i \in Server, read \in Read :
       Answered(i, read) => \A r \in rounds[i] : r.age = 0]_historyVars

\* A lease is over.
NeverExpired == [][\A i \in Server : HoldsLease(i) => HoldsLease(i)']_historyVars

\* A lease is renewed before it is over, by the next round.
NeverRenewed == ~ \E i \in Server : \E r, s \in rounds[i] :
  r.round < s.round /\ IsQuorum(i, Acked(i, r.round)) /\ IsQuorum(i, Acked(i, s.round))

\* An old leader whose lease is over has a read to answer, while a new one has
\* committed more.
NeverReplaced ==
  ~ \E i, j \in Server :
      /\ reads[i] # {}
      /\ leaseRound[i] > 0
      /\ ~ HoldsLease(i)
      /\ role[j] = "leader"
      /\ commitIndex[j] > commitIndex[i]

\* Someone is a candidate as soon as the lease is over, and no tick later: the
\* leader answered a read one tick before.
NeverClose ==
  ~ \E i, j \in Server :
      /\ role[j] = "candidate"
      /\ role[i] = "leader"
      /\ leaseAcked[i][j] = 1
      /\ since[j][i] = LeaseTime

\* A leader loses its term, and forgets a read.
NeverForgotten ==
  [][\A i \in Server : reads[i] # {} => role'[i] = "leader"]_historyVars

\* An answer comes when its round is too old.
NeverLate ==
  [][\A i \in Server : \A m \in msgs :
       m.type = "LeaseAck" /\ (\A r \in rounds[i] : r.round # m.round)
         => ~ RcvLeaseAck(i, m)]_historyVars

\* A read sees more than it has to.
NeverSeesMore ==
  [][\A i \in Server : \A w \in reads[i] :
       Answered(i, w.read) => lastApplied[i] = w.index]_historyVars
=============================================================================
