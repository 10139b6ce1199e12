---------------------------- MODULE LamportClock ----------------------------
(***************************************************************************)
(* Lamport's logical clocks: processes that share no clock number their    *)
(* events so that a cause always has a smaller number than its effect.     *)
(*                                                                         *)
(* A process adds one to its counter at each of its own events, and a      *)
(* message carries the counter of its sender.  The receiver goes beyond    *)
(* both, its own and the one that it was sent.                             *)
(*                                                                         *)
(* Solves:  ordering events in agreement with "happened before".  What     *)
(*          that means is said in LamportClockHistory, which adds to this  *)
(*          module what no process needs to store: the past of each event. *)
(* Source:  L. Lamport, "Time, Clocks, and the Ordering of Events in a     *)
(*          Distributed System", CACM 21(7), 1978, rules IR1 and IR2;      *)
(*          "Think Distributed Systems", chapter 2.                        *)
(*                                                                         *)
(* Left out: loss and duplication.  A lost message is one that is never    *)
(* received.  A copy is one more receive event with the same cause, so     *)
(* nothing new can go wrong with it.  Crashes: a process that forgets its  *)
(* counter is a new process.                                               *)
(***************************************************************************)
EXTENDS Naturals

-----------------------------------------------------------------------------
CONSTANT Process            \* the processes

ASSUME SomeProcess == Process # {}

Message == [from : Process, to : Process, clock : Nat]

-----------------------------------------------------------------------------
VARIABLES
  clock,                    \* clock[p]: the number of p's latest event, or 0
  msgs                      \* the messages in flight

vars == <<clock, msgs>>

(***************************************************************************)
(* The network is a set, and receiving takes a message out.  A set is      *)
(* enough: a process never sends two messages with the same number.        *)
(***************************************************************************)

-----------------------------------------------------------------------------
TypeOK ==
  /\ clock \in [Process -> Nat]
  /\ msgs \subseteq Message

Init ==
  /\ clock = [p \in Process |-> 0]
  /\ msgs = {}

-----------------------------------------------------------------------------
(* Helpers. *)

Max(a, b) == IF a > b THEN a ELSE b

\* p's next event happens, and everything in it is known to be later than t.
Advance(p, t) == clock' = [clock EXCEPT ![p] = Max(@, t) + 1]

-----------------------------------------------------------------------------
(* A process. *)

\* Something happens inside p.
Tick(p) ==
  /\ Advance(p, 0)
  /\ UNCHANGED msgs

\* p sends q a message, stamped with the number of this very event.
Send(p, q) ==
  /\ p # q
  /\ Advance(p, 0)
  /\ msgs' = msgs \cup {[from |-> p, to |-> q, clock |-> clock'[p]]}

\* p receives m, and from then on is later than its sender was.
Receive(p, m) ==
  /\ m \in msgs
  /\ m.to = p
  /\ Advance(p, m.clock)
  /\ msgs' = msgs \ {m}

-----------------------------------------------------------------------------
Next ==
  \E p \in Process :
    \/ Tick(p)
    \/ \E q \in Process : Send(p, q)
    \/ \E m \in msgs : Receive(p, m)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Safety. *)

\* No message comes from its sender's future.
SentBefore == \A m \in msgs : m.clock <= clock[m.from]

\* Every step is an event of one process, and its number is a new one.
ClockAdvances ==
  [][\E p \in Process :
       /\ clock'[p] > clock[p]
       /\ \A q \in Process \ {p} : clock'[q] = clock[q]]_vars

THEOREM Spec => []TypeOK /\ []SentBefore /\ ClockAdvances
=============================================================================
