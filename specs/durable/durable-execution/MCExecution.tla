----------------------------- MODULE MCExecution ----------------------------
(***************************************************************************)
(* Models of the problem.  The clock stops at MaxTime.                     *)
(***************************************************************************)
EXTENDS Execution

CONSTANT MaxTime            \* the last time that there is

MCAdvance(t) ==
  /\ t <= MaxTime
  /\ Advance(t)

MCNext ==
  \/ \E t \in now + 1 .. now + MaxJump : MCAdvance(t)
  \/ \E e \in Execution :
       \/ \E deadline \in Deadline : Start(e, deadline)
       \/ \E code \in Code :
            \/ \E deadline \in StepDeadline : Call(e, code, deadline)
            \/ \E state \in StepOutcome, value \in Value : Execute(e, code, state, value)
       \/ \E i \in 1 .. Length, state \in StepOutcome, value \in Value :
            Settle(e, i, state, value)
       \/ Return(e)

MCSpec == Init /\ [][MCNext]_vars

-----------------------------------------------------------------------------
\* Probe: the new program goes on where the old one was.
NeverChanges == \A e \in Execution : IsRunOf("old", steps[e])
=============================================================================
