package dev.lockstep.durable.execution;

import static dev.lockstep.durable.TaskState.ABSENT;
import static dev.lockstep.durable.TaskState.ACQUIRED;
import static dev.lockstep.durable.TaskState.FULFILLED;
import static dev.lockstep.durable.TaskState.HALTED;
import static dev.lockstep.durable.TaskState.PENDING;

import dev.lockstep.core.Action;
import dev.lockstep.core.Core;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.ExecutionStore.Input;
import dev.lockstep.durable.execution.ExecutionStore.State;
import dev.lockstep.durable.execution.Message.Acquire;
import dev.lockstep.durable.execution.Message.Acquired;
import dev.lockstep.durable.execution.Message.Create;
import dev.lockstep.durable.execution.Message.Done;
import dev.lockstep.durable.execution.Message.Fulfill;
import dev.lockstep.durable.execution.Message.Journal;
import dev.lockstep.durable.execution.Message.Lost;
import dev.lockstep.durable.execution.Message.Mismatch;
import dev.lockstep.durable.execution.Message.Suspend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps executions with their journals, gives each to one worker at a time, and wakes those that
 * wait. A request counts while the execution is acquired under the version that it carries, and its
 * promise is open at the time of now.
 *
 * <p>Latitude: when a lease is over, and when a deadline that has come is written down, is for the
 * caller to choose.
 *
 * @see "DurableExecution.tla, the store"
 */
public class ExecutionStore implements Core<State, Input, Message> {

  private final List<PromiseId> executions;
  private final List<Value> values;
  private final List<Long> deadlines;
  private final int maxJump;

  /**
   * The state.
   *
   * @param now what time it was when it last looked at its clock
   * @param executions the executions, by the names of their promises
   */
  public record State(long now, SortedMap<PromiseId, Execution> executions) {

    /** Copies the executions. */
    public State {
      executions = Collections.unmodifiableSortedMap(new TreeMap<>(executions));
    }

    /** Returns an execution; one that is absent if there is none. */
    public Execution execution(PromiseId e) {
      return executions.getOrDefault(e, Execution.NONE);
    }

    /**
     * Returns the promise of an execution, at the time of now.
     *
     * @see "DurableExecution.tla, ProjectedPromise"
     */
    public Promise projectedPromise(PromiseId e) {
      return execution(e).promise().atTime(now);
    }

    /**
     * Returns the journal of an execution, at the time of now.
     *
     * @see "DurableExecution.tla, ProjectedSteps"
     */
    public List<ProgramStep> projectedSteps(PromiseId e) {
      return Program.atTime(execution(e).steps(), now);
    }

    /**
     * Says whether there is still something to do.
     *
     * @see "DurableExecution.tla, IsOpen"
     */
    public boolean isOpen(PromiseId e) {
      return projectedPromise(e).state() == PromiseState.PENDING;
    }

    /** Returns the same state at another time. */
    public State at(long time) {
      return new State(time, executions);
    }

    /** Returns the same state with another execution. */
    public State with(PromiseId e, Execution execution) {
      SortedMap<PromiseId, Execution> changed = new TreeMap<>(executions);
      changed.put(e, execution);
      return new State(now, changed);
    }
  }

  /** What can happen to a store. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** The clock shows {@code time}. */
    record Advance(long time) implements Input {}

    /** Somebody wants the program to be run by a time. */
    record Start(PromiseId execution, long deadline) implements Input {}

    /** Somebody has done what step {@code i} called for. */
    record Settle(PromiseId execution, int i, PromiseState state, Value value) implements Input {}

    /** Somebody looks whether the deadline of step {@code i} has come. */
    record ExpireStep(PromiseId execution, int i) implements Input {}

    /** The worker has not been heard of for too long. */
    record ExpireLease(PromiseId execution) implements Input {}

    /** Somebody looks whether the deadline of an execution has come. */
    record Expire(PromiseId execution) implements Input {}

