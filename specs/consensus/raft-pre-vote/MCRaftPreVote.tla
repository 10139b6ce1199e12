---------------------------- MODULE MCRaftPreVote ---------------------------
(***************************************************************************)
(* Models of RaftPreVote, and the probes.  They are bounded as MCRaft is;  *)
(* how often servers ask for pre-votes is bounded as elections are.        *)
(*                                                                         *)
(* Some begin in the middle, in a state that is reached in RaftPreVote: a  *)
(* comment says how.                                                       *)
(***************************************************************************)
EXTENDS RaftPreVote, MCRaft

CONSTANT MaxAsked           \* how many elections are asked about, by all together

-----------------------------------------------------------------------------
(* What a model lets happen: everything, unless its cfg says otherwise. *)

MayLosePatience(i) == TRUE
MayAsk(i) == TRUE
MayStepDown(i) == TRUE
MayArrive(m) == TRUE

\* What an action of two parameters is replaced by that a model leaves out.
NeverOfBoth(x, y) == FALSE

-----------------------------------------------------------------------------
Asked == {<<m.from, m.term>> : m \in {n \in msgs : n.type = "RequestPreVote"}}

MCLosePatience(i) ==
  /\ MayLosePatience(i)
  /\ LosePatience(i)

\* Once for each election.
MCAskForPreVotes(i) ==
  /\ MayAsk(i)
  /\ preVotes[i] = {}
  /\ Cardinality(Asked \cup {<<i, currentTerm[i] + 1>>}) <= MaxAsked
  /\ AskForPreVotes(i)

MCPreVoteTimeout(i) ==
  /\ Cardinality(Elections) < MaxElections
  /\ PreVoteTimeout(i)

MCPreVoteBecomeLeader(i) ==
  /\ LastIndex(i) < MaxLog
  /\ PreVoteBecomeLeader(i)

MCPreVoteStepDown(i) ==
  /\ MayStepDown(i)
  /\ PreVoteStepDown(i)

MCPreVoteNext ==
  \/ \E i \in Server :
       \/ MCLosePatience(i)
       \/ MCAskForPreVotes(i)
       \/ MCPreVoteTimeout(i)
       \/ MCPreVoteBecomeLeader(i)
       \/ CheckQuorum(i)
       \/ MCPreVoteStepDown(i)
       \/ PreVoteCrash(i)
       \/ Restart(i) /\ UNCHANGED touchVars
       \/ \E value \in Value : MCClientRequest(i, value) /\ UNCHANGED touchVars
       \/ \E j \in Server, prev \in 0..LastIndex(i) :
            \E count \in 0..LastIndex(i) - prev :
              MCAppendEntries(i, j, prev, count) /\ UNCHANGED touchVars
       \/ \E n \in 1..LastIndex(i) : MCAdvanceCommitIndex(i, n) /\ UNCHANGED touchVars
       \/ \E m \in {n \in msgs : MayArrive(n)} :
            \/ RcvRequestPreVote(i, m)
            \/ RcvPreVoteGranted(i, m)
            \/ PreVoteRcvRequestVote(i, m)
            \/ PreVoteRcvVote(i, m)
            \/ PreVoteRcvAppendEntries(i, m)
            \/ PreVoteRcvAppended(i, m)
            \/ PreVoteRcvRefused(i, m)
  \/ \E m \in msgs : LoseMessage(m) /\ UNCHANGED touchVars

MCPreVoteSpec == PreVoteInit /\ [][MCPreVoteNext]_preVoteVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Beginnings in the middle.  First was elected in term 1, by all three    *)
(* servers, and has its first entry in the logs of those that are near.    *)
(* All messages of that time are lost.                                     *)
(*                                                                         *)
(* If Second is astray, it asked for pre-votes before First's election,    *)
(* too, had one of Third, and began an election of term 2 when it had      *)
(* voted for First.  Nobody knows that yet.                                *)
(***************************************************************************)
First == CHOOSE i \in Server : TRUE
Second == CHOOSE i \in Server : i # First
Third == CHOOSE i \in Server : i \notin {First, Second}

Middle(near, firstRole) ==
  LET leads == firstRole = "leader"
  IN  /\ currentTerm = [i \in Server |-> IF i \in near THEN 1 ELSE 2]
      /\ votedFor = [i \in Server |-> IF i \in near THEN First ELSE i]
      /\ log = [i \in Server |-> IF i \in near THEN <<[term |-> 1, value |-> NoOp]>> ELSE <<>>]
      /\ snapshot = [i \in Server |-> NoSnapshot]
      /\ role = [i \in Server |-> IF i = First THEN firstRole
                                  ELSE IF i \in near THEN "follower"
                                  ELSE "candidate"]
      /\ votesGranted = [i \in Server |-> IF i \in near THEN {} ELSE {i}]
      /\ commitIndex = [i \in Server |-> 0]
      /\ nextIndex = [i \in Server |-> [j \in Server |->
                        IF leads /\ i = First /\ j \in near \ {First} THEN 2 ELSE 1]]
      /\ matchIndex = [i \in Server |-> [j \in Server |->
                         IF leads /\ i = First /\ j \in near \ {First} THEN 1 ELSE 0]]
      /\ msgs = {}
      /\ heard = [i \in Server |-> i \in near \ {First}]
      /\ preVotes = [i \in Server |-> {}]
      /\ contacts = [i \in Server |-> IF leads /\ i = First THEN near ELSE {}]

\* First leads, and both others hear it: for how long?
LeadInit == Middle(Server, "leader")

\* First leads, and Third hears it, but Second is astray.
AstrayInit == Middle({First, Third}, "leader")

\* And First is down, for ever.  Only Third has what First may have committed.
WithoutFirstInit == Middle({First, Third}, "crashed")

LeadSpec == LeadInit /\ [][MCPreVoteNext]_preVoteVars
AstraySpec == AstrayInit /\ [][MCPreVoteNext]_preVoteVars
WithoutFirstSpec == WithoutFirstInit /\ [][MCPreVoteNext]_preVoteVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Liveness.  From a beginning in the middle on the network is timely:     *)
(* what can arrive does, soon enough for nobody to lose patience with a    *)
(* leader that it can hear.  And timeouts differ enough for one server to  *)
(* be the first, always the same one.                                      *)
(***************************************************************************)
WithoutLeader(i) == ~ \E j \in Server : Leader(j) /\ currentTerm[j] = currentTerm[i]

