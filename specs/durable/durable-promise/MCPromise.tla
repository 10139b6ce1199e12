------------------------------ MODULE MCPromise -----------------------------
(***************************************************************************)
(* Models of Promise, the problem.  The clock stops at MaxTime.            *)
(***************************************************************************)
EXTENDS Promise

CONSTANT MaxTime            \* the last time that there is

-----------------------------------------------------------------------------
MCAdvance(t) ==
  /\ t <= MaxTime
  /\ Advance(t)

MCNext ==
  \/ \E t \in now + 1 .. now + MaxJump : MCAdvance(t)
  \/ \E id \in Id :
       \/ \E deadline \in Deadline, timer \in BOOLEAN : Create(id, deadline, timer)
       \/ \E state \in Outcome, value \in Value : Settle(id, state, value)

MCSpec == Init /\ [][MCNext]_vars

-----------------------------------------------------------------------------
\* Probe: no timer goes off while another promise waits.
NeverRings ==
  ~ \E id, other \in Id : /\ promise[id].timer /\ promise[id].state = "resolved"
                          /\ promise[id].settledAt = promise[id].deadline
                          /\ promise[other].state = "pending"
=============================================================================