    /** Somebody has looked at an execution that did not match. */
    record Proceed(PromiseId execution) implements Input {}
  }

  /**
   * Creates a store without executions.
   *
   * @param execution the names of the executions that there may be
   * @param value what may come of a step
   * @param deadline the deadlines that executions may have
   * @param maxJump how far a clock that somebody explores advances in one step, at most
   */
  public ExecutionStore(
      Collection<PromiseId> execution,
      Collection<Value> value,
      Collection<Long> deadline,
      int maxJump) {
    this.executions = execution.stream().sorted().toList();
    this.values = value.stream().sorted().toList();
    this.deadlines = deadline.stream().sorted().toList();
    this.maxJump = maxJump;
  }

  @Override
  public State initial() {
    SortedMap<PromiseId, Execution> none = new TreeMap<>();
    executions.forEach(e -> none.put(e, Execution.NONE));
    return new State(1, none);
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>();
    for (int ticks = 1; ticks <= maxJump; ticks++) {
      inputs.add(new Input.Advance(state.now() + ticks));
    }
    for (PromiseId e : executions) {
      deadlines.forEach(deadline -> inputs.add(new Input.Start(e, deadline)));
      for (int i = 1; i <= state.execution(e).steps().size(); i++) {
        for (Value value : values) {
          inputs.add(new Input.Settle(e, i, PromiseState.RESOLVED, value));
          inputs.add(new Input.Settle(e, i, PromiseState.REJECTED, value));
        }
        inputs.add(new Input.ExpireStep(e, i));
      }
      inputs.add(new Input.ExpireLease(e));
      inputs.add(new Input.Expire(e));
      inputs.add(new Input.Proceed(e));
    }
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (message.isFromStore()) {
      throw new IllegalArgumentException(message + " is not for the store");
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Received(Acquire m) when isFree(state, m) -> Optional.of(rcvAcquire(state, m));
      case Input.Received(Done m) -> Optional.of(rcvDone(state, m));
      case Input.Received(Create m) -> Optional.of(rcvCreate(state, m));
      case Input.Received(Suspend m) -> Optional.of(rcvSuspend(state, m));
      case Input.Received(Fulfill m) -> Optional.of(rcvFulfill(state, m));
      case Input.Received(Mismatch m) -> Optional.of(rcvMismatch(state, m));
      case Input.Advance(long time) when state.now() < time -> Optional.of(advance(state, time));
      case Input.Start(PromiseId e, long deadline) when state.execution(e).state() == ABSENT ->
          Optional.of(start(state, e, deadline));
      case Input.Settle(PromiseId e, int i, PromiseState as, Value value)
          when Program.openSteps(state.projectedSteps(e)).contains(i)
              && !state.execution(e).steps().get(i - 1).promise().timer() ->
          Optional.of(settle(state, e, i, as, value));
      case Input.ExpireStep(PromiseId e, int i) when isOverdue(state, e, i) ->
          Optional.of(expireStep(state, e, i));
      case Input.ExpireLease(PromiseId e)
          when state.execution(e).state() == ACQUIRED && state.isOpen(e) ->
          Optional.of(expireLease(state, e));
      case Input.Expire(PromiseId e) when state.execution(e).promise().isOverdue(state.now()) ->
          Optional.of(expire(state, e));
      case Input.Proceed(PromiseId e)
          when state.execution(e).state() == HALTED && state.isOpen(e) ->
          Optional.of(proceed(state, e));

      case Input.Received ignored -> Optional.empty();
      case Input.Advance ignored -> Optional.empty();
      case Input.Start ignored -> Optional.empty();
      case Input.Settle ignored -> Optional.empty();
      case Input.ExpireStep ignored -> Optional.empty();
      case Input.ExpireLease ignored -> Optional.empty();
      case Input.Expire ignored -> Optional.empty();
      case Input.Proceed ignored -> Optional.empty();
    };
  }

  // What workers ask for.

  /**
   * The first to ask gets the execution, under a version of its own, and its journal.
   *
   * @see "DurableExecution.tla, RcvAcquire"
   */
  protected Step<State, Message> rcvAcquire(State state, Acquire m) {
    Execution acquired = state.execution(m.execution()).acquired();
    Message answer =
        new Acquired(
            m.from(), m.execution(), acquired.version(), state.projectedSteps(m.execution()));
    return new Step<>(
        Action.of("RcvAcquire", m), state.with(m.execution(), acquired), List.of(answer));
  }

  /**
   * Records what came of a step, once. Whoever says it again hears what is recorded.
   *
   * @see "DurableExecution.tla, RcvDone"
   */
  protected Step<State, Message> rcvDone(State state, Done m) {
    Action action = Action.of("RcvDone", m);
    Promise done = Program.done(m.state(), m.value(), state.now());
    return isValid(state, m)
        ? recorded(action, state, m, add(state, m, m.index(), new ProgramStep(m.name(), done)))
        : refuse(action, state, m);
  }

  /**
   * Records that a step has begun, once.
   *
   * @see "DurableExecution.tla, RcvCreate"
   */
  protected Step<State, Message> rcvCreate(State state, Create m) {
    Action action = Action.of("RcvCreate", m);
    Promise begun = Promise.pending(m.deadline(), m.timer());
    return isValid(state, m)
        ? recorded(action, state, m, add(state, m, m.index(), new ProgramStep(m.name(), begun)))
        : refuse(action, state, m);
  }

  /**
   * The execution waits until one of these steps is settled. If one is already, the worker hears of
   * it, and goes on.
   *
   * @see "DurableExecution.tla, RcvSuspend"
   */
  protected Step<State, Message> rcvSuspend(State state, Suspend m) {
    Action action = Action.of("RcvSuspend", m);
    if (!isValid(state, m)) {
      return refuse(action, state, m);
    }
    Execution execution = state.execution(m.execution());
    return Program.openSteps(state.projectedSteps(m.execution())).containsAll(m.on())
        ? ends(action, state, m, execution.suspended(m.on()))
        : recorded(action, state, m, execution);
  }

  /**
   * The program has ended.
   *
   * @see "DurableExecution.tla, RcvFulfill"
   */
  protected Step<State, Message> rcvFulfill(State state, Fulfill m) {
    Action action = Action.of("RcvFulfill", m);
    Execution execution = state.execution(m.execution());
    Promise ended = execution.promise().settled(m.state(), m.value(), state.now());
    return isValid(state, m)
        ? ends(action, state, m, execution.left(FULFILLED).with(ended))
        : refuse(action, state, m);
  }

  /**
   * The worker has another program than the one that wrote the journal: nobody goes on before
   * somebody has looked at it.
   *
   * @see "DurableExecution.tla, RcvMismatch"
   */
  protected Step<State, Message> rcvMismatch(State state, Mismatch m) {
    Action action = Action.of("RcvMismatch", m);
    return isValid(state, m)
        ? ends(action, state, m, state.execution(m.execution()).left(HALTED))
        : refuse(action, state, m);
  }

  // What the store does by itself, or is told by its users.

  /**
   * Looks at the clock.
   *
   * @see "DurableExecution.tla, Advance"
   */
  protected Step<State, Message> advance(State state, long time) {
    return new Step<>(Action.of("Advance", time), state.at(time), List.of());
  }

  /**
   * Somebody wants the program to be run.
   *
   * @see "DurableExecution.tla, Start"
   */
  protected Step<State, Message> start(State state, PromiseId e, long deadline) {
    Execution started = Execution.NONE.left(PENDING).with(Promise.pending(deadline, false));
    return new Step<>(Action.of("Start", e, deadline), state.with(e, started), List.of());
  }

  /**
   * Somebody has done what was called.
   *
   * @see "DurableExecution.tla, Settle"
   */
  protected Step<State, Message> settle(
      State state, PromiseId e, int i, PromiseState as, Value value) {
    Promise settled =
        state.execution(e).steps().get(i - 1).promise().settled(as, value, state.now());
    return new Step<>(
        Action.of("Settle", e, i, as, value), state.with(e, wake(state, e, i, settled)), List.of());
  }

  /**
   * Writes down that the deadline of a step has come.
   *
   * @see "DurableExecution.tla, ExpireStep"
   */
  protected Step<State, Message> expireStep(State state, PromiseId e, int i) {
    Promise over = state.execution(e).steps().get(i - 1).promise().atTime(state.now());
    return new Step<>(
        Action.of("ExpireStep", e, i), state.with(e, wake(state, e, i, over)), List.of());
  }

  /**
   * The worker has not been heard of for too long.
   *
   * @see "DurableExecution.tla, ExpireLease"
   */
  protected Step<State, Message> expireLease(State state, PromiseId e) {
    return new Step<>(
        Action.of("ExpireLease", e), state.with(e, state.execution(e).left(PENDING)), List.of());
  }

  /**
   * Writes down that the deadline of an execution has come: there is nothing to do any more.
   *
   * @see "DurableExecution.tla, Expire"
   */
  protected Step<State, Message> expire(State state, PromiseId e) {
    Execution over = state.execution(e).left(FULFILLED).with(state.projectedPromise(e));
    return new Step<>(Action.of("Expire", e), state.with(e, over), List.of());
  }

  /**
   * Lets an execution go on that did not match.
   *
   * @see "DurableExecution.tla, Proceed"
   */
  protected Step<State, Message> proceed(State state, PromiseId e) {
    return new Step<>(
        Action.of("Proceed", e), state.with(e, state.execution(e).left(PENDING)), List.of());
  }

  // What the actions need to know.

  /** Says whether somebody may have the execution. */
  protected boolean isFree(State state, Acquire m) {
    return state.execution(m.execution()).state() == PENDING && state.isOpen(m.execution());
  }

  /**
   * Says whether the claim that a request carries is the one that counts.
   *
   * @see "DurableExecution.tla, IsValid"
   */
  protected boolean isValid(State state, Message m) {
    Execution execution = state.execution(m.execution());
    return execution.state() == ACQUIRED
        && execution.version() == m.version()
        && state.isOpen(m.execution());
  }

  private static boolean isOverdue(State state, PromiseId e, int i) {
    List<ProgramStep> steps = state.execution(e).steps();
    return i <= steps.size() && steps.get(i - 1).promise().isOverdue(state.now());
  }

  /**
   * Returns an execution with a step that comes next; the same one if it has come before.
   *
   * @see "DurableExecution.tla, Add"
   */
  protected Execution add(State state, Message m, int index, ProgramStep step) {
    Execution execution = state.execution(m.execution());
    return index == execution.steps().size() + 1 ? execution.plus(step) : execution;
  }

  /**
   * Returns an execution of which step {@code i} is settled: if it waits for that, somebody may run
   * it again.
   *
   * @see "DurableExecution.tla, Wake"
   */
  protected Execution wake(State state, PromiseId e, int i, Promise settled) {
    Execution execution = state.execution(e).with(i, settled);
    return execution.awaited().contains(i) && state.isOpen(e) ? execution.left(PENDING) : execution;
  }

  /** The worker hears what is in the journal now. */
  private static Step<State, Message> recorded(
      Action action, State state, Message m, Execution after) {
    State then = state.with(m.execution(), after);
    return new Step<>(
        action,
        then,
        List.of(
            new Journal(
                m.worker(), m.execution(), m.version(), then.projectedSteps(m.execution()))));
  }

  /** The claim ends, and who had it is told. */
  private static Step<State, Message> ends(Action action, State state, Message m, Execution after) {
    return new Step<>(action, state.with(m.execution(), after), List.of(lost(m)));
  }

  /**
   * A request whose claim does not count changes nothing, and its sender is told.
   *
   * @see "DurableExecution.tla, Refuse"
   */
  private static Step<State, Message> refuse(Action action, State state, Message m) {
    return new Step<>(action, state, List.of(lost(m)));
  }

  private static Message lost(Message m) {
    return new Lost(m.worker(), m.execution(), m.version());
  }
}
