---------------------------- MODULE PromiseRecord ---------------------------
(***************************************************************************)
(* A promise as one record, and what that record says at a given time.     *)
(*                                                                         *)
(* A promise stands for a value that is not there yet.  It is created once *)
(* with a deadline, and settled once: resolved, rejected or canceled by    *)
(* somebody, or by time.  When its deadline has come and nobody has        *)
(* settled it, it has timed out; a timer, which is a promise that nobody   *)
(* else needs to keep, is resolved then.                                   *)
(*                                                                         *)
(* Nobody has to do anything for that.  A record that says "pending" says  *)
(* something else as soon as its deadline has come, and so a record means  *)
(* nothing without the time: see AtTime.                                   *)
(***************************************************************************)
EXTENDS Naturals

-----------------------------------------------------------------------------
CONSTANTS
  Value,                    \* what a promise may be settled with
  NoValue                   \* what it has before, and after its deadline

ASSUME NoValueIsNone == NoValue \notin Value

\* What somebody may settle a promise as.
Outcome == {"resolved", "rejected", "canceled"}

SettledState == Outcome \cup {"timedOut"}

\* Time is a natural number that begins with 1, so that settledAt = 0 means
\* not yet, and deadline = 0 that there is no promise.
Time == Nat \ {0}

PromiseRecord ==
  [state     : {"absent", "pending"} \cup SettledState,
   value     : Value \cup {NoValue},
   deadline  : Nat,
   timer     : BOOLEAN,     \* does it resolve at its deadline, or time out?
   settledAt : Nat]

-----------------------------------------------------------------------------
Absent ==
  [state |-> "absent", value |-> NoValue, deadline |-> 0, timer |-> FALSE, settledAt |-> 0]

Pending(deadline, timer) ==
  [state |-> "pending", value |-> NoValue, deadline |-> deadline, timer |-> timer,
   settledAt |-> 0]

IsSettled(p) == p.state \in SettledState

\* A record says of what is not there yet that it is not there.
IsWellFormed(p) ==
  /\ p \in PromiseRecord
  /\ p.state = "absent" => p = Absent
  /\ p.state # "absent" => p.deadline \in Time
  /\ IsSettled(p) <=> p.settledAt \in Time
  /\ p.value \in Value => p.state \in Outcome

\* The same promise, settled at time t.
Settled(p, state, value, t) ==
  [p EXCEPT !.state = state, !.value = value, !.settledAt = t]

\* The record says "pending", and that is no longer true.
IsOverdue(p, t) == p.state = "pending" /\ t >= p.deadline

\* What p is at time t.  What time does, it did at the deadline, whenever it is
\* noticed.
AtTime(p, t) ==
  IF IsOverdue(p, t)
  THEN Settled(p, IF p.timer THEN "resolved" ELSE "timedOut", NoValue, p.deadline)
  ELSE p
=============================================================================
