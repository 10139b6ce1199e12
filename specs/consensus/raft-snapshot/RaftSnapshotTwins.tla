------------------------- MODULE RaftSnapshotTwins --------------------------
(***************************************************************************)
(* Weak twins of RaftSnapshot: the protocol with one mistake each.         *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it        *)
(* begins with.  A cfg puts it in the right one's place and names the one  *)
(* property that must then be violated.                                    *)
(***************************************************************************)
EXTENDS MCRaftSnapshot

-----------------------------------------------------------------------------
(* Compaction. *)

\* Makes an image of all that is in the log, committed or not.
CompactEverything(i, n) ==
  /\ Up(i)
  /\ LastIndex(i) > snapshot[i].index
  /\ snapshot' = [snapshot EXCEPT ![i] = [index |-> LastIndex(i), term |-> LastTerm(i)]]
  /\ image' = [image EXCEPT ![i] = Machine(i, LastIndex(i))]
  /\ log' = [log EXCEPT ![i] = <<>>]
  /\ nextOffset' = [nextOffset EXCEPT ![i] = FromTheStart]
  /\ UNCHANGED <<currentTerm, votedFor, memoryVars, msgs, incoming>>

\* Applies the entries to a machine that has applied nothing.
MachineFromNothing(i, n) == ApplyAll(<<>>, SubSeq(log[i], 1, n - snapshot[i].index))

-----------------------------------------------------------------------------
(* Transfer. *)

\* Appends whatever chunk arrives.
ExtendsAlways(i, m) == TRUE

\* Appends a chunk to what has come of another snapshot.
ExtendsAnySnapshot(i, m) == m.offset = Len(incoming[i].data)
HaveOfAnySnapshot(i, m) == incoming[i].data

\* Goes on with what has come, and ignores that there is a newer snapshot.
ExtendsOldOnly(i, m) ==
  \/ /\ incoming[i] = NothingYet
     /\ m.offset = 0
  \/ /\ incoming[i].term = m.term
     /\ incoming[i].index = m.lastIndex
     /\ m.offset = Len(incoming[i].data)

\* Asks for what comes after the chunk, whether it has what comes before or not.
RcvStoredGoesOnOnly(i, m) ==
  /\ InFlight(m, "Stored", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ m.lastIndex = snapshot[i].index
  /\ m.next > nextOffset[i][m.from]
  /\ nextOffset' = [nextOffset EXCEPT ![i][m.from] = m.next]
  /\ UNCHANGED <<diskVars, memoryVars, msgs, image, incoming>>

-----------------------------------------------------------------------------
(* Installation. *)

\* Drops the whole log, and with it what the leader counts on.
HasLastNever(i, m) == FALSE

\* Installs any snapshot, also one that is older than what is committed.
SaysNothingNewNever(i, m) == FALSE

-----------------------------------------------------------------------------
(* Raft's own actions, where snapshots meet them. *)

\* Appends once more what the snapshot stands for already.
MergedAgain(i, prevIndex, entries) ==
  LET known   == Max(snapshot[i].index, prevIndex)
      at      == known - snapshot[i].index
      overlap == Min(Len(entries), Len(log[i]) - at)
  IN  IF prevIndex < snapshot[i].index
        THEN log[i] \o entries
        ELSE IF overlap = Len(entries) /\ SubSeq(log[i], at + 1, at + overlap) = entries
        THEN log[i]
        ELSE SubSeq(log[i], 1, at) \o entries

\* Takes all that is in the log for committed after a crash.
RestartAppliesAll(i) ==
  /\ role[i] = "crashed"
  /\ role' = [role EXCEPT ![i] = "follower"]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = LastIndex(i)]
  /\ UNCHANGED <<diskVars, votesGranted, leaderVars, msgs>>

\* Takes the term of the snapshot's last entry for that of the leader.
RcvInstallSnapshotTakesTerm(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "InstallSnapshot", i)
  /\ m.term >= currentTerm[i]
  /\ m.lastIndex > commitIndex[i]
  /\ Extends(i, m)
  /\ IF m.done
       THEN Install(i, m)
       ELSE /\ incoming' = [incoming EXCEPT ![i] =
                 [term |-> m.term, index |-> m.lastIndex, data |-> Have(i, m) \o m.data]]
            /\ UNCHANGED <<snapshot, image, log, commitIndex>>
  /\ currentTerm' = [currentTerm EXCEPT ![i] = m.lastTerm]
  /\ votedFor' = [votedFor EXCEPT ![i] = Nobody]
  /\ BecomeFollower(i)
  /\ nextOffset' = [nextOffset EXCEPT ![i] = FromTheStart]
  /\ Send({[type |-> "Stored", term |-> m.term, from |-> i, to |-> m.from,
            lastIndex |-> m.lastIndex, offset |-> m.offset, next |-> m.offset + 1]})
=============================================================================
