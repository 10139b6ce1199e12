--------------------------- MODULE MCRaftSnapshot ---------------------------
(***************************************************************************)
(* Models of RaftSnapshot, and the probes.  The bounds are those of        *)
(* MCRaft, and two more: a server compacts as far as it can, and a leader  *)
(* sends the next chunk.                                                   *)
(*                                                                         *)
(* Snapshots matter to a server that is far behind, and it takes many      *)
(* steps until one is.  So most models begin in the middle.  The code's    *)
(* side of such a model takes the run that leads there, step by step, and  *)
(* where that ends is compared with Middle.                                *)
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
       \/ \E n \in snapshot[i].index + 1 .. commitIndex[i] : MCCompact(i, n)
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

\* Who leads now has led before, and has had all values committed but the last,
\* which the others have, too.  Nothing has ever reached those who are far, and
\* all messages are lost.  Without those who are asleep a model is about two
\* servers, one of them far.
Middle ==
  LET all     == <<[term |-> 1, value |-> NoOp]>> \o EntriesOf(Value)
      done    == Len(all) - 1
      entries == SubSeq(all, 1, done) \o <<[term |-> 2, value |-> NoOp],
                                           [term |-> 2, value |-> all[done + 1].value]>>
      last    == Len(entries)
      confirmed(i, j) == i = First /\ j \notin Far \cup {First}
      near(a, b) == [i \in Server |-> IF i \in Far THEN b ELSE a]
  IN  /\ currentTerm = near(2, 0)
      /\ votedFor = near(First, Nobody)
      /\ log = near(entries, <<>>)
      /\ snapshot = [i \in Server |-> NoSnapshot]
      /\ role = [i \in Server |-> IF i = First THEN "leader"
                               ELSE IF i \in Asleep THEN "crashed"
                               ELSE "follower"]
      /\ votesGranted = [i \in Server |-> {}]
      /\ commitIndex = [i \in Server |-> IF i \in Far \cup Asleep THEN 0 ELSE done]
      /\ nextIndex = [i \in Server |-> [j \in Server |->
                       IF confirmed(i, j) THEN last + 1
                       ELSE IF i = First THEN done + 1 ELSE 1]]
      /\ matchIndex = [i \in Server |-> [j \in Server |->
                       IF confirmed(i, j) THEN last ELSE 0]]
      /\ msgs = {}
      /\ image = [i \in Server |-> <<>>]
      /\ incoming = [i \in Server |-> NothingYet]
      /\ nextOffset = [i \in Server |-> FromTheStart]

MCSnapshotInit == IF Far = {} THEN SnapshotInit ELSE Middle

MCSnapshotSpec == MCSnapshotInit /\ [][MCSnapshotNext]_snapshotVars

\* The same, in which nobody crashes but those who are far, only when they lose
\* something by it, and are back at once; and nothing is lost but chunks.
OnlyFar ==
  /\ \A i \in Server :
       role'[i] = "crashed" /\ role[i] # "crashed" =>
         /\ i \in Far
         /\ commitIndex[i] > snapshot[i].index \/ incoming[i] # NothingYet
  /\ \A i \in Far : role[i] = "crashed" => role'[i] # "crashed"
  /\ \A m \in msgs \ msgs' : m.type = "InstallSnapshot"

FarSpec ==
  /\ MCSnapshotInit
  /\ [][MCSnapshotNext /\ OnlyFar]_snapshotVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness: a server that is far behind catches up.  The leader stays and *)
(* keeps on sending, and of what is sent again and again something         *)
(* arrives; those who are far crash as often as they like, but not for     *)
(* ever.                                                                   *)
(***************************************************************************)

\* What an action of Raft does to the variables that are not Raft's.
RaftStep ==
  /\ UNCHANGED image
  /\ incoming' = [i \in Server |-> IF role'[i] = "crashed" THEN NothingYet ELSE incoming[i]]
  /\ nextOffset' = [i \in Server |-> IF role'[i] = "leader" THEN nextOffset[i]
                                     ELSE FromTheStart]

\* What is sent again and again arrives, and a chunk is sent when the leader is
\* again and again, by late answers, where it is due: that is strong fairness.
CatchUpSpec ==
  /\ FarSpec
  /\ \A j \in Far :
       /\ WF_snapshotVars(
            /\ \E prev, count \in 0..MaxLog : MCAppendEntries(First, j, prev, count)
            /\ RaftStep)
       /\ \A offset \in 0..ImageSize - 1 :
            SF_snapshotVars(\E count \in 0..MaxChunk : MCInstallSnapshot(First, j, offset, count))
       /\ WF_snapshotVars(\E m \in msgs : RcvAppendEntries(j, m) /\ RaftStep)
       /\ SF_snapshotVars(\E m \in msgs : RcvInstallSnapshot(j, m))
       /\ WF_snapshotVars(Restart(j) /\ RaftStep)
  /\ WF_snapshotVars(\E m \in msgs : RcvAppended(First, m) /\ RaftStep)
  /\ WF_snapshotVars(\E m \in msgs : RcvRefused(First, m) /\ RaftStep)
  /\ WF_snapshotVars(\E m \in msgs : RcvStored(First, m))

\* What is committed when the model begins gets to those who are far.
FarCatchesUp ==
  <>[](\A i \in Far : role[i] # "crashed") =>
    <>(\A i \in Far : commitIndex[i] >= Cardinality(Value))

\* What an action of two parameters is replaced by that a model leaves out.
NeverOf2(x, y) == FALSE

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

Installed(i) ==
  /\ snapshot'[i].index > snapshot[i].index
  /\ snapshot'[i].index > commitIndex[i]

NeverInstalled == [][\A i \in Server : ~ Installed(i)]_snapshotVars

\* A newer snapshot begins in the middle of one that is under way.
NeverSuperseded ==
  [][\A i \in Server :
       ~ /\ incoming[i].data # <<>>
         /\ incoming'[i].index > incoming[i].index]_snapshotVars

\* A crash in the middle, and the leader begins again.
NeverSentAgain ==
  [][\A i, j \in Server : nextOffset[i][j] > 0 /\ role'[i] = "leader" /\ snapshot'[i] = snapshot[i]
       => nextOffset'[i][j] > 0]_snapshotVars

\* The log goes on after a snapshot that came from the leader.
NeverKept == [][\A i \in Server : ~ (Installed(i) /\ log'[i] # <<>>)]_snapshotVars
=============================================================================
