package dev.lockstep.durable.restart;

import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.Message.Answer;
import dev.lockstep.durable.restart.Message.Request;
import dev.lockstep.durable.restart.Message.Result;
import dev.lockstep.durable.restart.ProgramRunner.Input;
import dev.lockstep.durable.restart.ProgramRunner.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs programs, one step after another. It has no disk: after a crash it knows nothing, and begins
 * with the first step. All runs of a process send the same keys, so it makes no difference which of
 * them sent a request first.
 *
 * <p>Latitude: when to begin a program, how often to ask for a step ({@link Input.Ask}) and how
 * often to tell the caller ({@link Input.Finish}), is for whoever runs this to choose. A program
 * that is not deterministic breaks what the protocol promises, and nobody here notices.
 *
 * @see "Restart.tla, a runner"
 */
public class ProgramRunner implements DurableCore<State, State, Input, Message> {

  private final NodeId r;
  private final List<ProcessId> processes;
  private final int steps;
  private final List<Value> draws;

  /**
   * The state, none of which is on disk.
   *
   * @param runs how far it is in each process
   */
  public record State(SortedMap<ProcessId, Run> runs) {

    /** Copies the runs. */
    public State {
      runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
    }

    /** Returns how far it is in a process. */
    public Run run(ProcessId p) {
      return runs.getOrDefault(p, Run.NONE);
    }

    /** Returns the same state with another run. */
    public State with(ProcessId p, Run run) {
      SortedMap<ProcessId, Run> changed = new TreeMap<>(runs);
      changed.put(p, run);
      return new State(changed);
    }
  }

  /** What can happen to a runner. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** Somebody wants a process to be run, and its program draws this. */
    record Start(ProcessId process, Value draw) implements Input {}

    /** It is time to ask for the next step, for the first time or again. */
    record Ask(ProcessId process) implements Input {}

    /** It is time to tell the caller, for the first time or again. */
    record Finish(ProcessId process) implements Input {}
  }

  /**
   * Creates a runner that runs nothing.
   *
   * @param r its name
   * @param process the processes that it may run
   * @param steps how many steps a program has
   * @param draw what a program may draw in the beginning: one value if it is deterministic
   */
  public ProgramRunner(NodeId r, Collection<ProcessId> process, int steps, Collection<Value> draw) {
    this.r = r;
    this.processes = process.stream().sorted().toList();
    this.steps = steps;
    this.draws = draw.stream().sorted().toList();
  }

  @Override
  public State initial() {
    SortedMap<ProcessId, Run> nothing = new TreeMap<>();
    processes.forEach(p -> nothing.put(p, Run.NONE));
    return new State(nothing);
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>();
    for (ProcessId p : processes) {
      draws.forEach(draw -> inputs.add(new Input.Start(p, draw)));
      inputs.add(new Input.Ask(p));
      inputs.add(new Input.Finish(p));
    }
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (!message.receiver().equals(r)) {
      throw new IllegalArgumentException(message + " is not for runner " + r);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Start(ProcessId p, Value draw) when !state.run(p).isRunning() ->
          Optional.of(start(state, p, draw));
      case Input.Ask(ProcessId p) when state.run(p).isRunning() && !isThrough(state, p) ->
          Optional.of(ask(state, p));
      case Input.Received(Answer m)
          when state.run(m.process()).isRunning() && isOfNextStep(state, m) ->
          Optional.of(rcvAnswer(state, m));
      case Input.Finish(ProcessId p) when state.run(p).isRunning() && isThrough(state, p) ->
          Optional.of(finish(state, p));

      case Input.Received ignored -> Optional.empty();
      case Input.Start ignored -> Optional.empty();
      case Input.Ask ignored -> Optional.empty();
      case Input.Finish ignored -> Optional.empty();
    };
  }

  @Override
  public State durable(State state) {
    return initial();
  }

  /**
   * Starts again, and knows nothing.
   *
   * @see "Restart.tla, RestartRunner"
   */
  @Override
  public Step<State, Message> restart(State durable) {
    return new Step<>(Action.of("RestartRunner", r), durable, List.of());
  }

  /**
   * Begins a program, from its first step.
   *
   * @see "Restart.tla, Start"
   */
  protected Step<State, Message> start(State state, ProcessId p, Value draw) {
    return new Step<>(
        Action.of("Start", r, p, draw), state.with(p, new Run(draw, List.of())), List.of());
  }

  /**
   * Asks for the step that comes next, and for none after it.
   *
   * @see "Restart.tla, Ask"
   */
  protected Step<State, Message> ask(State state, ProcessId p) {
    return new Step<>(
        Action.of("Ask", r, p), state, List.of(request(p, state.run(p).nextStep(), state.run(p))));
  }

  /**
   * Is told what came of that step.
   *
   * @see "Restart.tla, RcvAnswer"
   */
  protected Step<State, Message> rcvAnswer(State state, Answer m) {
    return new Step<>(
        Action.of("RcvAnswer", r, m),
        state.with(m.process(), state.run(m.process()).told(m.value())),
        List.of());
  }

  /**
   * Knows the values of all steps, and tells the caller what they make.
   *
   * @see "Restart.tla, Finish"
   */
  protected Step<State, Message> finish(State state, ProcessId p) {
    return new Step<>(
        Action.of("Finish", r, p), state, List.of(new Result(r, p, state.run(p).outcomes())));
  }

  /**
   * Returns the key of a step, which is the same whoever asks, and however often.
   *
   * @see "Restart.tla, KeyOf"
   */
  protected Key key(ProcessId p, int k) {
    return new Key(p, k);
  }

  /**
   * Returns the request for a step.
   *
   * @see "Restart.tla, RequestOf"
   */
  protected final Request request(ProcessId p, int k, Run run) {
    return new Request(r, key(p, k), p, k, run.argument());
  }

  /**
   * Says whether all values are known.
   *
   * @see "Restart.tla, IsThrough"
   */
  protected boolean isThrough(State state, ProcessId p) {
    return state.run(p).nextStep() > steps;
  }

  /** Says whether an answer is about the step that the runner waits for. */
  protected boolean isOfNextStep(State state, Answer m) {
    return m.step() == state.run(m.process()).nextStep();
  }
}
