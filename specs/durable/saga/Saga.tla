--------------------------------- MODULE Saga --------------------------------
(***************************************************************************)
(* A saga with an orchestrator, which keeps a log on disk, crashes and     *)
(* comes back, and services, each of which executes one step, over a       *)
(* network that loses, duplicates and reorders messages.                   *)
(*                                                                         *)
(* The orchestrator asks for one step after the other.  When one fails, it *)
(* compensates those that are done, the last one first.  The difficult     *)
(* case is the step between: the orchestrator loses patience, and does not *)
(* know whether the step was executed, will be, or never was.  Nothing may *)
(* be compensated before that is known, or the step might take effect in   *)
(* the middle of the compensations, or after them.                         *)
(*                                                                         *)
(* Here a step that is given up is cancelled.  The service answers what    *)
(* has become of it: done, if the cancellation comes too late; failed, if  *)
(* not, and then it has written down that this step never happens.  That   *)
(* record, a tombstone, waits for the request that is still under way.     *)
(* The other way, to ask for the step until there is an answer, needs no   *)
(* tombstones.  But it has to execute what nobody wants any more, only to  *)
(* undo it.                                                                *)
(*                                                                         *)
(* A request may come twice, and any time later.  A service looks up what  *)
(* it did for this step before it does anything, and answers that.         *)
(*                                                                         *)
(* Solves:  sagas.  Seen through the effects at the services, and the end  *)
(*          that the log has come to, this is AllOrCompensated.            *)
(* Source:  H. Garcia-Molina and K. Salem, "Sagas", SIGMOD 1987, for the   *)
(*          log, compensations and recovery; P. Helland, "Life beyond      *)
(*          Distributed Transactions: an Apostate's Opinion", CIDR 2007,   *)
(*          for records that make requests idempotent; "Think Distributed  *)
(*          Systems", chapter 11.                                          *)
(*                                                                         *)
(* Time:    the orchestrator may lose patience at any moment.              *)
(* Disks:   the orchestrator has a step in its log before a message of     *)
(*          that step leaves.  At a service an effect and the record of it *)
(*          are one transaction.                                           *)
(*                                                                         *)
(* Left out: many sagas at once, since a record is that of one saga and    *)
(* one step, and sagas promise each other nothing; steps side by side;     *)
(* compensations that fail for good: they are retried until they do not;   *)
(* deleting records and tombstones.                                        *)
(***************************************************************************)
EXTENDS Naturals, Sequences

-----------------------------------------------------------------------------
CONSTANT LastStep           \* the saga has the steps 1 to LastStep

ASSUME SomeStep == LastStep \in Nat \ {0}

Step == 1 .. LastStep

Request ==                  \* orchestrator -> service: do it; do not; undo it
  [type : {"Execute", "Cancel", "Compensate"}, step : Step]

Answer ==                   \* service -> orchestrator: what has become of it
  [type : {"Done", "Failed", "Compensated"}, step : Step]

-----------------------------------------------------------------------------
VARIABLES
  position,                 \* how far the orchestrator is, in memory
  log,                      \* and what it has on disk of that
  serviceState,             \* serviceState[s]: "up" or "crashed"
  record,                   \* record[s]: what the service of s has on disk
  executed,                 \* executed[s]: how often s took effect
  compensated,              \* compensated[s]: how often that was undone
  msgs                      \* the messages in flight

orchestratorVars == <<position, log>>
effectVars       == <<executed, compensated>>
serviceVars      == <<serviceState, record, effectVars>>
vars             == <<orchestratorVars, serviceVars, msgs>>

(***************************************************************************)
(* The network is a set, as in two-phase commit: a received message stays  *)
(* in it, so that it can come again and at any later time, and LoseMessage *)
(* takes one out.                                                          *)
(***************************************************************************)

\* done: the steps whose effect stands, as far as is known, in their order.
\* While the orchestrator is down, there is no position.
Phase == {"running", "cancelling", "compensating", "completed", "compensated"}

IsPosition(p) ==
  /\ DOMAIN p = {"phase", "done"}
  /\ p.phase \in Phase
  /\ p.done \in Seq(Step)
  /\ Len(p.done) <= LastStep

Down == [phase |-> "crashed", done |-> <<>>]

StepRecord == {"none", "done", "failed", "cancelled", "compensated"}

-----------------------------------------------------------------------------
TypeOK ==
  /\ IsPosition(position) \/ position = Down
  /\ IsPosition(log)
  /\ serviceState \in [Step -> {"up", "crashed"}]
  /\ record \in [Step -> StepRecord]
  /\ executed \in [Step -> Nat]
  /\ compensated \in [Step -> Nat]
  /\ msgs \subseteq Request \cup Answer

Init ==
  /\ log = [phase |-> "running", done |-> <<>>]
  /\ position = log
  /\ serviceState = [s \in Step |-> "up"]
  /\ record = [s \in Step |-> "none"]
  /\ executed = [s \in Step |-> 0]
  /\ compensated = [s \in Step |-> 0]
  /\ msgs = {}

-----------------------------------------------------------------------------
(* Helpers of the orchestrator. *)

\* Of the steps that are done, the one to compensate next.
ToCompensate(done) == done[Len(done)]

\* The step that is under way.
Current(p) == IF p.phase = "compensating" THEN ToCompensate(p.done) ELSE Len(p.done) + 1

\* What the orchestrator asks for where it is; nothing at the end.
Requests(p) ==
  CASE p.phase = "running"      -> {[type |-> "Execute", step |-> Current(p)]}
    [] p.phase = "cancelling"   -> {[type |-> "Cancel", step |-> Current(p)]}
    [] p.phase = "compensating" -> {[type |-> "Compensate", step |-> Current(p)]}
    [] OTHER                    -> {}

\* These steps are done: on to the next one, or that was all.
Onward(done) ==
  [phase |-> IF Len(done) = LastStep THEN "completed" ELSE "running", done |-> done]

\* These steps are done and have to be compensated, or there are none.
Backward(done) ==
  [phase |-> IF done = <<>> THEN "compensated" ELSE "compensating", done |-> done]

Without(done, s) == SelectSeq(done, LAMBDA t : t # s)

\* The orchestrator moves on: on disk, in memory, and to whom it concerns.
MoveTo(p) ==
  /\ log' = p
  /\ position' = p
  /\ msgs' = msgs \cup Requests(p)

InFlight(type, s) == [type |-> type, step |-> s] \in msgs

\* An answer about the step that is under way.  All others are old.
Expects(type, s, phases) ==
  /\ InFlight(type, s)
  /\ position.phase \in phases
  /\ s = Current(position)

-----------------------------------------------------------------------------
(* The orchestrator. *)

\* Asks, for the first time or again.
Ask ==
  /\ position.phase \in {"running", "cancelling", "compensating"}
  /\ msgs' = msgs \cup Requests(position)
  /\ UNCHANGED <<orchestratorVars, serviceVars>>

\* Waits no longer for the step that is under way.
GiveUp ==
  /\ position.phase = "running"
  /\ MoveTo([position EXCEPT !.phase = "cancelling"])
  /\ UNCHANGED serviceVars

\* The step was executed.  If it was given up meanwhile, it has to be undone.
LearnDone(s) ==
  /\ Expects("Done", s, {"running", "cancelling"})
  /\ MoveTo(IF position.phase = "running" THEN Onward(Append(position.done, s))
            ELSE Backward(Append(position.done, s)))
  /\ UNCHANGED serviceVars

\* The step was not executed, and never will be.
LearnFailed(s) ==
  /\ Expects("Failed", s, {"running", "cancelling"})
  /\ MoveTo(Backward(position.done))
  /\ UNCHANGED serviceVars

\* The step is undone.
LearnCompensated(s) ==
  /\ Expects("Compensated", s, {"compensating"})
  /\ MoveTo(Backward(Without(position.done, s)))
  /\ UNCHANGED serviceVars

-----------------------------------------------------------------------------
(* The service of step s. *)

ServiceUp(s) == serviceState[s] = "up"

Arrived(type, s) == ServiceUp(s) /\ InFlight(type, s)

\* The record becomes r, and whoever asked is told.
WriteAndAnswer(s, r) ==
  /\ record' = [record EXCEPT ![s] = r]
  /\ msgs' = msgs \cup
       {[step |-> s,
         type |-> CASE r = "done"                   -> "Done"
                    [] r \in {"failed", "cancelled"} -> "Failed"
                    [] r = "compensated"            -> "Compensated"]}

\* The step is executed, unless something has become of it before.
RcvExecute(s) ==
  /\ Arrived("Execute", s)
  /\ IF record[s] = "none"
     THEN /\ executed' = [executed EXCEPT ![s] = @ + 1]
          /\ WriteAndAnswer(s, "done")
     ELSE /\ WriteAndAnswer(s, record[s])
          /\ UNCHANGED executed
  /\ UNCHANGED <<orchestratorVars, serviceState, compensated>>

\* The step never happens, unless it has happened.
RcvCancel(s) ==
  /\ Arrived("Cancel", s)
  /\ WriteAndAnswer(s, IF record[s] = "none" THEN "cancelled" ELSE record[s])
  /\ UNCHANGED <<orchestratorVars, serviceState, effectVars>>

\* The step is undone, once.  One that was not executed cannot be.
RcvCompensate(s) ==
  /\ Arrived("Compensate", s)
  /\ record[s] \in {"done", "compensated"}
  /\ compensated' = [compensated EXCEPT ![s] = IF record[s] = "done" THEN @ + 1 ELSE @]
  /\ WriteAndAnswer(s, "compensated")
  /\ UNCHANGED <<orchestratorVars, serviceState, executed>>

\* The step cannot be executed: whoever asks for it later is told so.
Refuse(s) ==
  /\ ServiceUp(s)
  /\ record[s] = "none"
  /\ record' = [record EXCEPT ![s] = "failed"]
  /\ UNCHANGED <<orchestratorVars, serviceState, effectVars, msgs>>

-----------------------------------------------------------------------------
(* The environment. *)

\* The orchestrator's memory is gone, its disk is not.
Crash ==
  /\ position # Down
  /\ position' = Down
  /\ UNCHANGED <<log, serviceVars, msgs>>

\* It goes on where the log says, and in the direction that the log says.
Restart ==
  /\ position = Down
  /\ position' = log
  /\ UNCHANGED <<log, serviceVars, msgs>>

\* All that a service knows is on disk.
ServiceCrash(s) ==
  /\ ServiceUp(s)
  /\ serviceState' = [serviceState EXCEPT ![s] = "crashed"]
  /\ UNCHANGED <<orchestratorVars, record, effectVars, msgs>>

ServiceRestart(s) ==
  /\ serviceState[s] = "crashed"
  /\ serviceState' = [serviceState EXCEPT ![s] = "up"]
  /\ UNCHANGED <<orchestratorVars, record, effectVars, msgs>>

LoseMessage(m) ==
  /\ m \in msgs
  /\ msgs' = msgs \ {m}
  /\ UNCHANGED <<orchestratorVars, serviceVars>>

-----------------------------------------------------------------------------
Next ==
  \/ Ask
  \/ GiveUp
  \/ Crash
  \/ Restart
  \/ \E s \in Step :
       \/ LearnDone(s)
       \/ LearnFailed(s)
       \/ LearnCompensated(s)
       \/ RcvExecute(s)
       \/ RcvCancel(s)
       \/ RcvCompensate(s)
       \/ Refuse(s)
       \/ ServiceCrash(s)
       \/ ServiceRestart(s)
  \/ \E m \in msgs : LoseMessage(m)

(***************************************************************************)
(* The orchestrator asks as long as there is something to ask for.  What   *)
(* is asked again and again the service hears, and the orchestrator its    *)
(* answer: strong fairness, since each copy may be lost before it is read. *)
(* Nobody has to lose patience or to refuse, and nothing is promised about *)
(* who is down.                                                            *)
(***************************************************************************)
Fairness ==
  /\ WF_vars(Ask)
  /\ \A s \in Step :
       /\ SF_vars(RcvExecute(s))
       /\ SF_vars(RcvCancel(s))
       /\ SF_vars(RcvCompensate(s))
       /\ SF_vars(LearnDone(s))
       /\ SF_vars(LearnFailed(s))
       /\ SF_vars(LearnCompensated(s))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* Safety. *)

Stands(s) == executed[s] > compensated[s]

\* Nothing takes effect twice, and nothing is undone that did not.
EffectsAtMostOnce ==
  \A s \in Step : executed[s] <= 1 /\ compensated[s] <= executed[s]

\* A step takes effect after all that come before it.
InOrder ==
  \A s, t \in Step : t < s /\ executed[s] > 0 => executed[t] > 0

\* A step is undone after all that come behind it.
ReverseOrder ==
  \A s, t \in Step : t < s /\ compensated[t] > 0 => ~ Stands(s)

\* Once something has been undone, nothing takes effect any more.
NothingAfterCompensation ==
  [][(\E s \in Step : compensated[s] > 0) => UNCHANGED executed]_vars

\* Nobody asks to undo what was not executed.
OnlyExecutedIsCompensated ==
  \A s \in Step : InFlight("Compensate", s) => record[s] \in {"done", "compensated"}

\* Before anything is undone, every step that was asked for is known to have
\* ended: no request that is still under way can be executed.
KnownToHaveEnded ==
  \A s \in Step :
    {position.phase, log.phase} \cap {"compensating", "compensated"} # {}
      /\ InFlight("Execute", s) => record[s] # "none"

\* When it has ended, all effects stand, or none does.
OutcomeIsTrue ==
  /\ log.phase = "completed" => \A s \in Step : Stands(s)
  /\ log.phase = "compensated" => \A s \in Step : ~ Stands(s)

\* Who has given up does not go on, and what has ended stays as it is.
DecisionIsFinal ==
  [][/\ log.phase \in {"completed", "compensated"} => log' = log
     /\ log.phase \in {"cancelling", "compensating"} =>
          log'.phase \in {"cancelling", "compensating", "compensated"}]_vars

-----------------------------------------------------------------------------
(* Liveness. *)

Ended == log.phase \in {"completed", "compensated"}

\* Once everybody is back and stays, the saga ends.
Ends == <>[](position # Down /\ \A s \in Step : ServiceUp(s)) => <>Ended

-----------------------------------------------------------------------------
(* Refinement: the effects are those of the problem, and so is the end. *)

Problem ==
  INSTANCE AllOrCompensated
    WITH outcome <- IF Ended THEN log.phase ELSE "open"

AllOrCompensatedSpec == Problem!Spec

THEOREM Spec => /\ []TypeOK
                /\ []EffectsAtMostOnce
                /\ []InOrder
                /\ []ReverseOrder
                /\ NothingAfterCompensation
                /\ []OnlyExecutedIsCompensated
                /\ []KnownToHaveEnded
                /\ []OutcomeIsTrue
                /\ DecisionIsFinal
                /\ Ends
                /\ Problem!Spec
=============================================================================
