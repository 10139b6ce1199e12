package dev.lockstep.conformance.durable.saga;

import static dev.lockstep.durable.saga.Phase.CANCELLING;
import static dev.lockstep.durable.saga.Phase.COMPENSATED;
import static dev.lockstep.durable.saga.Phase.COMPENSATING;
import static dev.lockstep.durable.saga.Phase.RUNNING;

import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.durable.saga.Message;
import dev.lockstep.durable.saga.Message.Compensate;
import dev.lockstep.durable.saga.Message.Compensated;
import dev.lockstep.durable.saga.Message.Done;
import dev.lockstep.durable.saga.Orchestrator;
import dev.lockstep.durable.saga.Phase;
import dev.lockstep.durable.saga.Position;
import dev.lockstep.durable.saga.Service;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.Mutants;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Orchestrators with one fault each, beside services without. */
final class OrchestratorMutants {

  private final Mutants<Message> mutants = Mutants.of(new SagaBinding()::cluster);

  private OrchestratorMutants() {
    compensations();
    underWay();
    writing();
    restarts();
  }

  static List<Mutant<Message>> all() {
    return new OrchestratorMutants().mutants.all();
  }

  private void compensations() {
    add(
            "in-order",
            "compensations run in the order of the steps",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected int toCompensate(List<Integer> done) {
                    return done.getFirst();
                  }
                })
        .from(
            "danielgerlag/workflow-core issues 191 and 682: what was done first was compensated"
                + " first")
        .twin("in-order");
    add(
            "at-once",
            "all compensations are asked for at once",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected List<Message> requests(Position p) {
                    return p.phase() == COMPENSATING
                        ? p.done().stream().<Message>map(Compensate::new).toList()
                        : super.requests(p);
                  }
                })
        .twin("at-once");
    add(
            "undo-failed",
            "the step that failed is compensated, too",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Step<State, Message> learnFailed(State state, int s) {
                    return moveTo(
                        Action.of("LearnFailed", s), backward(with(state.position().done(), s)));
                  }
                })
        .twin("undo-failed");
    add(
            "stop-after-one",
            "the orchestrator is content with one compensation",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Step<State, Message> learnCompensated(State state, int s) {
                    return moveTo(
                        Action.of("LearnCompensated", s),
                        new Position(COMPENSATED, without(state.position().done(), s)));
                  }
                })
        .from(
            "hadamrd/forge-loop issue 301: a saga was marked as compensated although some of its"
                + " compensations had not run")
        .twin("stop-after-one");
    add(
        "old-answer-counts",
        "any compensation that is answered counts for the one that is under way",
        lastStep ->
            new Orchestrator(lastStep) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Received(Compensated(int s))
                        && state.position().phase() == COMPENSATING
                    ? Optional.of(
                        new Step<>(
                            Action.of("LearnCompensated", s),
                            learnCompensated(state, current(state.position())).state(),
                            learnCompensated(state, current(state.position())).messages()))
                    : super.step(state, input);
              }
            });
    add(
        "undone-unwritten",
        "it is not in the log that a step is undone",
        lastStep ->
            new Orchestrator(lastStep) {
              @Override
              protected Step<State, Message> learnCompensated(State state, int s) {
                Step<State, Message> right = super.learnCompensated(state, s);
                return unwritten(right, state.log(), COMPENSATING);
              }
            });
  }

  private void underWay() {
    add(
            "give-up-blindly",
            "a step that does not answer is taken for one that does not happen",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Step<State, Message> giveUp(State state) {
                    return moveTo(Action.of("GiveUp"), backward(state.position().done()));
                  }
                })
        .twin("give-up-blindly");
    add(
            "failure-ignored",
            "the orchestrator goes on although a step has failed",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Step<State, Message> learnFailed(State state, int s) {
                    return state.position().phase() == RUNNING
                        ? moveTo(
                            Action.of("LearnFailed", s), onward(with(state.position().done(), s)))
                        : super.learnFailed(state, s);
                  }
                })
        .from(
            "lysu/go-saga pull request 5: the steps after one that had failed and been compensated"
                + " were executed all the same")
        .twin("failure-ignored");
    add(
        "late-answer-revives",
        "a saga that was given up goes on when the step turns out to be done",
        lastStep ->
            new Orchestrator(lastStep) {
              @Override
              protected Step<State, Message> learnDone(State state, int s) {
                return moveTo(Action.of("LearnDone", s), onward(with(state.position().done(), s)));
              }
            });
    add(
        "forgets-the-late-one",
        "a step that was given up and turns out to be done is not compensated",
        lastStep ->
            new Orchestrator(lastStep) {
              @Override
              protected Step<State, Message> learnDone(State state, int s) {
                return state.position().phase() == CANCELLING
                    ? moveTo(Action.of("LearnDone", s), backward(state.position().done()))
                    : super.learnDone(state, s);
              }
            });
    add(
        "any-answer-counts",
        "any step that is done counts for the one that is under way",
        lastStep ->
            new Orchestrator(lastStep) {
              @Override
              public Optional<Step<State, Message>> step(State state, Input input) {
                return input instanceof Input.Received(Done(int s))
                        && state.position().phase() == RUNNING
                    ? Optional.of(
                        moveTo(
                            Action.of("LearnDone", s),
                            onward(with(state.position().done(), current(state.position())))))
                    : super.step(state, input);
              }
            });
    add(
            "first-failure-never-ends",
            "a saga of which the first step fails has nothing to compensate, and stays",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Step<State, Message> learnFailed(State state, int s) {
                    return s == 1
                        ? new Step<>(Action.of("LearnFailed", s), state, List.of())
                        : super.learnFailed(state, s);
                  }
                })
        .from(
            "pypatterns/python-cqrs pull request 47: a saga that failed at its first step was"
                + " recovered again and again, and never ended");
    mutants.never("no-retry", "the orchestrator asks once", "Ask").twin("no-retry");
    mutants.never("no-patience", "the orchestrator never gives up a step", "GiveUp");
  }

  private void writing() {
    add(
            "unwritten",
            "the next step is asked for before it is in the log that this one is done",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Step<State, Message> learnDone(State state, int s) {
                    return unwritten(super.learnDone(state, s), state.log(), RUNNING);
                  }
                })
        .twin("unwritten");
    add(
            "undecided",
            "a step is compensated before it is in the log that it will be",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Step<State, Message> learnDone(State state, int s) {
                    return unwritten(super.learnDone(state, s), state.log(), COMPENSATING);
                  }
                })
        .twin("undecided");
    add(
        "give-up-unwritten",
        "it is not in the log that a step was given up",
        lastStep ->
            new Orchestrator(lastStep) {
              @Override
              protected Step<State, Message> giveUp(State state) {
                return unwritten(super.giveUp(state), state.log(), CANCELLING);
              }
            });
  }

  private void restarts() {
    add(
            "restart-goes-on",
            "an orchestrator that comes back goes on, whatever it had decided",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Position recovered(Position log) {
                    return onward(log.done());
                  }
                })
        .twin("restart-goes-on");
    add(
            "restart-gives-up",
            "an orchestrator that comes back takes the step that was under way for one that never"
                + " happened",
            lastStep ->
                new Orchestrator(lastStep) {
                  @Override
                  protected Position recovered(Position log) {
                    return log.phase() == RUNNING ? backward(log.done()) : log;
                  }
                })
        .twin("restart-gives-up");
    add(
        "restart-from-the-start",
        "an orchestrator that comes back begins again",
        lastStep ->
            new Orchestrator(lastStep) {
              @Override
              protected Position recovered(Position log) {
                return Position.START;
              }
            });
  }

  /** The step as it is, but for the log, if the step leads to a phase. */
  private static Step<Orchestrator.State, Message> unwritten(
      Step<Orchestrator.State, Message> right, Position log, Phase phase) {
    Position position = right.state().position();
    return position.phase() == phase
        ? new Step<>(right.action(), new Orchestrator.State(position, log), right.messages())
        : right;
  }

  private Mutants<Message> add(String id, String fault, IntFunction<Orchestrator> faulty) {
    return mutants.add(
        id,
        fault,
        constants -> {
          int lastStep = SagaBinding.lastStep(constants);
          return SagaBinding.cluster(lastStep, faulty.apply(lastStep), Service::new);
        });
  }
}
