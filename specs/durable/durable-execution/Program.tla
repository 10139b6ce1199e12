------------------------------- MODULE Program ------------------------------
(***************************************************************************)
(* A program of steps, and the journal of what came of them.               *)
(*                                                                         *)
(* A program is deterministic: what it does next depends on nothing but on *)
(* what came of its steps so far.  A step is done by the process that runs *)
(* the program (a local step), or begun by it and settled by somebody else *)
(* (a call), or by time (a timer).  The program goes on while steps are    *)
(* open; at some steps, and at its end, it waits for all that it has begun.*)
(*                                                                         *)
(* Programs change: "new" is the next version of "old".  Up to step Fork   *)
(* both do the same.                                                       *)
(***************************************************************************)
EXTENDS PromiseRecord, Sequences

-----------------------------------------------------------------------------
CONSTANTS
  Length,                   \* how many steps a program has
  Local,                    \* the steps that it does itself
  Timer,                    \* the steps that only wait for a time
  Await,                    \* before these it waits for all that it has begun
  Fork,                     \* from this step on, the new version is another one
  Patience                  \* how long a step may take

ASSUME SomeStep == Length \in Nat \ {0}
ASSUME StepsAreKnown == Local \cup Timer \cup Await \subseteq 1 .. Length
ASSUME TimersAreNotDone == Local \cap Timer = {}
ASSUME PatienceIsATime == Patience \in Time
ASSUME ForkIsAStep == Fork \in Nat \ {0}

Code == {"old", "new"}

\* What the program calls its step i.
Name(code, i) == IF i >= Fork THEN code ELSE "old"

\* What may come of a step that somebody does.
StepOutcome == {"resolved", "rejected"}

Step == [name : Code, promise : PromiseRecord]

-----------------------------------------------------------------------------
IsDone(steps, i) == IsSettled(steps[i].promise)

AllDone(steps) == \A i \in 1 .. Len(steps) : IsDone(steps, i)

OpenSteps(steps) == {i \in 1 .. Len(steps) : ~ IsDone(steps, i)}

\* These are the steps of this program.
IsRunOf(code, steps) == \A i \in 1 .. Len(steps) : steps[i].name = Name(code, i)

\* The program has to wait before it goes on.
MustWait(steps) ==
  /\ Len(steps) = Length \/ Len(steps) + 1 \in Await
  /\ ~ AllDone(steps)

\* It begins its next step.
CanBegin(steps) == Len(steps) < Length /\ ~ MustWait(steps)

HasEnded(steps) == Len(steps) = Length /\ AllDone(steps)

\* What comes of a program is what came of its last step.
ResultState(steps) ==
  IF steps[Len(steps)].promise.state = "resolved" THEN "resolved" ELSE "rejected"

ResultValue(steps) == steps[Len(steps)].promise.value

\* The promise of a step that begins at time t.
Begun(i, t) == Pending(t + Patience, i \in Timer)

\* What the steps are at time t.
StepsAtTime(steps, t) ==
  [i \in 1 .. Len(steps) |-> [steps[i] EXCEPT !.promise = AtTime(@, t)]]
=============================================================================
