package dev.lockstep.durable.task;

import static dev.lockstep.durable.TaskState.ABSENT;
import static dev.lockstep.durable.TaskState.ACQUIRED;
import static dev.lockstep.durable.TaskState.FULFILLED;
import static dev.lockstep.durable.TaskState.HALTED;
import static dev.lockstep.durable.TaskState.PENDING;
import static dev.lockstep.durable.TaskState.SUSPENDED;

import dev.lockstep.core.Action;
import dev.lockstep.core.Core;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.task.Message.Acquire;
import dev.lockstep.durable.task.Message.Acquired;
import dev.lockstep.durable.task.Message.Fulfill;
import dev.lockstep.durable.task.Message.Heartbeat;
import dev.lockstep.durable.task.Message.Lost;
import dev.lockstep.durable.task.Message.Offer;
import dev.lockstep.durable.task.Message.Release;
import dev.lockstep.durable.task.Message.Suspend;
import dev.lockstep.durable.task.TaskStore.Input;
import dev.lockstep.durable.task.TaskStore.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps tasks and their promises, offers what is pending to all workers, and lets at most one claim
 * on each count at a time. A request counts while its task is acquired under the version that it
 * carries, and the promise is open at the time of now.
 *
 * <p>Latitude: how often a task is offered, and when a lease or a promise that is over is written
 * down, is for the caller to choose. What a task waits for is the matter of whoever gives {@link
 * Input.Resume}.
 *
 * @see "DurableTask.tla, the store"
 */
public class TaskStore implements Core<State, Input, Message> {

  private final List<PromiseId> tasks;
  private final List<Long> deadlines;
  private final int timeToLive;
  private final int maxJump;

  /**
   * The state.
   *
   * @param now what time it was when it last looked at its clock
   * @param tasks the tasks, by the names of their promises
   */
  public record State(long now, SortedMap<PromiseId, Task> tasks) {

    /** Copies the tasks. */
    public State {
      tasks = Collections.unmodifiableSortedMap(new TreeMap<>(tasks));
    }

    /** Returns a task; one that is absent if there is none. */
    public Task task(PromiseId t) {
      return tasks.getOrDefault(t, Task.NONE);
    }

    /**
     * Returns what the promise of a task is now.
     *
     * @see "DurableTask.tla, Projected"
     */
    public Promise projected(PromiseId t) {
      return task(t).promise().atTime(now);
    }

    /**
     * Says whether there is still something to do.
     *
     * @see "DurableTask.tla, IsOpen"
     */
    public boolean isOpen(PromiseId t) {
      return projected(t).state() == PromiseState.PENDING;
    }

    /** Returns the same state at another time. */
    public State at(long time) {
      return new State(time, tasks);
    }

    /** Returns the same state with another task. */
    public State with(PromiseId t, Task task) {
      SortedMap<PromiseId, Task> changed = new TreeMap<>(tasks);
      changed.put(t, task);
      return new State(now, changed);
    }
  }

  /** What can happen to a store. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** The clock shows {@code time}. */
    record Advance(long time) implements Input {}

    /** Somebody wants a task done by a time. */
    record Create(PromiseId task, long deadline) implements Input {}

    /** It is time to offer a task, for the first time or again. */
    record Dispatch(PromiseId task) implements Input {}

    /** Somebody looks whether the lease of a task is over. */
    record ExpireLease(PromiseId task) implements Input {}

    /** Somebody looks whether the deadline of a task has come. */
    record Expire(PromiseId task) implements Input {}

    /** Something is there that a task may wait for. */
    record Resume(PromiseId task) implements Input {}

    /** An operator stops a task. */
    record Halt(PromiseId task) implements Input {}

