package dev.lockstep.durable.promise;

import dev.lockstep.core.Action;
import dev.lockstep.core.Core;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.promise.Message.Answer;
import dev.lockstep.durable.promise.Message.Create;
import dev.lockstep.durable.promise.Message.Read;
import dev.lockstep.durable.promise.Message.Settle;
import dev.lockstep.durable.promise.PromiseClient.Input;
import dev.lockstep.durable.promise.PromiseClient.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Creates promises, settles them and waits for them, by asking the store again and again until it
 * knows how they were settled. Answers may come late, and in any order: of two, the one that is
 * further tells more.
 *
 * <p>Latitude: what to ask for, and how often, is the application's.
 *
 * @see "DurablePromise.tla, a client"
 */
public class PromiseClient implements Core<State, Input, Message> {

  private final NodeId c;
  private final List<PromiseId> ids;
  private final List<Long> deadlines;
  private final List<Value> values;

  /**
   * The state.
   *
   * @param known the latest that the client was told of each promise
   */
  public record State(SortedMap<PromiseId, Promise> known) {

    /** Copies what is known. */
    public State {
      known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    }

    /** Returns what the client knows of a promise. */
    public Promise known(PromiseId id) {
      return known.getOrDefault(id, Promise.NONE);
    }

    /** Returns the state of a client that was told this. */
    public State told(PromiseId id, Promise promise) {
      SortedMap<PromiseId, Promise> told = new TreeMap<>(known);
      told.put(id, promise);
      return new State(told);
    }
  }

  /** What can happen to a client. */
  public sealed interface Input {

    /** The application wants a promise. */
    record Create(PromiseId id, long deadline, boolean timer) implements Input {}

    /** The application has a value, or gives up, or does not need it any more. */
    record Settle(PromiseId id, PromiseState state, Value value) implements Input {}

    /** The application waits for a promise. */
    record Read(PromiseId id) implements Input {}

    /** A message has arrived. */
    record Received(Message message) implements Input {}
  }

  /**
   * Creates a client that knows nothing.
   *
   * @param c its name
   * @param id the promises that it may ask for
   * @param deadline the deadlines that it may choose
   * @param value the values that it may have
   */
  public PromiseClient(
      NodeId c, Collection<PromiseId> id, Collection<Long> deadline, Collection<Value> value) {
    this.c = c;
    this.ids = id.stream().sorted().toList();
    this.deadlines = deadline.stream().sorted().toList();
    this.values = value.stream().sorted().toList();
  }

  @Override
  public State initial() {
    SortedMap<PromiseId, Promise> nothing = new TreeMap<>();
    ids.forEach(id -> nothing.put(id, Promise.NONE));
    return new State(nothing);
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>();
    for (PromiseId id : ids) {
      for (long deadline : deadlines) {
        inputs.add(new Input.Create(id, deadline, false));
        inputs.add(new Input.Create(id, deadline, true));
      }
      Stream.of(PromiseState.values())
          .filter(PromiseState::isOutcome)
          .forEach(
              outcome -> values.forEach(value -> inputs.add(new Input.Settle(id, outcome, value))));
      inputs.add(new Input.Read(id));
    }
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (!message.receiver().equals(c)) {
      throw new IllegalArgumentException(message + " is not for client " + c);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Create(PromiseId id, long deadline, boolean timer)
          when state.known(id).equals(Promise.NONE) ->
          Optional.of(create(state, id, deadline, timer));
      case Input.Settle(PromiseId id, PromiseState as, Value value)
          when !state.known(id).isSettled() ->
          Optional.of(settle(state, id, as, value));
      case Input.Read(PromiseId id) when !state.known(id).isSettled() ->
          Optional.of(read(state, id));
      case Input.Received(Answer m) when isFurther(state.known(m.id()), m.promise()) ->
          Optional.of(rcvAnswer(state, m));

      case Input.Create ignored -> Optional.empty();
      case Input.Settle ignored -> Optional.empty();
      case Input.Read ignored -> Optional.empty();
      case Input.Received ignored -> Optional.empty();
    };
  }

  /**
   * Asks for a promise that this client does not know of.
   *
   * @see "DurablePromise.tla, Create"
   */
  protected Step<State, Message> create(State state, PromiseId id, long deadline, boolean timer) {
    return new Step<>(
        Action.of("Create", c, id, deadline, timer),
        state,
        List.of(new Create(c, id, deadline, timer)));
  }

  /**
   * Asks to settle a promise.
   *
   * @see "DurablePromise.tla, Settle"
   */
  protected Step<State, Message> settle(State state, PromiseId id, PromiseState as, Value value) {
    return new Step<>(
        Action.of("Settle", c, id, as, value), state, List.of(new Settle(c, id, as, value)));
  }

  /**
   * Asks how a promise is.
   *
   * @see "DurablePromise.tla, Read"
   */
  protected Step<State, Message> read(State state, PromiseId id) {
    return new Step<>(Action.of("Read", c, id), state, List.of(new Read(c, id)));
  }

  /**
   * Is told how a promise is, or was.
   *
   * @see "DurablePromise.tla, RcvAnswer"
   */
  protected Step<State, Message> rcvAnswer(State state, Answer m) {
    return new Step<>(Action.of("RcvAnswer", c, m), state.told(m.id(), m.promise()), List.of());
  }

  /**
   * Says whether {@code q} tells more of a promise than {@code p}: it is there, then it is settled.
   *
   * @see "DurablePromise.tla, Further"
   */
  protected boolean isFurther(Promise p, Promise q) {
    return switch (p.state()) {
      case ABSENT -> q.state() != PromiseState.ABSENT;
      case PENDING -> q.isSettled();
      case RESOLVED, REJECTED, CANCELED, TIMED_OUT -> false;
    };
  }
}
