------------------------------- MODULE Program ------------------------------
(***************************************************************************)
(* Programs of several steps, and what remains of them in the world.       *)
(*                                                                         *)
(* A process is a program that somebody wants to be run.  Each step of it  *)
(* has an effect in the world, and a value comes of that, for the world to *)
(* choose: a receipt, a price, a seat.  What the program asks for next     *)
(* depends on the values so far, and so does its result.                   *)
(*                                                                         *)
(* Which program that is does not matter.  This one hands to each step the *)
(* value of the step before, and its result is all of them: whoever knows  *)
(* that, knows every other function of the values.                         *)
(*                                                                         *)
(* A program may also draw in the beginning from what is no step: it looks *)
(* at a clock, or tosses a coin.  A deterministic one has nothing to draw  *)
(* from: there is one Draw.                                                *)
(***************************************************************************)
EXTENDS Naturals, Sequences

-----------------------------------------------------------------------------
CONSTANTS
  Process,                  \* what somebody wants to be done
  Steps,                    \* how many steps that takes
  Value,                    \* what may come of a step
  NoValue,                  \* what came of the steps before the first one
  Draw                      \* what a program may draw in the beginning

ASSUME StepsAreSome == Steps \in Nat \ {0}
ASSUME NoValueIsNone == NoValue \notin Value \cup Draw

Step == 1 .. Steps

\* The values of the first steps, in order.
Outcomes == UNION {[1 .. k -> Value] : k \in 0 .. Steps}

\* What a program asks for.
Argument == [draw : Draw, last : Value \cup {NoValue}]

\* What was done in the world.
Effect == [step : Step, argument : Argument, value : Value]

-----------------------------------------------------------------------------
\* What the program asks for after these values.
ArgumentAfter(draw, outcomes) ==
  [draw |-> draw, last |-> IF outcomes = <<>> THEN NoValue ELSE outcomes[Len(outcomes)]]

\* The values of some effects.
ValuesOf(effects) == [i \in 1 .. Len(effects) |-> effects[i].value]

\* The result, of all values.
ResultOf(outcomes) == outcomes

\* No step was done twice.
IsOnce(effects) ==
  \A i, j \in 1 .. Len(effects) : effects[i].step = effects[j].step => i = j

\* No step was done before the one that comes before it.
IsInOrder(effects) ==
  \A i \in 1 .. Len(effects) :
    effects[i].step > 1 => \E j \in 1 .. i - 1 : effects[j].step = effects[i].step - 1

\* One run of the program asks for all of this.
IsOfOneRun(effects) ==
  \E draw \in Draw :
    \A i \in 1 .. Len(effects) :
      effects[i].argument = ArgumentAfter(draw, ValuesOf(SubSeq(effects, 1, i - 1)))
=============================================================================
