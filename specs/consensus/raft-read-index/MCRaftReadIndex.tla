--------------------------- MODULE MCRaftReadIndex ---------------------------
(***************************************************************************)
(* Models of RaftReadIndex as an implementation sees it, bounded as those  *)
(* of Raft are.  Reads end, so there is no bound for them, but rounds have *)
(* numbers, and these have one.                                            *)
(***************************************************************************)
EXTENDS RaftReadIndex, MCRaft

CONSTANTS
  MaxRound,                 \* how many rounds of questions a leader may begin
  ReadTerm                  \* in which terms clients read

-----------------------------------------------------------------------------
\* A read that no round could confirm any more would wait for ever.
MCClientRead(i, read) ==
  /\ currentTerm[i] \in ReadTerm
  /\ readRound[i] < MaxRound
  /\ ClientRead(i, read)

MCReadHeartbeat(i, round) ==
  /\ round <= MaxRound
  /\ ReadHeartbeat(i, round)

\* Only what a leader has applied matters, and only if somebody reads it.
MCApply(i) ==
  /\ reads[i] # {}
  /\ Apply(i)

MCReadNext ==
  \/ MCNext /\ RaftStep
  \/ \E i \in Server :
       \/ \E read \in Read : MCClientRead(i, read)
       \/ \E round \in {readRound[i], readRound[i] + 1} : MCReadHeartbeat(i, round)
       \/ \E read \in Read : AnswerRead(i, read, lastApplied[i])
       \/ MCApply(i)
       \/ \E m \in msgs :
            \/ RcvReadHeartbeat(i, m)
            \/ RcvReadAck(i, m)

MCReadSpec == ReadInit /\ [][MCReadNext]_allVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Where most models begin: a server was elected in the first term, its    *)
(* first entry is everywhere, and it knows; the others do not know yet     *)
(* that the entry is committed.  All messages are lost.  ProbeElected      *)
(* shows that this can be reached, up to the loss of the messages.         *)
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
  /\ NoReads

\* The messages of the first election are lost, and it does not count.
MCNextTimeout(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ Timeout(i)

ElectedInit ==
  /\ msgs = {}
  /\ \E leader \in Server : Elected(leader)

\* Nobody needs a heartbeat to learn that his log is committed.
MCSomeEntries(i, j, prev, count) ==
  /\ count > 0
  /\ prev = nextIndex[i][j] - 1
  /\ AppendEntries(i, j, prev, count)

-----------------------------------------------------------------------------
\* For a model without replication.
NeverSent(i, j, prev, count) == FALSE

ReadSymmetry == Symmetry \cup Permutations(Read)
=============================================================================
