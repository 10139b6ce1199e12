--------------------------- MODULE TwoPhaseCommit ---------------------------
(***************************************************************************)
(* Two-phase commit with logs, timeouts, crashes and recovery, over a      *)
(* network that loses, duplicates and reorders messages.                   *)
(*                                                                         *)
(* A coordinator, the transaction manager (TM), asks every participant, a  *)
(* resource manager (RM), to prepare.  It decides commit once all of them  *)
(* have voted yes, and abort on the first no or when it loses patience.    *)
(* Then it tells everybody.  A participant that voted yes gave away its    *)
(* right to decide: until it learns the decision it is in doubt, and all   *)
(* it can do is ask, by repeating its vote.                                *)
(*                                                                         *)
(* Solves:  atomic commitment.  Seen through the participants' logs, this  *)
(*          protocol implements AtomicCommit.                              *)
(* Sources: J. Gray, "Notes on Data Base Operating Systems", 1978, where   *)
(*          the protocol comes from; P. Bernstein, V. Hadzilacos and       *)
(*          N. Goodman, "Concurrency Control and Recovery in Database      *)
(*          Systems", 1987, chapter 7, for timeouts, recovery and the      *)
(*          properties AC1 to AC5 named below; J. Gray and L. Lamport,     *)
(*          "Consensus on Transaction Commit", 2006, for names and shape;  *)
(*          "Think Distributed Systems", chapter 6.                        *)
(*                                                                         *)
(* Time:    a timeout may fire at any moment, so no property depends on    *)
(*          how long anything takes.                                       *)
(* Disks:   a step that changes a process and the write of that process's  *)
(*          log are one step.  An implementation must therefore have the   *)
(*          record on disk before a message of the same step leaves.       *)
(*                                                                         *)
(* Left out: the transaction's data and locks (a vote stands for them);    *)
(* many transactions at once (they do not touch each other here); asking   *)
(* another participant instead of the coordinator; forgetting a finished   *)
(* transaction.  The README says why each is sound to leave out.           *)
(***************************************************************************)

-----------------------------------------------------------------------------
CONSTANT RM                 \* the participants

ASSUME SomeRM == RM # {}

Decision == {"committed", "aborted"}

Message ==
       [type : {"Prepare"}, rm : RM]              \* TM -> rm: please vote
  \cup [type : {"Prepared", "Aborted"}, rm : RM]  \* rm -> TM: yes; no
  \cup [type : {"Commit", "Abort"}, rm : RM]      \* TM -> rm: the decision

-----------------------------------------------------------------------------
VARIABLES
  rmState,                  \* rmState[r]: what r knows in memory
  rmLog,                    \* rmLog[r]: what r has on disk; "working" = nothing
  tmState,                  \* what the coordinator knows in memory
  tmLog,                    \* what it has on disk; "init" = nothing
  tmPrepared,               \* whose yes it has heard, in memory only
  msgs                      \* the messages in flight

rmVars == <<rmState, rmLog>>
tmVars == <<tmState, tmLog, tmPrepared>>
vars   == <<rmVars, tmVars, msgs>>

(***************************************************************************)
(* The network is a set.  A received message stays in it, so it can be     *)
(* received again, which is duplication, and at any later time, which is   *)
(* reordering.  Only LoseMessage takes one out.  A second copy of the same *)
(* message would add nothing: whatever it allows, the first one allows.    *)
(***************************************************************************)

-----------------------------------------------------------------------------
TypeOK ==
  /\ rmState \in [RM -> {"working", "prepared", "crashed"} \cup Decision]
  /\ rmLog \in [RM -> {"working", "prepared"} \cup Decision]
  /\ tmState \in {"init", "crashed"} \cup Decision
  /\ tmLog \in {"init"} \cup Decision
  /\ tmPrepared \subseteq RM
  /\ msgs \subseteq Message

Init ==
  /\ rmState = [r \in RM |-> "working"]
  /\ rmLog = [r \in RM |-> "working"]
  /\ tmState = "init"
  /\ tmLog = "init"
  /\ tmPrepared = {}
  /\ msgs = {}

-----------------------------------------------------------------------------
(* Helpers. *)

\* The message type that carries a decision.
Order(decision) == IF decision = "committed" THEN "Commit" ELSE "Abort"

InFlight(type, r) == [type |-> type, rm |-> r] \in msgs

Send(type, r) == msgs' = msgs \cup {[type |-> type, rm |-> r]}

SendToAll(type) == msgs' = msgs \cup [type : {type}, rm : RM]

\* The coordinator decides: on disk, in memory, and to everybody.
Decide(decision) ==
  /\ tmState' = decision
  /\ tmLog' = decision
  /\ SendToAll(Order(decision))

\* Participant r moves on: in memory and on disk.
Enter(r, state) ==
  /\ rmState' = [rmState EXCEPT ![r] = state]
  /\ rmLog' = [rmLog EXCEPT ![r] = state]

-----------------------------------------------------------------------------
(* The coordinator. *)

\* Phase one: ask everybody to vote.  Again, if votes do not come.
TMPrepare ==
  /\ tmState = "init"
  /\ SendToAll("Prepare")
  /\ UNCHANGED <<rmVars, tmVars>>

\* A yes arrives.
TMRcvPrepared(r) ==
  /\ tmState = "init"
  /\ InFlight("Prepared", r)
  /\ tmPrepared' = tmPrepared \cup {r}
  /\ UNCHANGED <<rmVars, tmState, tmLog, msgs>>

\* A no arrives, and one is enough.
TMRcvAborted(r) ==
  /\ tmState = "init"
  /\ InFlight("Aborted", r)
  /\ Decide("aborted")
  /\ UNCHANGED <<rmVars, tmPrepared>>

\* Phase two: everybody voted yes.
TMCommit ==
  /\ tmState = "init"
  /\ tmPrepared = RM
  /\ Decide("committed")
  /\ UNCHANGED <<rmVars, tmPrepared>>

\* Timeout: the coordinator waits no longer for the missing votes.
TMAbort ==
  /\ tmState = "init"
  /\ Decide("aborted")
  /\ UNCHANGED <<rmVars, tmPrepared>>

\* A vote that arrives after the decision is a question: r is in doubt.
TMAnswer(r) ==
  /\ tmState \in Decision
  /\ InFlight("Prepared", r)
  /\ Send(Order(tmState), r)
  /\ UNCHANGED <<rmVars, tmVars>>

-----------------------------------------------------------------------------
(* A participant. *)

\* Vote yes, and remember it for ever: r is in doubt from here on.
RMPrepare(r) ==
  /\ rmState[r] = "working"
  /\ InFlight("Prepare", r)
  /\ Enter(r, "prepared")
  /\ Send("Prepared", r)
  /\ UNCHANGED tmVars

\* Vote no, asked or not: a participant that has not voted yes is free to.
RMChooseToAbort(r) ==
  /\ rmState[r] = "working"
  /\ Enter(r, "aborted")
  /\ Send("Aborted", r)
  /\ UNCHANGED tmVars

\* The decision arrives.  Commit reaches nobody who has not voted yes.
RMRcvCommitMsg(r) ==
  /\ rmState[r] = "prepared"
  /\ InFlight("Commit", r)
  /\ Enter(r, "committed")
  /\ UNCHANGED <<tmVars, msgs>>

RMRcvAbortMsg(r) ==
  /\ rmState[r] \in {"working", "prepared"}
  /\ InFlight("Abort", r)
  /\ Enter(r, "aborted")
  /\ UNCHANGED <<tmVars, msgs>>

\* Timeout in doubt: repeat the vote, which asks for the decision.
RMAsk(r) ==
  /\ rmState[r] = "prepared"
  /\ Send("Prepared", r)
  /\ UNCHANGED <<rmVars, tmVars>>

-----------------------------------------------------------------------------
(* The environment: crashes and the network. *)

\* The coordinator's memory is gone, its disk is not.
TMCrash ==
  /\ tmState # "crashed"
  /\ tmState' = "crashed"
  /\ tmPrepared' = {}
  /\ UNCHANGED <<rmVars, tmLog, msgs>>

\* Back from the log.  Nothing in it means that nobody was told to commit.
TMRestart ==
  /\ tmState = "crashed"
  /\ Decide(IF tmLog = "init" THEN "aborted" ELSE tmLog)
  /\ UNCHANGED <<rmVars, tmPrepared>>

RMCrash(r) ==
  /\ rmState[r] # "crashed"
  /\ rmState' = [rmState EXCEPT ![r] = "crashed"]
  /\ UNCHANGED <<rmLog, tmVars, msgs>>

\* Back from the log: a participant that had voted yes is in doubt again.
RMRestart(r) ==
  /\ rmState[r] = "crashed"
  /\ rmState' = [rmState EXCEPT ![r] = rmLog[r]]
  /\ UNCHANGED <<rmLog, tmVars, msgs>>

LoseMessage(m) ==
  /\ m \in msgs
  /\ msgs' = msgs \ {m}
  /\ UNCHANGED <<rmVars, tmVars>>

-----------------------------------------------------------------------------
Next ==
  \/ TMPrepare
  \/ TMCommit
  \/ TMAbort
  \/ TMCrash
  \/ TMRestart
  \/ \E r \in RM :
       \/ TMRcvPrepared(r)
       \/ TMRcvAborted(r)
       \/ TMAnswer(r)
       \/ RMPrepare(r)
       \/ RMChooseToAbort(r)
       \/ RMRcvCommitMsg(r)
       \/ RMRcvAbortMsg(r)
       \/ RMAsk(r)
       \/ RMCrash(r)
       \/ RMRestart(r)
  \/ \E m \in Message : LoseMessage(m)

(***************************************************************************)
(* A process that is up does not sleep for ever: what it can do by itself  *)
(* without end, it does (weak fairness).  A message sent again and again   *)
(* gets through: what can be received or answered again and again is       *)
(* (strong fairness, since each copy may be lost before it is read).       *)
(* Nothing is promised about a crashed process, not even that it returns.  *)
(***************************************************************************)
Fairness ==
  /\ WF_vars(TMPrepare)
  /\ WF_vars(TMCommit)
  /\ WF_vars(TMAbort)
  /\ \A r \in RM :
       /\ WF_vars(TMRcvPrepared(r))
       /\ SF_vars(TMAnswer(r))
       /\ WF_vars(RMPrepare(r))
       /\ WF_vars(RMChooseToAbort(r))
       /\ SF_vars(RMRcvCommitMsg(r))
       /\ SF_vars(RMRcvAbortMsg(r))
       /\ WF_vars(RMAsk(r))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* Safety. *)

\* What anybody has on disk.  Memory may be behind, never ahead.
Logged == {tmLog} \cup {rmLog[r] : r \in RM}

\* AC1: all who decide decide the same, the coordinator included.
OneDecision == ~ ({"committed", "aborted"} \subseteq Logged)

\* AC3: commit only if everybody voted yes, and still stands by it.
CommitOnlyIfAllVotedYes ==
  "committed" \in Logged =>
    \A r \in RM : rmLog[r] \in {"prepared", "committed"}

\* AC2: a decision is for ever.
DecisionStable ==
  [][/\ tmLog \in Decision => tmLog' = tmLog
     /\ \A r \in RM : rmLog[r] \in Decision => rmLog'[r] = rmLog[r]]_vars

-----------------------------------------------------------------------------
(* Liveness. *)

TMUp == tmState # "crashed"

RMsUp == \A r \in RM : rmState[r] # "crashed"

AllDecided == \A r \in RM : rmLog[r] \in Decision

\* AC5: once everybody is back and stays, everybody decides.
Termination == <>[](TMUp /\ RMsUp) => <>AllDecided

\* What two-phase commit does NOT give: the participants depend on nobody.
\* It is false, since the coordinator may crash and never return.
NonBlocking == <>[]RMsUp => <>AllDecided

\* AC4: everybody commits.  It holds where nobody votes no and nothing fails,
\* neither a process nor a message nor anybody's patience.
AllCommit == <>(\A r \in RM : rmLog[r] = "committed")

-----------------------------------------------------------------------------
(* Refinement: the participants' logs are the problem's resource managers. *)

AC == INSTANCE AtomicCommit WITH rmState <- rmLog

ACSpec == AC!Spec

THEOREM Spec => /\ []TypeOK
                /\ []OneDecision
                /\ []CommitOnlyIfAllVotedYes
                /\ DecisionStable
                /\ Termination
                /\ AC!Spec
=============================================================================
