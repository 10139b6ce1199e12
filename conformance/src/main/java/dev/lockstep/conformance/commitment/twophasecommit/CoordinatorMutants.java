package dev.lockstep.conformance.commitment.twophasecommit;

import static dev.lockstep.commitment.twophasecommit.TmState.ABORTED;
import static dev.lockstep.commitment.twophasecommit.TmState.COMMITTED;
import static dev.lockstep.commitment.twophasecommit.TmState.INIT;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Message.Abort;
import dev.lockstep.commitment.twophasecommit.Message.Commit;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.commitment.twophasecommit.TmState;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.Mutant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Coordinators with one fault each, beside participants without. */
final class CoordinatorMutants {

  private final List<Mutant<Message>> all = new ArrayList<>();

  private CoordinatorMutants() {
    decides();
    answers();
    restarts();
  }

  static List<Mutant<Message>> all() {
    return new CoordinatorMutants().all;
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
            });
    add(
        "commit-before-log",
        "the coordinator sends its decision before it is durable",
        "martinkalema/horizontal-scaling-convex issue 101: a crash between the commit messages and"
            + " the decision's record leaves nobody who knows the decision",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmCommit(State state) {
                return new Step<>(
                    Action.of("TMCommit"),
                    new State(COMMITTED, state.tmLog(), state.tmPrepared()),
                    toAll(Commit::new));
              }
            });
    add(
        "timeout-after-decision",
        "the timeout aborts although commit is decided, for nobody compares before deciding",
        "apache/incubator-seata issues 5404 and 7004: the timeout's rollback and the commit both"
            + " find the transaction undecided and both drive phase two",
        rm ->
            new Coordinator(rm) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Timeout && state.tmState() == COMMITTED
                    ? Optional.of(tmAbort(state))
                    : super.step(state, input);
              }
            });
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
    add(
        "abort-not-logged",
        "the coordinator does not log that it aborts",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmAbort(State state) {
                return new Step<>(
                    Action.of("TMAbort"),
                    new State(ABORTED, state.tmLog(), state.tmPrepared()),
                    toAll(Abort::new));
              }
            });
    add(
        "commit-told-to-one",
        "the coordinator tells its decision to the first participant only",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmCommit(State state) {
                Step<State, Message> step = super.tmCommit(state);
                return new Step<>(step.action(), step.state(), step.messages().subList(0, 1));
              }
            });
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
    add(
        "answer-always-abort",
        "the coordinator answers abort whatever it has decided",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmAnswer(State state, NodeId r) {
                return new Step<>(Action.of("TMAnswer", r), state, List.of(new Abort(r)));
              }
            });
    add(
        "no-answer",
        "the coordinator drops votes that come after its decision",
        rm ->
            new Coordinator(rm) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Received && state.tmState() != INIT
                    ? Optional.empty()
                    : super.step(state, input);
              }
            });
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
            });
    add(
        "restart-without-log",
        "a coordinator that restarts aborts and does not look into its log",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmRestart(TmState tmLog) {
                return super.tmRestart(ABORTED);
              }
            });
    add(
        "restart-logs-elsewhere",
        "recovery writes its abort where it does not collide with the commit already logged",
        "scalar-labs/scalardb pull request 2135: recovery and the coordinator recorded the outcome"
            + " under different keys, so that one transaction was aborted and committed",
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
            });
    add(
        "restart-tells-nobody",
        "a coordinator that restarts does not repeat its decision",
        rm ->
            new Coordinator(rm) {
              @Override
              protected Step<State, Message> tmRestart(TmState tmLog) {
                Step<State, Message> step = super.tmRestart(tmLog);
                return new Step<>(step.action(), step.state(), List.of());
              }
            });
  }

  private void add(String id, String fault, Function<Collection<NodeId>, Coordinator> coordinator) {
    add(id, fault, Optional.empty(), coordinator);
  }

  private void add(
      String id, String fault, String source, Function<Collection<NodeId>, Coordinator> faulty) {
    add(id, fault, Optional.of(source), faulty);
  }

  private void add(
      String id,
      String fault,
      Optional<String> source,
      Function<Collection<NodeId>, Coordinator> faulty) {
    all.add(
        new Mutant<>(
            id,
            fault,
            source,
            constants -> {
              Collection<NodeId> rm = constants.nodes("RM");
              return TwoPhaseCommitBinding.cluster(rm, faulty.apply(rm), Participant::new);
            }));
  }
}
