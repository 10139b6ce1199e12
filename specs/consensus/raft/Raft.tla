-------------------------------- MODULE Raft --------------------------------
(***************************************************************************)
(* Raft: leader election and log replication among servers that crash and  *)
(* return, over a network that loses, duplicates and reorders messages.    *)
(*                                                                         *)
(* Time is divided into terms.  A server that hears of no leader becomes a *)
(* candidate in a new term and asks for votes; each server votes once in a *)
(* term, and only for a candidate whose log is at least as up to date as   *)
(* its own.  A majority makes a leader.  The leader appends what clients   *)
(* ask for to its log and copies its log to the others; what a majority    *)
(* has, and is of the leader's own term, is committed, with all before it. *)
(*                                                                         *)
(* Solves:  a replicated log.  With the history of what was committed      *)
(*          (RaftHistory) this protocol implements ReplicatedLog.          *)
(* Sources: D. Ongaro and J. Ousterhout, "In Search of an Understandable   *)
(*          Consensus Algorithm (Extended Version)", 2014, figure 2 and    *)
(*          sections 5 and 8, to which the comments refer; D. Ongaro,      *)
(*          "Consensus: Bridging Theory and Practice", 2014, chapter 3;    *)
(*          "Think Distributed Systems", chapter 10.                       *)
(*                                                                         *)
(* Time:    a timeout may fire at any moment, so no safety property        *)
(*          depends on how long anything takes.                            *)
(* Disks:   a step that changes a server's term, vote or log and the write *)
(*          of it are one step.  An implementation must therefore have     *)
(*          them on disk before a message of the same step leaves.         *)
(* Network: a set of messages.  One that was received stays in it, so it   *)
(*          can be received again, which is duplication, and at any later  *)
(*          time, which is reordering.  Only LoseMessage takes one out.    *)
(*                                                                         *)
(* Nobody's step depends on a message not being there, so whatever happens *)
(* with LoseMessage happens without it, too, and the larger models leave   *)
(* it out: a message that is never received is lost as well.               *)
(*                                                                         *)
(* Left to modules that extend this one, a directory each: pre-vote and    *)
(* check quorum, reads, snapshots, membership changes, and transfer of     *)
(* leadership.  Two things stand here only for them: snapshot, which never *)
(* changes here, and the constant Voters, which is always the same here.   *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets, Sequences

-----------------------------------------------------------------------------
CONSTANTS
  Server,                   \* the servers
  Value,                    \* what clients ask to append
  NoOp,                     \* what a new leader appends first
  Nobody,                   \* no server
  Voters(_, _)              \* who decides, given a snapshot and the log after it

ASSUME SomeServer == Server # {} /\ IsFiniteSet(Server)
ASSUME NobodyIsNoServer == Nobody \notin Server
ASSUME NoOpIsNoValue == NoOp \notin Value

\* Sets of servers: whoever has a majority in each of them is a quorum.  Here
\* there is one set, of all servers.
AllServers(before, entries) == {Server}

(***************************************************************************)
(* Messages.  In a request for votes, lastIndex and lastTerm are those of  *)
(* the candidate's last entry.  In a request to append, prevIndex and      *)
(* prevTerm are those of the entry before the new ones.  A follower that   *)
(* lacks that entry says up to where its log may still match (hint).       *)
(***************************************************************************)
MessageType == {"RequestVote", "Vote", "AppendEntries", "Appended", "Refused"}

-----------------------------------------------------------------------------
VARIABLES
  currentTerm,              \* currentTerm[i]: the latest term i knows; on disk
  votedFor,                 \* votedFor[i]: whom i voted for in it; on disk
  log,                      \* log[i]: i's entries after snapshot[i]; on disk
  snapshot,                 \* snapshot[i]: stands for the entries before; on disk
  role,                     \* role[i]: what i is, or "crashed"
  votesGranted,             \* votesGranted[i]: who voted for candidate i
  commitIndex,              \* commitIndex[i]: up to where i knows the log committed
  nextIndex,                \* nextIndex[i][j]: what leader i sends to j next
  matchIndex,               \* matchIndex[i][j]: up to where j has leader i's log
  msgs                      \* the messages in flight

diskVars   == <<currentTerm, votedFor, log, snapshot>>
leaderVars == <<nextIndex, matchIndex>>
memoryVars == <<role, votesGranted, commitIndex, leaderVars>>
vars       == <<diskVars, memoryVars, msgs>>

-----------------------------------------------------------------------------
Role == {"follower", "candidate", "leader", "crashed"}

IsEntry(entry) == entry.term \in Nat \ {0} /\ entry.value \in Value \cup {NoOp}

TypeOK ==
  /\ currentTerm \in [Server -> Nat]
  /\ votedFor \in [Server -> Server \cup {Nobody}]
  /\ \A i \in Server : \A n \in DOMAIN log[i] : IsEntry(log[i][n])
  /\ \A i \in Server : snapshot[i].index \in Nat /\ snapshot[i].term \in Nat
  /\ role \in [Server -> Role]
  /\ votesGranted \in [Server -> SUBSET Server]
  /\ commitIndex \in [Server -> Nat]
  /\ nextIndex \in [Server -> [Server -> Nat \ {0}]]
  /\ matchIndex \in [Server -> [Server -> Nat]]
  /\ \A m \in msgs : /\ m.type \in MessageType
                     /\ m.term \in Nat \ {0}
                     /\ {m.from, m.to} \subseteq Server

NoSnapshot == [index |-> 0, term |-> 0]

Init ==
  /\ currentTerm = [i \in Server |-> 0]
  /\ votedFor = [i \in Server |-> Nobody]
  /\ log = [i \in Server |-> <<>>]
  /\ snapshot = [i \in Server |-> NoSnapshot]
  /\ role = [i \in Server |-> "follower"]
  /\ votesGranted = [i \in Server |-> {}]
  /\ commitIndex = [i \in Server |-> 0]
  /\ nextIndex = [i \in Server |-> [j \in Server |-> 1]]
  /\ matchIndex = [i \in Server |-> [j \in Server |-> 0]]
  /\ msgs = {}

-----------------------------------------------------------------------------
(* Helpers. *)

Max(a, b) == IF a >= b THEN a ELSE b
Min(a, b) == IF a <= b THEN a ELSE b

\* Who decides as far as i knows: the last word on it is in its log.
Electorate(i) == UNION Voters(snapshot[i], log[i])

IsQuorum(i, servers) ==
  \A voters \in Voters(snapshot[i], log[i]) :
    2 * Cardinality(servers \cap voters) > Cardinality(voters)

LastIndex(i) == snapshot[i].index + Len(log[i])

\* Who decides, or did at a place of the log after which nothing is committed as
\* far as i knows.  A server that has been voted out is needed until that is
\* committed: its log may be the only one that can win.
MayStand(i) ==
  i \in UNION {UNION Voters(snapshot[i], SubSeq(log[i], 1, n - snapshot[i].index)) :
                n \in commitIndex[i] .. LastIndex(i)}

\* The term of i's n-th entry, n at or after the snapshot; 0 before the first.
TermAt(i, n) ==
  IF n = snapshot[i].index THEN snapshot[i].term ELSE log[i][n - snapshot[i].index].term

LastTerm(i) == TermAt(i, LastIndex(i))

\* count of i's entries, those after the n-th.
EntriesAfter(i, n, count) ==
  SubSeq(log[i], n - snapshot[i].index + 1, n - snapshot[i].index + count)

\* Is a log that ends like this at least as up to date as i's (5.4.1)?
UpToDate(i, lastIndex, lastTerm) ==
  \/ lastTerm > LastTerm(i)
  \/ lastTerm = LastTerm(i) /\ lastIndex >= LastIndex(i)

\* Has i the entry that comes before the new ones?  What its snapshot stands
\* for is committed, and so the same everywhere.
Matches(i, prevIndex, prevTerm) ==
  \/ prevIndex < snapshot[i].index
  \/ prevIndex <= LastIndex(i) /\ TermAt(i, prevIndex) = prevTerm

\* i's log with entries after prevIndex.  It is cut only where they differ: a
\* late request must not take back what a newer one brought.
Merged(i, prevIndex, entries) ==
  LET known   == Max(snapshot[i].index, prevIndex)
      new     == SubSeq(entries, known - prevIndex + 1, Len(entries))
      at      == known - snapshot[i].index
      overlap == Min(Len(new), Len(log[i]) - at)
  IN  IF overlap = Len(new) /\ SubSeq(log[i], at + 1, at + overlap) = new
        THEN log[i]
        ELSE SubSeq(log[i], 1, at) \o new

\* Up to where i's log may match a leader's that has another entry there: not
\* there, and not in the rest of the same term either (end of 5.3).
Hint(i, prevIndex) ==
  IF prevIndex > LastIndex(i)
    THEN LastIndex(i)
    ELSE LET older == {n \in snapshot[i].index..prevIndex : TermAt(i, n) # TermAt(i, prevIndex)}
         IN  IF older = {}
               THEN snapshot[i].index
               ELSE CHOOSE n \in older : \A o \in older : n >= o

Up(i) == role[i] # "crashed"

InFlight(m, type, to) == m \in msgs /\ m.type = type /\ m.to = to

Send(messages) == msgs' = msgs \cup messages

\* A newer term ends the old one, with the vote in it (5.1).
Learn(i, term) ==
  /\ currentTerm' = [currentTerm EXCEPT ![i] = Max(@, term)]
  /\ votedFor' = [votedFor EXCEPT ![i] = IF term > currentTerm[i] THEN Nobody ELSE @]

\* What only a leader knows, while i is none.
ForgetFollowers(i) ==
  /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> 1]]
  /\ matchIndex' = [matchIndex EXCEPT ![i] = [j \in Server |-> 0]]

BecomeFollower(i) ==
  /\ role' = [role EXCEPT ![i] = "follower"]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
  /\ ForgetFollowers(i)

-----------------------------------------------------------------------------
(* Election (5.2). *)

\* No word from a leader: i is a candidate in a new term, and asks the others.
Timeout(i) ==
  /\ role[i] \in {"follower", "candidate"}
  /\ MayStand(i)
  /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
  /\ votedFor' = [votedFor EXCEPT ![i] = i]
  /\ role' = [role EXCEPT ![i] = "candidate"]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {i}]
  /\ Send({[type |-> "RequestVote", term |-> currentTerm[i] + 1, from |-> i, to |-> j,
            lastIndex |-> LastIndex(i), lastTerm |-> LastTerm(i)] : j \in Electorate(i) \ {i}})
  /\ UNCHANGED <<log, snapshot, commitIndex, leaderVars>>

\* One vote in a term.
MayVoteFor(i, m) == m.term > currentTerm[i] \/ votedFor[i] \in {Nobody, m.from}

\* And none for a log that may lack what is committed.
RcvRequestVote(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "RequestVote", i)
  /\ LET newer   == m.term > currentTerm[i]
         granted == /\ m.term >= currentTerm[i]
                    /\ MayVoteFor(i, m)
                    /\ UpToDate(i, m.lastIndex, m.lastTerm)
     IN  /\ currentTerm' = [currentTerm EXCEPT ![i] = Max(@, m.term)]
         /\ votedFor' = [votedFor EXCEPT ![i] = IF granted THEN m.from
                                                ELSE IF newer THEN Nobody
                                                ELSE @]
         /\ IF newer THEN BecomeFollower(i) ELSE UNCHANGED <<role, votesGranted, leaderVars>>
         /\ Send({[type |-> "Vote", term |-> Max(currentTerm[i], m.term), from |-> i,
                   to |-> m.from, granted |-> granted]})
  /\ UNCHANGED <<log, snapshot, commitIndex>>

\* A vote counts in the term that it was asked for in, and in no other.
RcvVote(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "Vote", i)
  /\ \/ /\ m.term > currentTerm[i]
        /\ Learn(i, m.term)
        /\ BecomeFollower(i)
     \/ /\ m.term = currentTerm[i]
        /\ role[i] = "candidate"
        /\ m.granted
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {m.from}]
        /\ UNCHANGED <<currentTerm, votedFor, role, leaderVars>>
  /\ UNCHANGED <<log, snapshot, commitIndex, msgs>>

\* A quorum voted for i.  It may not commit what it finds in its log before an
\* entry of its own term is, so it begins with one (8).
BecomeLeader(i) ==
  /\ role[i] = "candidate"
  /\ IsQuorum(i, votesGranted[i])
  /\ role' = [role EXCEPT ![i] = "leader"]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
  /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> LastIndex(i) + 1]]
  /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], value |-> NoOp])]
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, commitIndex, matchIndex, msgs>>

