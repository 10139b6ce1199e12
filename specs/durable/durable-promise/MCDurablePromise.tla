-------------------------- MODULE MCDurablePromise --------------------------
(***************************************************************************)
(* Models of DurablePromise that hold, and the probes.                     *)
(*                                                                         *)
(* Time goes on for ever, so a model stops the clock at MaxTime, which is  *)
(* later than every deadline.  Clients ask for nothing new while there are *)
(* MaxInFlight messages in flight.  Nothing else is bounded.               *)
(*                                                                         *)
(* No model checks for deadlock: a crash or a restart is always possible.  *)
(***************************************************************************)
EXTENDS DurablePromise, FiniteSets

CONSTANTS
  MaxTime,                  \* the last time that there is
  MaxInFlight               \* clients ask only while fewer messages are in flight

ASSUME EverythingEnds == \A deadline \in Deadline : deadline <= MaxTime

-----------------------------------------------------------------------------
CanAsk == Cardinality(msgs) < MaxInFlight

MCCreate(c, id, deadline, timer) ==
  /\ CanAsk
  /\ Create(c, id, deadline, timer)

MCSettle(c, id, state, value) ==
  /\ CanAsk
  /\ Settle(c, id, state, value)

MCRead(c, id) ==
  /\ CanAsk
  /\ Read(c, id)

MCAdvance(t) ==
  /\ t <= MaxTime
  /\ Advance(t)

MCNext ==
  \/ \E c \in Client, id \in Id :
       \/ \E deadline \in Deadline, timer \in BOOLEAN : MCCreate(c, id, deadline, timer)
       \/ \E state \in Outcome, value \in Value : MCSettle(c, id, state, value)
       \/ MCRead(c, id)
  \/ \E t \in now + 1 .. now + MaxJump : MCAdvance(t)
  \/ \E id \in Id : Expire(id)
  \/ Crash
  \/ Restart
  \/ \E m \in msgs :
       \/ RcvCreate(m)
       \/ RcvSettle(m)
       \/ RcvRead(m)
       \/ \E c \in Client : RcvAnswer(c, m)
       \/ LoseMessage(m)

MCSpec == Init /\ [][MCNext]_vars

\* As fair as the protocol, until the clock stops.
MCPassing == SF_vars(\E t \in now + 1 .. now + MaxJump : MCAdvance(t))

MCFairSpec == MCSpec /\ Progress /\ Asking /\ MCPassing

\* What an action is replaced by that a model leaves out.
NeverOf4(a, b, c, d) == FALSE

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

\* A client knows the value that somebody settled a promise with.
NeverKept == \A c \in Client, id \in Id : known[c][id].value \notin Value

\* A record says "pending" although its deadline has come.
NeverOverdue == \A id \in Id : ~ IsOverdue(promise[id], now)

\* A client knows of a timeout that is not written down.
NeverKnownFirst ==
  \A c \in Client, id \in Id : known[c][id].state = "timedOut" => promise[id] = known[c][id]

\* A client wants to settle a promise, and is told that it is too late.
NeverTooLate ==
  [][\A m \in msgs : RcvSettle(m) /\ Projected(m.id).state = "timedOut" =>
       UNCHANGED msgs]_vars

\* A client creates a promise that is there, on other terms.
NeverThere ==
  [][\A m \in msgs : RcvCreate(m) /\ promise[m.id] # Absent =>
       m.timer = promise[m.id].timer]_vars

\* A promise is over when it is created.
NeverBornSettled ==
  [][\A id \in Id : promise[id] = Absent => ~ IsSettled(Projected(id)')]_vars

\* A timer goes off.
NeverRings ==
  \A c \in Client, id \in Id :
    ~ (known[c][id].timer /\ known[c][id].state = "resolved"
         /\ known[c][id].settledAt = known[c][id].deadline)

\* An answer comes that says less than the client knows.
NeverLate ==
  \A c \in Client : \A m \in msgs :
    m.type = "Answer" /\ m.to = c => ~ Further(m.promise, known[c][m.id])
=============================================================================