    /** An operator lets a halted task go on. */
    record Proceed(PromiseId task) implements Input {}
  }

  /**
   * Creates a store without tasks.
   *
   * @param task the names of the tasks that there may be
   * @param deadline the deadlines that they may have
   * @param timeToLive for how long a worker has a task, in the units of the clock
   * @param maxJump how far a clock that somebody explores advances in one step, at most
   */
  public TaskStore(
      Collection<PromiseId> task, Collection<Long> deadline, int timeToLive, int maxJump) {
    this.tasks = task.stream().sorted().toList();
    this.deadlines = deadline.stream().sorted().toList();
    this.timeToLive = timeToLive;
    this.maxJump = maxJump;
  }

  @Override
  public State initial() {
    SortedMap<PromiseId, Task> none = new TreeMap<>();
    tasks.forEach(t -> none.put(t, Task.NONE));
    return new State(1, none);
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>();
    for (int ticks = 1; ticks <= maxJump; ticks++) {
      inputs.add(new Input.Advance(state.now() + ticks));
    }
    for (PromiseId t : tasks) {
      deadlines.forEach(deadline -> inputs.add(new Input.Create(t, deadline)));
      inputs.add(new Input.Dispatch(t));
      inputs.add(new Input.ExpireLease(t));
      inputs.add(new Input.Expire(t));
      inputs.add(new Input.Resume(t));
      inputs.add(new Input.Halt(t));
      inputs.add(new Input.Proceed(t));
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
      case Input.Received(Acquire m) when isFirst(state, m) -> Optional.of(rcvAcquire(state, m));
      case Input.Received(Heartbeat m) -> Optional.of(rcvHeartbeat(state, m));
      case Input.Received(Release m) -> Optional.of(rcvRelease(state, m));
      case Input.Received(Suspend m) -> Optional.of(rcvSuspend(state, m));
      case Input.Received(Fulfill m) -> Optional.of(rcvFulfill(state, m));
      case Input.Advance(long time) when state.now() < time -> Optional.of(advance(state, time));
      case Input.Create(PromiseId t, long deadline) when state.task(t).state() == ABSENT ->
          Optional.of(create(state, t, deadline));
      case Input.Dispatch(PromiseId t) when state.task(t).state() == PENDING && state.isOpen(t) ->
          Optional.of(dispatch(state, t));
      case Input.ExpireLease(PromiseId t)
          when state.task(t).state() == ACQUIRED
              && state.isOpen(t)
              && state.now() >= state.task(t).leaseUntil() ->
          Optional.of(expireLease(state, t));
      case Input.Expire(PromiseId t) when state.task(t).promise().isOverdue(state.now()) ->
          Optional.of(expire(state, t));
      case Input.Resume(PromiseId t) when canResume(state.task(t)) && state.isOpen(t) ->
          Optional.of(resume(state, t));
      case Input.Halt(PromiseId t) when canHalt(state.task(t)) && state.isOpen(t) ->
          Optional.of(halt(state, t));
      case Input.Proceed(PromiseId t) when state.task(t).state() == HALTED && state.isOpen(t) ->
          Optional.of(proceed(state, t));

      case Input.Received ignored -> Optional.empty();
      case Input.Advance ignored -> Optional.empty();
      case Input.Create ignored -> Optional.empty();
      case Input.Dispatch ignored -> Optional.empty();
      case Input.ExpireLease ignored -> Optional.empty();
      case Input.Expire ignored -> Optional.empty();
      case Input.Resume ignored -> Optional.empty();
      case Input.Halt ignored -> Optional.empty();
      case Input.Proceed ignored -> Optional.empty();
    };
  }

  // What workers ask for.

  /**
   * The first claim on this version gets the task, and a version of its own.
   *
   * @see "DurableTask.tla, RcvAcquire"
   */
  protected Step<State, Message> rcvAcquire(State state, Acquire m) {
    Task acquired = state.task(m.task()).acquired(state.now() + timeToLive);
    return new Step<>(
        Action.of("RcvAcquire", m),
        state.with(m.task(), acquired),
        List.of(new Acquired(m.from(), m.task(), acquired.version())));
  }

  /**
   * The worker is alive, and has the task for longer.
   *
   * @see "DurableTask.tla, RcvHeartbeat"
   */
  protected Step<State, Message> rcvHeartbeat(State state, Heartbeat m) {
    Action action = Action.of("RcvHeartbeat", m);
    if (!isValid(state, m)) {
      return refuse(action, state, m);
    }
    Task longer = state.task(m.task()).leased(state.now() + timeToLive);
    return new Step<>(action, state.with(m.task(), longer), List.of());
  }

  /**
   * Somebody else may do it.
   *
   * @see "DurableTask.tla, RcvRelease"
   */
  protected Step<State, Message> rcvRelease(State state, Release m) {
    Action action = Action.of("RcvRelease", m);
    return isValid(state, m)
        ? ends(action, state, m, state.task(m.task()).left(PENDING))
        : refuse(action, state, m);
  }

  /**
   * The task waits, unless what it waits for has come since it was acquired.
   *
   * @see "DurableTask.tla, RcvSuspend"
   */
  protected Step<State, Message> rcvSuspend(State state, Suspend m) {
    Action action = Action.of("RcvSuspend", m);
    Task task = state.task(m.task());
    return isValid(state, m)
        ? ends(action, state, m, task.left(task.resumed() ? PENDING : SUSPENDED).resumed(false))
        : refuse(action, state, m);
  }

  /**
   * The task is done: its promise is resolved.
   *
   * @see "DurableTask.tla, RcvFulfill"
   */
  protected Step<State, Message> rcvFulfill(State state, Fulfill m) {
    Action action = Action.of("RcvFulfill", m);
    Task task = state.task(m.task());
    Promise done = task.promise().settled(PromiseState.RESOLVED, m.value(), state.now());
    return isValid(state, m)
        ? ends(action, state, m, task.left(FULFILLED).with(done).resumed(false))
        : refuse(action, state, m);
  }

  // What the store does by itself, or is told by its users.

  /**
   * Looks at the clock.
   *
   * @see "DurableTask.tla, Advance"
   */
  protected Step<State, Message> advance(State state, long time) {
    return new Step<>(Action.of("Advance", time), state.at(time), List.of());
  }

  /**
   * Somebody wants something done by a time.
   *
   * @see "DurableTask.tla, Create"
   */
  protected Step<State, Message> create(State state, PromiseId t, long deadline) {
    Task created = Task.NONE.left(PENDING).with(Promise.pending(deadline, false));
    return new Step<>(Action.of("Create", t, deadline), state.with(t, created), List.of());
  }

  /**
   * Offers the task to all workers.
   *
   * @see "DurableTask.tla, Dispatch"
   */
  protected Step<State, Message> dispatch(State state, PromiseId t) {
    return new Step<>(
        Action.of("Dispatch", t), state, List.of(new Offer(t, state.task(t).version())));
  }

  /**
   * The worker has not been heard of for too long.
   *
   * @see "DurableTask.tla, ExpireLease"
   */
  protected Step<State, Message> expireLease(State state, PromiseId t) {
    return new Step<>(
        Action.of("ExpireLease", t), state.with(t, state.task(t).left(PENDING)), List.of());
  }

  /**
   * Writes down that the deadline has come: there is nothing to do any more.
   *
   * @see "DurableTask.tla, Expire"
   */
  protected Step<State, Message> expire(State state, PromiseId t) {
    Task over = state.task(t).left(FULFILLED).with(state.projected(t)).resumed(false);
    return new Step<>(Action.of("Expire", t), state.with(t, over), List.of());
  }

  /**
   * Something is there that the task may wait for. If it does not wait yet, that is remembered.
   *
   * @see "DurableTask.tla, Resume"
   */
  protected Step<State, Message> resume(State state, PromiseId t) {
    Task task = state.task(t);
    Task resumed = task.state() == SUSPENDED ? task.left(PENDING) : task.resumed(true);
    return new Step<>(Action.of("Resume", t), state.with(t, resumed), List.of());
  }

  /**
   * An operator stops the task, wherever it is.
   *
   * @see "DurableTask.tla, Halt"
   */
  protected Step<State, Message> halt(State state, PromiseId t) {
    Task task = state.task(t);
    Task halted = task.left(HALTED).resumed(task.resumed() || task.state() != SUSPENDED);
    return new Step<>(Action.of("Halt", t), state.with(t, halted), List.of());
  }

  /**
   * And lets it proceed: it waits if it did.
   *
   * @see "DurableTask.tla, Proceed"
   */
  protected Step<State, Message> proceed(State state, PromiseId t) {
    Task task = state.task(t);
    Task goesOn = task.left(task.resumed() ? PENDING : SUSPENDED).resumed(false);
    return new Step<>(Action.of("Proceed", t), state.with(t, goesOn), List.of());
  }

  // What the actions need to know.

  /** Says whether nobody has come first with a claim on this version. */
  protected boolean isFirst(State state, Acquire m) {
    Task task = state.task(m.task());
    return task.state() == PENDING && task.version() == m.version() && state.isOpen(m.task());
  }

  /**
   * Says whether the claim that a request carries is the one that counts.
   *
   * @see "DurableTask.tla, IsValid"
   */
  protected boolean isValid(State state, Message m) {
    Task task = state.task(m.task());
    return task.state() == ACQUIRED && task.version() == m.version() && state.isOpen(m.task());
  }

  private static boolean canResume(Task task) {
    return task.state() == ACQUIRED || task.state() == SUSPENDED || task.state() == HALTED;
  }

  private static boolean canHalt(Task task) {
    return task.state() == PENDING || task.state() == ACQUIRED || task.state() == SUSPENDED;
  }

  /** The claim ends, and who had it is told. */
  private static Step<State, Message> ends(Action action, State state, Message m, Task after) {
    return new Step<>(action, state.with(m.task(), after), List.of(lost(m)));
  }

  /**
   * A request whose claim does not count changes nothing, and its sender is told.
   *
   * @see "DurableTask.tla, Refuse"
   */
  private static Step<State, Message> refuse(Action action, State state, Message m) {
    return new Step<>(action, state, List.of(lost(m)));
  }

  private static Message lost(Message m) {
    return new Lost(m.worker(), m.task(), m.version());
  }
}
