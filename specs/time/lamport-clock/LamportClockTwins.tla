-------------------------- MODULE LamportClockTwins -------------------------
(***************************************************************************)
(* Weak twins of LamportClock: the protocol with one mistake each.  Every  *)
(* operator below is a wrong version of the one whose name it starts with. *)
(* A cfg puts it in the right one's place and names the one property that  *)
(* must then be violated.                                                  *)
(*                                                                         *)
(* LamportClockHistoryTwins runs them with the history, where most of the  *)
(* properties are.  Here they are as an implementation sees them.          *)
(***************************************************************************)
EXTENDS MCLamportClock

-----------------------------------------------------------------------------
\* Counts the receive as any other event, and does not look at the stamp.
ReceiveWithoutMax(p, m) ==
  /\ m \in msgs
  /\ m.to = p
  /\ Advance(p, 0)
  /\ msgs' = msgs \ {m}

\* Goes to the stamp, even where its own clock was ahead.
ReceiveTakesStamp(p, m) ==
  /\ m \in msgs
  /\ m.to = p
  /\ clock' = [clock EXCEPT ![p] = m.clock + 1]
  /\ msgs' = msgs \ {m}

\* Takes the maximum and forgets that receiving is an event by itself.
ReceiveWithoutTick(p, m) ==
  /\ m \in msgs
  /\ m.to = p
  /\ clock' = [clock EXCEPT ![p] = Max(@, m.clock)]
  /\ msgs' = msgs \ {m}

\* Sends no stamp at all.
SendWithoutStamp(p, q) ==
  /\ p # q
  /\ Advance(p, 0)
  /\ msgs' = msgs \cup {[from |-> p, to |-> q]}

\* Stamps with the number of the next event instead of this one's.
SendFromFuture(p, q) ==
  /\ p # q
  /\ Advance(p, 0)
  /\ msgs' = msgs \cup {[from |-> p, to |-> q, clock |-> clock'[p] + 1]}

\* Stamps with the number of the event before this one.
SendFromPast(p, q) ==
  /\ p # q
  /\ Advance(p, 0)
  /\ msgs' = msgs \cup {[from |-> p, to |-> q, clock |-> clock[p]]}
=============================================================================
