----------------------------- MODULE FailureFree ----------------------------
(***************************************************************************)
(* Processes, the problem: in a world without failure.                     *)
(*                                                                         *)
(* A process is run once, from its first step to its last, and then it has *)
(* its result.  Nothing crashes and nothing gets lost.  A protocol solves  *)
(* the problem if nobody who sees the effects and the results of processes *)
(* can tell that anything ever failed.                                     *)
(*                                                                         *)
(* Source: "Think Distributed Systems", chapter 11, for executions that    *)
(*         equal one without failure; chapter 3, for a system that is      *)
(*         transparent to failures.                                        *)
(*                                                                         *)
(* Left out: progress.                                                     *)
(***************************************************************************)
EXTENDS Program

-----------------------------------------------------------------------------
VARIABLES
  effects,                  \* effects[p]: what was done for p, in order
  result                    \* result[p]: of p; <<>> if it has not ended

vars == <<effects, result>>

TypeOK ==
  /\ \A p \in Process : effects[p] \in Seq(Effect) /\ Len(effects[p]) <= Steps
  /\ result \in [Process -> Outcomes]

Init ==
  /\ effects = [p \in Process |-> <<>>]
  /\ result = [p \in Process |-> <<>>]

-----------------------------------------------------------------------------
\* The next step of p is done.
Perform(p, draw, value) ==
  /\ Len(effects[p]) < Steps
  /\ effects[p] # <<>> => draw = effects[p][1].argument.draw
  /\ effects' = [effects EXCEPT ![p] =
                   Append(@, [step     |-> Len(@) + 1,
                              argument |-> ArgumentAfter(draw, ValuesOf(@)),
                              value    |-> value])]
  /\ UNCHANGED result

\* All steps of p are done.
End(p) ==
  /\ Len(effects[p]) = Steps
  /\ result[p] = <<>>
  /\ result' = [result EXCEPT ![p] = ResultOf(ValuesOf(effects[p]))]
  /\ UNCHANGED effects

-----------------------------------------------------------------------------
Next ==
  \E p \in Process :
    \/ \E draw \in Draw, value \in Value : Perform(p, draw, value)
    \/ End(p)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Safety. *)

AtMostOnce == \A p \in Process : IsOnce(effects[p])

InOrder == \A p \in Process : IsInOrder(effects[p])

OfOneRun == \A p \in Process : IsOfOneRun(effects[p])

\* A process that has ended has done everything, and its result is made of that.
ResultIsOfEffects ==
  \A p \in Process :
    result[p] # <<>> =>
      /\ Len(effects[p]) = Steps
      /\ result[p] = ResultOf(ValuesOf(effects[p]))

ResultIsFinal ==
  [][\A p \in Process : result[p] # <<>> => result'[p] = result[p]]_vars

THEOREM Spec => /\ []TypeOK
                /\ []AtMostOnce
                /\ []InOrder
                /\ []OfOneRun
                /\ []ResultIsOfEffects
                /\ ResultIsFinal
=============================================================================
