---------------------------- MODULE MCRaftFigure8 ---------------------------
(***************************************************************************)
(* A model of Raft that begins in the middle of figure 8 of the paper,     *)
(* with three servers.  s1 led term 1 and appended its first entry, but    *)
(* reached nobody; s3 led term 2 and did the same; now s1 leads term 3,    *)
(* with the vote of s2, and all messages are lost.  The scenario figure-8  *)
(* leads here from the beginning.                                          *)
(*                                                                         *)
(* With one election more it will be seen whether s1 may commit its first  *)
(* entry, of term 1, as soon as s2 has it, too.  From the beginning, four  *)
(* elections are too deep for a model checker.                             *)
(***************************************************************************)
EXTENDS MCRaft

CONSTANTS s1, s2, s3        \* the servers, by name

-----------------------------------------------------------------------------
Figure8Init ==
  /\ currentTerm = (s1 :> 3 @@ s2 :> 3 @@ s3 :> 2)
  /\ votedFor = (s1 :> s1 @@ s2 :> s1 @@ s3 :> s3)
  /\ log = (s1 :> <<[term |-> 1, value |-> NoOp], [term |-> 3, value |-> NoOp]>>
             @@ s2 :> <<>>
             @@ s3 :> <<[term |-> 2, value |-> NoOp]>>)
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = (s1 :> "leader" @@ s2 :> "follower" @@ s3 :> "follower")
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> 0]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> IF i = s1 THEN 2 ELSE 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> 0]]
  /\ msgs = {}

\* Terms are behind already, so only elections are counted.
Figure8Timeout(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ Timeout(i)

Figure8Spec == Figure8Init /\ [][MCNext]_vars
=============================================================================
