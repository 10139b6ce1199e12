--------------------------- MODULE AllOrCompensated --------------------------
(***************************************************************************)
(* Sagas, the problem: a long transaction is cut into steps, each of which *)
(* is a transaction of its own and takes effect at once.  Either all steps *)
(* take effect, one after the other, or a prefix of them does, and is then *)
(* compensated, the last one first.                                        *)
(*                                                                         *)
(* This is what somebody sees who looks at the effects in all services,    *)
(* and at nothing else.  An action may look at all of them at once, which  *)
(* nobody in a distributed system can.  A protocol solves the problem if   *)
(* each of its steps, seen so, is one of those here, or changes nothing.   *)
(*                                                                         *)
(* Source: H. Garcia-Molina and K. Salem, "Sagas", SIGMOD 1987; "Think     *)
(*         Distributed Systems", chapter 11.                               *)
(*                                                                         *)
(* Left out: progress, and isolation: a saga does not have it, and others  *)
(* may see the effect of a step that is compensated later.                 *)
(***************************************************************************)
EXTENDS Naturals

-----------------------------------------------------------------------------
CONSTANT LastStep           \* the steps are 1 to LastStep

ASSUME SomeStep == LastStep \in Nat \ {0}

Step == 1 .. LastStep

Outcome == {"open", "completed", "compensated"}

-----------------------------------------------------------------------------
VARIABLES
  executed,                 \* executed[s]: how often s took effect
  compensated,              \* compensated[s]: how often that was undone
  outcome                   \* what the saga has come to

vars == <<executed, compensated, outcome>>

TypeOK ==
  /\ executed \in [Step -> Nat]
  /\ compensated \in [Step -> Nat]
  /\ outcome \in Outcome

Init ==
  /\ executed = [s \in Step |-> 0]
  /\ compensated = [s \in Step |-> 0]
  /\ outcome = "open"

-----------------------------------------------------------------------------
\* The effect of s stands.
Stands(s) == executed[s] > compensated[s]

\* A step takes effect: once, after all before it, and none after the first
\* compensation.
Execute(s) ==
  /\ outcome = "open"
  /\ executed[s] = 0
  /\ \A t \in Step : compensated[t] = 0 /\ (t < s => Stands(t))
  /\ executed' = [executed EXCEPT ![s] = 1]
  /\ UNCHANGED <<compensated, outcome>>

\* The last step of which the effect stands is compensated.
Compensate(s) ==
  /\ outcome = "open"
  /\ Stands(s)
  /\ \A t \in Step : t > s => ~ Stands(t)
  /\ compensated' = [compensated EXCEPT ![s] = 1]
  /\ UNCHANGED <<executed, outcome>>

\* All steps took effect, and it stays at that.
Complete ==
  /\ outcome = "open"
  /\ \A s \in Step : Stands(s)
  /\ outcome' = "completed"
  /\ UNCHANGED <<executed, compensated>>

\* There is no effect any more, or never was one, and it stays at that.
GiveUp ==
  /\ outcome = "open"
  /\ \A s \in Step : ~ Stands(s)
  /\ outcome' = "compensated"
  /\ UNCHANGED <<executed, compensated>>

-----------------------------------------------------------------------------
Next ==
  \/ Complete
  \/ GiveUp
  \/ \E s \in Step :
       \/ Execute(s)
       \/ Compensate(s)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Safety. *)

\* Nothing takes effect twice, and nothing is undone that did not.
EffectsAtMostOnce ==
  \A s \in Step : executed[s] <= 1 /\ compensated[s] <= executed[s]

\* In the end all effects stand, or none does.
AllOrNothing ==
  /\ outcome = "completed" => \A s \in Step : Stands(s)
  /\ outcome = "compensated" => \A s \in Step : ~ Stands(s)

\* At any time the effects that stand are those of a prefix.
StandingIsPrefix ==
  \A s, t \in Step : t < s /\ Stands(s) => Stands(t)

\* What has come to an end stays as it is.
EndIsFinal == [][outcome # "open" => UNCHANGED vars]_vars

THEOREM Spec => /\ []TypeOK
                /\ []EffectsAtMostOnce
                /\ []AllOrNothing
                /\ []StandingIsPrefix
                /\ EndIsFinal
=============================================================================
