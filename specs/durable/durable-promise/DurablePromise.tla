--------------------------- MODULE DurablePromise ---------------------------
(***************************************************************************)
(* Durable promises: a store that keeps promises on disk, and clients that *)
(* create them, settle them and ask for them, over a network that loses,   *)
(* duplicates and reorders messages.                                       *)
(*                                                                         *)
(* The store does not watch deadlines.  When one comes, the record of the  *)
(* promise still says "pending", for as long as nobody rewrites it, and    *)
(* the store may be down at that time.  So it never says, and never acts   *)
(* upon, what a record says, only what the record is at the time of now:   *)
(* Projected.  Whether the timeout has been written makes no difference to *)
(* anybody.  The timeout always wins.                                      *)
(*                                                                         *)
(* A request may come twice, and from two clients.  The name of a promise  *)
(* makes that harmless: who creates one that is there, or settles one that *)
(* is settled, is told how it is.                                          *)
(*                                                                         *)
(* Solves:  promises.  Seen at the time of now, the records of the store   *)
(*          are those of module Promise.                                   *)
(* Source:  "Think Distributed Systems", chapter 11; the API of durable    *)
(*          promises published by Resonate HQ for create, resolve, reject, *)
(*          cancel, timeouts and timers.                                   *)
(*                                                                         *)
(* Time:    the store's clock never goes back.  A store that finds that it *)
(*          did stops with an error, for what it told clients was true     *)
(*          later.  Clients have no clock.                                 *)
(* Disks:   a request is one transaction of the store, and its answer      *)
(*          leaves when that is on disk.  In memory there is nothing.      *)
(*                                                                         *)
(* Left out: clients that crash, since a client that forgot what it knew   *)
(* asks again like a new one; being told without asking, which is the      *)
(* matter of durable executions; deleting promises.                        *)
(***************************************************************************)
EXTENDS PromiseRecord

-----------------------------------------------------------------------------
CONSTANTS
  Client,                   \* who asks
  Id,                       \* the names of promises
  Deadline,                 \* the times at which a client lets a promise end
  MaxJump                   \* how far the clock advances in one step, at most

ASSUME SomeClient == Client # {}
ASSUME DeadlinesAreTimes == Deadline \subseteq Time
ASSUME ClockMoves == MaxJump \in Nat \ {0}

Request ==                  \* client -> store
       [type : {"Create"}, from : Client, id : Id, deadline : Deadline, timer : BOOLEAN]
  \cup [type : {"Settle"}, from : Client, id : Id, state : Outcome, value : Value]
  \cup [type : {"Read"}, from : Client, id : Id]

Answer ==                   \* store -> client: this is how it is
  [type : {"Answer"}, to : Client, id : Id, promise : PromiseRecord]

-----------------------------------------------------------------------------
VARIABLES
  now,                      \* the store's clock
  promise,                  \* promise[id]: the record on the store's disk
  storeState,               \* "up" or "crashed"
  known,                    \* known[c][id]: the latest that c was told
  msgs                      \* the messages in flight

storeVars == <<now, promise, storeState>>
vars      == <<storeVars, known, msgs>>

(***************************************************************************)
(* The network is a set, as in two-phase commit: a received message stays  *)
(* in it, so that it can come again and at any later time, and LoseMessage *)
(* takes one out.                                                          *)
(***************************************************************************)

-----------------------------------------------------------------------------
TypeOK ==
  /\ now \in Time
  /\ promise \in [Id -> PromiseRecord]
  /\ \A id \in Id : IsWellFormed(promise[id])
  /\ storeState \in {"up", "crashed"}
  /\ known \in [Client -> [Id -> PromiseRecord]]
  /\ msgs \subseteq Request \cup Answer

Init ==
  /\ now = 1
  /\ promise = [id \in Id |-> Absent]
  /\ storeState = "up"
  /\ known = [c \in Client |-> [id \in Id |-> Absent]]
  /\ msgs = {}

-----------------------------------------------------------------------------
(* Helpers. *)

\* The store knows what time it is, and so what its record means.
Projected(id) == AtTime(promise[id], now)

Arrived(m, type) == storeState = "up" /\ m \in msgs /\ m.type = type

Send(m) == msgs' = msgs \cup {m}

\* The promise becomes p on disk, and whoever asked is told.
WriteAndAnswer(m, p) ==
  /\ promise' = [promise EXCEPT ![m.id] = p]
  /\ Send([type |-> "Answer", to |-> m.from, id |-> m.id, promise |-> AtTime(p, now)])

\* Answers may come late, and in any order.  A promise is there, then it is
\* settled, and of two answers the one that is further tells more.
Further(p, q) ==
  \/ p.state = "absent" /\ q.state # "absent"
  \/ p.state = "pending" /\ IsSettled(q)

-----------------------------------------------------------------------------
(* A client.  It may send what it sent before: that is how it retries. *)

\* c asks for a promise that it does not know of.
Create(c, id, deadline, timer) ==
  /\ known[c][id] = Absent
  /\ Send([type |-> "Create", from |-> c, id |-> id, deadline |-> deadline, timer |-> timer])
  /\ UNCHANGED <<storeVars, known>>

\* c has a value, or gives up, or does not need it any more.
Settle(c, id, state, value) ==
  /\ ~ IsSettled(known[c][id])
  /\ Send([type |-> "Settle", from |-> c, id |-> id, state |-> state, value |-> value])
  /\ UNCHANGED <<storeVars, known>>

\* c waits for the promise.
Read(c, id) ==
  /\ ~ IsSettled(known[c][id])
  /\ Send([type |-> "Read", from |-> c, id |-> id])
  /\ UNCHANGED <<storeVars, known>>

\* c is told how it is, or was.
RcvAnswer(c, m) ==
  /\ m \in msgs
  /\ m.type = "Answer"
  /\ m.to = c
  /\ Further(known[c][m.id], m.promise)
  /\ known' = [known EXCEPT ![c][m.id] = m.promise]
  /\ UNCHANGED <<storeVars, msgs>>

-----------------------------------------------------------------------------
(* The store. *)

\* The store looks at its clock.
Advance(t) ==
  /\ storeState = "up"
  /\ now < t
  /\ now' = t
  /\ UNCHANGED <<promise, storeState, known, msgs>>

\* The promise is new, or it is there, with whatever terms.
RcvCreate(m) ==
  /\ Arrived(m, "Create")
  /\ WriteAndAnswer(m, IF promise[m.id] = Absent THEN Pending(m.deadline, m.timer)
                       ELSE promise[m.id])
  /\ UNCHANGED <<now, storeState, known>>

\* The promise is settled now, or it was, by a request or by its deadline, or
\* there is none.
RcvSettle(m) ==
  /\ Arrived(m, "Settle")
  /\ WriteAndAnswer(m, IF Projected(m.id).state = "pending"
                       THEN Settled(promise[m.id], m.state, m.value, now)
                       ELSE promise[m.id])
  /\ UNCHANGED <<now, storeState, known>>

RcvRead(m) ==
  /\ Arrived(m, "Read")
  /\ WriteAndAnswer(m, promise[m.id])
  /\ UNCHANGED <<now, storeState, known>>

\* The store finds a promise whose deadline has come, and writes that down.  It
\* may do so at any time later, and nobody can tell when.
Expire(id) ==
  /\ storeState = "up"
  /\ IsOverdue(promise[id], now)
  /\ promise' = [promise EXCEPT ![id] = Projected(id)]
  /\ UNCHANGED <<now, storeState, known, msgs>>

-----------------------------------------------------------------------------
(* The environment. *)

Crash ==
  /\ storeState = "up"
  /\ storeState' = "crashed"
  /\ UNCHANGED <<now, promise, known, msgs>>

\* All that the store knows was on disk.
Restart ==
  /\ storeState = "crashed"
  /\ storeState' = "up"
  /\ UNCHANGED <<now, promise, known, msgs>>

LoseMessage(m) ==
  /\ m \in msgs
  /\ msgs' = msgs \ {m}
  /\ UNCHANGED <<storeVars, known>>

-----------------------------------------------------------------------------
Next ==
  \/ \E c \in Client, id \in Id :
       \/ \E deadline \in Deadline, timer \in BOOLEAN : Create(c, id, deadline, timer)
       \/ \E state \in Outcome, value \in Value : Settle(c, id, state, value)
       \/ Read(c, id)
  \/ \E t \in now + 1 .. now + MaxJump : Advance(t)
  \/ \E id \in Id : Expire(id)
  \/ Crash
  \/ Restart
  \/ \E m \in msgs :
       \/ RcvCreate(m)
       \/ RcvSettle(m)
       \/ RcvRead(m)
       \/ \E c \in Client : RcvAnswer(c, m)
       \/ LoseMessage(m)

(***************************************************************************)
(* The store comes back after each crash, and however often it crashes, in *)
(* the long run it looks at its clock, and expires what is overdue.  What  *)
(* is asked again and again the store hears, and the client its answer:    *)
(* strong fairness, since each copy may be lost before it is read.  Nobody *)
(* has to create or settle anything.                                       *)
(***************************************************************************)
Progress ==
  /\ WF_vars(Restart)
  /\ \A id \in Id : SF_vars(Expire(id))

Asking ==
  \A c \in Client, id \in Id :
    /\ WF_vars(Read(c, id))
    /\ SF_vars(RcvRead([type |-> "Read", from |-> c, id |-> id]))
    /\ SF_vars(\E m \in msgs :
                 /\ m.type = "Answer" /\ m.id = id /\ IsSettled(m.promise)
                 /\ RcvAnswer(c, m))

Passing == SF_vars(\E t \in now + 1 .. now + MaxJump : Advance(t))

Spec == Init /\ [][Next]_vars /\ Progress /\ Asking /\ Passing

-----------------------------------------------------------------------------
(* Safety. *)

\* What is settled stays as it is: state, value and time, whether by a request
\* or by the clock alone.
SettledIsFrozen ==
  [][\A id \in Id : IsSettled(Projected(id)) => Projected(id)' = Projected(id)]_vars

\* A promise that was created stays, on the terms on which it was.
TermsAreFixed ==
  [][\A id \in Id :
       promise[id] # Absent =>
         /\ promise'[id].deadline = promise[id].deadline
         /\ promise'[id].timer = promise[id].timer]_vars

\* Nobody settles a promise at its deadline or later, and nothing but time makes
\* it time out, at its deadline.
TimeoutWins ==
  \A id \in Id :
    LET p == promise[id]
    IN  IsSettled(p) =>
          /\ p.settledAt <= now
          /\ \/ p.state \in Outcome /\ p.settledAt < p.deadline
             \/ p.state = (IF p.timer THEN "resolved" ELSE "timedOut")
                  /\ p.settledAt = p.deadline

\* Nobody creates or settles a promise but as somebody asked, apart from time.
NothingUnasked ==
  [][\A id \in Id :
       LET p == promise[id]
           q == promise'[id]
       IN  p # q =>
             \/ p = Absent
                  /\ \E m \in msgs : /\ m.type = "Create" /\ m.id = id
                                     /\ q = Pending(m.deadline, m.timer)
             \/ \E m \in msgs : /\ m.type = "Settle" /\ m.id = id
                                /\ q = Settled(p, m.state, m.value, now)
             \/ q = Projected(id)]_vars

\* The store tells everybody how it is at the time of now.
AnswersAreTrue ==
  [][\A m \in msgs' \ msgs :
       m.type = "Answer" => m.promise = Projected(m.id)']_vars

\* What clients know, and what is on its way to them, is settled only if it is,
\* and as it is: two clients never know different things.
KnownIsTrue ==
  LET told(id) == {known[c][id] : c \in Client}
                    \cup {m.promise : m \in {a \in msgs : a.type = "Answer" /\ a.id = id}}
  IN  \A id \in Id : \A p \in told(id) : IsSettled(p) => p = Projected(id)

\* What a client knows to be settled, it knows for ever.
KnownIsFrozen ==
  [][\A c \in Client, id \in Id :
       IsSettled(known[c][id]) => known'[c][id] = known[c][id]]_vars

-----------------------------------------------------------------------------
(* Liveness. *)

\* Whatever anybody does, every promise is settled, and that is written down.
EverySettles ==
  \A id \in Id : promise[id] # Absent ~> IsSettled(promise[id])

\* Once the store stays up, who waits for a promise that is there learns what
\* became of it.
EveryAskerLearns ==
  <>[](storeState = "up") =>
    \A c \in Client, id \in Id : promise[id] # Absent ~> IsSettled(known[c][id])

-----------------------------------------------------------------------------
(* Refinement: at the time of now, the records are those of the problem. *)

P == INSTANCE Promise WITH promise <- [id \in Id |-> Projected(id)]

PromiseSpec == P!Spec

THEOREM Spec => /\ []TypeOK
                /\ SettledIsFrozen
                /\ TermsAreFixed
                /\ []TimeoutWins
                /\ NothingUnasked
                /\ AnswersAreTrue
                /\ []KnownIsTrue
                /\ KnownIsFrozen
                /\ EverySettles
                /\ EveryAskerLearns
                /\ P!Spec
=============================================================================
