------------------------------- MODULE Ballot -------------------------------
(* Servers vote once each; whom a majority of those that count votes for wins. *)
EXTENDS Naturals, FiniteSets

CONSTANTS Server, Nobody, Voters(_)

VARIABLES votedFor, winner
ballotVars == <<votedFor, winner>>

Everybody(place) == Server

Init ==
  /\ votedFor = [s \in Server |-> Nobody]
  /\ winner = Nobody

IsQuorum(servers, place) ==
  2 * Cardinality(servers \cap Voters(place)) > Cardinality(Voters(place))

Vote(s, t) ==
  /\ votedFor[s] = Nobody
  /\ votedFor' = [votedFor EXCEPT ![s] = t]
  /\ UNCHANGED winner

Win(s) ==
  /\ winner = Nobody
  /\ IsQuorum({t \in Server : votedFor[t] = s}, 0)
  /\ winner' = s
  /\ UNCHANGED votedFor

Next == \E s \in Server : Win(s) \/ \E t \in Server : Vote(s, t)

Spec == Init /\ [][Next]_ballotVars

TypeOK ==
  /\ votedFor \in [Server -> Server \cup {Nobody}]
  /\ winner \in Server \cup {Nobody}

WinnerHasMajority ==
  winner # Nobody => 2 * Cardinality({s \in Server : votedFor[s] = winner}) > Cardinality(Server)
=============================================================================
