------------------------------ MODULE Lottery -------------------------------
(* Its constants: a set, a model value, and an operator. *)
CONSTANTS Player, Nobody, MayWin(_)

VARIABLE winner

Anybody(player) == TRUE

Init == winner = Nobody

Draw(player) == winner = Nobody /\ MayWin(player) /\ winner' = player

Again == winner # Nobody /\ winner' = Nobody

Next == Again \/ \E player \in Player : Draw(player)

Spec == Init /\ [][Next]_winner
=============================================================================
