------------------------------ MODULE RaftLease ------------------------------
(***************************************************************************)
(* Raft with linearizable reads that ask nobody: leases.                   *)
(*                                                                         *)
(* A leader may be one no longer and not know it.  With read index it asks *)
(* the others for every batch of reads.  Here it asks in advance.  Whoever *)
(* answers a heartbeat promises by that to be patient: it neither votes    *)
(* nor stands for election until its own clock has advanced by             *)
(* ElectionTimeout.  So when a quorum has answered, nobody else is elected *)
(* for that time, and the leader reads from its own state machine until    *)
(* its own clock has advanced by LeaseTime, counted from when the          *)
(* heartbeat was sent.  This is the one part of Raft whose safety depends  *)
(* on clocks.                                                              *)
(*                                                                         *)
(* Assumes: that clocks go at about the same pace.  While the clock of a   *)
(*          patient server advances by ElectionTimeout, it gains no more   *)
(*          than MaxDrift on the clock of a leader.  With LeaseTime no     *)
(*          longer than what is left, ElectionTimeout - MaxDrift, leases   *)
(*          are over before anybody's patience is.  Nothing is assumed of  *)
(*          what clocks show, nor of how long a message takes.             *)
(* Solves:  reads that see every write and every read that ended before    *)
(*          they began.  RaftLeaseHistory, which remembers what that was,  *)
(*          says so.                                                       *)
(* Extends: Raft, of which every step here is a step, or leaves Raft's     *)
(*          variables alone, but for messages of types of its own.         *)
(* Source:  D. Ongaro, "Consensus: Bridging Theory and Practice", 2014,    *)
(*          section 6.4.1, and 4.2.3 for those who do not vote.            *)
(*                                                                         *)
(* Time:    a clock ticks, and each server counts the ticks of its own.    *)
(*          It knows for how long it has not heard a leader, and how old   *)
(*          each of its rounds of heartbeats is; it knows no date.  Counts *)
(*          that no longer make a difference stop.                         *)
(* Memory:  a server that crashed does not know whom it answered, or when. *)
(*          It is patient from its start on as if it had answered then.    *)
(*                                                                         *)
(* The heartbeats have a type of their own.  An implementation may let     *)
(* those that it sends anyway carry the number of the round.               *)
(***************************************************************************)
EXTENDS Raft

-----------------------------------------------------------------------------
CONSTANTS
  Read,                     \* the reads, by name
  ElectionTimeout,          \* for how long a server is patient, in ticks
  LeaseTime,                \* for how long a leader takes it that others are
  MaxDrift                  \* what a clock gains on another in ElectionTimeout

ASSUME TimesArePositive == {ElectionTimeout, LeaseTime} \subseteq Nat \ {0} /\ MaxDrift \in Nat
ASSUME LeaseIsShorter == LeaseTime + MaxDrift <= ElectionTimeout

LeaseMessageType == {"LeaseHeartbeat", "LeaseAck"}

-----------------------------------------------------------------------------
VARIABLES
  lastApplied,              \* lastApplied[i]: up to where i's machine has applied
  reads,                    \* reads[i]: what waits for an answer at leader i
  quiet,                    \* quiet[i]: ticks since i heard a leader, or started
  leaseRound,               \* leaseRound[i]: the latest round of leader i
  rounds,                   \* rounds[i]: those that are young enough for a lease
  leaseAcked,               \* leaseAcked[i][j]: the latest round that j answered
  since                     \* since[j][i]: ticks of leader i since quiet[j] was 0

\* The last is of the environment alone: no server knows another's clock.
readVars  == <<lastApplied, reads>>
roundVars == <<leaseRound, rounds, leaseAcked>>
timeVars  == <<quiet, since>>
allVars   == <<vars, readVars, roundVars, timeVars>>

-----------------------------------------------------------------------------
\* A read that waits for the machine to reach the index.
Waiting == [read : Read, index : Nat \ {0}]

\* A round, and how many ticks ago it began.
Round == [round : Nat \ {0}, age : 0..LeaseTime - 1]

\* All that matters of how far a leader's clock has come.
EnoughTicks == ElectionTimeout - MaxDrift

\* Raft by itself, which knows nothing of messages of other types.
RaftMsgs == {m \in msgs : m.type \in MessageType}

R == INSTANCE Raft WITH msgs <- RaftMsgs

LeaseTypeOK ==
  /\ R!TypeOK
  /\ lastApplied \in [Server -> Nat]
  /\ \A i \in Server : reads[i] \subseteq Waiting
  /\ quiet \in [Server -> 0..ElectionTimeout]
  /\ leaseRound \in [Server -> Nat]
  /\ \A i \in Server : rounds[i] \subseteq Round
  /\ leaseAcked \in [Server -> [Server -> Nat]]
  /\ since \in [Server -> [Server -> 0..EnoughTicks]]
  /\ \A m \in msgs \ RaftMsgs : /\ m.type \in LeaseMessageType
                                /\ {m.term, m.round} \subseteq Nat \ {0}
                                /\ {m.from, m.to} \subseteq Server

\* Who starts, for the first time or again, may have promised to be patient.
QuietAtStart == 0

NoLeases ==
  /\ reads = [i \in Server |-> {}]
  /\ leaseRound = [i \in Server |-> 0]
  /\ rounds = [i \in Server |-> {}]
  /\ leaseAcked = [i \in Server |-> [j \in Server |-> 0]]

LeaseInit ==
  /\ Init
  /\ lastApplied = [i \in Server |-> 0]
  /\ NoLeases
  /\ quiet = [i \in Server |-> QuietAtStart]
  /\ since = [j \in Server |-> [i \in Server |-> EnoughTicks]]

-----------------------------------------------------------------------------
(* Helpers. *)

\* Which of the reads that wait at i is this one?  One or none.
WaitingAs(i, read) == {w \in reads[i] : w.read = read}

\* i has heard no leader for so long that it owes nobody anything.
Impatient(i) == quiet[i] = ElectionTimeout

\* Those who answered leader i in this round, or in a later one.
Acked(i, round) == {i} \cup {j \in Server : leaseAcked[i][j] >= round}

\* A quorum answered a round that is young enough.
HoldsLease(i) == {r \in rounds[i] : IsQuorum(i, Acked(i, r.round))} # {}

\* All rounds a tick later, but for those that are too old then.
Older(ages) ==
  {[round |-> r.round, age |-> r.age + 1] : r \in {s \in ages : s.age + 1 < LeaseTime}}

\* Some servers' clocks tick, and some servers hear a leader or start to count
\* anew.  Only the clocks of leaders are followed, and only as far as matters.
Count(ticking, hearing) ==
  since' = [j \in Server |-> [i \in Server |->
              IF i = j \/ role'[i] # "leader" THEN EnoughTicks
              ELSE IF j \in hearing \/ role'[j] = "crashed" THEN 0
              ELSE IF i \in ticking THEN Min(since[j][i] + 1, EnoughTicks)
              ELSE since[j][i]]]