\* A leader may give up, of its own accord and within its term.
StepDown(i) ==
  /\ role[i] = "leader"
  /\ BecomeFollower(i)
  /\ UNCHANGED <<diskVars, commitIndex, msgs>>

-----------------------------------------------------------------------------
(* Replication (5.3). *)

\* A client asks the leader to append a value.
ClientRequest(i, value) ==
  /\ role[i] = "leader"
  /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], value |-> value])]
  /\ UNCHANGED <<currentTerm, votedFor, snapshot, memoryVars, msgs>>

\* The leader sends j some entries after the prev-th, or none: a heartbeat.  It
\* may run ahead of what j has confirmed, but does not send that again.
AppendEntries(i, j, prev, count) ==
  /\ role[i] = "leader"
  /\ i # j
  /\ prev >= Max(nextIndex[i][j] - 1, snapshot[i].index)
  /\ prev + count <= LastIndex(i)
  /\ Send({[type |-> "AppendEntries", term |-> currentTerm[i], from |-> i, to |-> j,
            prevIndex |-> prev, prevTerm |-> TermAt(i, prev),
            entries |-> EntriesAfter(i, prev, count), commit |-> commitIndex[i]]})
  /\ UNCHANGED <<diskVars, memoryVars>>

\* What i confirms is what this very message says: of the rest of i's log the
\* leader knows nothing, ...
ConfirmedUpTo(i, m) == m.prevIndex + Len(m.entries)

