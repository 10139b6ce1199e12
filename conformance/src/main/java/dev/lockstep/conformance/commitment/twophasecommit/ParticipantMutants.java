package dev.lockstep.conformance.commitment.twophasecommit;

import static dev.lockstep.commitment.twophasecommit.RmState.ABORTED;
import static dev.lockstep.commitment.twophasecommit.RmState.COMMITTED;
import static dev.lockstep.commitment.twophasecommit.RmState.PREPARED;
import static dev.lockstep.commitment.twophasecommit.RmState.WORKING;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Message.Abort;
import dev.lockstep.commitment.twophasecommit.Message.Aborted;
import dev.lockstep.commitment.twophasecommit.Message.Prepare;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.commitment.twophasecommit.RmState;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Participants with one fault each, all of them, beside a coordinator without. */
final class ParticipantMutants {

  private final List<Mutant<Message>> all = new ArrayList<>();

  private ParticipantMutants() {
    votes();
    inDoubt();
    logs();
  }

  static List<Mutant<Message>> all() {
    return new ParticipantMutants().all;
  }

  private void votes() {
    add(
        "prepared-before-log",
        "a participant votes yes before its vote is durable",
        "martinkalema/horizontal-scaling-convex issue 101: the prepared state is in memory only",
        r ->
            new Participant(r) {
              @Override
              protected Step<State, Message> rmPrepare(State state) {
                Step<State, Message> step = super.rmPrepare(state);
                return new Step<>(
                    step.action(), new State(PREPARED, state.rmLog()), step.messages());
              }
            });
    add(
        "vote-forgotten",
        "a participant forgets in a crash that it has voted yes",
        r ->
            new Participant(r) {
              @Override
              public RmState durable(State state) {
                return state.rmLog() == PREPARED ? WORKING : state.rmLog();
              }
            });
    add(
        "votes-twice",
        "a participant that has voted yes may still vote no",
        r ->
            new Participant(r) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Refuse && state.rmState() == PREPARED
                    ? Optional.of(rmChooseToAbort(state))
                    : super.step(state, input);
              }
            });
    add(
        "votes-on-duplicate",
        "a participant takes a repeated request for a new one, whatever it has decided",
        r ->
            new Participant(r) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Received(Prepare ignored)
                    ? Optional.of(rmPrepare(state))
                    : super.step(state, input);
              }
            });
    add(
        "refuses-in-silence",
        "a participant that votes no does not say so",
        r ->
            new Participant(r) {
              @Override
              protected Step<State, Message> rmChooseToAbort(State state) {
                Step<State, Message> step = super.rmChooseToAbort(state);
                return new Step<>(step.action(), step.state(), List.of());
              }
            });
    add(
        "yes-and-no",
        "a participant that votes no sends both answers",
        r ->
            new Participant(r) {
              @Override
              protected Step<State, Message> rmChooseToAbort(State state) {
                Step<State, Message> step = super.rmChooseToAbort(state);
                return new Step<>(
                    step.action(), step.state(), List.of(new Aborted(r), new Prepared(r)));
              }
            });
  }

  private void inDoubt() {
    add(
        "aborts-in-doubt",
        "a participant in doubt loses patience and aborts",
        r ->
            new Participant(r) {
              @Override
              protected Step<State, Message> rmAsk(State state) {
                return enter(Action.of("RMAsk", r), ABORTED);
              }
            });
    add(
        "presumes-abort",
        "a participant that restarts in doubt presumes abort",
        r ->
            new Participant(r) {
              @Override
              protected Step<State, Message> rmRestart(RmState rmLog) {
                return super.rmRestart(rmLog == PREPARED ? ABORTED : rmLog);
              }
            });
    add(
        "never-asks",
        "a participant in doubt waits in silence",
        r ->
            new Participant(r) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Timeout ? Optional.empty() : super.step(state, input);
              }
            });
    add(
        "ignores-early-abort",
        "a participant that has not voted drops the abort, for it takes part in nothing yet",
        r ->
            new Participant(r) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Received(Abort ignored) && state.rmState() == WORKING
                    ? Optional.empty()
                    : super.step(state, input);
              }
            });
    add(
        "commits-on-abort",
        "a participant commits when any decision arrives",
        r ->
            new Participant(r) {
              @Override
              protected Step<State, Message> rmRcvAbortMsg(State state) {
                return state.rmState() == PREPARED
                    ? enter(Action.of("RMRcvAbortMsg", r), COMMITTED)
                    : super.rmRcvAbortMsg(state);
              }
            });
  }

  private void logs() {
    add(
        "commit-not-logged",
        "a participant does not log that it has committed",
        r ->
            new Participant(r) {
              @Override
              protected Step<State, Message> rmRcvCommitMsg(State state) {
                Step<State, Message> step = super.rmRcvCommitMsg(state);
                return new Step<>(
                    step.action(), new State(COMMITTED, state.rmLog()), step.messages());
              }
            });
    add(
        "no-not-logged",
        "a participant does not log that it has voted no",
        r ->
            new Participant(r) {
              @Override
              protected Step<State, Message> rmChooseToAbort(State state) {
                Step<State, Message> step = super.rmChooseToAbort(state);
                return new Step<>(
                    step.action(), new State(ABORTED, state.rmLog()), step.messages());
              }
            });
  }

  private void add(String id, String fault, Function<NodeId, Participant> faulty) {
    add(id, fault, Optional.empty(), faulty);
  }

  private void add(String id, String fault, String source, Function<NodeId, Participant> faulty) {
    add(id, fault, Optional.of(source), faulty);
  }

  private void add(
      String id, String fault, Optional<String> source, Function<NodeId, Participant> faulty) {
    all.add(
        new Mutant<>(
            id,
            fault,
            source,
            constants -> {
              Collection<NodeId> rm = constants.nodes("RM");
              return TwoPhaseCommitBinding.cluster(rm, new Coordinator(rm), faulty);
            }));
  }
}
