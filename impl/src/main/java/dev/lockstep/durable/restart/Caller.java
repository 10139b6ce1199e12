package dev.lockstep.durable.restart;

import dev.lockstep.core.Action;
import dev.lockstep.core.Core;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.Caller.Input;
import dev.lockstep.durable.restart.Caller.State;
import dev.lockstep.durable.restart.Message.Result;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Wants to know what comes of processes, and believes what it is told last. It need not know who
 * runs them, or how often they were begun: it is told the same by everybody.
 *
 * @see "Restart.tla, the caller"
 */
public class Caller implements Core<State, Input, Message> {

  private final List<ProcessId> processes;

  /**
   * The state.
   *
   * @param results the result of each process; empty if it was told none
   */
  public record State(SortedMap<ProcessId, List<Value>> results) {

    /** Copies the results. */
    public State {
      SortedMap<ProcessId, List<Value>> copies = new TreeMap<>();
      results.forEach((p, result) -> copies.put(p, List.copyOf(result)));
      results = Collections.unmodifiableSortedMap(copies);
    }

    /** Returns the result of a process; empty if it was told none. */
    public List<Value> result(ProcessId p) {
      return results.getOrDefault(p, List.of());
    }

    /** Returns the same state with another result. */
    public State with(ProcessId p, List<Value> result) {
      SortedMap<ProcessId, List<Value>> changed = new TreeMap<>(results);
      changed.put(p, result);
      return new State(changed);
    }
  }

  /** What can happen to the caller. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}
  }

  /** Creates a caller that was told nothing about these processes. */
  public Caller(Collection<ProcessId> process) {
    this.processes = process.stream().sorted().toList();
  }

  @Override
  public State initial() {
    SortedMap<ProcessId, List<Value>> nothing = new TreeMap<>();
    processes.forEach(p -> nothing.put(p, List.of()));
    return new State(nothing);
  }

  @Override
  public List<Input> localInputs(State state) {
    return List.of();
  }

  @Override
  public Input delivery(Message message) {
    if (!message.receiver().equals(Message.CALLER)) {
      throw new IllegalArgumentException(message + " is not for the caller");
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Received(Result m) -> Optional.of(rcvResult(state, m));
      case Input.Received ignored -> Optional.empty();
    };
  }

  /**
   * Is told the result of a process.
   *
   * @see "Restart.tla, RcvResult"
   */
  protected Step<State, Message> rcvResult(State state, Result m) {
    return new Step<>(Action.of("RcvResult", m), state.with(m.process(), m.result()), List.of());
  }
}
