----------------------- MODULE MCRaftReadIndexHistory ------------------------
(***************************************************************************)
(* Models of RaftReadIndexHistory, bounded as in MCRaftReadIndex, and the  *)
(* probes.                                                                 *)
(***************************************************************************)
EXTENDS MCRaftReadIndex, RaftReadIndexHistory

-----------------------------------------------------------------------------
MCHistoryNext == MCReadNext /\ Watch

MCHistorySpec == HistoryInit /\ [][MCHistoryNext]_historyVars

\* Of the entry that is committed clients may know.
MCElectedHistorySpec ==
  /\ ElectedInit
  /\ known = 1
  /\ floor = [i \in Server |-> [read \in Read |-> 0]]
  /\ [][MCHistoryNext]_historyVars
-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness: a leader that everybody hears, in time.  A message that is    *)
(* sent again and again gets through, although the network may lose it     *)
(* every now and then.                                                     *)
(***************************************************************************)
Works(i) ==
  /\ \A round \in 1..MaxRound : WF_allVars(MCReadHeartbeat(i, round))
  /\ \A read \in Read : WF_allVars(\E n \in 0..MaxLog : AnswerRead(i, read, n))
  /\ WF_allVars(MCApply(i))

MCLiveSpec ==
  /\ MCElectedHistorySpec
  /\ \A i \in Server :
       /\ Works(i)
       /\ SF_allVars(\E m \in msgs : RcvReadHeartbeat(i, m))
       /\ SF_allVars(\E m \in msgs : RcvReadAck(i, m))

\* Every read is answered, or its leader leads no longer.
ReadsEnd ==
  \A i \in Server, read \in Read : WaitingAs(i, read) # {} ~> WaitingAs(i, read) = {}

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

\* Where most models begin, but for the messages, which may all be lost.
NeverElected == ~ \E leader \in Server : Elected(leader)

NeverAnswered ==
  [][\A i \in Server, read \in Read : ~ Answered(i, read)]_historyVars

NeverForgotten ==
  [][\A i \in Server : reads[i] # {} => role'[i] = "leader"]_historyVars

\* An old leader, which does not know it, while others know of more.
NeverReplaced ==
  ~ \E i, j \in Server :
      /\ reads[i] # {}
      /\ role[j] = "leader"
      /\ commitIndex[j] > commitIndex[i]

NeverShared ==
  ~ \E i \in Server : \E v, w \in reads[i] :
      v # w /\ v.round = w.round /\ IsQuorum(i, Confirmed(i, v.round))

NeverSeesMore ==
  [][\A i \in Server : \A w \in reads[i] :
       Answered(i, w.read) => lastApplied[i] = w.index]_historyVars

\* An answer to a round that is not the latest any more.
NeverLate ==
  [][\A i \in Server : \A m \in msgs :
       m.type = "ReadAck" /\ m.round < readRound[i] => ~ RcvReadAck(i, m)]_historyVars
=============================================================================
