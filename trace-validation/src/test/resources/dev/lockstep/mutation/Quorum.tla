------------------------------- MODULE Quorum -------------------------------
EXTENDS Integers, FiniteSets

CONSTANTS Node, Majority

VARIABLES votes, state, log, n

vars == <<votes, state, log, n>>

TypeOK ==
  /\ state \in {"idle", "leader", "down"}
  /\ n \in 0 .. 3

Max(a, b) == IF a >= b THEN a ELSE b

Min(a, b) == IF a <= b THEN a ELSE b

Init ==
  /\ votes = {}
  /\ state = "idle"
  /\ log = [x \in Node |-> "none"]
  /\ n = 0

Enough == Cardinality(votes) * 2 > Cardinality(Node)

All == \A x \in Node : x \in votes

Lead ==
  /\ state = "idle"
  /\ \/ Enough
     \/ \E Q \in Majority : Q \subseteq votes
     \/ /\ All
        /\ ~ (n < 0)
  /\ state' = "leader"
  /\ n' = Max(n, 1) + 1
  /\ UNCHANGED <<votes, log>>

Vote(x) ==
  /\ votes' = votes \union {x}
  /\ log' = [log EXCEPT ![x] = IF n' = n THEN "idle" ELSE "down"]
  /\ UNCHANGED <<state, n>>

Down == state' = "down" /\ votes' = {}

Crash == Down /\ UNCHANGED <<log, n>>

Restart ==
  /\ state = "down"
  /\ state' = "idle"
  /\ UNCHANGED <<votes, log, n>>

Next ==
  \/ Lead
  \/ \E x \in Node : Vote(x)
  \/ Crash
  \/ Restart

Spec == Init /\ [][Next]_vars /\ WF_vars(Lead) /\ \A x \in Node : SF_vars(Vote(x))

NoLeaderWithoutVotes == state = "leader" => Enough

AlwaysNumbers == n >= 0
=============================================================================
