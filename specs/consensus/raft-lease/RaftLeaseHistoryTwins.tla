------------------------ MODULE RaftLeaseHistoryTwins ------------------------
(***************************************************************************)
(* The weak twins of RaftLease with the history, and those of fairness.    *)
(***************************************************************************)
EXTENDS MCRaftLeaseHistory, RaftLeaseTwins

-----------------------------------------------------------------------------
\* Followers need not answer.
SilentFollowersSpec ==
  /\ MCElectedHistorySpec
  /\ \A i \in Server :
       /\ WF_allVars(MCRenewal(i))
       /\ WF_allVars(\E m \in msgs : RcvLeaseAck(i, m))
=============================================================================
