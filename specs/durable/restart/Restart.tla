------------------------------- MODULE Restart ------------------------------
(***************************************************************************)
(* Restart: a process of several steps gets done although who runs it      *)
(* crashes, since it is run again from the beginning.                      *)
(*                                                                         *)
(* A runner has no disk.  It asks a service for the effect of one step     *)
(* after another, and waits for the value of each.  When it has crashed it *)
(* knows nothing, not even how far it was; somebody restarts it, and it    *)
(* begins with step 1.  Nobody knows whether a runner is dead or slow, so  *)
(* several may run the same process at the same time.                      *)
(*                                                                         *)
(* Each request carries an idempotency key, made of the process and the    *)
(* step, and of nothing else: all runs have the same keys.  The service    *)
(* performs an effect once for a key.  It writes down key and value        *)
(* together with the effect, and answers every repetition with the value   *)
(* that is written.  So a run that begins again finds what was done, takes *)
(* the same way, and goes on where the last one ended.                     *)
(*                                                                         *)
(* Solves:  a process is done although whoever runs it may crash.          *)
(* Refines: processes in a world without failure.  The effects and the     *)
(*          results are those of module FailureFree.                       *)
(* Source:  P. Helland, "Idempotence Is Not a Medical Condition", ACM      *)
(*          Queue 10(4), 2012; A. Birrell and B. Nelson, "Implementing     *)
(*          Remote Procedure Calls", ACM TOCS 2(1), 1984, for a table of   *)
(*          calls that answers repetitions; "Think Distributed Systems",   *)
(*          chapters 4 and 11.                                             *)
(*                                                                         *)
(* Assumes: the program is deterministic: there is one Draw.  Nothing here *)
(*          notices one that is not.                                       *)
(* Disks:   effect and key are one transaction of the service, and its     *)
(*          answer leaves when that is on disk.  In memory there is        *)
(*          nothing.  A runner has no disk.                                *)
(*                                                                         *)
(* Left out: forgetting keys.  A key is of use as long as somebody may     *)
(* still send it, and nobody here knows how long that is.                  *)
(***************************************************************************)
EXTENDS Program

-----------------------------------------------------------------------------
CONSTANT
  Runner                    \* who runs programs

ASSUME SomeRunner == Runner # {}

Key ==                      \* what a request is known by
  [process : Process, step : Step]

Request ==                  \* runner -> service: do this, unless it is done
  [type : {"Request"}, from : Runner, key : Key, process : Process, step : Step,
   argument : Argument]

Answer ==                   \* service -> runner: this came of it
  [type : {"Answer"}, to : Runner, process : Process, step : Step, value : Value]

Result ==                   \* runner -> caller: it is done, and this is the result
  [type : {"Result"}, from : Runner, process : Process, result : Outcomes]

-----------------------------------------------------------------------------
VARIABLES
  runnerState,              \* runnerState[r]: "up" or "crashed"
  run,                      \* run[r][p]: how far r is in p
  serviceState,             \* "up" or "crashed"
  current,                  \* what would come of an effect now
  effects,                  \* effects[p]: what was done for p, in order
  recorded,                 \* the keys of what was done, with the values
  result,                   \* result[p]: what the caller was told; <<>> if nothing
  msgs                      \* the messages in flight

runnerVars  == <<runnerState, run>>
serviceVars == <<serviceState, current, effects, recorded>>
vars        == <<runnerVars, serviceVars, result, msgs>>

(***************************************************************************)
(* The network is a set, as in two-phase commit: a received message stays  *)
(* in it, so that it can come again and at any later time, and LoseMessage *)
(* takes one out.                                                          *)
(***************************************************************************)

\* How far a run of a program is: what it drew, and the values that it was told.
Run == [draw : Draw \cup {NoValue}, outcomes : Outcomes]

NoRun == [draw |-> NoValue, outcomes |-> <<>>]

Record == [key : Key, value : Value]

-----------------------------------------------------------------------------
TypeOK ==
  /\ runnerState \in [Runner -> {"up", "crashed"}]
  /\ run \in [Runner -> [Process -> Run]]
  /\ serviceState \in {"up", "crashed"}
  /\ current \in Value
  /\ \A p \in Process : effects[p] \in Seq(Effect)
  /\ recorded \subseteq Record
  /\ result \in [Process -> Outcomes]
  /\ msgs \subseteq Request \cup Answer \cup Result

Init ==
  /\ runnerState = [r \in Runner |-> "up"]
  /\ run = [r \in Runner |-> [p \in Process |-> NoRun]]
  /\ serviceState = "up"
  /\ current = CHOOSE value \in Value : TRUE
  /\ effects = [p \in Process |-> <<>>]
  /\ recorded = {}
  /\ result = [p \in Process |-> <<>>]
  /\ msgs = {}

-----------------------------------------------------------------------------
(* Helpers. *)

KeyOf(p, k) == [process |-> p, step |-> k]

IsRunning(r, p) == runnerState[r] = "up" /\ run[r][p] # NoRun

\* The step that r waits for, or will ask for.
NextStep(r, p) == Len(run[r][p].outcomes) + 1

IsThrough(r, p) == NextStep(r, p) > Steps

IsRecorded(key) == \E known \in recorded : known.key = key

ValueOf(key) == (CHOOSE known \in recorded : known.key = key).value

InFlight(m, type) == m \in msgs /\ m.type = type

Send(m) == msgs' = msgs \cup {m}

RequestOf(r, p, k, key) ==
  [type |-> "Request", from |-> r, key |-> key, process |-> p, step |-> k,
   argument |-> ArgumentAfter(run[r][p].draw, run[r][p].outcomes)]

\* What m asks for is done, and this comes of it.
Do(m, value) ==
  effects' = [effects EXCEPT ![m.process] =
                Append(@, [step |-> m.step, argument |-> m.argument, value |-> value])]

Reply(m, value) ==
  Send([type |-> "Answer", to |-> m.from, process |-> m.process, step |-> m.step,
        value |-> value])

-----------------------------------------------------------------------------
(* A runner.  It may send what it sent before: that is how it retries. *)

\* r begins the program of p, from its first step.
Start(r, p, draw) ==
  /\ runnerState[r] = "up"
  /\ run[r][p] = NoRun
  /\ run' = [run EXCEPT ![r][p].draw = draw]
  /\ UNCHANGED <<runnerState, serviceVars, result, msgs>>

\* r asks for the step that comes next, and for none after it.
Ask(r, p) ==
  /\ IsRunning(r, p)
  /\ ~ IsThrough(r, p)
  /\ Send(RequestOf(r, p, NextStep(r, p), KeyOf(p, NextStep(r, p))))
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

\* r is told what came of that step.  An answer about another step is none to
\* this one.
RcvAnswer(r, m) ==
  /\ InFlight(m, "Answer")
  /\ m.to = r
  /\ IsRunning(r, m.process)
  /\ m.step = NextStep(r, m.process)
  /\ run' = [run EXCEPT ![r][m.process].outcomes = Append(@, m.value)]
  /\ UNCHANGED <<runnerState, serviceVars, result, msgs>>

\* r knows the values of all steps, and tells the caller what they make.
Finish(r, p) ==
  /\ IsRunning(r, p)
  /\ IsThrough(r, p)
  /\ Send([type |-> "Result", from |-> r, process |-> p,
           result |-> ResultOf(run[r][p].outcomes)])
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

-----------------------------------------------------------------------------
(* The service. *)

\* The world changes, and with it what would come of an effect.
Change(value) ==
  /\ serviceState = "up"
  /\ current # value
  /\ current' = value
  /\ UNCHANGED <<runnerVars, serviceState, effects, recorded, result, msgs>>

\* What is asked for was done, and the service says what came of it then; or it
\* is done, and written down, in one step.
RcvRequest(m) ==
  /\ InFlight(m, "Request")
  /\ serviceState = "up"
  /\ IF IsRecorded(m.key)
     THEN /\ Reply(m, ValueOf(m.key))
          /\ UNCHANGED <<effects, recorded>>
     ELSE /\ Do(m, current)
          /\ recorded' = recorded \cup {[key |-> m.key, value |-> current]}
          /\ Reply(m, current)
  /\ UNCHANGED <<runnerVars, serviceState, current, result>>

-----------------------------------------------------------------------------
(* The caller: it wants to know what comes of a process. *)

RcvResult(m) ==
  /\ InFlight(m, "Result")
  /\ result' = [result EXCEPT ![m.process] = m.result]
  /\ UNCHANGED <<runnerVars, serviceVars, msgs>>

-----------------------------------------------------------------------------
(* The environment. *)

\* r forgets everything.
CrashRunner(r) ==
  /\ runnerState[r] = "up"
  /\ runnerState' = [runnerState EXCEPT ![r] = "crashed"]
  /\ run' = [run EXCEPT ![r] = [p \in Process |-> NoRun]]
  /\ UNCHANGED <<serviceVars, result, msgs>>

\* Somebody starts r anew.
RestartRunner(r) ==
  /\ runnerState[r] = "crashed"
  /\ runnerState' = [runnerState EXCEPT ![r] = "up"]
  /\ UNCHANGED <<run, serviceVars, result, msgs>>

CrashService ==
  /\ serviceState = "up"
  /\ serviceState' = "crashed"
  /\ UNCHANGED <<runnerVars, current, effects, recorded, result, msgs>>

\* All that the service knows was on disk.
RestartService ==
  /\ serviceState = "crashed"
  /\ serviceState' = "up"
  /\ UNCHANGED <<runnerVars, current, effects, recorded, result, msgs>>

LoseMessage(m) ==
  /\ m \in msgs
  /\ msgs' = msgs \ {m}
  /\ UNCHANGED <<runnerVars, serviceVars, result>>

-----------------------------------------------------------------------------
Next ==
  \/ \E r \in Runner :
       \/ \E p \in Process :
            \/ \E draw \in Draw : Start(r, p, draw)
            \/ Ask(r, p)
            \/ Finish(r, p)
       \/ \E m \in msgs : RcvAnswer(r, m)
       \/ CrashRunner(r)
       \/ RestartRunner(r)
  \/ \E value \in Value : Change(value)
  \/ CrashService
  \/ RestartService
  \/ \E m \in msgs :
       \/ RcvRequest(m)
       \/ RcvResult(m)
       \/ LoseMessage(m)

(***************************************************************************)
(* Runners and the service come back after each crash.  A runner begins,   *)
(* and asks for a step until it has its value, and tells the caller until  *)
(* it crashes.  What is said again and again gets through: strong          *)
(* fairness, since each copy may be lost before it is read.                *)
(***************************************************************************)
Running(r) ==
  /\ WF_vars(RestartRunner(r))
  /\ \A p \in Process :
       /\ WF_vars(\E draw \in Draw : Start(r, p, draw))
       /\ WF_vars(Ask(r, p))
       /\ SF_vars(\E m \in msgs : m.type = "Answer" /\ m.process = p /\ RcvAnswer(r, m))
       /\ WF_vars(Finish(r, p))

Serving ==
  /\ WF_vars(RestartService)
  /\ \A r \in Runner, p \in Process :
       SF_vars(\E m \in msgs :
                 /\ m.type = "Request" /\ m.from = r /\ m.process = p
                 /\ m.step = NextStep(r, p)
                 /\ RcvRequest(m))

Telling ==
  \A p \in Process :
    SF_vars(\E m \in msgs : m.type = "Result" /\ m.process = p /\ RcvResult(m))

Fairness == Serving /\ Telling /\ \A r \in Runner : Running(r)

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* Safety. *)

