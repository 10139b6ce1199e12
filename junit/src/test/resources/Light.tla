------------------------------- MODULE Light -------------------------------
(* A light with a switch, and how often it was pressed. *)
EXTENDS Naturals

VARIABLES on, pressed

Init == on = FALSE /\ pressed = 0

Press == on' = ~on /\ pressed' = pressed + 1

Next == Press

Spec == Init /\ [][Next]_<<on, pressed>>

FewPresses == pressed <= 3
=============================================================================
