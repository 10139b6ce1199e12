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
import dev.lockstep.mutants.Mutants;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Participants with one fault each, all of them, beside a coordinator without. */
final class ParticipantMutants {

  private final Mutants<Message> mutants = Mutants.of(new TwoPhaseCommitBinding()::cluster);

  private ParticipantMutants() {
    votes();
    inDoubt();
    logs();
  }

  static List<Mutant<Message>> all() {
    return new ParticipantMutants().mutants.all();
  }

  private void votes() {
    mutants
        .replace(
            "prepared-before-log",
            "a participant votes yes before its vote is durable",
            Participant.class,
            "RMPrepare",
            step -> unlogged(step, WORKING))
        .from(
            "martinkalema/horizontal-scaling-convex issue 101: the prepared state is in memory"
                + " only");
    add(
            "vote-forgotten",
            "a participant forgets in a crash that it has voted yes",
            r ->
                new Participant(r) {
                  @Override
                  public RmState durable(State state) {
                    return state.rmLog() == PREPARED ? WORKING : state.rmLog();
                  }
                })
        .twin("vote-forgotten");
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
                })
        .twin("prepare-again");
    mutants.replace(
        "refuses-in-silence",
        "a participant that votes no does not say so",
        Participant.class,
        "RMChooseToAbort",
        step -> new Step<>(step.action(), step.state(), List.of()));
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
                })
        .twin("decide-in-doubt");
    add(
            "presumes-abort",
            "a participant that restarts in doubt presumes abort",
            r ->
                new Participant(r) {
                  @Override
                  protected Step<State, Message> rmRestart(RmState rmLog) {
                    return super.rmRestart(rmLog == PREPARED ? ABORTED : rmLog);
                  }
                })
        .twin("presumed-abort-in-doubt");
    mutants
        .never("never-asks", "a participant in doubt waits in silence", "RMAsk")
        .twin("no-asking");
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
    mutants.replace(
        "commit-not-logged",
        "a participant does not log that it has committed",
        Participant.class,
        "RMRcvCommitMsg",
        step -> unlogged(step, PREPARED));
    mutants.replace(
        "no-not-logged",
        "a participant does not log that it has voted no",
        Participant.class,
        "RMChooseToAbort",
        step -> unlogged(step, WORKING));
  }

  /** A step whose log record is missing. */
  private static Step<Participant.State, Message> unlogged(
      Step<Participant.State, Message> step, RmState rmLog) {
    return new Step<>(
        step.action(), new Participant.State(step.state().rmState(), rmLog), step.messages());
  }

  private Mutants<Message> add(String id, String fault, Function<NodeId, Participant> faulty) {
    return mutants.add(
        id,
        fault,
        constants -> {
          Collection<NodeId> rm = constants.nodes("RM");
          return TwoPhaseCommitBinding.cluster(rm, new Coordinator(rm), faulty);
        });
  }
}