\* ... and neither is it known to be committed.
CommittedUpTo(i, m) == Max(commitIndex[i], Min(m.commit, m.prevIndex + Len(m.entries)))

RcvAppendEntries(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "AppendEntries", i)
  /\ IF m.term < currentTerm[i]
       THEN /\ Send({[type |-> "Refused", term |-> currentTerm[i], from |-> i, to |-> m.from,
                      prevIndex |-> m.prevIndex, hint |-> 0]})
            /\ UNCHANGED <<diskVars, memoryVars>>
       ELSE /\ Learn(i, m.term)
            /\ BecomeFollower(i)
            /\ IF Matches(i, m.prevIndex, m.prevTerm)
                 THEN /\ log' = [log EXCEPT ![i] = Merged(i, m.prevIndex, m.entries)]
                      /\ commitIndex' = [commitIndex EXCEPT ![i] = CommittedUpTo(i, m)]
                      /\ Send({[type |-> "Appended", term |-> m.term, from |-> i, to |-> m.from,
                                matchIndex |-> ConfirmedUpTo(i, m)]})
                 ELSE /\ Send({[type |-> "Refused", term |-> m.term, from |-> i, to |-> m.from,
                                prevIndex |-> m.prevIndex, hint |-> Hint(i, m.prevIndex)]})
                      /\ UNCHANGED <<log, commitIndex>>
            /\ UNCHANGED snapshot

