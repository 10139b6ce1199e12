package dev.lockstep.durable.saga;

import static dev.lockstep.durable.saga.Phase.CANCELLING;
import static dev.lockstep.durable.saga.Phase.COMPENSATED;
import static dev.lockstep.durable.saga.Phase.COMPENSATING;
import static dev.lockstep.durable.saga.Phase.COMPLETED;
import static dev.lockstep.durable.saga.Phase.RUNNING;

import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.Step;
import dev.lockstep.durable.saga.Message.Cancel;
import dev.lockstep.durable.saga.Message.Compensate;
import dev.lockstep.durable.saga.Message.Compensated;
import dev.lockstep.durable.saga.Message.Done;
import dev.lockstep.durable.saga.Message.Execute;
import dev.lockstep.durable.saga.Message.Failed;
import dev.lockstep.durable.saga.Orchestrator.Input;
import dev.lockstep.durable.saga.Orchestrator.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks for the steps of a saga, one after the other, and undoes them if one cannot be executed or
 * takes too long.
 *
 * <p>Every move is in the log before a request that follows from it leaves, so {@code position} and
 * {@code log} change in the same step. After a crash it goes on where the log says, and in the same
 * direction.
 *
 * <p>Latitude: how long to wait for a step ({@link Input.GiveUp}) and how often to ask again
 * ({@link Input.Ask}) is for the caller to choose; no property depends on it.
 *
 * @see "Saga.tla, the orchestrator"
 * @see "H. Garcia-Molina, K. Salem: Sagas, SIGMOD 1987"
 */
public class Orchestrator implements DurableCore<State, Position, Input, Message> {

  private final int lastStep;

  /**
   * The state.
   *
   * @param position how far it is, in memory
   * @param log what it has on disk of that
   */
  public record State(Position position, Position log) {}

  /** What can happen to an orchestrator. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** The saga begins, or a timer says to ask again. */
    record Ask() implements Input {}

