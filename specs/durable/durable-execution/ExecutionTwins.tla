--------------------------- MODULE ExecutionTwins ---------------------------
(***************************************************************************)
(* Weak twins of Execution: the problem with one mistake each.             *)
(***************************************************************************)
EXTENDS MCExecution

\* Settles what is settled.
SettleAgain(e, i, state, value) ==
  /\ i \in 1 .. Len(steps[e])
  /\ i \notin Timer
  /\ steps' = [steps EXCEPT ![e][i].promise = Settled(@, state, value, now)]
  /\ UNCHANGED <<now, promise>>

\* Goes on with a program that has done something else so far.
GoesAnyway(e, code) ==
  /\ promise[e].state = "pending"
  /\ CanBegin(steps[e])

\* Does one step more than the program has.
CanBeginBeyond(s) == Len(s) <= Length

\* Ends the program as soon as all of its steps have begun.
ReturnEarly(e) ==
  /\ promise[e].state = "pending"
  /\ Len(steps[e]) = Length
  /\ promise' = [promise EXCEPT ![e] =
                   Settled(@, ResultState(steps[e]), ResultValue(steps[e]), now)]
  /\ UNCHANGED <<now, steps>>

\* Ends the program although its deadline has come.
ReturnLate(e) ==
  /\ promise[e].state \in {"pending", "timedOut"}
  /\ HasEnded(steps[e])
  /\ promise' = [promise EXCEPT ![e] =
                   Settled(@, ResultState(steps[e]), ResultValue(steps[e]), now)]
  /\ UNCHANGED <<now, steps>>
=============================================================================
