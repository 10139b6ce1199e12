---------------------------- MODULE RaftTransfer ----------------------------
(***************************************************************************)
(* Raft in which a leader hands its leadership over: because its machine   *)
(* is to be stopped, or another one is better placed.                      *)
(*                                                                         *)
(* It accepts no more requests, brings the target's log up to date as it   *)
(* always does, and then tells the target not to wait for a timeout any    *)
(* longer.  The target begins an election at once, and has what it takes   *)
(* to win it.  A leader may give the transfer up again: nothing is lost    *)
(* but time.                                                               *)
(*                                                                         *)
(* Refines: Raft.  That a timeout comes at the right moment is no new kind *)
(*          of step (RaftSpec below), so whatever goes wrong with a        *)
(*          transfer, nothing that is committed does.                      *)
(* Source:  D. Ongaro, "Consensus: Bridging Theory and Practice", 2014,    *)
(*          3.10.                                                          *)
(***************************************************************************)
EXTENDS Raft

-----------------------------------------------------------------------------
\* From a leader to the server that is to lead after it: begin.
TransferMessageType == {"TimeoutNow"}

-----------------------------------------------------------------------------
VARIABLE transferTo         \* transferTo[i]: whom leader i hands over to, or Nobody

transferVars == <<vars, transferTo>>

-----------------------------------------------------------------------------
TransferTypeOK ==
  /\ transferTo \in [Server -> Server \cup {Nobody}]
  /\ \A m \in msgs : /\ m.type \in MessageType \cup TransferMessageType
                     /\ m.term \in Nat \ {0}
                     /\ {m.from, m.to} \subseteq Server

TransferInit ==
  /\ Init
  /\ transferTo = [i \in Server |-> Nobody]

-----------------------------------------------------------------------------
(* Helpers. *)

\* Only leaders hand over.
Keep == transferTo' = [i \in Server |-> IF role'[i] = "leader" THEN transferTo[i] ELSE Nobody]

\* A leader that hands over appends nothing, or its target would never be done.
Closed ==
  \A i \in Server :
    transferTo[i] # Nobody /\ role'[i] = "leader" => log'[i] = log[i]

-----------------------------------------------------------------------------
(* The transfer. *)

\* Somebody asks leader i to hand over to j.
TransferLeadership(i, j) ==
  /\ role[i] = "leader"
  /\ transferTo[i] = Nobody
  /\ j \in Electorate(i) \ {i}
  /\ transferTo' = [transferTo EXCEPT ![i] = j]
  /\ UNCHANGED vars

\* The target has confirmed all of i's log: it need not wait any longer.
SendTimeoutNow(i) ==
  /\ transferTo[i] # Nobody
  /\ matchIndex[i][transferTo[i]] = LastIndex(i)
  /\ Send({[type |-> "TimeoutNow", term |-> currentTerm[i], from |-> i, to |-> transferTo[i]]})
  /\ UNCHANGED <<diskVars, memoryVars, transferTo>>

\* As if patience had run out at this moment.  What a leader of another term
\* said is of no interest any more.
RcvTimeoutNow(i, m) ==
  /\ InFlight(m, "TimeoutNow", i)
  /\ m.term = currentTerm[i]
  /\ Timeout(i)
  /\ Keep

\* It takes too long: i goes on as a leader.
AbandonTransfer(i) ==
  /\ transferTo[i] # Nobody
  /\ transferTo' = [transferTo EXCEPT ![i] = Nobody]
  /\ UNCHANGED vars

-----------------------------------------------------------------------------
TransferNext ==
  \/ /\ Next
     /\ Closed
     /\ Keep
  \/ \E i \in Server :
       \/ \E j \in Server : TransferLeadership(i, j)
       \/ SendTimeoutNow(i)
       \/ AbandonTransfer(i)
       \/ \E m \in msgs : RcvTimeoutNow(i, m)

TransferSpec == TransferInit /\ [][TransferNext]_transferVars

-----------------------------------------------------------------------------
(* Safety. *)

OnlyLeadersTransfer == \A i \in Server : transferTo[i] # Nobody => Leader(i)

\* A leader that hands over accepts no requests.
AcceptsNothing ==
  [][\A i \in Server :
       transferTo[i] # Nobody /\ Leader(i)' => LastIndex(i)' = LastIndex(i)]_transferVars

\* Who is told to begin has all that the leader has, unless there is another
\* leader by now.
ToldWhenComplete ==
  [][\A m \in msgs' \ msgs :
       m.type = "TimeoutNow" /\ currentTerm[m.to] = m.term =>
         /\ LastIndex(m.to) >= LastIndex(m.from)
         /\ SameUpTo(m.from, m.to, LastIndex(m.from))]_transferVars

\* Where nobody loses patience by itself: who begins an election was told so,
\* by the leader of its term.
BeginsWhenTold ==
  [][\A i \in Server :
       currentTerm'[i] # currentTerm[i] /\ role'[i] = "candidate" =>
         \E m \in msgs : /\ m.type = "TimeoutNow"
                         /\ m.to = i
                         /\ m.term = currentTerm[i]]_transferVars

-----------------------------------------------------------------------------
(* Refinement. *)

R == INSTANCE Raft WITH msgs <- {m \in msgs : m.type \in MessageType}

RaftSpec == R!Spec

THEOREM TransferSpec => /\ []TransferTypeOK
                        /\ []OnlyLeadersTransfer
                        /\ AcceptsNothing
                        /\ ToldWhenComplete
                        /\ RaftSpec
=============================================================================
