------------------------------- MODULE MCRaft -------------------------------
(***************************************************************************)
(* Models of Raft, and the probes.                                         *)
(*                                                                         *)
(* Terms, logs and messages grow for ever, so a model says how many        *)
(* elections there may be, how long a log may get, and how many entries    *)
(* one message carries.  What bounds it can be read off the state: a model *)
(* has no variables of its own.  Crashes need no bound: memory that was    *)
(* lost is a state like another.                                           *)
(*                                                                         *)
(* A run of a model ends where its bounds are, and for that reason no      *)
(* model checks for deadlock.                                              *)
(***************************************************************************)
EXTENDS Raft, TLC

CONSTANTS
  MaxElections,             \* how many elections begin, of all servers together
  MaxLog,                   \* how many entries a log has
  MaxBatch                  \* how many entries a message carries

-----------------------------------------------------------------------------
\* The elections that have begun.
Elections == {<<m.from, m.term>> : m \in {n \in msgs : n.type = "RequestVote"}}

MCTimeout(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ Timeout(i)

MCBecomeLeader(i) ==
  /\ LastIndex(i) < MaxLog
  /\ BecomeLeader(i)

\* A value is asked for once.
Requested(value) ==
  \E i \in Server : \E n \in DOMAIN log[i] : log[i][n].value = value

MCClientRequest(i, value) ==
  /\ LastIndex(i) < MaxLog
  /\ ~ Requested(value)
  /\ ClientRequest(i, value)

\* One message after the other, as much in each as fits, and an empty one only
\* where it tells the follower that all it has is committed.
MCAppendEntries(i, j, prev, count) ==
  /\ prev = nextIndex[i][j] - 1
  /\ count = Min(MaxBatch, LastIndex(i) - prev)
  /\ count = 0 => commitIndex[i] = prev
  /\ AppendEntries(i, j, prev, count)

\* As far as it can.
MCAdvanceCommitIndex(i, n) ==
  /\ ~ \E further \in n + 1 .. LastIndex(i) :
       IsQuorum(i, {i} \cup {j \in Server : matchIndex[i][j] >= further})
  /\ AdvanceCommitIndex(i, n)

MCNext ==
  \/ \E i \in Server :
       \/ MCTimeout(i)
       \/ MCBecomeLeader(i)
       \/ StepDown(i)
       \/ Crash(i)
       \/ Restart(i)
       \/ \E value \in Value : MCClientRequest(i, value)
       \/ \E j \in Server, prev \in snapshot[i].index..LastIndex(i) :
            \E count \in 0..LastIndex(i) - prev : MCAppendEntries(i, j, prev, count)
       \/ \E n \in commitIndex[i] + 1 .. LastIndex(i) : MCAdvanceCommitIndex(i, n)
       \/ \E m \in msgs :
            \/ RcvRequestVote(i, m)
            \/ RcvVote(i, m)
            \/ RcvAppendEntries(i, m)
            \/ RcvAppended(i, m)
            \/ RcvRefused(i, m)
  \/ \E m \in msgs : LoseMessage(m)

MCSpec == Init /\ [][MCNext]_vars

-----------------------------------------------------------------------------
\* The servers are interchangeable, and so are the values.
Symmetry == Permutations(Server) \cup Permutations(Value)

\* What an action is replaced by that a model leaves out.
NeverOf(x) == FALSE
=============================================================================
