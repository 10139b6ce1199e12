------------------------ MODULE RaftReadIndexHistory -------------------------
(***************************************************************************)
(* RaftReadIndex with a memory: what clients may have known when a read    *)
(* began.  The two history variables only watch.  They appear in no guard, *)
(* so every run of RaftReadIndex is a run of this module.                  *)
(*                                                                         *)
(* They are kept apart because no implementation has them: code and logs   *)
(* are compared with RaftReadIndex.                                        *)
(*                                                                         *)
(* A client knows that its write is done once the entry is committed       *)
(* somewhere, and a read returns no more than that.  So what any client    *)
(* may know is the highest commit index that there ever was.  As the log   *)
(* is one (StateMachineSafety), a number says which writes a read sees.    *)
(***************************************************************************)
EXTENDS RaftReadIndex

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

HistoryInit == ReadInit /\ HistoryStart

-----------------------------------------------------------------------------
Highest(indexes) == CHOOSE n \in indexes : \A o \in indexes : n >= o

Watch ==
  /\ known' = Highest({known} \cup {commitIndex'[i] : i \in Server})
  /\ floor' = [i \in Server |-> [read \in Read |->
                 IF WaitingAs(i, read)' = {} THEN 0
                 ELSE IF WaitingAs(i, read) = {} THEN known
                 ELSE floor[i][read]]]

HistoryNext == ReadNext /\ Watch

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

\* And as soon as its round is confirmed it would, so it need not wait for more.
IndexIsEnough ==
  \A i \in Server : \A w \in reads[i] :
    IsQuorum(i, Confirmed(i, w.round)) => w.index >= floor[i][w.read]

-----------------------------------------------------------------------------
THEOREM HistorySpec => /\ []HistoryTypeOK
                       /\ LinearizableReads
                       /\ ReadSpec
=============================================================================