    /** It has waited long enough for the step that is under way, or its user has. */
    record GiveUp() implements Input {}
  }

  /**
   * Creates the orchestrator of one saga.
   *
   * @param lastStep how many steps it has, at least one
   */
  public Orchestrator(int lastStep) {
    if (lastStep < 1) {
      throw new IllegalArgumentException("a saga needs a step, not " + lastStep);
    }
    this.lastStep = lastStep;
  }

  @Override
  public State initial() {
    return new State(Position.START, Position.START);
  }

  @Override
  public List<Input> localInputs(State state) {
    return List.of(new Input.Ask(), new Input.GiveUp());
  }

  @Override
  public Input delivery(Message message) {
    if (!message.to().equals(Message.ORCHESTRATOR) || message.step() > lastStep) {
      throw new IllegalArgumentException(
          message + " is not for the orchestrator of a saga with steps 1 to " + lastStep);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    Position position = state.position();
    return switch (input) {
      case Input.Ask() when !position.isEnd() -> Optional.of(ask(state));
      case Input.GiveUp() when position.phase() == RUNNING -> Optional.of(giveUp(state));
      case Input.Received(Done(int s)) when isUnderWay(position) && s == current(position) ->
          Optional.of(learnDone(state, s));
      case Input.Received(Failed(int s)) when isUnderWay(position) && s == current(position) ->
          Optional.of(learnFailed(state, s));
      case Input.Received(Compensated(int s))
          when position.phase() == COMPENSATING && s == current(position) ->
          Optional.of(learnCompensated(state, s));

      case Input.Received ignored -> Optional.empty();
      case Input.Ask ignored -> Optional.empty();
      case Input.GiveUp ignored -> Optional.empty();
    };
  }

  @Override
  public Position durable(State state) {
    return state.log();
  }

  @Override
  public Step<State, Message> restart(Position log) {
    return new Step<>(Action.of("Restart"), new State(recovered(log), log), List.of());
  }

  /**
   * Asks, for the first time or again.
   *
   * @see "Saga.tla, Ask"
   */
  protected Step<State, Message> ask(State state) {
    return new Step<>(Action.of("Ask"), state, requests(state.position()));
  }

  /**
   * Waits no longer for the step that is under way.
   *
   * @see "Saga.tla, GiveUp"
   */
  protected Step<State, Message> giveUp(State state) {
    return moveTo(Action.of("GiveUp"), state.position().in(CANCELLING));
  }

  /**
   * The step was executed. If it was given up meanwhile, it has to be undone.
   *
   * @see "Saga.tla, LearnDone"
   */
  protected Step<State, Message> learnDone(State state, int s) {
    List<Integer> done = with(state.position().done(), s);
    return moveTo(
        Action.of("LearnDone", s),
        state.position().phase() == RUNNING ? onward(done) : backward(done));
  }

  /**
   * The step was not executed, and never will be.
   *
   * @see "Saga.tla, LearnFailed"
   */
  protected Step<State, Message> learnFailed(State state, int s) {
    return moveTo(Action.of("LearnFailed", s), backward(state.position().done()));
  }

  /**
   * The step is undone.
   *
   * @see "Saga.tla, LearnCompensated"
   */
  protected Step<State, Message> learnCompensated(State state, int s) {
    return moveTo(Action.of("LearnCompensated", s), backward(without(state.position().done(), s)));
  }

  // What the actions need to know.

  /**
   * Returns where an orchestrator begins that comes back: where the log says.
   *
   * @see "Saga.tla, Restart"
   */
  protected Position recovered(Position log) {
    return log;
  }

  /**
   * Returns the step to compensate next, of those that are done.
   *
   * @see "Saga.tla, ToCompensate"
   */
  protected int toCompensate(List<Integer> done) {
    return done.getLast();
  }

  /**
   * Returns the step that is under way.
   *
   * @see "Saga.tla, Current"
   */
  protected final int current(Position p) {
    return p.phase() == COMPENSATING ? toCompensate(p.done()) : p.done().size() + 1;
  }

  /**
   * Returns what it asks for where it is; nothing at the end.
   *
   * @see "Saga.tla, Requests"
   */
  protected List<Message> requests(Position p) {
    return switch (p.phase()) {
      case RUNNING -> List.of(new Execute(current(p)));
      case CANCELLING -> List.of(new Cancel(current(p)));
      case COMPENSATING -> List.of(new Compensate(current(p)));
      case COMPLETED, COMPENSATED -> List.of();
    };
  }

  /**
   * Returns where it is once these steps are done: at the next one, or that was all.
   *
   * @see "Saga.tla, Onward"
   */
  protected final Position onward(List<Integer> done) {
    return new Position(done.size() == lastStep ? COMPLETED : RUNNING, done);
  }

  /**
   * Returns where it is when these steps are done and have to be undone, or there are none.
   *
   * @see "Saga.tla, Backward"
   */
  protected final Position backward(List<Integer> done) {
    return new Position(done.isEmpty() ? COMPENSATED : COMPENSATING, done);
  }

  /**
   * Moves on: on disk, in memory, and to whom it concerns.
   *
   * @see "Saga.tla, MoveTo"
   */
  protected final Step<State, Message> moveTo(Action action, Position p) {
    return new Step<>(action, new State(p, p), requests(p));
  }

  private static boolean isUnderWay(Position p) {
    return p.phase() == RUNNING || p.phase() == CANCELLING;
  }

  /** Returns the steps that are done, and one more. */
  protected static List<Integer> with(List<Integer> done, int s) {
    List<Integer> more = new ArrayList<>(done);
    more.add(s);
    return more;
  }

  /** Returns the steps that are done, but for one. */
  protected static List<Integer> without(List<Integer> done, int s) {
    return done.stream().filter(t -> t != s).toList();
  }
}
