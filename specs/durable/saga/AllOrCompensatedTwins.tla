------------------------ MODULE AllOrCompensatedTwins ------------------------
(***************************************************************************)
(* Weak twins of AllOrCompensated, the problem.                            *)
(***************************************************************************)
EXTENDS MCAllOrCompensated

-----------------------------------------------------------------------------
\* A step takes effect although it did before.
ExecuteTwice(s) ==
  /\ outcome = "open"
  /\ executed[s] <= 1
  /\ \A t \in Step : compensated[t] = 0 /\ (t < s => Stands(t))
  /\ executed' = [executed EXCEPT ![s] = @ + 1]
  /\ UNCHANGED <<compensated, outcome>>

\* Any step is compensated next.
CompensateAny(s) ==
  /\ outcome = "open"
  /\ Stands(s)
  /\ compensated' = [compensated EXCEPT ![s] = 1]
  /\ UNCHANGED <<executed, outcome>>

\* What has ended is compensated after all.
CompensateLater(s) ==
  /\ Stands(s)
  /\ \A t \in Step : t > s => ~ Stands(t)
  /\ compensated' = [compensated EXCEPT ![s] = 1]
  /\ outcome' = "open"
  /\ UNCHANGED executed

\* One effect is taken for all.
CompleteEarly ==
  /\ outcome = "open"
  /\ \E s \in Step : Stands(s)
  /\ outcome' = "completed"
  /\ UNCHANGED <<executed, compensated>>
=============================================================================
