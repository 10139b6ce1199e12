------------------------------ MODULE TwoPhase ------------------------------
(***************************************************************************)
(* Two-phase commit as Gray and Lamport give it, without crashes, logs or  *)
(* loss: the transaction manager (TM) collects the votes of the resource   *)
(* managers (RM) and tells them the decision.                              *)
(*                                                                         *)
(* This module exists to read logs that an implementation in Java wrote    *)
(* about itself, and so it uses the words of those logs.  They differ from *)
(* the paper's in one place: a decided TM is just "done", and which        *)
(* decision it took can be seen from the message that it sent.             *)
(*                                                                         *)
(* Source: J. Gray and L. Lamport, "Consensus on Transaction Commit", ACM  *)
(* TODS 31(1), 2006, section 3.                                            *)
(*                                                                         *)
(* Left out: a spontaneous abort is not announced (the TM finds out by     *)
(* losing patience), and "Prepare" requests are not modelled (an RM may    *)
(* prepare unasked).  Both only allow more runs.                           *)
(***************************************************************************)

-----------------------------------------------------------------------------
CONSTANT RM                 \* the resource managers

Message ==
       [type : {"Prepared"}, rm : RM]       \* rm -> TM: rm votes yes
  \cup [type : {"Commit", "Abort"}]         \* TM -> everybody: the decision

-----------------------------------------------------------------------------
VARIABLES
  rmState,                  \* rmState[r]: how far r is
  tmState,                  \* "init", then "done"
  tmPrepared,               \* whose yes the TM has heard
  msgs                      \* every message ever sent

vars == <<rmState, tmState, tmPrepared, msgs>>

(***************************************************************************)
(* Messages are never taken out, so a message may be received any number   *)
(* of times and at any time after it was sent.  A message that is lost is  *)
(* one that nobody receives.                                               *)
(***************************************************************************)

-----------------------------------------------------------------------------
TPTypeOK ==
  /\ rmState \in [RM -> {"working", "prepared", "committed", "aborted"}]
  /\ tmState \in {"init", "done"}
  /\ tmPrepared \subseteq RM
  /\ msgs \subseteq Message

TPInit ==
  /\ rmState = [r \in RM |-> "working"]
  /\ tmState = "init"
  /\ tmPrepared = {}
  /\ msgs = {}

-----------------------------------------------------------------------------
(* The transaction manager. *)

TMRcvPrepared(r) ==
  /\ tmState = "init"
  /\ [type |-> "Prepared", rm |-> r] \in msgs
  /\ tmPrepared' = tmPrepared \cup {r}
  /\ UNCHANGED <<rmState, tmState, msgs>>

TMCommit ==
  /\ tmState = "init"
  /\ tmPrepared = RM
  /\ tmState' = "done"
  /\ msgs' = msgs \cup {[type |-> "Commit"]}
  /\ UNCHANGED <<rmState, tmPrepared>>

TMAbort ==
  /\ tmState = "init"
  /\ tmState' = "done"
  /\ msgs' = msgs \cup {[type |-> "Abort"]}
  /\ UNCHANGED <<rmState, tmPrepared>>

-----------------------------------------------------------------------------
(* A resource manager. *)

RMPrepare(r) ==
  /\ rmState[r] = "working"
  /\ rmState' = [rmState EXCEPT ![r] = "prepared"]
  /\ msgs' = msgs \cup {[type |-> "Prepared", rm |-> r]}
  /\ UNCHANGED <<tmState, tmPrepared>>

RMChooseToAbort(r) ==
  /\ rmState[r] = "working"
  /\ rmState' = [rmState EXCEPT ![r] = "aborted"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

\* No guard on rmState[r], here and below: that no decision comes at a wrong
\* time is what TPConsistent and TPVotedYes have to show.
RMRcvCommitMsg(r) ==
  /\ [type |-> "Commit"] \in msgs
  /\ rmState' = [rmState EXCEPT ![r] = "committed"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

RMRcvAbortMsg(r) ==
  /\ [type |-> "Abort"] \in msgs
  /\ rmState' = [rmState EXCEPT ![r] = "aborted"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

-----------------------------------------------------------------------------
TPNext ==
  \/ TMCommit
  \/ TMAbort
  \/ \E r \in RM :
       \/ TMRcvPrepared(r)
       \/ RMPrepare(r)
       \/ RMChooseToAbort(r)
       \/ RMRcvCommitMsg(r)
       \/ RMRcvAbortMsg(r)

TPSpec == TPInit /\ [][TPNext]_vars

-----------------------------------------------------------------------------
\* All who decide decide the same.
TPConsistent ==
  \A r, s \in RM : ~ (rmState[r] = "committed" /\ rmState[s] = "aborted")

\* Nobody commits unless everybody voted yes.
TPVotedYes ==
  \A r \in RM : rmState[r] = "committed" =>
    \A s \in RM : rmState[s] \in {"prepared", "committed"}

THEOREM TPSpec => [](TPTypeOK /\ TPConsistent /\ TPVotedYes)
=============================================================================
