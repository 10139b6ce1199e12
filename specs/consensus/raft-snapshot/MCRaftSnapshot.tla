--------------------------- MODULE MCRaftSnapshot ---------------------------
(***************************************************************************)
(* Models of RaftSnapshot, and the probes.  The bounds are those of        *)
(* MCRaft, and two more: a server compacts as far as it can, and a leader  *)
(* sends the next chunk.                                                   *)
(*                                                                         *)
(* Snapshots matter to a server that is far behind, and it takes many      *)
(* steps until one is.  So most models begin in the middle, in a state to  *)
(* which a run leads, as a probe shows.                                    *)
(***************************************************************************)
EXTENDS RaftSnapshot, MCRaft

CONSTANTS
  MaxChunk,                 \* how many values a chunk carries
  Far,                      \* who is far behind when a model begins; {}: nobody
  Asleep                    \* who has then just crashed, of the others

-----------------------------------------------------------------------------
MCCompact(i, n) ==
  /\ n = commitIndex[i]
  /\ Compact(i, n)

MCInstallSnapshot(i, j, offset, count) ==
  /\ offset = nextOffset[i][j]
  /\ count = Min(MaxChunk, Len(image[i]) - offset)
  /\ InstallSnapshot(i, j, offset, count)

MCSnapshotNext ==
  \/ /\ MCNext
     /\ UNCHANGED image
     /\ incoming' = [i \in Server |-> IF role'[i] = "crashed" THEN NothingYet ELSE incoming[i]]
     /\ nextOffset' = [i \in Server |-> IF role'[i] = "leader" THEN nextOffset[i]
                                        ELSE FromTheStart]
  \/ \E i \in Server :
       \/ \E n \in 1..commitIndex[i] : MCCompact(i, n)
       \/ \E j \in Server, offset \in 0..Len(image[i]) :
            \E count \in 0..Len(image[i]) - offset : MCInstallSnapshot(i, j, offset, count)
       \/ \E m \in msgs :
            \/ RcvInstallSnapshot(i, m)
            \/ RcvStored(i, m)

-----------------------------------------------------------------------------
(* Where models begin. *)

First == CHOOSE i \in Server \ Far : TRUE

RECURSIVE EntriesOf(_)
EntriesOf(values) ==
  IF values = {}
    THEN <<>>
    ELSE LET value == CHOOSE v \in values : TRUE
         IN  <<[term |-> 1, value |-> value]>> \o EntriesOf(values \ {value})

\* One leader has had all values committed but the last, which the others have,
\* too.  Nothing has ever reached those who are far, and all messages are lost.
\* Without those who are asleep a model is about two servers, one of them far.
Middle ==
  LET entries == <<[term |-> 1, value |-> NoOp]>> \o EntriesOf(Value)
      last    == Len(entries)
      near(a, b) == [i \in Server |-> IF i \in Far THEN b ELSE a]
  IN  /\ currentTerm = near(1, 0)
      /\ votedFor = near(First, Nobody)
      /\ log = near(entries, <<>>)
      /\ snapshot = [i \in Server |-> NoSnapshot]
      /\ role = [i \in Server |-> IF i = First THEN "leader"
                               ELSE IF i \in Asleep THEN "crashed"
                               ELSE "follower"]
      /\ votesGranted = [i \in Server |-> {}]
      /\ commitIndex = [i \in Server |-> IF i \in Far \cup Asleep THEN 0 ELSE last - 1]
      /\ nextIndex = [i \in Server |-> [j \in Server |->
                       IF i = First /\ j \notin Far \cup {First} THEN last + 1 ELSE 1]]
      /\ matchIndex = [i \in Server |-> [j \in Server |->
                        IF i = First /\ j \notin Far \cup {First} THEN last ELSE 0]]
      /\ msgs = {}
      /\ image = [i \in Server |-> <<>>]
      /\ incoming = [i \in Server |-> NothingYet]
      /\ nextOffset = [i \in Server |-> FromTheStart]

MCSnapshotInit == IF Far = {} THEN SnapshotInit ELSE Middle

MCSnapshotSpec == MCSnapshotInit /\ [][MCSnapshotNext]_snapshotVars
=============================================================================
