--------------------------- MODULE FailureFreeTwins -------------------------
(***************************************************************************)
(* A weak twin of FailureFree, the problem.                                *)
(***************************************************************************)
EXTENDS MCFailureFree

-----------------------------------------------------------------------------
\* The program draws again before each step.
PerformDrawing(p, draw, value) ==
  /\ Len(effects[p]) < Steps
  /\ effects' = [effects EXCEPT ![p] =
                   Append(@, [step     |-> Len(@) + 1,
                              argument |-> ArgumentAfter(draw, ValuesOf(@)),
                              value    |-> value])]
  /\ UNCHANGED result
=============================================================================
