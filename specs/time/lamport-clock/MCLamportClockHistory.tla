------------------------ MODULE MCLamportClockHistory -----------------------
(***************************************************************************)
(* Models of LamportClockHistory, bounded as in MCLamportClock, and the    *)
(* probes.                                                                 *)
(***************************************************************************)
EXTENDS MCLamportClock, LamportClockHistory, FiniteSets

\* Some order of the processes; which one does not matter.
MCRank ==
  CHOOSE rank \in [Process -> 1 .. Cardinality(Process)] :
    \A p, q \in Process : rank[p] = rank[q] => p = q

-----------------------------------------------------------------------------
MCHistoryTick(p) ==
  /\ CanAdvance(p, 0)
  /\ HistoryTick(p)

MCHistorySend(p, q) ==
  /\ CanAdvance(p, 0)
  /\ HistorySend(p, q)

MCHistoryReceive(p, m) ==
  /\ CanAdvance(p, m.clock)
  /\ HistoryReceive(p, m)

MCHistoryNext ==
  \E p \in Process :
    \/ MCHistoryTick(p)
    \/ \E q \in Process : MCHistorySend(p, q)
    \/ \E m \in msgs : MCHistoryReceive(p, m)

MCHistorySpec == HistoryInit /\ [][MCHistoryNext]_historyVars

\* What an action is replaced by that a model leaves out.
NeverOf(x) == FALSE

\* One message at a time, for a model that follows it from hand to hand.
OneMessage == Cardinality(msgs) <= 1

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each must be violated, and its counterexample is the shortest   *)
(* run in which the interesting thing happens.                             *)
(***************************************************************************)

Concurrent(d, e) == d # e /\ <<d, e>> \notin before /\ <<e, d>> \notin before

NeverConcurrent == \A d, e \in events : ~ Concurrent(d, e)

\* Two events with the same number: a tie that Rank must break.
NeverTied == \A d, e \in events : d # e => d.clock # e.clock

\* An event that happened before another one in a third process.
NeverRelayed ==
  ~ \E d, e, f \in events :
      /\ <<d, e>> \in before
      /\ <<e, f>> \in before
      /\ Cardinality({d.process, e.process, f.process}) = 3

\* A receive that skips numbers, because its sender was ahead.
NeverSkipped == [][\A p \in Process : clock'[p] <= clock[p] + 1]_historyVars
=============================================================================
