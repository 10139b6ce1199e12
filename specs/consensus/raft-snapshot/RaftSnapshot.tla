---------------------------- MODULE RaftSnapshot ----------------------------
(***************************************************************************)
(* Raft with log compaction: a log need not grow for ever.                 *)
(*                                                                         *)
(* A server replaces what it has applied by an image of its state machine: *)
(* the snapshot stands for the entries, which are gone.  A leader that no  *)
(* longer has the entries a follower needs sends its snapshot instead, in  *)
(* chunks, because an image is large.  Chunks are lost, repeated and late  *)
(* like all messages; a follower puts together those of one snapshot of    *)
(* one leader, in order, and installs what is complete.                    *)
(*                                                                         *)
(* Extends: Raft.  Nobody but those who send and receive snapshots notices *)
(*          anything: Raft's own actions are as they were.                 *)
(* Sources: D. Ongaro and J. Ousterhout, "In Search of an Understandable   *)
(*          Consensus Algorithm (Extended Version)", 2014, section 7 and   *)
(*          figure 13; D. Ongaro, "Consensus: Bridging Theory and          *)
(*          Practice", 2014, chapter 5.                                    *)
(*                                                                         *)
(* The state machine remembers the last ImageSize values that it applied.  *)
(* That is as simple as a state machine can be that tells a wrong order, a *)
(* lost and a repeated value from the right ones, and its image does not   *)
(* grow with the log.                                                      *)
(*                                                                         *)
(* Disks:   a snapshot and the log after it change together.  What has     *)
(*          arrived of a snapshot is in memory until it is complete.       *)
(***************************************************************************)
EXTENDS Raft

-----------------------------------------------------------------------------
CONSTANT ImageSize          \* how many values the state machine remembers

ASSUME ImageHasSize == ImageSize \in Nat \ {0}

(***************************************************************************)
(* Two more messages.  InstallSnapshot carries a chunk: data, the part of  *)
(* the image after offset, of the snapshot up to lastIndex, whose entry    *)
(* there is of lastTerm; done says that nothing comes after it.  Stored    *)
(* answers a chunk that does not complete the image: next says up to where *)
(* it is there.  What completes it is answered by Appended.                *)
(***************************************************************************)
SnapshotMessageType == {"InstallSnapshot", "Stored"}

-----------------------------------------------------------------------------
VARIABLES
  image,                    \* image[i]: the state machine in snapshot[i]; on disk
  incoming,                 \* incoming[i]: what has come of a leader's snapshot
  nextOffset                \* nextOffset[i][j]: what leader i sends j of its own

snapshotVars == <<vars, image, incoming, nextOffset>>

-----------------------------------------------------------------------------
IsImage(data) == Len(data) <= ImageSize /\ \A n \in DOMAIN data : data[n] \in Value

SnapshotTypeOK ==
  /\ \A i \in Server : IsImage(image[i])
  /\ \A i \in Server : /\ incoming[i].term \in Nat
                       /\ incoming[i].index \in Nat
                       /\ IsImage(incoming[i].data)
  /\ nextOffset \in [Server -> [Server -> 0..ImageSize]]

\* Nothing has come of any snapshot.
NothingYet == [term |-> 0, index |-> 0, data |-> <<>>]

FromTheStart == [j \in Server |-> 0]

SnapshotInit ==
  /\ Init
  /\ image = [i \in Server |-> <<>>]
  /\ incoming = [i \in Server |-> NothingYet]
  /\ nextOffset = [i \in Server |-> FromTheStart]

-----------------------------------------------------------------------------
(* Helpers. *)

\* The state machine after a value more.  NoOp means nothing to it.
Apply(state, value) ==
  IF value = NoOp
    THEN state
    ELSE LET all == Append(state, value)
         IN  SubSeq(all, Max(1, Len(all) - ImageSize + 1), Len(all))

RECURSIVE ApplyAll(_, _)
ApplyAll(state, entries) ==
  IF entries = <<>>
    THEN state
    ELSE ApplyAll(Apply(state, Head(entries).value), Tail(entries))

\* i's state machine when it has applied its first n entries.
Machine(i, n) == ApplyAll(image[i], SubSeq(log[i], 1, n - snapshot[i].index))

\* i's entries after the n-th.
After(i, n) == SubSeq(log[i], n - snapshot[i].index + 1, Len(log[i]))

\* Has i the very entry with which m's snapshot ends?  Then all before it are
\* the same, too, and what i has after it may be good.
HasLast(i, m) == m.lastIndex <= LastIndex(i) /\ TermAt(i, m.lastIndex) = m.lastTerm

-----------------------------------------------------------------------------
\* A snapshot takes the place of i's first n entries, which i has applied.
\* That is for each server to decide, followers included.
Compact(i, n) ==
  /\ Up(i)
  /\ n \in snapshot[i].index + 1 .. commitIndex[i]
  /\ snapshot' = [snapshot EXCEPT ![i] = [index |-> n, term |-> TermAt(i, n)]]
  /\ image' = [image EXCEPT ![i] = Machine(i, n)]
  /\ log' = [log EXCEPT ![i] = After(i, n)]
  /\ nextOffset' = [nextOffset EXCEPT ![i] = FromTheStart]
  /\ UNCHANGED <<currentTerm, votedFor, memoryVars, msgs, incoming>>

\* The leader has no longer what j needs next, and sends a chunk of its snapshot:
\* count values after the first offset ones.  It may run ahead of what j has
\* confirmed.
InstallSnapshot(i, j, offset, count) ==
  /\ role[i] = "leader"
  /\ i # j
  /\ nextIndex[i][j] <= snapshot[i].index
  /\ offset >= nextOffset[i][j]
  /\ offset + count <= Len(image[i])
  /\ count = 0 => image[i] = <<>>
  /\ Send({[type |-> "InstallSnapshot", term |-> currentTerm[i], from |-> i, to |-> j,
            lastIndex |-> snapshot[i].index, lastTerm |-> snapshot[i].term,
            offset |-> offset, data |-> SubSeq(image[i], offset + 1, offset + count),
            done |-> offset + count = Len(image[i])]})
  /\ UNCHANGED <<diskVars, memoryVars, image, incoming, nextOffset>>

\* A chunk counts if it goes on where i is with this snapshot, or begins a newer
\* one: that of a newer leader, or a later one of the same leader.
Extends(i, m) ==
  LET same  == incoming[i].term = m.term /\ incoming[i].index = m.lastIndex
      newer == \/ incoming[i].term < m.term
               \/ incoming[i].term = m.term /\ incoming[i].index < m.lastIndex
  IN  \/ same /\ m.offset = Len(incoming[i].data)
      \/ newer /\ m.offset = 0

\* What i has of m's snapshot before m.
Have(i, m) ==
  IF incoming[i].term = m.term /\ incoming[i].index = m.lastIndex
    THEN incoming[i].data
    ELSE <<>>

\* i has committed all that m's snapshot stands for.
SaysNothingNew(i, m) == m.lastIndex <= commitIndex[i]

\* The snapshot is complete: it takes the place of what i had up to there, and
\* also of what i has after it, unless that goes on from the same entry.
Install(i, m) ==
  /\ snapshot' = [snapshot EXCEPT ![i] = [index |-> m.lastIndex, term |-> m.lastTerm]]
  /\ image' = [image EXCEPT ![i] = Have(i, m) \o m.data]
  /\ log' = [log EXCEPT ![i] = IF HasLast(i, m) THEN After(i, m.lastIndex) ELSE <<>>]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = m.lastIndex]
  /\ incoming' = [incoming EXCEPT ![i] = NothingYet]

\* A snapshot that says nothing new is confirmed and goes no further: it must not
\* take back what is committed.
RcvInstallSnapshot(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "InstallSnapshot", i)
  /\ LET appended == [type |-> "Appended", term |-> m.term, from |-> i, to |-> m.from,
                      matchIndex |-> m.lastIndex]
         stored(next) == [type |-> "Stored", term |-> m.term, from |-> i, to |-> m.from,
                          lastIndex |-> m.lastIndex, offset |-> m.offset, next |-> next]
     IN  IF m.term < currentTerm[i]
           THEN /\ Send({[type |-> "Refused", term |-> currentTerm[i], from |-> i,
                          to |-> m.from, prevIndex |-> m.lastIndex, hint |-> 0]})
                /\ UNCHANGED <<diskVars, memoryVars, image, incoming, nextOffset>>
           ELSE /\ Learn(i, m.term)
                /\ BecomeFollower(i)
                /\ nextOffset' = [nextOffset EXCEPT ![i] = FromTheStart]
                /\ IF SaysNothingNew(i, m)
                     THEN /\ Send({appended})
                          /\ UNCHANGED <<snapshot, image, log, commitIndex, incoming>>
                     ELSE IF ~ Extends(i, m)
                     THEN /\ Send({stored(Len(Have(i, m)))})
                          /\ UNCHANGED <<snapshot, image, log, commitIndex, incoming>>
                     ELSE IF m.done
                     THEN /\ Install(i, m)
                          /\ Send({appended})
                     ELSE /\ incoming' = [incoming EXCEPT ![i] =
                               [term |-> m.term, index |-> m.lastIndex,
                                data |-> Have(i, m) \o m.data]]
                          /\ Send({stored(Len(Have(i, m) \o m.data))})
                          /\ UNCHANGED <<snapshot, image, log, commitIndex>>

\* The answer to the chunk with which the leader is: go on, or back, to where the
\* follower is.  It may have lost in a crash what it had.
RcvStored(i, m) ==
  /\ InFlight(m, "Stored", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ m.lastIndex = snapshot[i].index
  /\ m.offset = nextOffset[i][m.from]
  /\ nextOffset' = [nextOffset EXCEPT ![i][m.from] = m.next]
  /\ UNCHANGED <<diskVars, memoryVars, msgs, image, incoming>>

-----------------------------------------------------------------------------
\* In Raft's own steps images stay, what has come is lost with the memory, and
\* who does not lead sends nothing.
SnapshotNext ==
  \/ /\ Next
     /\ UNCHANGED image
     /\ incoming' = [i \in Server |-> IF role'[i] = "crashed" THEN NothingYet ELSE incoming[i]]
     /\ nextOffset' = [i \in Server |-> IF role'[i] = "leader" THEN nextOffset[i]
                                        ELSE FromTheStart]
  \/ \E i \in Server :
       \/ \E n \in snapshot[i].index + 1 .. commitIndex[i] : Compact(i, n)
       \/ \E j \in Server, offset \in 0..Len(image[i]) :
            \E count \in 0..Len(image[i]) - offset : InstallSnapshot(i, j, offset, count)
       \/ \E m \in msgs :
            \/ RcvInstallSnapshot(i, m)
            \/ RcvStored(i, m)

SnapshotSpec == SnapshotInit /\ [][SnapshotNext]_snapshotVars

-----------------------------------------------------------------------------
(* Safety: that of Raft, of what is left of the logs, and more. *)

\* Raft's own messages are as they were.
R == INSTANCE Raft WITH msgs <- {m \in msgs : m.type \in MessageType}

RaftTypeOK == R!TypeOK

\* Only what is committed is replaced by a snapshot.
SnapshotIsCommitted == \A i \in Server : snapshot[i].index <= commitIndex[i]

\* Whoever has applied what a snapshot stands for is in the state of its image.
ImagesAgree ==
  \A i, j \in Server :
    snapshot[i].index \in snapshot[j].index .. commitIndex[j] =>
      /\ image[i] = Machine(j, snapshot[i].index)
      /\ snapshot[i].term = TermAt(j, snapshot[i].index)

\* A snapshot is replaced by a later one only.
SnapshotGrows ==
  [][\A i \in Server :
       snapshot'[i] # snapshot[i] => snapshot'[i].index > snapshot[i].index]_snapshotVars

\* A server that installs a snapshot keeps what it has after it, if it has the
\* entry with which the snapshot ends: its leader may count on that.
LogIsKept ==
  [][\A i \in Server :
       LET n == snapshot'[i].index
       IN  /\ n > snapshot[i].index
           /\ n <= LastIndex(i)
           /\ TermAt(i, n) = snapshot'[i].term
           => log'[i] = After(i, n)]_snapshotVars

THEOREM SnapshotSpec => /\ []SnapshotTypeOK
                        /\ []SnapshotIsCommitted
                        /\ []ImagesAgree
                        /\ SnapshotGrows
                        /\ LogIsKept
=============================================================================