\* Confirmations come late and twice: what is confirmed stays confirmed.
RcvAppended(i, m) ==
  /\ InFlight(m, "Appended", i)
  /\ role[i] = "leader"
  /\ m.term = currentTerm[i]
  /\ matchIndex' = [matchIndex EXCEPT ![i][m.from] = Max(@, m.matchIndex)]
  /\ nextIndex' = [nextIndex EXCEPT ![i][m.from] = Max(@, m.matchIndex + 1)]
  /\ UNCHANGED <<diskVars, role, votesGranted, commitIndex, msgs>>

\* The follower lacks what came before: go back to where its log may match, and
\* never behind what it has confirmed.
RcvRefused(i, m) ==
  /\ Up(i)
  /\ InFlight(m, "Refused", i)
  /\ \/ /\ m.term > currentTerm[i]
        /\ Learn(i, m.term)
        /\ BecomeFollower(i)
     \/ /\ m.term = currentTerm[i]
        /\ role[i] = "leader"
        /\ m.prevIndex = nextIndex[i][m.from] - 1
        /\ nextIndex' =
             [nextIndex EXCEPT ![i][m.from] = Max(m.hint, matchIndex[i][m.from]) + 1]
        /\ UNCHANGED <<currentTerm, votedFor, role, votesGranted, matchIndex>>
  /\ UNCHANGED <<log, snapshot, commitIndex, msgs>>

\* An entry of the leader's own term that a quorum has is committed, and so is
\* all before it.  One of an older term is not, whoever has it (5.4.2).
AdvanceCommitIndex(i, n) ==
  /\ role[i] = "leader"
  /\ n \in commitIndex[i] + 1 .. LastIndex(i)
  /\ TermAt(i, n) = currentTerm[i]
  /\ IsQuorum(i, {i} \cup {j \in Server : matchIndex[i][j] >= n})
  /\ commitIndex' = [commitIndex EXCEPT ![i] = n]
  /\ UNCHANGED <<diskVars, role, votesGranted, leaderVars, msgs>>

-----------------------------------------------------------------------------
(* The environment. *)

\* Memory is gone.
Crash(i) ==
  /\ Up(i)
  /\ role' = [role EXCEPT ![i] = "crashed"]
  /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = snapshot[i].index]
  /\ ForgetFollowers(i)
  /\ UNCHANGED <<diskVars, msgs>>

Restart(i) ==
  /\ role[i] = "crashed"
  /\ role' = [role EXCEPT ![i] = "follower"]
  /\ UNCHANGED <<diskVars, votesGranted, commitIndex, leaderVars, msgs>>

