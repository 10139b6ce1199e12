package dev.lockstep.durable.restart;

import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.EffectService.Input;
import dev.lockstep.durable.restart.EffectService.State;
import dev.lockstep.durable.restart.Message.Answer;
import dev.lockstep.durable.restart.Message.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Does what it is asked for, once for each key, and answers every repetition with what came of it
 * then. A request is one transaction: the effect, the key and the value go to disk together, and
 * the answer leaves after that. It keeps keys for ever.
 *
 * @see "Restart.tla, the service"
 */
public class EffectService implements DurableCore<State, State, Input, Message> {

  private final List<ProcessId> processes;
  private final List<Value> values;

  /**
   * The state, all of which is on disk.
   *
   * @param current what would come of an effect now
   * @param effects what was done for each process, in order
   * @param recorded the keys of what was done, with what came of it
   */
  public record State(
      Value current, SortedMap<ProcessId, List<Effect>> effects, SortedMap<Key, Value> recorded) {

    /** Copies the effects and the keys. */
    public State {
      SortedMap<ProcessId, List<Effect>> copies = new TreeMap<>();
      effects.forEach((p, done) -> copies.put(p, List.copyOf(done)));
      effects = Collections.unmodifiableSortedMap(copies);
      recorded = Collections.unmodifiableSortedMap(new TreeMap<>(recorded));
    }

    /** Returns what was done for a process, in order. */
    public List<Effect> effects(ProcessId p) {
      return effects.getOrDefault(p, List.of());
    }

    /**
     * Returns the value that is recorded for a key, if there is one.
     *
     * @see "Restart.tla, IsRecorded"
     */
    public Optional<Value> value(Key key) {
      return Optional.ofNullable(recorded.get(key));
    }

    /** Returns the same state in a world that has changed. */
    public State in(Value world) {
      return new State(world, effects, recorded);
    }

    /**
     * Returns the same state after what is asked for was done.
     *
     * @see "Restart.tla, Do"
     */
    public State done(Request m, Value value) {
      SortedMap<ProcessId, List<Effect>> more = new TreeMap<>(effects);
      List<Effect> all = new ArrayList<>(effects(m.process()));
      all.add(new Effect(m.step(), m.argument(), value));
      more.put(m.process(), all);
      return new State(current, more, recorded);
    }

    /** Returns the same state with one more key. */
    public State recorded(Key key, Value value) {
      SortedMap<Key, Value> more = new TreeMap<>(recorded);
      more.put(key, value);
      return new State(current, effects, more);
    }
  }

  /** What can happen to the service. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** The world changes, and with it what would come of an effect. */
    record Change(Value value) implements Input {}
  }

  /**
   * Creates a service that has done nothing.
   *
   * @param process the processes for which it may be asked
   * @param value what may come of an effect; in the beginning it is the first one
   */
  public EffectService(Collection<ProcessId> process, Collection<Value> value) {
    this.processes = process.stream().sorted().toList();
    this.values = value.stream().sorted().toList();
  }

  @Override
  public State initial() {
    SortedMap<ProcessId, List<Effect>> nothing = new TreeMap<>();
    processes.forEach(p -> nothing.put(p, List.of()));
    return new State(values.getFirst(), nothing, new TreeMap<>());
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>();
    values.forEach(value -> inputs.add(new Input.Change(value)));
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (!message.receiver().equals(Message.SERVICE)) {
      throw new IllegalArgumentException(message + " is not for the service");
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Change(Value value) when !value.equals(state.current()) ->
          Optional.of(change(state, value));
      case Input.Received(Request m) -> Optional.of(rcvRequest(state, m));

      case Input.Received ignored -> Optional.empty();
      case Input.Change ignored -> Optional.empty();
    };
  }

  @Override
  public State durable(State state) {
    return state;
  }

  /**
   * Starts again: all that it knows was on disk.
   *
   * @see "Restart.tla, RestartService"
   */
  @Override
  public Step<State, Message> restart(State durable) {
    return new Step<>(Action.of("RestartService"), durable, List.of());
  }

  /**
   * The world changes.
   *
   * @see "Restart.tla, Change"
   */
  protected Step<State, Message> change(State state, Value value) {
    return new Step<>(Action.of("Change", value), state.in(value), List.of());
  }

  /**
   * What is asked for was done, and the service says what came of it then; or it is done, and
   * written down, in one step.
   *
   * @see "Restart.tla, RcvRequest"
   */
  protected Step<State, Message> rcvRequest(State state, Request m) {
    Optional<Value> known = state.value(m.key());
    Value value = known.orElse(state.current());
    State after = known.isPresent() ? state : state.done(m, value).recorded(m.key(), value);
    return reply(m, after, value);
  }

  /**
   * Answers a request.
   *
   * @see "Restart.tla, Reply"
   */
  protected final Step<State, Message> reply(Request m, State after, Value value) {
    return new Step<>(
        Action.of("RcvRequest", m),
        after,
        List.of(new Answer(m.from(), m.process(), m.step(), value)));
  }
}
