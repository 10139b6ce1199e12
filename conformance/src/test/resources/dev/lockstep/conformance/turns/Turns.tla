------------------------------- MODULE Turns -------------------------------
(* Players take turns: whoever has the ball may throw it to another one,   *)
(* who catches it.  It ends after MaxThrows throws.                        *)
EXTENDS Naturals

CONSTANT Player, First, MaxThrows

VARIABLE holds,             \* holds[p]: p has the ball
         throws,            \* throws[p]: how often p has thrown it
         msgs               \* the ball on its way

vars == <<holds, throws, msgs>>

Init ==
  /\ holds = [p \in Player |-> p = First]
  /\ throws = [p \in Player |-> 0]
  /\ msgs = {}

Throw(p, q) ==
  /\ holds[p]
  /\ q # p
  /\ throws[p] < MaxThrows
  /\ holds' = [holds EXCEPT ![p] = FALSE]
  /\ throws' = [throws EXCEPT ![p] = @ + 1]
  /\ msgs' = msgs \cup {[to |-> q]}

Catch(p) ==
  /\ [to |-> p] \in msgs
  /\ holds' = [holds EXCEPT ![p] = TRUE]
  /\ msgs' = msgs \ {[to |-> p]}
  /\ UNCHANGED throws

Next == \E p \in Player : Catch(p) \/ \E q \in Player : Throw(p, q)

Spec == Init /\ [][Next]_vars
=============================================================================
