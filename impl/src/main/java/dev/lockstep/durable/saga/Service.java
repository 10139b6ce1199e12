package dev.lockstep.durable.saga;

import static dev.lockstep.durable.saga.StepRecord.CANCELLED;
import static dev.lockstep.durable.saga.StepRecord.COMPENSATED;
import static dev.lockstep.durable.saga.StepRecord.DONE;
import static dev.lockstep.durable.saga.StepRecord.FAILED;
import static dev.lockstep.durable.saga.StepRecord.NONE;

import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.Step;
import dev.lockstep.durable.saga.Message.Cancel;
import dev.lockstep.durable.saga.Message.Compensate;
import dev.lockstep.durable.saga.Message.Compensated;
import dev.lockstep.durable.saga.Message.Done;
import dev.lockstep.durable.saga.Message.Execute;
import dev.lockstep.durable.saga.Message.Failed;
import dev.lockstep.durable.saga.Service.Input;
import dev.lockstep.durable.saga.Service.State;
import java.util.List;
import java.util.Optional;

/**
 * Executes one step of a saga, cancels it or undoes it, each at most once however often it is
 * asked. The effect and the record of it are one transaction; in memory there is nothing.
 *
 * <p>Latitude: whether the step can be executed ({@link Input.Refuse}) is the application's. To
 * refuse a request is to give that input before it.
 *
 * @see "Saga.tla, the service of step s"
 */
public class Service implements DurableCore<State, State, Input, Message> {

  private final int s;

  /**
   * The state, all of which is on disk.
   *
   * @param record what has become of the step
   * @param executed how often it took effect: the data of the application
   * @param compensated how often that was undone
   */
  public record State(StepRecord record, int executed, int compensated) {

    /** Returns the same state with another record. */
    public State with(StepRecord other) {
      return new State(other, executed, compensated);
    }

    /** Returns the same state with the effect of the step once more, and another record. */
    public State executed(StepRecord other) {
      return new State(other, executed + 1, compensated);
    }

    /** Returns the same state with the effect of the step undone once more, and another record. */
    public State compensated(StepRecord other) {
      return new State(other, executed, compensated + 1);
    }

    /** Says whether the effect of the step stands. */
    public boolean stands() {
      return executed > compensated;
    }
  }

  /** What can happen to a service. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** The application finds that the step cannot be executed. */
    record Refuse() implements Input {}
  }

  /** Creates the service of step {@code s}. */
  public Service(int s) {
    this.s = s;
  }

  @Override
  public State initial() {
    return new State(NONE, 0, 0);
  }

  @Override
  public List<Input> localInputs(State state) {
    return List.of(new Input.Refuse());
  }

  @Override
  public Input delivery(Message message) {
    if (!message.to().equals(Message.service(s))) {
      throw new IllegalArgumentException(message + " is not for the service of step " + s);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Received(Execute ignored) -> Optional.of(rcvExecute(state));
      case Input.Received(Cancel ignored) -> Optional.of(rcvCancel(state));
      case Input.Received(Compensate ignored)
          when state.record() == DONE || state.record() == COMPENSATED ->
          Optional.of(rcvCompensate(state));
      case Input.Refuse() when state.record() == NONE -> Optional.of(refuse(state));

      case Input.Received ignored -> Optional.empty();
      case Input.Refuse ignored -> Optional.empty();
    };
  }

  @Override
  public State durable(State state) {
    return state;
  }

  @Override
  public Step<State, Message> restart(State durable) {
    return new Step<>(Action.of("ServiceRestart", s), durable, List.of());
  }

  /**
   * Executes the step, unless something has become of it before.
   *
   * @see "Saga.tla, RcvExecute"
   */
  protected Step<State, Message> rcvExecute(State state) {
    return writeAndAnswer(
        Action.of("RcvExecute", s), state.record() == NONE ? state.executed(DONE) : state);
  }

  /**
   * The step never happens, unless it has happened.
   *
   * @see "Saga.tla, RcvCancel"
   */
  protected Step<State, Message> rcvCancel(State state) {
    return writeAndAnswer(
        Action.of("RcvCancel", s), state.record() == NONE ? state.with(CANCELLED) : state);
  }

  /**
   * Undoes the step, once.
   *
   * @see "Saga.tla, RcvCompensate"
   */
  protected Step<State, Message> rcvCompensate(State state) {
    return writeAndAnswer(
        Action.of("RcvCompensate", s),
        state.record() == DONE ? state.compensated(COMPENSATED) : state);
  }

  /**
   * The step cannot be executed: whoever asks for it later is told so.
   *
   * @see "Saga.tla, Refuse"
   */
  protected Step<State, Message> refuse(State state) {
    return new Step<>(Action.of("Refuse", s), state.with(FAILED), List.of());
  }

  /** Returns the step of this service. */
  protected final int s() {
    return s;
  }

  /**
   * The state becomes another one on disk, and whoever asked is told.
   *
   * @see "Saga.tla, WriteAndAnswer"
   */
  protected final Step<State, Message> writeAndAnswer(Action action, State after) {
    Message answer =
        switch (after.record()) {
          case DONE -> new Done(s);
          case FAILED, CANCELLED -> new Failed(s);
          case COMPENSATED -> new Compensated(s);
          case NONE -> throw new IllegalStateException("nothing to answer for step " + s);
        };
    return new Step<>(action, after, List.of(answer));
  }
}