\* Every step is done once at most, however often it is asked for.
AtMostOnce == \A p \in Process : IsOnce(effects[p])

\* No step is done before the one that comes before it.
InOrder == \A p \in Process : IsInOrder(effects[p])

\* What was done, one run of the program asks for: not the beginning of one and
\* the end of another.
OfOneRun == \A p \in Process : IsOfOneRun(effects[p])

\* What was done is written down under its key, with what came of it, and nothing
\* else is.
EffectsAreRecorded ==
  /\ \A p \in Process : \A i \in 1 .. Len(effects[p]) :
       LET effect == effects[p][i]
       IN  [key |-> KeyOf(p, effect.step), value |-> effect.value] \in recorded
  /\ \A known \in recorded :
       \E p \in Process : \E i \in 1 .. Len(effects[p]) :
         /\ known.key = KeyOf(p, effects[p][i].step)
         /\ known.value = effects[p][i].value

\* What runners know, or are about to hear, was done, and this came of it: two
\* runners never know different things.
KnownIsDone ==
  LET cameOf(p, k, value) ==
        \E i \in 1 .. Len(effects[p]) : effects[p][i].step = k /\ effects[p][i].value = value
  IN  /\ \A r \in Runner, p \in Process : \A k \in 1 .. Len(run[r][p].outcomes) :
           cameOf(p, k, run[r][p].outcomes[k])
      /\ \A m \in msgs : m.type = "Answer" => cameOf(m.process, m.step, m.value)

