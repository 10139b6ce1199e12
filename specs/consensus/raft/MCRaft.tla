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

\* Where messages are lost, terms are counted instead.
MCTimeout(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ currentTerm[i] < MaxElections
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

MCCrash(i) == Crash(i)

MCNext ==
  \/ \E i \in Server :
       \/ MCTimeout(i)
       \/ MCBecomeLeader(i)
       \/ StepDown(i)
       \/ MCCrash(i)
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
(***************************************************************************)
(* Liveness.  Nothing gets done for sure while anybody may interrupt; Raft *)
(* promises to get on once things calm down (eventual synchrony): all are  *)
(* up, and the next election is that of a server that can win, while       *)
(* nobody else can.  So the last election of a model is of this kind, and  *)
(* the ones before are as wild as ever.                                    *)
(***************************************************************************)
\* j leads, or has the votes for it already, or they are under way.
MayLead(j) ==
  \/ Leader(j)
  \/ /\ role[j] = "candidate"
     /\ LET votes == {m \in msgs : /\ m.type = "Vote"
                                   /\ m.to = j
                                   /\ m.granted
                                   /\ m.term = currentTerm[j]}
        IN  IsQuorum(j, votesGranted[j] \cup {m.from : m \in votes})

CanWin(i) ==
  \A j \in Server \ {i} :
    /\ Up(j)
    /\ ~ MayLead(j)
    /\ currentTerm[i] >= currentTerm[j]
    /\ UpToDate(j, LastIndex(i), LastTerm(i))

CalmTimeout(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ Cardinality(Elections) = MaxElections - 1 => CanWin(i)
  /\ Timeout(i)

\* In the calm nobody crashes.
CalmCrash(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ Crash(i)

\* Who can do something does it in the end, and a message that may be received
\* is.  Nothing is promised about a crashed server, not even that it returns.
\* (A model of liveness puts CalmX in the place of MCX.)
Fairness ==
  \A i \in Server :
    /\ WF_vars(MCTimeout(i))
    /\ WF_vars(BecomeLeader(i))
    /\ WF_vars(\E n \in 1..MaxLog : AdvanceCommitIndex(i, n))
    /\ \A j \in Server :
         WF_vars(\E prev, count \in 0..MaxLog : MCAppendEntries(i, j, prev, count))
    /\ WF_vars(\E m \in msgs : RcvRequestVote(i, m))
    /\ WF_vars(\E m \in msgs : RcvVote(i, m))
    /\ WF_vars(\E m \in msgs : RcvAppendEntries(i, m))
    /\ WF_vars(\E m \in msgs : RcvAppended(i, m))
    /\ WF_vars(\E m \in msgs : RcvRefused(i, m))

FairSpec == MCSpec /\ Fairness

AllUp == \A i \in Server : Up(i)

\* A leader is elected, and stays.
LeaderElected == <>[]AllUp => <>[](\E i \in Server : Leader(i))

\* Whatever is in the leader's log is committed in the end, and everybody has
\* it and knows that.
EveryoneCatchesUp ==
  <>[]AllUp =>
    <>[](\A i, j \in Server : log[i] = log[j] /\ commitIndex[i] = LastIndex(i))

-----------------------------------------------------------------------------
\* The servers are interchangeable, and so are the values.
Symmetry == Permutations(Server) \cup Permutations(Value)

\* What an action is replaced by that a model leaves out.
NeverOf(x) == FALSE

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each says that something interesting never happens, and must be *)
(* violated.  The counterexample is the shortest run in which it does.     *)
(***************************************************************************)

NeverLed == \A i \in Server : ~ Leader(i)

\* An entry that a client asked for is known to be committed everywhere.
NeverCommittedEverywhere ==
  \E i \in Server : \A n \in 1..commitIndex[i] : log[i][n].value \notin Value

\* A leader that does not know that there is a newer one.
NeverStaleLeader ==
  \A i, j \in Server : Leader(i) /\ Leader(j) => currentTerm[i] = currentTerm[j]

\* All servers are candidates in the same term: nobody can win it.
NeverSplitVote ==
  \E i, j \in Server : role[i] # "candidate" \/ currentTerm[i] # currentTerm[j]

\* A follower gives up an entry for one of a newer leader.
NeverOverwritten ==
  [][\A i \in Server : \A n \in 1..Min(Len(log[i]), Len(log'[i])) : log'[i][n] = log[i][n]]_vars

\* A leader goes back to where a follower's log may match.
NeverWentBack ==
  [][\A i, j \in Server :
       Leader(i) /\ role'[i] = "leader" => nextIndex'[i][j] >= nextIndex[i][j]]_vars

\* An entry of an older term is committed, together with one of the leader's.
NeverCommittedOldTerm ==
  [][\A i \in Server :
       Leader(i) /\ commitIndex'[i] > commitIndex[i] =>
         log[i][commitIndex[i] + 1].term = currentTerm[i]]_vars
=============================================================================
