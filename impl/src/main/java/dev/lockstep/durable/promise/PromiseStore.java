package dev.lockstep.durable.promise;

import static dev.lockstep.durable.PromiseState.PENDING;

import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.promise.Message.Answer;
import dev.lockstep.durable.promise.Message.Create;
import dev.lockstep.durable.promise.Message.Read;
import dev.lockstep.durable.promise.Message.Settle;
import dev.lockstep.durable.promise.PromiseStore.Input;
import dev.lockstep.durable.promise.PromiseStore.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps promises on disk. What it says and does depends on what its records are at the time of now,
 * never on what they say: a deadline that has come counts, whether or not that has been written.
 *
 * <p>Each request is one transaction, so that all of the state is durable. The clock never goes
 * back: who gives this core the time has to see to that.
 *
 * <p>Latitude: when to look at the clock ({@link Input.Advance}), and when to write a timeout down
 * ({@link Input.Expire}), is for the caller to choose.
 *
 * @see "DurablePromise.tla, the store"
 */
public class PromiseStore implements DurableCore<State, State, Input, Message> {

  private final List<PromiseId> ids;
  private final int maxJump;

  /**
   * The state, all of which is on disk.
   *
   * @param now what time it was when it last looked at its clock
   * @param promises the records
   */
  public record State(long now, SortedMap<PromiseId, Promise> promises) {

    /** Copies the records. */
    public State {
      promises = Collections.unmodifiableSortedMap(new TreeMap<>(promises));
    }

    /** Returns the record of a promise; it says that there is none if there is none. */
    public Promise promise(PromiseId id) {
      return promises.getOrDefault(id, Promise.NONE);
    }

    /**
     * Returns what a promise is now.
     *
     * @see "DurablePromise.tla, Projected"
     */
    public Promise projected(PromiseId id) {
      return promise(id).atTime(now);
    }

    /** Returns the same state at another time. */
    public State at(long t) {
      return new State(t, promises);
    }

    /** Returns the same state with another record. */
    public State with(PromiseId id, Promise promise) {
      if (promise.equals(promise(id))) {
        return this;
      }
      SortedMap<PromiseId, Promise> changed = new TreeMap<>(promises);
      changed.put(id, promise);
      return new State(now, changed);
    }
  }

  /** What can happen to a store. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** The clock shows {@code t}. */
    record Advance(long t) implements Input {}

    /** Somebody looks whether the deadline of a promise has come. */
    record Expire(PromiseId id) implements Input {}
  }

  /**
   * Creates a store without promises.
   *
   * @param id the names of the promises that there may be
   * @param maxJump how far a clock that somebody explores advances in one step, at most
   */
  public PromiseStore(Collection<PromiseId> id, int maxJump) {
    this.ids = id.stream().sorted().toList();
    this.maxJump = maxJump;
  }

  @Override
  public State initial() {
    SortedMap<PromiseId, Promise> none = new TreeMap<>();
    ids.forEach(id -> none.put(id, Promise.NONE));
    return new State(1, none);
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>();
    for (int ticks = 1; ticks <= maxJump; ticks++) {
      inputs.add(new Input.Advance(state.now() + ticks));
    }
    ids.forEach(id -> inputs.add(new Input.Expire(id)));
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (!message.receiver().equals(Message.STORE)) {
      throw new IllegalArgumentException(message + " is not for the store");
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Advance(long t) when state.now() < t -> Optional.of(advance(state, t));
      case Input.Received(Create m) -> Optional.of(rcvCreate(state, m));
      case Input.Received(Settle m) -> Optional.of(rcvSettle(state, m));
      case Input.Received(Read m) -> Optional.of(rcvRead(state, m));
      case Input.Expire(PromiseId id) when state.promise(id).isOverdue(state.now()) ->
          Optional.of(expire(state, id));

      case Input.Advance ignored -> Optional.empty();
      case Input.Received ignored -> Optional.empty();
      case Input.Expire ignored -> Optional.empty();
    };
  }

  @Override
  public State durable(State state) {
    return state;
  }

  /**
   * Starts again: all that the store knows was on disk.
   *
   * @see "DurablePromise.tla, Restart"
   */
  @Override
  public Step<State, Message> restart(State durable) {
    return new Step<>(Action.of("Restart"), durable, List.of());
  }

  /**
   * Looks at the clock.
   *
   * @see "DurablePromise.tla, Advance"
   */
  protected Step<State, Message> advance(State state, long t) {
    return new Step<>(Action.of("Advance", t), state.at(t), List.of());
  }

  /**
   * The promise is new, or it is there, with whatever terms.
   *
   * @see "DurablePromise.tla, RcvCreate"
   */
  protected Step<State, Message> rcvCreate(State state, Create m) {
    return writeAndAnswer(
        Action.of("RcvCreate", m),
        state,
        m,
        state.promise(m.id()).equals(Promise.NONE)
            ? Promise.pending(m.deadline(), m.timer())
            : state.promise(m.id()));
  }

  /**
   * The promise is settled now, or it was, by a request or by its deadline, or there is none.
   *
   * @see "DurablePromise.tla, RcvSettle"
   */
  protected Step<State, Message> rcvSettle(State state, Settle m) {
    return writeAndAnswer(
        Action.of("RcvSettle", m),
        state,
        m,
        state.projected(m.id()).state() == PENDING
            ? state.promise(m.id()).settled(m.state(), m.value(), state.now())
            : state.promise(m.id()));
  }

  /**
   * Somebody wants to know.
   *
   * @see "DurablePromise.tla, RcvRead"
   */
  protected Step<State, Message> rcvRead(State state, Read m) {
    return writeAndAnswer(Action.of("RcvRead", m), state, m, state.promise(m.id()));
  }

  /**
   * Writes a timeout down. That may be at any time later, and nobody can tell when.
   *
   * @see "DurablePromise.tla, Expire"
   */
  protected Step<State, Message> expire(State state, PromiseId id) {
    return new Step<>(Action.of("Expire", id), state.with(id, state.projected(id)), List.of());
  }

  /**
   * The promise becomes {@code p} on disk, and whoever asked is told.
   *
   * @see "DurablePromise.tla, WriteAndAnswer"
   */
  protected Step<State, Message> writeAndAnswer(Action action, State state, Message m, Promise p) {
    State written = state.with(m.id(), p);
    return new Step<>(
        action, written, List.of(new Answer(m.client(), m.id(), written.projected(m.id()))));
  }
}