\* A process that has ended has done everything, and its result is made of that.
ResultIsOfEffects ==
  \A p \in Process :
    result[p] # <<>> =>
      /\ Len(effects[p]) = Steps
      /\ result[p] = ResultOf(ValuesOf(effects[p]))

\* However many runners tell the caller, and however often, it is told the same.
ResultIsFinal ==
  [][\A p \in Process : result[p] # <<>> => result'[p] = result[p]]_vars

-----------------------------------------------------------------------------
(* Liveness. *)

\* Once a runner and the service stay up, every process ends.
EveryProcessEnds ==
  (\E r \in Runner : <>[](runnerState[r] = "up")) /\ <>[](serviceState = "up") =>
    \A p \in Process : <>(result[p] # <<>>)

-----------------------------------------------------------------------------
(* Refinement: what was done, and what the caller was told, is that of a   *)
(* world without failure.                                                  *)

F == INSTANCE FailureFree

FailureFreeSpec == F!Spec

THEOREM Spec => /\ []TypeOK
                /\ []AtMostOnce
                /\ []InOrder
                /\ []OfOneRun
                /\ []EffectsAreRecorded
                /\ []KnownIsDone
                /\ []ResultIsOfEffects
                /\ ResultIsFinal
                /\ EveryProcessEnds
                /\ F!Spec
=============================================================================
