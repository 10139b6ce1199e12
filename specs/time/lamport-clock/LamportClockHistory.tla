------------------------- MODULE LamportClockHistory ------------------------
(***************************************************************************)
(* LamportClock with a memory: which events there were, and which of them  *)
(* happened before which.  The two history variables only watch.  They     *)
(* appear in no guard, so every run of LamportClock is a run of this       *)
(* module, and what holds here of the clocks holds there.                  *)
(*                                                                         *)
(* They are kept apart because no implementation has them: code and logs   *)
(* are compared with LamportClock.                                         *)
(*                                                                         *)
(* Source: L. Lamport, "Time, Clocks, and the Ordering of Events in a      *)
(* Distributed System", CACM 21(7), 1978: the Clock Condition, and the     *)
(* total order by number and then by process.                              *)
(***************************************************************************)
EXTENDS LamportClock

-----------------------------------------------------------------------------
CONSTANT Rank               \* Rank[p]: breaks ties, no two processes alike

ASSUME RankIsUnique ==
  /\ Rank \in [Process -> Nat]
  /\ \A p, q \in Process : Rank[p] = Rank[q] => p = q

\* A process never has two events with the same number, so this names one.
Event == [process : Process, clock : Nat]

-----------------------------------------------------------------------------
VARIABLES
  events,                   \* every event so far
  before                    \* the pairs <<d, e>> where d happened before e

historyVars == <<vars, events, before>>

HistoryTypeOK ==
  /\ events \subseteq Event
  /\ before \subseteq events \X events

HistoryInit ==
  /\ Init
  /\ events = {}
  /\ before = {}

-----------------------------------------------------------------------------
(* Helpers. *)

\* p's latest event, if there is one.
Latest(p) == {e \in events : e.process = p /\ e.clock = clock[p]}

\* The event in which m was sent.
Sending(m) == [process |-> m.from, clock |-> m.clock]

\* One more event of p.  Its causes are p's latest event, those given, and
\* whatever happened before one of these: Lamport's definition.
Record(p, given) ==
  LET event  == [process |-> p, clock |-> clock'[p]]
      direct == Latest(p) \cup given
      causes == direct \cup {d \in events : \E c \in direct : <<d, c>> \in before}
  IN  /\ events' = events \cup {event}
      /\ before' = before \cup (causes \X {event})

-----------------------------------------------------------------------------
(* The actions of LamportClock, watched. *)

HistoryTick(p) ==
  /\ Tick(p)
  /\ Record(p, {})

HistorySend(p, q) ==
  /\ Send(p, q)
  /\ Record(p, {})

HistoryReceive(p, m) ==
  /\ Receive(p, m)
  /\ Record(p, {Sending(m)})

-----------------------------------------------------------------------------
HistoryNext ==
  \E p \in Process :
    \/ HistoryTick(p)
    \/ \E q \in Process : HistorySend(p, q)
    \/ \E m \in msgs : HistoryReceive(p, m)

HistorySpec == HistoryInit /\ [][HistoryNext]_historyVars

-----------------------------------------------------------------------------
(* Safety. *)

\* What happened before has the smaller number.
ClockCondition == \A pair \in before : pair[1].clock < pair[2].clock

\* The order of all events: by number, and by process where numbers tie.
Precedes(d, e) ==
  \/ d.clock < e.clock
  \/ d.clock = e.clock /\ Rank[d.process] < Rank[e.process]

\* Any two events are in one order and not in the other.
TotalOrder ==
  \A d, e \in events : d # e => (Precedes(d, e) <=> ~ Precedes(e, d))

\* NOT a promise: a smaller number does not mean an earlier event.  Vector
\* clocks give this one.
ClockImpliesBefore ==
  \A d, e \in events : d.clock < e.clock => <<d, e>> \in before

-----------------------------------------------------------------------------
\* The last line holds by the shape of the actions: each is one of
\* LamportClock's, and more.
THEOREM HistorySpec => /\ []HistoryTypeOK
                       /\ []ClockCondition
                       /\ []TotalOrder
                       /\ Spec
=============================================================================
