--------------------------- MODULE MCRaftTransfer ---------------------------
(***************************************************************************)
(* Models of RaftTransfer, and the probes.  They are bounded as MCRaft is. *)
(***************************************************************************)
EXTENDS RaftTransfer, MCRaft

-----------------------------------------------------------------------------
MCRcvTimeoutNow(i, m) ==
  /\ Cardinality(Elections) < MaxElections
  /\ RcvTimeoutNow(i, m)

\* What an action of two parameters is replaced by that a model leaves out.
NeverOfBoth(x, y) == FALSE

MCTransferNext ==
  \/ /\ MCNext
     /\ Closed
     /\ Keep
  \/ \E i \in Server :
       \/ \E j \in Server : TransferLeadership(i, j)
       \/ SendTimeoutNow(i)
       \/ AbandonTransfer(i)
       \/ \E m \in msgs : MCRcvTimeoutNow(i, m)

MCTransferSpec == TransferInit /\ [][MCTransferNext]_transferVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* A beginning in the middle, that is reached in Raft.  First was elected  *)
(* in term 1, by all; all messages of that time are lost, and nobody else  *)
(* has its first entry.                                                    *)
(***************************************************************************)
First == CHOOSE i \in Server : TRUE
Second == CHOOSE i \in Server : i # First

LeadInit ==
  /\ currentTerm = [i \in Server |-> 1]
  /\ votedFor = [i \in Server |-> First]
  /\ log = [i \in Server |-> IF i = First THEN <<[term |-> 1, value |-> NoOp]>> ELSE <<>>]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |-> IF i = First THEN "leader" ELSE "follower"]
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> 0]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> 0]]
  /\ msgs = {}
  /\ transferTo = [i \in Server |-> Nobody]

LeadSpec == LeadInit /\ [][MCTransferNext]_transferVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness.  The network is timely, so nobody loses patience with First   *)
(* by itself, and First does not lose patience with its target.            *)
(***************************************************************************)
Rcv(i, m) ==
  RcvRequestVote(i, m) \/ RcvVote(i, m) \/ RcvAppendEntries(i, m) \/ RcvAppended(i, m)

TimelySpec ==
  /\ LeadSpec
  /\ \A i \in Server :
       /\ WF_transferVars(SendTimeoutNow(i))
       /\ WF_transferVars(MCBecomeLeader(i) /\ Closed /\ Keep)
       /\ WF_transferVars(\E j \in Server, prev \in 0..LastIndex(i) :
                            \E count \in 0..LastIndex(i) - prev :
                              MCAppendEntries(i, j, prev, count) /\ Closed /\ Keep)
       /\ WF_transferVars(\E m \in msgs : Rcv(i, m) /\ Closed /\ Keep)
       /\ WF_transferVars(\E m \in msgs : MCRcvTimeoutNow(i, m))

\* Whoever is to lead does.
TargetLeads == (transferTo[First] = Second) ~> (role[Second] = "leader")

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each must be violated, and its counterexample is the shortest   *)
(* run in which the interesting thing happens.                             *)
(***************************************************************************)

NeverHandedOver == \A i \in Server : Leader(i) => i = First

\* A leader that gave up, and accepts requests again, while its target sets out.
NeverTooLate ==
  [][\A i \in Server :
       Leader(i) /\ transferTo[i] = Nobody /\ LastIndex(i)' > LastIndex(i) =>
         ~ \E m \in msgs : m.type = "TimeoutNow" /\ m.term = currentTerm[i]]_transferVars

\* And the target can no longer win.
NeverInVain ==
  [][\A i, j \in Server :
       Leader(i) /\ currentTerm'[j] > currentTerm[i] /\ role'[j] = "candidate" =>
         UpToDate(i, LastIndex(j), LastTerm(j))]_transferVars
=============================================================================
