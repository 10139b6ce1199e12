package dev.lockstep.conformance.commitment.twophasecommit;

import static dev.lockstep.commitment.twophasecommit.TmState.ABORTED;
import static dev.lockstep.commitment.twophasecommit.TmState.COMMITTED;
import static dev.lockstep.commitment.twophasecommit.TmState.INIT;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Message.Abort;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.commitment.twophasecommit.TmState;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Coordinators with one fault each, beside participants without. */
final class CoordinatorMutants {

  private final Mutants<Message> mutants = Mutants.of(new TwoPhaseCommitBinding()::cluster);

  private CoordinatorMutants() {
    decides();
    answers();
    restarts();
  }

  static List<Mutant<Message>> all() {
    return new CoordinatorMutants().mutants.all();
  }

  private void decides() {
    add(
            "commit-on-some-votes",
            "the coordinator commits before all votes are in",
            rm ->
                new Coordinator(rm) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Conclude
                            && state.tmState() == INIT
                            && !state.tmPrepared().isEmpty()
                        ? Optional.of(tmCommit(state))
                        : super.step(state, input);
                  }
                })
        .twin("commit-on-some-votes");
    mutants
        .replace(
            "commit-before-log",
            "the coordinator sends its decision before it is durable",
            Coordinator.class,
            "TMCommit",
            step -> unlogged(step, INIT))
        .from(
            "martinkalema/horizontal-scaling-convex issue 101: a crash between the commit messages"
                + " and the decision's record leaves nobody who knows the decision")
        .twin("commit-before-log");
    add(
            "timeout-after-decision",
            "the timeout aborts although commit is decided, for nobody compares before deciding",
            rm ->
                new Coordinator(rm) {
                  @Override
                  public Optional<Step<State, Message>> step(State state, Input input) {
                    return input instanceof Input.Timeout && state.tmState() == COMMITTED
                        ? Optional.of(tmAbort(state))
                        : super.step(state, input);
                  }
                })
        .from(
            "apache/incubator-seata issues 5404 and 7004: the timeout's rollback and the commit"
                + " both find the transaction undecided and both drive phase two");
    add(
        "no-counts-as-vote",
        "the coordinator counts answers and does not read them",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmRcvAborted(State state, NodeId r) {
                Step<State, Message> counted = tmRcvPrepared(state, r);
                return new Step<>(
                    Action.of("TMRcvAborted", r), counted.state(), counted.messages());
              }
            });
    add(
        "duplicate-vote-counts",
        "a vote that comes twice is counted for a participant that has not voted",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmRcvPrepared(State state, NodeId r) {
                if (!state.tmPrepared().contains(r)) {
                  return super.tmRcvPrepared(state, r);
                }
                TreeSet<NodeId> missing = new TreeSet<>(rm());
                missing.removeAll(state.tmPrepared());
                Step<State, Message> counted =
                    super.tmRcvPrepared(state, missing.isEmpty() ? r : missing.first());
                return new Step<>(Action.of("TMRcvPrepared", r), counted.state(), List.of());
              }
            });
    mutants.replace(
        "abort-not-logged",
        "the coordinator does not log that it aborts",
        Coordinator.class,
        "TMAbort",
        step -> unlogged(step, INIT));
    mutants.replace(
        "commit-told-to-one",
        "the coordinator tells its decision to the first participant only",
        Coordinator.class,
        "TMCommit",
        step -> new Step<>(step.action(), step.state(), step.messages().subList(0, 1)));
  }

  private void answers() {
    add(
        "answer-undecided",
        "the coordinator takes a repeated vote for a question and answers abort while undecided",
        rm ->
            new Coordinator(rm) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Received(Prepared(NodeId r))
                        && state.tmState() == INIT
                        && state.tmPrepared().contains(r)
                    ? Optional.of(
                        new Step<>(Action.of("TMAnswer", r), state, List.of(new Abort(r))))
                    : super.step(state, input);
              }
            });
    mutants.replace(
        "answer-always-abort",
        "the coordinator answers abort whatever it has decided",
        Coordinator.class,
        "TMAnswer",
        step ->
            new Step<>(
                step.action(), step.state(), List.of(new Abort(step.messages().getFirst().rm()))));
    mutants
        .never("no-answer", "the coordinator drops votes that come after its decision", "TMAnswer")
        .twin("no-answer");
    add(
        "late-vote-throws",
        "the coordinator fails on a vote that comes after its decision",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmAnswer(State state, NodeId r) {
                throw new IllegalStateException("vote of " + r + " in state " + state);
              }
            });
  }

  private void restarts() {
    add(
            "restart-into-commit",
            "a coordinator that finds nothing in its log commits",
            rm ->
                new Coordinator(rm) {
                  @Override
                  protected Step<State, Message> tmRestart(TmState tmLog) {
                    return super.tmRestart(tmLog == INIT ? COMMITTED : tmLog);
                  }
                })
        .twin("restart-into-commit");
    add(
            "restart-without-log",
            "a coordinator that restarts aborts and does not look into its log",
            rm ->
                new Coordinator(rm) {
                  @Override
                  protected Step<State, Message> tmRestart(TmState tmLog) {
                    return super.tmRestart(ABORTED);
                  }
                })
        .twin("restart-without-log");
    add(
            "restart-logs-elsewhere",
            "recovery writes its abort where it does not collide with the commit already logged",
            rm ->
                new Coordinator(rm) {
                  @Override
                  protected Step<State, Message> tmRestart(TmState tmLog) {
                    Step<State, Message> aborted = super.tmRestart(ABORTED);
                    return new Step<>(
                        aborted.action(),
                        new State(ABORTED, tmLog, aborted.state().tmPrepared()),
                        aborted.messages());
                  }
                })
        .from(
            "scalar-labs/scalardb pull request 2135: recovery and the coordinator recorded the"
                + " outcome under different keys, so that one transaction was aborted and"
                + " committed");
    mutants.replace(
        "restart-tells-nobody",
        "a coordinator that restarts does not repeat its decision",
        Coordinator.class,
        "TMRestart",
        step -> new Step<>(step.action(), step.state(), List.of()));
  }

  /** A step whose log record is missing. */
  private static Step<Coordinator.State, Message> unlogged(
      Step<Coordinator.State, Message> step, TmState tmLog) {
    Coordinator.State state = step.state();
    return new Step<>(
        step.action(),
        new Coordinator.State(state.tmState(), tmLog, state.tmPrepared()),
        step.messages());
  }

  private Mutants<Message> add(
      String id, String fault, Function<Collection<NodeId>, Coordinator> faulty) {
    return mutants.add(
        id,
        fault,
        constants -> {
          Collection<NodeId> rm = constants.nodes("RM");
          return TwoPhaseCommitBinding.cluster(rm, faulty.apply(rm), Participant::new);
        });
  }
}
