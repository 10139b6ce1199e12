--------------------------- MODULE RaftLeaseHistory --------------------------
(***************************************************************************)
(* RaftLease with a memory: what clients may have known when a read began. *)
(* The two history variables only watch.  They appear in no guard, so      *)
(* every run of RaftLease is a run of this module.                         *)
(*                                                                         *)
(* They are kept apart because no implementation has them: code and logs   *)
(* are compared with RaftLease.                                            *)
(*                                                                         *)
(* A client knows that its write is done once the entry is committed       *)
(* somewhere, and a read returns no more than that.  So what any client    *)
(* may know is the highest commit index that there ever was.  As the log   *)
(* is one (StateMachineSafety), a number says which writes a read sees.    *)
(***************************************************************************)
EXTENDS RaftLease

-----------------------------------------------------------------------------
VARIABLES
  known,                    \* the highest index that any client may know of
  floor                     \* floor[i][read]: that, when a read that waits at i began

historyVars == <<allVars, known, floor>>

HistoryTypeOK ==
  /\ known \in Nat
  /\ floor \in [Server -> [Read -> Nat]]

HistoryStart ==
  /\ known = 0
  /\ floor = [i \in Server |-> [read \in Read |-> 0]]

HistoryInit == LeaseInit /\ HistoryStart

-----------------------------------------------------------------------------
Highest(indexes) == CHOOSE n \in indexes : \A o \in indexes : n >= o

Watch ==
  /\ known' = Highest({known} \cup {commitIndex'[i] : i \in Server})
  /\ floor' = [i \in Server |-> [read \in Read |->
                 IF WaitingAs(i, read)' = {} THEN 0
                 ELSE IF WaitingAs(i, read) = {} THEN known
                 ELSE floor[i][read]]]

HistoryNext == LeaseNext /\ Watch

HistorySpec == HistoryInit /\ [][HistoryNext]_historyVars

-----------------------------------------------------------------------------
(* Safety. *)

\* A read that a leader has no more, and it leads on, was answered.
Answered(i, read) ==
  /\ WaitingAs(i, read) # {}
  /\ WaitingAs(i, read)' = {}
  /\ role'[i] = "leader"

\* A read sees all that was done before it began.
LinearizableReads ==
  [][\A i \in Server, read \in Read :
       Answered(i, read) => lastApplied[i] >= floor[i][read]]_historyVars

\* And so would one that began now, at a leader that may answer it.
LeaderKnowsAll ==
  \A i \in Server :
    HoldsLease(i) /\ TermAt(i, commitIndex[i]) = currentTerm[i] => commitIndex[i] = known

-----------------------------------------------------------------------------
THEOREM HistorySpec => /\ []HistoryTypeOK
                       /\ LinearizableReads
                       /\ []LeaderKnowsAll
                       /\ LeaseSpec
=============================================================================
