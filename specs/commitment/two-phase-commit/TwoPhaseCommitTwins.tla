------------------------- MODULE TwoPhaseCommitTwins ------------------------
(***************************************************************************)
(* Weak twins of TwoPhaseCommit: the protocol with one mistake each.       *)
(*                                                                         *)
(* Every operator below is a wrong version of the one whose name it        *)
(* starts with.  A cfg puts it in the right one's place and names the one  *)
(* property that must then be violated.  A property that no twin violates  *)
(* would be no evidence, however often it is found to hold.                *)
(***************************************************************************)
EXTENDS MCTwoPhaseCommit

-----------------------------------------------------------------------------
(* The coordinator. *)

\* Commits on the votes that have arrived so far.
TMCommitOnSomeVotes ==
  /\ tmState = "init"
  /\ tmPrepared # {}
  /\ Decide("committed")
  /\ UNCHANGED <<rmVars, tmPrepared>>

\* Sends the decision before it is on disk: here the write comes too late.
TMCommitBeforeLog ==
  /\ tmState = "init"
  /\ tmPrepared = RM
  /\ tmState' = "committed"
  /\ SendToAll("Commit")
  /\ UNCHANGED <<rmVars, tmLog, tmPrepared>>

\* A timeout that does not look whether the decision was already taken.
TMAbortDecidedOrNot ==
  /\ tmState # "crashed"
  /\ Decide("aborted")
  /\ UNCHANGED <<rmVars, tmPrepared>>

\* Answers "abort" while undecided, and may still decide commit later.
TMAnswerUndecided(r) ==
  /\ tmState # "crashed"
  /\ InFlight("Prepared", r)
  /\ Send(Order(tmState), r)
  /\ UNCHANGED <<rmVars, tmVars>>

\* Names the decision by the state, a message that nobody understands.
TMAnswerByState(r) ==
  /\ tmState \in Decision
  /\ InFlight("Prepared", r)
  /\ Send(tmState, r)
  /\ UNCHANGED <<rmVars, tmVars>>

\* Aborts after every crash, whatever its log says.
TMRestartWithoutLog ==
  /\ tmState = "crashed"
  /\ Decide("aborted")
  /\ UNCHANGED <<rmVars, tmPrepared>>

\* Takes an empty log for consent.
TMRestartIntoCommit ==
  /\ tmState = "crashed"
  /\ Decide(IF tmLog = "init" THEN "committed" ELSE tmLog)
  /\ UNCHANGED <<rmVars, tmPrepared>>

-----------------------------------------------------------------------------
(* A participant. *)

\* Votes on every request, even when it has long decided.
RMPrepareAgain(r) ==
  /\ rmState[r] # "crashed"
  /\ InFlight("Prepare", r)
  /\ Enter(r, "prepared")
  /\ Send("Prepared", r)
  /\ UNCHANGED tmVars

\* Decides by itself, after having voted yes, when no decision comes.
RMAskNobody(r) ==
  /\ rmState[r] = "prepared"
  /\ Enter(r, "aborted")
  /\ UNCHANGED <<tmVars, msgs>>

\* Never wrote its vote to disk.
RMCrashForgetsVote(r) ==
  /\ rmState[r] # "crashed"
  /\ rmState' = [rmState EXCEPT ![r] = "crashed"]
  /\ rmLog' = [rmLog EXCEPT ![r] = IF @ = "prepared" THEN "working" ELSE @]
  /\ UNCHANGED <<tmVars, msgs>>

\* Presumes abort after a crash, as only the coordinator may.
RMRestartPresumesAbort(r) ==
  /\ rmState[r] = "crashed"
  /\ Enter(r, IF rmLog[r] = "prepared" THEN "aborted" ELSE rmLog[r])
  /\ UNCHANGED <<tmVars, msgs>>

-----------------------------------------------------------------------------
(* The network. *)

\* Weak fairness where the protocol needs strong: a message that is lost and
\* repeated for ever need not get through.
UnfairNetworkSpec ==
  /\ Init
  /\ [][Next]_vars
  /\ WF_vars(TMAbort)
  /\ \A r \in RM :
       /\ WF_vars(TMAnswer(r))
       /\ WF_vars(RMChooseToAbort(r))
       /\ WF_vars(RMRcvCommitMsg(r))
       /\ WF_vars(RMRcvAbortMsg(r))
       /\ WF_vars(RMAsk(r))
=============================================================================