LoseMessage(m) ==
  /\ m \in msgs
  /\ msgs' = msgs \ {m}
  /\ UNCHANGED <<diskVars, memoryVars>>

-----------------------------------------------------------------------------
Next ==
  \/ \E i \in Server :
       \/ Timeout(i)
       \/ BecomeLeader(i)
       \/ StepDown(i)
       \/ Crash(i)
       \/ Restart(i)
       \/ \E value \in Value : ClientRequest(i, value)
       \/ \E j \in Server, prev \in snapshot[i].index..LastIndex(i) :
            \E count \in 0..LastIndex(i) - prev : AppendEntries(i, j, prev, count)
       \/ \E n \in commitIndex[i] + 1 .. LastIndex(i) : AdvanceCommitIndex(i, n)
       \/ \E m \in msgs :
            \/ RcvRequestVote(i, m)
            \/ RcvVote(i, m)
            \/ RcvAppendEntries(i, m)
            \/ RcvAppended(i, m)
            \/ RcvRefused(i, m)
  \/ \E m \in msgs : LoseMessage(m)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Safety: figure 3 of the paper, and what carries it. *)

Leader(i) == role[i] = "leader"

\* At most one leader in a term.
ElectionSafety ==
  \A i, j \in Server :
    Leader(i) /\ Leader(j) /\ currentTerm[i] = currentTerm[j] => i = j

\* A leader never takes back or replaces an entry of its own log.
LeaderAppendOnly ==
  [][\A i \in Server :
       Leader(i) /\ role'[i] = "leader" /\ snapshot'[i] = snapshot[i] =>
         /\ Len(log'[i]) >= Len(log[i])
         /\ SubSeq(log'[i], 1, Len(log[i])) = log[i]]_vars

\* Two logs that have an entry of the same term at the same place are the
\* same up to there.  (From where both still have the entries themselves.)
SameUpTo(i, j, n) ==
  \A k \in Max(snapshot[i].index, snapshot[j].index) + 1 .. n :
    /\ k <= Min(LastIndex(i), LastIndex(j))
    /\ log[i][k - snapshot[i].index] = log[j][k - snapshot[j].index]

LogMatching ==
  \A i, j \in Server :
    \A n \in Max(snapshot[i].index, snapshot[j].index) + 1 .. Min(LastIndex(i), LastIndex(j)) :
      TermAt(i, n) = TermAt(j, n) => SameUpTo(i, j, n)

CommittedIsInLog == \A i \in Server : commitIndex[i] <= LastIndex(i)

\* What a server knows to be committed, a leader of a later term has.
LeaderCompleteness ==
  \A i, j \in Server :
    Leader(j) /\ currentTerm[j] > currentTerm[i] =>
      LastIndex(j) >= commitIndex[i] /\ SameUpTo(i, j, commitIndex[i])

\* No two servers apply different entries at the same place.
StateMachineSafety ==
  \A i, j \in Server : SameUpTo(i, j, Min(commitIndex[i], commitIndex[j]))

\* Terms do not go back, and a vote is given once in a term.
VoteOnce ==
  [][\A i \in Server :
       /\ currentTerm'[i] >= currentTerm[i]
       /\ currentTerm'[i] = currentTerm[i] /\ votedFor[i] # Nobody =>
            votedFor'[i] = votedFor[i]]_vars

\* Commitment is for ever; only a crash makes a server forget how far it got.
CommitGrows ==
  [][\A i \in Server : role'[i] # "crashed" => commitIndex'[i] >= commitIndex[i]]_vars

\* What a leader takes for confirmed, the follower has on disk.
MatchIsOnDisk ==
  \A i, j \in Server :
    Leader(i) /\ currentTerm[j] = currentTerm[i] =>
      matchIndex[i][j] <= LastIndex(j) /\ SameUpTo(i, j, matchIndex[i][j])

\* What is confirmed stays confirmed.
MatchGrows ==
  [][\A i, j \in Server :
       Leader(i) /\ role'[i] = "leader" => matchIndex'[i][j] >= matchIndex[i][j]]_vars

\* What is confirmed is never sent again.
NextAfterMatch ==
  \A i, j \in Server : Leader(i) => nextIndex[i][j] > matchIndex[i][j]

THEOREM Spec => /\ []TypeOK
                /\ []ElectionSafety
                /\ LeaderAppendOnly
                /\ []LogMatching
                /\ []LeaderCompleteness
                /\ []StateMachineSafety
                /\ VoteOnce
                /\ CommitGrows
=============================================================================
