---------------------- MODULE LamportClockHistoryTwins ----------------------
(***************************************************************************)
(* The weak twins of LamportClock with the history, and one of the history *)
(* itself.                                                                 *)
(***************************************************************************)
EXTENDS MCLamportClockHistory, LamportClockTwins

-----------------------------------------------------------------------------
\* Leaves ties as they are.
PrecedesByClock(d, e) == d.clock < e.clock
=============================================================================
