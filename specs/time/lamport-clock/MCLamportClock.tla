--------------------------- MODULE MCLamportClock ---------------------------
(***************************************************************************)
(* Models of LamportClock as an implementation sees it.  Clocks grow for   *)
(* ever, so a model stops them at MaxClock.  A run of a model ends there,  *)
(* and for that reason no model checks for deadlock.                       *)
(***************************************************************************)
EXTENDS LamportClock

CONSTANT MaxClock           \* no event gets a greater number

ASSUME MaxClockIsNumber == MaxClock \in Nat

-----------------------------------------------------------------------------
CanAdvance(p, t) == Max(clock[p], t) < MaxClock

MCTick(p) ==
  /\ CanAdvance(p, 0)
  /\ Tick(p)

MCSend(p, q) ==
  /\ CanAdvance(p, 0)
  /\ Send(p, q)

MCReceive(p, m) ==
  /\ CanAdvance(p, m.clock)
  /\ Receive(p, m)

MCNext ==
  \E p \in Process :
    \/ MCTick(p)
    \/ \E q \in Process : MCSend(p, q)
    \/ \E m \in msgs : MCReceive(p, m)

MCSpec == Init /\ [][MCNext]_vars
=============================================================================
