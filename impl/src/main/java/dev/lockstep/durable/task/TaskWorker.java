package dev.lockstep.durable.task;

import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.task.Message.Acquire;
import dev.lockstep.durable.task.Message.Acquired;
import dev.lockstep.durable.task.Message.Fulfill;
import dev.lockstep.durable.task.Message.Heartbeat;
import dev.lockstep.durable.task.Message.Lost;
import dev.lockstep.durable.task.Message.Offer;
import dev.lockstep.durable.task.Message.Release;
import dev.lockstep.durable.task.Message.Suspend;
import dev.lockstep.durable.task.TaskWorker.Input;
import dev.lockstep.durable.task.TaskWorker.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes tasks that are offered, and does them. It has no disk: what it crashes with, another worker
 * does. It may take a task for its own that is not; the store sees to it that this does no harm.
 *
 * <p>Latitude: which offers to take, and when to do what with a task, is the application's.
 *
 * @see "DurableTask.tla, a worker"
 */
public class TaskWorker implements DurableCore<State, State, Input, Message> {

  private final NodeId w;
  private final List<PromiseId> tasks;
  private final List<Value> values;

  /**
   * The latest that a worker was given on a task.
   *
   * @param version under which it was; 0 if it never was
   * @param isHeld whether it still takes the task for its own
   */
  public record Claim(int version, boolean isHeld) {

    /** Nothing. */
    public static final Claim NONE = new Claim(0, false);
  }

  /**
   * The state, none of which is on disk.
   *
   * @param claims what the worker was given
   */
  public record State(SortedMap<PromiseId, Claim> claims) {

    /** Copies the claims. */
    public State {
      claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
    }

    /** Returns the latest claim on a task. */
    public Claim claim(PromiseId t) {
      return claims.getOrDefault(t, Claim.NONE);
    }

    /** Returns the same state with another claim. */
    public State with(PromiseId t, Claim claim) {
      SortedMap<PromiseId, Claim> changed = new TreeMap<>(claims);
      changed.put(t, claim);
      return new State(changed);
    }
  }

  /** What can happen to a worker. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** It is still at the task. */
    record Heartbeat(PromiseId task) implements Input {}

    /** It cannot do the task. */
    record Release(PromiseId task) implements Input {}

    /** The task has to wait for something. */
    record Suspend(PromiseId task) implements Input {}

    /** The task is done. */
    record Fulfill(PromiseId task, Value value) implements Input {}
  }

  /**
   * Creates a worker that has nothing.
   *
   * @param w its name
   * @param task the tasks that it can do
   * @param value what may come of them
   */
  public TaskWorker(NodeId w, Collection<PromiseId> task, Collection<Value> value) {
    this.w = w;
    this.tasks = task.stream().sorted().toList();
    this.values = value.stream().sorted().toList();
  }

  @Override
  public State initial() {
    SortedMap<PromiseId, Claim> nothing = new TreeMap<>();
    tasks.forEach(t -> nothing.put(t, Claim.NONE));
    return new State(nothing);
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>();
    for (PromiseId t : tasks) {
      inputs.add(new Input.Heartbeat(t));
      inputs.add(new Input.Release(t));
      inputs.add(new Input.Suspend(t));
      values.forEach(value -> inputs.add(new Input.Fulfill(t, value)));
    }
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (!message.isFromStore() || !(message instanceof Offer || message.worker().equals(w))) {
      throw new IllegalArgumentException(message + " is not for worker " + w);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Received(Offer m) when !state.claim(m.task()).isHeld() ->
          Optional.of(rcvOffer(state, m));
      case Input.Received(Acquired m) when isNews(state, m) -> Optional.of(rcvAcquired(state, m));
      case Input.Received(Lost m) when state.claim(m.task()).equals(new Claim(m.version(), true)) ->
          Optional.of(rcvLost(state, m));
      case Input.Heartbeat(PromiseId t) when state.claim(t).isHeld() ->
          Optional.of(heartbeat(state, t));
      case Input.Release(PromiseId t) when state.claim(t).isHeld() ->
          Optional.of(release(state, t));
      case Input.Suspend(PromiseId t) when state.claim(t).isHeld() ->
          Optional.of(suspend(state, t));
      case Input.Fulfill(PromiseId t, Value value) when state.claim(t).isHeld() ->
          Optional.of(fulfill(state, t, value));

      case Input.Received ignored -> Optional.empty();
      case Input.Heartbeat ignored -> Optional.empty();
      case Input.Release ignored -> Optional.empty();
      case Input.Suspend ignored -> Optional.empty();
      case Input.Fulfill ignored -> Optional.empty();
    };
  }

  @Override
  public State durable(State state) {
    return initial();
  }

  /**
   * Starts again, and has nothing.
   *
   * @see "DurableTask.tla, Restart"
   */
  @Override
  public Step<State, Message> restart(State durable) {
    return new Step<>(Action.of("Restart", w), durable, List.of());
  }

  /**
   * Takes an offer.
   *
   * @see "DurableTask.tla, RcvOffer"
   */
  protected Step<State, Message> rcvOffer(State state, Offer m) {
    return new Step<>(
        Action.of("RcvOffer", w, m), state, List.of(new Acquire(w, m.task(), m.version())));
  }

  /**
   * Has the task now, or had it and does not know.
   *
   * @see "DurableTask.tla, RcvAcquired"
   */
  protected Step<State, Message> rcvAcquired(State state, Acquired m) {
    return new Step<>(
        Action.of("RcvAcquired", w, m),
        state.with(m.task(), new Claim(m.version(), true)),
        List.of());
  }

  /**
   * Has the task no longer.
   *
   * @see "DurableTask.tla, RcvLost"
   */
  protected Step<State, Message> rcvLost(State state, Lost m) {
    return new Step<>(
        Action.of("RcvLost", w, m), state.with(m.task(), new Claim(m.version(), false)), List.of());
  }

  /**
   * Is at it.
   *
   * @see "DurableTask.tla, Heartbeat"
   */
  protected Step<State, Message> heartbeat(State state, PromiseId t) {
    return new Step<>(
        Action.of("Heartbeat", w, t),
        state,
        List.of(new Heartbeat(w, t, state.claim(t).version())));
  }

  /**
   * Cannot do it.
   *
   * @see "DurableTask.tla, Release"
   */
  protected Step<State, Message> release(State state, PromiseId t) {
    return new Step<>(
        Action.of("Release", w, t), state, List.of(new Release(w, t, state.claim(t).version())));
  }

  /**
   * Has to wait.
   *
   * @see "DurableTask.tla, Suspend"
   */
  protected Step<State, Message> suspend(State state, PromiseId t) {
    return new Step<>(
        Action.of("Suspend", w, t), state, List.of(new Suspend(w, t, state.claim(t).version())));
  }

  /**
   * Has done it.
   *
   * @see "DurableTask.tla, Fulfill"
   */
  protected Step<State, Message> fulfill(State state, PromiseId t, Value value) {
    return new Step<>(
        Action.of("Fulfill", w, t, value),
        state,
        List.of(new Fulfill(w, t, state.claim(t).version(), value)));
  }

  /** Says whether an answer is later than all that this worker was given. */
  protected boolean isNews(State state, Acquired m) {
    return m.version() > state.claim(m.task()).version();
  }
}
