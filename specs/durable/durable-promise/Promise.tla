------------------------------- MODULE Promise ------------------------------
(***************************************************************************)
(* Promises, the problem: values that are not there yet, in a world where  *)
(* everything is written down at the moment at which it becomes true.      *)
(*                                                                         *)
(* That is what nobody can build.  When the clock comes to a deadline,     *)
(* here the promise times out in the same step.  A store would have to     *)
(* touch its records at every tick, and to be up all the time.  A protocol *)
(* solves the problem if nobody who asks it can tell the difference.       *)
(*                                                                         *)
(* Source: B. Liskov and L. Shrira, "Promises: Linguistic Support for      *)
(*         Efficient Asynchronous Procedure Calls in Distributed Systems", *)
(*         PLDI 1988, for the idea; "Think Distributed Systems", chapter   *)
(*         11, for promises that outlive processes.                        *)
(*                                                                         *)
(* Left out: progress, apart from what time does by itself.                *)
(***************************************************************************)
EXTENDS PromiseRecord

-----------------------------------------------------------------------------
CONSTANTS
  Id,                       \* the names of promises
  Deadline,                 \* the times at which a promise may end
  MaxJump                   \* how far the clock advances in one step, at most

ASSUME DeadlinesAreTimes == Deadline \subseteq Time
ASSUME ClockMoves == MaxJump \in Nat \ {0}

-----------------------------------------------------------------------------
VARIABLES
  now,                      \* the time
  promise                   \* promise[id]: what it is now

vars == <<now, promise>>

TypeOK ==
  /\ now \in Time
  /\ promise \in [Id -> PromiseRecord]
  /\ \A id \in Id : IsWellFormed(promise[id])

Init ==
  /\ now = 1
  /\ promise = [id \in Id |-> Absent]

-----------------------------------------------------------------------------
\* It gets later, and every promise whose deadline has come is settled.
Advance(t) ==
  /\ now < t
  /\ now' = t
  /\ promise' = [id \in Id |-> AtTime(promise[id], t)]

\* Somebody creates a promise.  With a deadline that has passed, it has timed
\* out before it began.
Create(id, deadline, timer) ==
  /\ promise[id] = Absent
  /\ promise' = [promise EXCEPT ![id] = AtTime(Pending(deadline, timer), now)]
  /\ UNCHANGED now

\* Somebody settles it, once.
Settle(id, state, value) ==
  /\ promise[id].state = "pending"
  /\ promise' = [promise EXCEPT ![id] = Settled(@, state, value, now)]
  /\ UNCHANGED now

-----------------------------------------------------------------------------
Next ==
  \/ \E t \in now + 1 .. now + MaxJump : Advance(t)
  \/ \E id \in Id :
       \/ \E deadline \in Deadline, timer \in BOOLEAN : Create(id, deadline, timer)
       \/ \E state \in Outcome, value \in Value : Settle(id, state, value)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Safety. *)

\* A promise that is settled stays what it is: state, value and time.
SettledIsFrozen ==
  [][\A id \in Id : IsSettled(promise[id]) => promise'[id] = promise[id]]_vars

\* A promise that is there stays, with the terms on which it was created.
TermsAreFixed ==
  [][\A id \in Id :
       promise[id] # Absent =>
         /\ promise'[id] # Absent
         /\ promise'[id].deadline = promise[id].deadline
         /\ promise'[id].timer = promise[id].timer]_vars

\* Nobody settles a promise at its deadline or later, and nothing but time
\* makes it time out, at its deadline.
TimeoutWins ==
  \A id \in Id :
    LET p == promise[id]
    IN  IsSettled(p) =>
          /\ p.settledAt <= now
          /\ \/ p.state \in Outcome /\ p.settledAt < p.deadline
             \/ p.state = (IF p.timer THEN "resolved" ELSE "timedOut")
                  /\ p.settledAt = p.deadline

\* Nobody is told to wait for a promise that nobody can keep any more.
NoneIsOverdue == \A id \in Id : ~ IsOverdue(promise[id], now)

THEOREM Spec => /\ []TypeOK
                /\ SettledIsFrozen
                /\ TermsAreFixed
                /\ []TimeoutWins
                /\ []NoneIsOverdue
=============================================================================
