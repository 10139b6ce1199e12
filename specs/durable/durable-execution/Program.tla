------------------------------- MODULE Program ------------------------------
(***************************************************************************)
(* A program of steps, and the journal of what came of them.               *)
(*                                                                         *)
(* A program is deterministic: what it does next depends on nothing but on *)
(* what came of its steps so far.  A step is done by the process that runs *)
(* the program (a local step), or begun by it and settled by somebody else *)
(* (a call), or by time (a timer).  While steps are open, the program goes *)
(* on or waits, for whichever it likes; at its end it waits for all of     *)
(* them.                                                                   *)
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
  StepDeadline,             \* the times at which a step that others do may have to end
  Fork                      \* from this step on, the new version is another one

ASSUME SomeStep == Length \in Nat \ {0}
ASSUME StepsAreKnown == Local \cup Timer \subseteq 1 .. Length
ASSUME TimersAreNotDone == Local \cap Timer = {}
ASSUME StepDeadlinesAreTimes == StepDeadline \subseteq Time
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

\* There is a step to go on with.
CanBegin(steps) == Len(steps) < Length

HasEnded(steps) == Len(steps) = Length /\ AllDone(steps)

\* What comes of a program is what came of its last step.
ResultState(steps) ==
  IF steps[Len(steps)].promise.state = "resolved" THEN "resolved" ELSE "rejected"

ResultValue(steps) == steps[Len(steps)].promise.value

\* The promise of a step that is done at time t, in no time.
Done(state, value, t) == Settled(Pending(t, FALSE), state, value, t)

\* What the steps are at time t.
StepsAtTime(steps, t) ==
  [i \in 1 .. Len(steps) |-> [steps[i] EXCEPT !.promise = AtTime(@, t)]]
=============================================================================
