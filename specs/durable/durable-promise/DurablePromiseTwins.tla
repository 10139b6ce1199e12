------------------------- MODULE DurablePromiseTwins ------------------------
(***************************************************************************)
(* Weak twins of DurablePromise: the protocol with one mistake each.       *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it starts *)
(* with.  A cfg puts it in the right one's place and names the one         *)
(* property that must then be violated.                                    *)
(***************************************************************************)
EXTENDS MCDurablePromise

-----------------------------------------------------------------------------
(* The store, settling. *)

\* Believes the record: it says "pending", whatever the time.
RcvSettleAsWritten(m) ==
  /\ Arrived(m, "Settle")
  /\ WriteAndAnswer(m, IF promise[m.id].state = "pending"
                       THEN Settled(promise[m.id], m.state, m.value, now)
                       ELSE promise[m.id])
  /\ UNCHANGED <<now, storeState, known>>

\* Lets the deadline itself be the last moment at which a request counts.
RcvSettleAtDeadline(m) ==
  /\ Arrived(m, "Settle")
  /\ WriteAndAnswer(m, IF promise[m.id].state = "pending" /\ now <= promise[m.id].deadline
                       THEN Settled(promise[m.id], m.state, m.value, now)
                       ELSE promise[m.id])
  /\ UNCHANGED <<now, storeState, known>>

\* Settles what is settled.
RcvSettleAgain(m) ==
  /\ Arrived(m, "Settle")
  /\ WriteAndAnswer(m, IF promise[m.id] # Absent /\ now < promise[m.id].deadline
                       THEN Settled(promise[m.id], m.state, m.value, now)
                       ELSE promise[m.id])
  /\ UNCHANGED <<now, storeState, known>>

\* Takes every request to settle for one to resolve.
RcvSettleResolves(m) ==
  /\ Arrived(m, "Settle")
  /\ WriteAndAnswer(m, IF Projected(m.id).state = "pending"
                       THEN Settled(promise[m.id], "resolved", m.value, now)
                       ELSE promise[m.id])
  /\ UNCHANGED <<now, storeState, known>>

\* Settles what nobody has created.
RcvSettleUnknown(m) ==
  /\ Arrived(m, "Settle")
  /\ WriteAndAnswer(m, IF Projected(m.id).state \in {"absent", "pending"}
                       THEN Settled(promise[m.id], m.state, m.value, now)
                       ELSE promise[m.id])
  /\ UNCHANGED <<now, storeState, known>>

\* Answers before the record is on disk: here the write does not come at all.
RcvSettleUnwritten(m) ==
  /\ Arrived(m, "Settle")
  /\ Send([type |-> "Answer", to |-> m.from, id |-> m.id,
           promise |-> IF Projected(m.id).state = "pending"
                       THEN Settled(promise[m.id], m.state, m.value, now)
                       ELSE Projected(m.id)])
  /\ UNCHANGED <<storeVars, known>>

-----------------------------------------------------------------------------
(* The store, otherwise. *)

\* Creates what is there.
RcvCreateAgain(m) ==
  /\ Arrived(m, "Create")
  /\ WriteAndAnswer(m, Pending(m.deadline, m.timer))
  /\ UNCHANGED <<now, storeState, known>>

\* Tells what the record says.
WriteAndAnswerAsWritten(m, p) ==
  /\ promise' = [promise EXCEPT ![m.id] = p]
  /\ Send([type |-> "Answer", to |-> m.from, id |-> m.id, promise |-> p])

\* Takes the time at which the timeout is written for the time of the timeout.
ExpireNow(id) ==
  /\ storeState = "up"
  /\ IsOverdue(promise[id], now)
  /\ promise' = [promise EXCEPT ![id] = [Projected(id) EXCEPT !.settledAt = now]]
  /\ UNCHANGED <<now, storeState, known, msgs>>

\* Is early by one: writes the timeout down before the deadline has come.
ExpireEarly(id) ==
  /\ storeState = "up"
  /\ IsOverdue(promise[id], now + 1)
  /\ promise' = [promise EXCEPT ![id] = AtTime(@, now + 1)]
  /\ UNCHANGED <<now, storeState, known, msgs>>

\* Knows no timers.
ExpireTimer(id) ==
  /\ storeState = "up"
  /\ IsOverdue(promise[id], now)
  /\ promise' = [promise EXCEPT ![id] = Settled(@, "timedOut", NoValue, @.deadline)]
  /\ UNCHANGED <<now, storeState, known, msgs>>

\* Believes a clock that has gone back while the store was down.
RestartInThePast ==
  /\ storeState = "crashed"
  /\ storeState' = "up"
  /\ now' = 1
  /\ UNCHANGED <<promise, known, msgs>>

-----------------------------------------------------------------------------
(* A client. *)

\* Takes the answer that came last for the latest.
RcvAnswerLast(c, m) ==
  /\ m \in msgs
  /\ m.type = "Answer"
  /\ m.to = c
  /\ known' = [known EXCEPT ![c][m.id] = m.promise]
  /\ UNCHANGED <<storeVars, msgs>>

\* Sends no value along.
SettleWithoutValue(c, id, state, value) ==
  /\ ~ IsSettled(known[c][id])
  /\ Send([type |-> "Settle", from |-> c, id |-> id, state |-> state])
  /\ UNCHANGED <<storeVars, known>>

\* Asks until it has an answer, and then waits to be told.
ReadOnce(c, id) ==
  /\ known[c][id] = Absent
  /\ Send([type |-> "Read", from |-> c, id |-> id])
  /\ UNCHANGED <<storeVars, known>>

-----------------------------------------------------------------------------
(* Fairness. *)

\* The network may lose every single copy of a message.
UnfairSpec == MCSpec /\ Progress /\ MCPassing /\ \A c \in Client, id \in Id : WF_vars(Read(c, id))

\* Nobody looks for promises that are over.
NeverOf(x) == FALSE

\* The store stays down.
NoReturnSpec == MCSpec /\ (\A id \in Id : SF_vars(Expire(id))) /\ MCPassing
=============================================================================