ThirdFirst(i) == i = Third

\* Nothing arrives at First, in one of the models.
NotAtFirst(m) == m.to # First
OnlyFirst(i) == i = First

Timely ==
  /\ \A i \in Server :
       /\ WF_preVoteVars(MCLosePatience(i))
       /\ WF_preVoteVars(MCAskForPreVotes(i))
       /\ WF_preVoteVars(MCPreVoteTimeout(i))
       /\ WF_preVoteVars(MCPreVoteBecomeLeader(i))
       /\ WF_preVoteVars(CheckQuorum(i))
       /\ WF_preVoteVars(MCPreVoteStepDown(i))
       /\ WF_preVoteVars(\E j \in Server, prev \in 0..LastIndex(i) :
                           \E count \in 0..LastIndex(i) - prev :
                             MCAppendEntries(i, j, prev, count) /\ UNCHANGED touchVars)
       /\ WF_preVoteVars(\E m \in msgs : MayArrive(m) /\ RcvRequestPreVote(i, m))
       /\ WF_preVoteVars(\E m \in msgs : MayArrive(m) /\ RcvPreVoteGranted(i, m))
       /\ WF_preVoteVars(\E m \in msgs : MayArrive(m) /\ PreVoteRcvRequestVote(i, m))
       /\ WF_preVoteVars(\E m \in msgs : MayArrive(m) /\ PreVoteRcvVote(i, m))
       /\ WF_preVoteVars(\E m \in msgs : MayArrive(m) /\ PreVoteRcvAppendEntries(i, m))
       /\ WF_preVoteVars(\E m \in msgs : MayArrive(m) /\ PreVoteRcvAppended(i, m))
       /\ WF_preVoteVars(\E m \in msgs : MayArrive(m) /\ PreVoteRcvRefused(i, m))

TimelyLeadSpec == LeadSpec /\ Timely
TimelyAstraySpec == AstraySpec /\ Timely
TimelyWithoutFirstSpec == WithoutFirstSpec /\ Timely

Reached(j) == Up(j) /\ MayArrive([to |-> j])

\* Somebody leads to whom messages come, and all that are up follow.
Settled ==
  \E i \in Server :
    /\ Leader(i)
    /\ Reached(i)
    /\ {j \in Server \ {i} : Reached(j)}
         \subseteq {j \in Server : heard[j] /\ currentTerm[j] = currentTerm[i]}

Settles == <>[]Settled

-----------------------------------------------------------------------------
(***************************************************************************)
(* Probes: each must be violated, and its counterexample is the shortest   *)
(* run in which the interesting thing happens.                             *)
(***************************************************************************)

NeverElected == \A i \in Server : ~ Leader(i)

\* A leader that all are content with looks after them, and goes on.
NeverChecked ==
  [][\A i \in Server : CheckQuorum(i) => \E j \in Server \ {i} : ~ heard[j]]_preVoteVars

NeverStepsDown ==
  [][\A i \in Server :
       Leader(i) /\ role'[i] = "follower" => currentTerm'[i] # currentTerm[i]]_preVoteVars

\* Somebody asks for pre-votes while a leader is in power, and in vain.
NeverInVain ==
  ~ \E i \in Server, m \in msgs :
      InPower(i) /\ m.type = "RequestPreVote" /\ m.term > currentTerm[i]

\* What was told before a leader was elected may depose it although a quorum
\* is content with it: pre-vote makes that rare, and no more.
NeverDeposed ==
  [][\A i \in Server :
       LET content == {j \in Server : InTouch(j) /\ currentTerm[j] = currentTerm[i]}
       IN  Leader(i) /\ IsQuorum(i, content) => currentTerm'[i] = currentTerm[i]]_preVoteVars
=============================================================================
