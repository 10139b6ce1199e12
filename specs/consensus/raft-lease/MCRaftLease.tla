----------------------------- MODULE MCRaftLease -----------------------------
(***************************************************************************)
(* Models of RaftLease as an implementation sees it, bounded as those of   *)
(* Raft are.  Reads end, and counts of ticks stop, so there is no bound    *)
(* for them; but rounds have numbers, and these have one.  Raft's own      *)
(* heartbeats are left out: nobody needs one to learn that all he has is   *)
(* committed.                                                              *)
(***************************************************************************)
EXTENDS RaftLease, MCRaft

CONSTANTS
  MaxRound,                 \* how many rounds of heartbeats a leader may begin
  ReadTerm                  \* in which terms there are rounds and reads

-----------------------------------------------------------------------------
MCLeaseTimeout(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ currentTerm[i] < MaxElections
  /\ LeaseTimeout(i)

MCClientRead(i, read) ==
  /\ currentTerm[i] \in ReadTerm
  /\ ClientRead(i, read)

MCLeaseHeartbeat(i) ==
  /\ currentTerm[i] \in ReadTerm
  /\ leaseRound[i] < MaxRound
  /\ LeaseHeartbeat(i)

\* Only what a leader has applied matters, and only if somebody reads it.
MCApply(i) ==
  /\ reads[i] # {}
  /\ Apply(i)

MCTick(i) == Tick(i)

MCLeaseCrash(i) == LeaseCrash(i)

MCTimeless ==
  \/ \E i \in Server :
       \/ MCBecomeLeader(i)
       \/ StepDown(i)
       \/ \E value \in Value : MCClientRequest(i, value)
       \/ \E j \in Server, prev \in snapshot[i].index..LastIndex(i) :
            \E count \in 1..LastIndex(i) - prev : MCAppendEntries(i, j, prev, count)
       \/ \E n \in commitIndex[i] + 1 .. LastIndex(i) : MCAdvanceCommitIndex(i, n)
       \/ \E m \in msgs :
            \/ RcvVote(i, m)
            \/ RcvAppended(i, m)
            \/ RcvRefused(i, m)
  \/ \E m \in msgs : LoseMessage(m)

MCLeaseNext ==
  \/ MCTimeless /\ RaftStep
  \/ \E i \in Server :
       \/ MCTick(i)
       \/ MCLeaseTimeout(i)
       \/ MCLeaseCrash(i)
       \/ LeaseRestart(i)
       \/ MCLeaseHeartbeat(i)
       \/ MCApply(i)
       \/ \E read \in Read : MCClientRead(i, read)
       \/ \E read \in Read : AnswerRead(i, read, lastApplied[i])
       \/ \E m \in msgs :
            \/ LeaseRcvRequestVote(i, m)
            \/ LeaseRcvAppendEntries(i, m)
            \/ RcvLeaseHeartbeat(i, m)
            \/ RcvLeaseAck(i, m)

MCLeaseSpec == LeaseInit /\ [][MCLeaseNext]_allVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Where most models begin: a server was elected in the first term, its    *)
(* first entry is everywhere, and it knows; the others do not know yet     *)
(* that the entry is committed.  That was long ago, and all messages are   *)
(* lost.  ProbeElected shows that this can be reached, up to the loss of   *)
(* the messages.                                                           *)
(***************************************************************************)
Elected(leader) ==
  /\ currentTerm = [i \in Server |-> 1]
  /\ votedFor = [i \in Server |-> leader]
  /\ log = [i \in Server |-> <<[term |-> 1, value |-> NoOp]>>]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |-> IF i = leader THEN "leader" ELSE "follower"]
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> IF i = leader THEN 1 ELSE 0]
  /\ nextIndex = [i \in Server |-> [j \in Server |->
                    IF i = leader /\ j # leader THEN 2 ELSE 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |->
                    IF i = leader /\ j # leader THEN 1 ELSE 0]]
  /\ lastApplied = [i \in Server |-> 0]
  /\ NoLeases
  /\ quiet = [i \in Server |-> ElectionTimeout]
  /\ since = [j \in Server |-> [i \in Server |-> EnoughTicks]]

\* The messages of the first election are lost, and it does not count.
MCNextTimeout(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ LeaseTimeout(i)

ElectedInit ==
  /\ msgs = {}
  /\ \E leader \in Server : Elected(leader)

MCElectedSpec == ElectedInit /\ [][MCLeaseNext]_allVars

\* Once the last election is decided, patience decides nothing any more, and
\* only rounds get older.
MCUsefulTick(i) ==
  /\ rounds[i] # {} \/ ~ \E j \in Server : role[j] = "leader" /\ currentTerm[j] > MaxElections
  /\ Tick(i)

\* Who owes nobody patience loses nothing in a crash that matters.
MCPatientCrash(i) ==
  /\ role[i] = "follower"
  /\ ~ Impatient(i)
  /\ LeaseCrash(i)

-----------------------------------------------------------------------------
\* For a model without replication.
NeverSent(i, j, prev, count) == FALSE

LeaseSymmetry == Symmetry \cup Permutations(Read)
=============================================================================
