---------------------- MODULE RaftReadIndexHistoryTwins ----------------------
(***************************************************************************)
(* The weak twins of RaftReadIndex with the history, and those of fairness.*)
(***************************************************************************)
EXTENDS MCRaftReadIndexHistory, RaftReadIndexTwins

-----------------------------------------------------------------------------
(* Liveness. *)

\* Weak fairness where the protocol needs strong: a message that is lost and
\* sent again for ever need not get through.
UnfairNetworkSpec ==
  /\ MCElectedHistorySpec
  /\ \A i \in Server :
       /\ Works(i)
       /\ WF_allVars(\E m \in msgs : RcvReadHeartbeat(i, m))
       /\ WF_allVars(\E m \in msgs : RcvReadAck(i, m))

\* A machine that does not work.
IdleMachineSpec ==
  /\ MCElectedHistorySpec
  /\ \A i \in Server :
       /\ \A round \in 1..MaxRound : WF_allVars(MCReadHeartbeat(i, round))
       /\ \A read \in Read : WF_allVars(\E n \in 0..MaxLog : AnswerRead(i, read, n))
       /\ SF_allVars(\E m \in msgs : RcvReadHeartbeat(i, m))
       /\ SF_allVars(\E m \in msgs : RcvReadAck(i, m))
=============================================================================
