------------------------------ MODULE Execution -----------------------------
(***************************************************************************)
(* Executions, the problem: programs that run from their beginning to      *)
(* their end, in a process that never fails.                               *)
(*                                                                         *)
(* That is what nobody has.  A protocol solves the problem if nobody who   *)
(* looks at the steps, and at what came of the execution, can tell the     *)
(* difference: that is failure transparency.                               *)
(*                                                                         *)
(* Source: "Think Distributed Systems", chapter 11.                        *)
(*                                                                         *)
(* Left out: progress, apart from what time does by itself.                *)
(***************************************************************************)
EXTENDS Program

-----------------------------------------------------------------------------
CONSTANTS
  Execution,                \* the executions, by the names of their promises
  Deadline,                 \* the times at which an execution may have to end
  MaxJump                   \* how far the clock advances in one step, at most

ASSUME DeadlinesAreTimes == Deadline \subseteq Time
ASSUME ClockMoves == MaxJump \in Nat \ {0}

-----------------------------------------------------------------------------
VARIABLES
  now,                      \* the time
  promise,                  \* promise[e]: what comes of e
  steps                     \* steps[e]: the steps that e has begun, and what came of them

vars == <<now, promise, steps>>

TypeOK ==
  /\ now \in Time
  /\ \A e \in Execution : IsWellFormed(promise[e])
  /\ \A e \in Execution : Len(steps[e]) \in 0 .. Length
  /\ \A e \in Execution : \A i \in 1 .. Len(steps[e]) :
       steps[e][i] \in Step /\ IsWellFormed(steps[e][i].promise)

Init ==
  /\ now = 1
  /\ promise = [e \in Execution |-> Absent]
  /\ steps = [e \in Execution |-> <<>>]

-----------------------------------------------------------------------------
\* It gets later, and every promise whose deadline has come is settled.
Advance(t) ==
  /\ now < t
  /\ now' = t
  /\ promise' = [e \in Execution |-> AtTime(promise[e], t)]
  /\ steps' = [e \in Execution |-> StepsAtTime(steps[e], t)]

\* Somebody wants the program to be run.
Start(e, deadline) ==
  /\ promise[e] = Absent
  /\ promise' = [promise EXCEPT ![e] = AtTime(Pending(deadline, FALSE), now)]
  /\ UNCHANGED <<now, steps>>

\* The program goes on with its next step.
Goes(e, code) ==
  /\ promise[e].state = "pending"
  /\ IsRunOf(code, steps[e])
  /\ CanBegin(steps[e])

\* It does that step itself.
Execute(e, code, state, value) ==
  LET i == Len(steps[e]) + 1
  IN  /\ Goes(e, code)
      /\ i \in Local
      /\ steps' = [steps EXCEPT ![e] = Append(@,
                     [name |-> Name(code, i),
                      promise |-> Done(state, value, now)])]
      /\ UNCHANGED <<now, promise>>

\* It begins it, and somebody else will settle it.
Call(e, code, deadline) ==
  LET i == Len(steps[e]) + 1
  IN  /\ Goes(e, code)
      /\ i \notin Local
      /\ steps' = [steps EXCEPT ![e] = Append(@,
                     [name |-> Name(code, i),
                      promise |-> AtTime(Pending(deadline, i \in Timer), now)])]
      /\ UNCHANGED <<now, promise>>

\* Somebody has done what was called.
Settle(e, i, state, value) ==
  /\ i \in 1 .. Len(steps[e])
  /\ i \notin Timer
  /\ steps[e][i].promise.state = "pending"
  /\ steps' = [steps EXCEPT ![e][i].promise = Settled(@, state, value, now)]
  /\ UNCHANGED <<now, promise>>

\* The program ends.
Return(e) ==
  /\ promise[e].state = "pending"
  /\ HasEnded(steps[e])
  /\ promise' = [promise EXCEPT ![e] =
                   Settled(@, ResultState(steps[e]), ResultValue(steps[e]), now)]
  /\ UNCHANGED <<now, steps>>

-----------------------------------------------------------------------------
Next ==
  \/ \E t \in now + 1 .. now + MaxJump : Advance(t)
  \/ \E e \in Execution :
       \/ \E deadline \in Deadline : Start(e, deadline)
       \/ \E code \in Code :
            \/ \E deadline \in StepDeadline : Call(e, code, deadline)
            \/ \E state \in StepOutcome, value \in Value : Execute(e, code, state, value)
       \/ \E i \in 1 .. Length, state \in StepOutcome, value \in Value :
            Settle(e, i, state, value)
       \/ Return(e)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Safety. *)

\* A step that is done stays what it is, and no step is done twice.
JournalGrows ==
  [][\A e \in Execution :
       /\ Len(steps[e]) <= Len(steps'[e])
       /\ \A i \in 1 .. Len(steps[e]) :
            /\ steps'[e][i].name = steps[e][i].name
            /\ IsDone(steps[e], i) => steps'[e][i] = steps[e][i]]_vars

\* All steps are those of one program.
OneProgram == \A e \in Execution : \E code \in Code : IsRunOf(code, steps[e])

\* An execution ends when all of its steps have, with what came of them, or at its
\* deadline.
EndsAsItsSteps ==
  \A e \in Execution :
    promise[e].state \in Outcome =>
      /\ HasEnded(steps[e])
      /\ promise[e].state = ResultState(steps[e])
      /\ promise[e].value = ResultValue(steps[e])

\* What came of an execution does not change.
EndIsFinal ==
  [][\A e \in Execution : IsSettled(promise[e]) => promise'[e] = promise[e]]_vars

THEOREM Spec => /\ []TypeOK
                /\ JournalGrows
                /\ []OneProgram
                /\ []EndsAsItsSteps
                /\ EndIsFinal
=============================================================================