-----------------------------------------------------------------------------
(* What Raft's steps mean here: whoever leads no longer forgets its reads  *)
(* and its lease; a crash takes the machine back to what is on disk, and a *)
(* snapshot takes it further.                                              *)

OfLeaders(f, nothing) == [i \in Server |-> IF role'[i] = "leader" THEN f[i] ELSE nothing]

Keep ==
  /\ reads' = OfLeaders(reads, {})
  /\ leaseRound' = OfLeaders(leaseRound, 0)
  /\ rounds' = OfLeaders(rounds, {})
  /\ leaseAcked' = OfLeaders(leaseAcked, [j \in Server |-> 0])
  /\ lastApplied' =
       [i \in Server |-> IF role'[i] = "crashed" THEN snapshot'[i].index
                         ELSE Max(lastApplied[i], snapshot'[i].index)]

RaftStep == Keep /\ UNCHANGED quiet /\ Count({}, {})

\* i hears a leader.
Hear(i) == Keep /\ quiet' = [quiet EXCEPT ![i] = 0] /\ Count({}, {i})

-----------------------------------------------------------------------------
(* Raft's steps that depend on time. *)

\* Nobody stands for election before its patience is over, and whom it votes
\* for then is itself.
LeaseTimeout(i) ==
  /\ Impatient(i)
  /\ Timeout(i)
  /\ RaftStep

\* Nor does it vote for another: it does not look at the request, or its term.
LeaseRcvRequestVote(i, m) ==
  /\ Impatient(i)
  /\ RcvRequestVote(i, m)
  /\ RaftStep

LeaseRcvAppendEntries(i, m) ==
  /\ RcvAppendEntries(i, m)
  /\ IF m.term < currentTerm[i] THEN RaftStep ELSE Hear(i)

LeaseCrash(i) ==
  /\ Crash(i)
  /\ Keep
  /\ quiet' = [quiet EXCEPT ![i] = 0]
  /\ Count({}, {})

LeaseRestart(i) ==
  /\ Restart(i)
  /\ Keep
  /\ quiet' = [quiet EXCEPT ![i] = QuietAtStart]
  /\ Count({}, {i})

-----------------------------------------------------------------------------
(* A leader. *)

\* The leader begins a round, and asks all to be patient from now on.  It knows
\* when that was, and so how old an answer is at the most.
LeaseHeartbeat(i) ==
  /\ role[i] = "leader"
  /\ LET round == leaseRound[i] + 1
     IN  /\ leaseRound' = [leaseRound EXCEPT ![i] = round]
         /\ rounds' = [rounds EXCEPT ![i] = @ \cup {[round |-> round, age |-> 0]}]
         /\ Send({[type |-> "LeaseHeartbeat", term |-> currentTerm[i], from |-> i, to |-> j,
                   round |-> round] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<diskVars, memoryVars, readVars, leaseAcked, timeVars>>

\* An answer counts for the round of the heartbeat, and in the term of it.
RcvLeaseAck(i, m) ==
  /\ InFlight(m, "LeaseAck", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ leaseAcked' = [leaseAcked EXCEPT ![i][m.from] = Max(@, m.round)]
  /\ UNCHANGED <<vars, readVars, leaseRound, rounds, timeVars>>

\* A client asks leader i to read.  Only with an entry of its own term
\* committed does i know all that is: that is what is to be read.
ClientRead(i, read) ==
  /\ role[i] = "leader"
  /\ TermAt(i, commitIndex[i]) = currentTerm[i]
  /\ WaitingAs(i, read) = {}
  /\ reads' = [reads EXCEPT ![i] = @ \cup {[read |-> read, index |-> commitIndex[i]]}]
  /\ UNCHANGED <<vars, lastApplied, roundVars, timeVars>>

\* The leader holds its lease, and its machine has applied what was committed
\* when the read arrived, or more: n is what it has.  Nobody is asked.
AnswerRead(i, read, n) ==
  /\ HoldsLease(i)
  /\ \E w \in WaitingAs(i, read) :
       /\ lastApplied[i] >= w.index
       /\ reads' = [reads EXCEPT ![i] = @ \ {w}]
  /\ n = lastApplied[i]
  /\ UNCHANGED <<vars, lastApplied, roundVars, timeVars>>

-----------------------------------------------------------------------------
(* Any server. *)

\* i hears the leader of its term, and is patient from now on.  Who has heard
\* of a later term stays silent: it may have voted in that one.
RcvLeaseHeartbeat(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "LeaseHeartbeat", i)
  /\ m.term = currentTerm[i]
  /\ Send({[type |-> "LeaseAck", term |-> m.term, from |-> i, to |-> m.from,
            round |-> m.round]})
  /\ UNCHANGED <<diskVars, memoryVars>>
  /\ Hear(i)

\* The state machine applies the next entry that is committed.
Apply(i) ==
  /\ Up(i)
  /\ lastApplied[i] < commitIndex[i]
  /\ lastApplied' = [lastApplied EXCEPT ![i] = @ + 1]
  /\ UNCHANGED <<vars, reads, roundVars, timeVars>>

-----------------------------------------------------------------------------
(* The environment. *)

\* A patient server's clock does not run away from a leader's.
WithinDrift(j) ==
  quiet[j] < ElectionTimeout =>
    \A i \in Server : quiet[j] < since[j][i] + MaxDrift

\* The clock of i advances.
Tick(i) ==
  /\ Up(i)
  /\ WithinDrift(i)
  /\ quiet' = [quiet EXCEPT ![i] = Min(@ + 1, ElectionTimeout)]
  /\ rounds' = [rounds EXCEPT ![i] = Older(@)]
  /\ UNCHANGED <<vars, readVars, leaseRound, leaseAcked>>
  /\ Count({i}, {})

-----------------------------------------------------------------------------
\* Raft's steps that have nothing to do with time.
Timeless ==
  \/ \E i \in Server :
       \/ BecomeLeader(i)
       \/ StepDown(i)
       \/ \E value \in Value : ClientRequest(i, value)
       \/ \E j \in Server, prev \in snapshot[i].index..LastIndex(i) :
            \E count \in 0..LastIndex(i) - prev : AppendEntries(i, j, prev, count)
       \/ \E n \in commitIndex[i] + 1 .. LastIndex(i) : AdvanceCommitIndex(i, n)
       \/ \E m \in msgs :
            \/ RcvVote(i, m)
            \/ RcvAppended(i, m)
            \/ RcvRefused(i, m)
  \/ \E m \in msgs : LoseMessage(m)

LeaseNext ==
  \/ Timeless /\ RaftStep
  \/ \E i \in Server :
       \/ Tick(i)
       \/ LeaseTimeout(i)
       \/ LeaseCrash(i)
       \/ LeaseRestart(i)
       \/ LeaseHeartbeat(i)
       \/ Apply(i)
       \/ \E read \in Read : ClientRead(i, read)
       \/ \E read \in Read : AnswerRead(i, read, lastApplied[i])
       \/ \E m \in msgs :
            \/ LeaseRcvRequestVote(i, m)
            \/ LeaseRcvAppendEntries(i, m)
            \/ RcvLeaseHeartbeat(i, m)
            \/ RcvLeaseAck(i, m)

LeaseSpec == LeaseInit /\ [][LeaseNext]_allVars

-----------------------------------------------------------------------------
(* Safety.  What reads promise to clients is in RaftLeaseHistory. *)

\* Only leaders have reads to answer, and a lease.
OnlyLeadersLease ==
  \A i \in Server :
    reads[i] # {} \/ leaseRound[i] # 0 \/ rounds[i] # {} => role[i] = "leader"

\* What is to be read is committed, and no more is read than that.
AppliedIsCommitted ==
  \A i \in Server :
    /\ lastApplied[i] <= commitIndex[i]
    /\ \A w \in reads[i] : w.index <= commitIndex[i]

\* Nobody has answered what was not asked.
RoundsAreAsked ==
  \A i, j \in Server : leaseAcked[i][j] <= leaseRound[i]

\* Whoever owes a leader patience neither votes nor stands.
PatienceIsKept ==
  [][\A i \in Server : ~ Impatient(i) /\ Up(i) =>
       /\ votedFor'[i] \in {votedFor[i], Nobody}
       /\ \A m \in msgs' \ msgs : m.from = i => m.type # "Vote"]_allVars

\* Why it works.  Those whose answers count are patient still.
PatientWhileLeased ==
  \A i, j \in Server : \A r \in rounds[i] :
    i # j /\ leaseAcked[i][j] >= r.round => ~ Impatient(j)

\* So while a leader holds its lease, nobody leads in a later term.
LeaseIsExclusive ==
  \A i, j \in Server :
    HoldsLease(i) /\ role[j] = "leader" => currentTerm[j] <= currentTerm[i]

-----------------------------------------------------------------------------
\* Every step is one of Raft's, or none to it.
RaftSpec == R!Spec

THEOREM LeaseSpec => /\ []LeaseTypeOK
                     /\ []OnlyLeadersLease
                     /\ []AppliedIsCommitted
                     /\ []RoundsAreAsked
                     /\ PatienceIsKept
                     /\ []PatientWhileLeased
                     /\ []LeaseIsExclusive
                     /\ RaftSpec
=============================================================================
