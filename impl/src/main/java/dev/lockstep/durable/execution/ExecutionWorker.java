package dev.lockstep.durable.execution;

import dev.lockstep.core.Action;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.ExecutionWorker.Input;
import dev.lockstep.durable.execution.ExecutionWorker.State;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs programs. It has no disk: what it crashes with, another worker runs again, from the
 * beginning, and takes from the journal what came of the steps. It may go on with an execution that
 * it has lost; the store sees to it that this does no harm.
 *
 * <p>Latitude: when to ask for what, and how often to say it again, is for the caller to choose.
 *
 * @see "DurableExecution.tla, a worker"
 */
public class ExecutionWorker implements DurableCore<State, State, Input, Message> {

  private final NodeId w;
  private final Code code;
  private final Program program;
  private final List<PromiseId> executions;
  private final List<Value> values;
  private final List<Long> stepDeadlines;

  /**
   * What a worker has of an execution.
   *
   * @param version under which it was given it last; 0 if it never was
   * @param isHeld whether it still takes it for its own
   * @param steps what it knows of the journal
   * @see "DurableExecution.tla, Run"
   */
  public record Run(int version, boolean isHeld, List<ProgramStep> steps) {

    /** Nothing. */
    public static final Run NONE = new Run(0, false, List.of());

    /** Copies the steps. */
    public Run {
      steps = List.copyOf(steps);
    }

    /** Returns the same run with a journal. */
    public Run knowing(List<ProgramStep> others) {
      return new Run(version, isHeld, others);
    }

    /** Returns what is left of the run when the execution is lost. */
    public Run lost() {
      return new Run(version, false, List.of());
    }

    /**
     * Says whether there is more in {@code others} than the worker knows.
     *
     * @see "DurableExecution.tla, IsNews"
     */
    public boolean isNews(List<ProgramStep> others) {
      SortedSet<Integer> open = Program.openSteps(steps);
      SortedSet<Integer> stillOpen = Program.openSteps(others);
      return others.size() > steps.size()
          || (others.size() == steps.size()
              && open.containsAll(stillOpen)
              && !open.equals(stillOpen));
    }
  }

  /**
   * The state, none of which is on disk.
   *
   * @param runs what the worker has of each execution
   */
  public record State(SortedMap<PromiseId, Run> runs) {

    /** Copies the runs. */
    public State {
      runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
    }

    /** Returns what the worker has of an execution. */
    public Run run(PromiseId e) {
      return runs.getOrDefault(e, Run.NONE);
    }

    /** Returns the same state with something else of an execution. */
    public State with(PromiseId e, Run run) {
      SortedMap<PromiseId, Run> changed = new TreeMap<>(runs);
      changed.put(e, run);
      return new State(changed);
    }
  }

  /** What can happen to a worker. */
  public sealed interface Input {

    /** A message has arrived. */
    record Received(Message message) implements Input {}

    /** It looks for something to do. */
    record Claim(PromiseId execution) implements Input {}

    /** It does the next step, and this comes of it. */
    record Execute(PromiseId execution, PromiseState state, Value value) implements Input {}

    /** It begins the next step, which somebody else will settle by a time, or the time. */
    record Call(PromiseId execution, long deadline) implements Input {}

    /** The program waits for one of these steps. */
    record Suspend(PromiseId execution, SortedSet<Integer> on) implements Input {

      /** Copies the numbers of the steps. */
      public Suspend {
        on = Collections.unmodifiableSortedSet(new TreeSet<>(on));
      }
    }

    /** The program has ended. */
    record Fulfill(PromiseId execution) implements Input {}

    /** The program does not do what is in the journal. */
    record Mismatch(PromiseId execution) implements Input {}
  }

  /**
   * Creates a worker that runs nothing.
   *
   * @param w its name
   * @param code the version of the program that it has
   * @param program that it runs
   * @param execution the names of the executions that there may be
   * @param value what may come of a step
   * @param stepDeadline the deadlines that steps may have which others do
   */
  public ExecutionWorker(
      NodeId w,
      Code code,
      Program program,
      Collection<PromiseId> execution,
      Collection<Value> value,
      Collection<Long> stepDeadline) {
    this.w = w;
    this.code = code;
    this.program = program;
    this.executions = execution.stream().sorted().toList();
    this.values = value.stream().sorted().toList();
    this.stepDeadlines = stepDeadline.stream().sorted().toList();
  }

  @Override
  public State initial() {
    SortedMap<PromiseId, Run> nothing = new TreeMap<>();
    executions.forEach(e -> nothing.put(e, Run.NONE));
    return new State(nothing);
  }

  @Override
  public List<Input> localInputs(State state) {
    List<Input> inputs = new ArrayList<>();
    for (PromiseId e : executions) {
      inputs.add(new Input.Claim(e));
      for (Value value : values) {
        inputs.add(new Input.Execute(e, PromiseState.RESOLVED, value));
        inputs.add(new Input.Execute(e, PromiseState.REJECTED, value));
      }
      stepDeadlines.forEach(deadline -> inputs.add(new Input.Call(e, deadline)));
      subsets(Program.openSteps(state.run(e).steps()))
          .forEach(on -> inputs.add(new Input.Suspend(e, on)));
      inputs.add(new Input.Fulfill(e));
      inputs.add(new Input.Mismatch(e));
    }
    return inputs;
  }

  @Override
  public Input delivery(Message message) {
    if (!message.isFromStore() || !message.worker().equals(w)) {
      throw new IllegalArgumentException(message + " is not for worker " + w);
    }
    return new Input.Received(message);
  }

  @Override
  public Optional<Step<State, Message>> step(State state, Input input) {
    return switch (input) {
      case Input.Received(Acquired m) when m.version() > state.run(m.execution()).version() ->
          Optional.of(rcvAcquired(state, m));
      case Input.Received(Journal m) when isNews(state, m) -> Optional.of(rcvJournal(state, m));
      case Input.Received(Lost m) when isHeard(state, m) -> Optional.of(rcvLost(state, m));
      case Input.Claim(PromiseId e) when !state.run(e).isHeld() -> Optional.of(claim(state, e));
      case Input.Execute(PromiseId e, PromiseState as, Value value)
          when goesOn(state, e) && program.isLocal(next(state, e)) ->
          Optional.of(execute(state, e, as, value));
      case Input.Call(PromiseId e, long deadline)
          when goesOn(state, e) && !program.isLocal(next(state, e)) ->
          Optional.of(call(state, e, deadline));
      case Input.Suspend(PromiseId e, SortedSet<Integer> on) when canWait(state, e, on) ->
          Optional.of(suspend(state, e, on));
      case Input.Fulfill(PromiseId e) when replays(state, e) && hasEnded(state.run(e).steps()) ->
          Optional.of(fulfill(state, e));
      case Input.Mismatch(PromiseId e) when state.run(e).isHeld() && !replays(state, e) ->
          Optional.of(mismatch(state, e));

      case Input.Received ignored -> Optional.empty();
      case Input.Claim ignored -> Optional.empty();
      case Input.Execute ignored -> Optional.empty();
      case Input.Call ignored -> Optional.empty();
      case Input.Suspend ignored -> Optional.empty();
      case Input.Fulfill ignored -> Optional.empty();
      case Input.Mismatch ignored -> Optional.empty();
    };
  }

  @Override
  public State durable(State state) {
    return initial();
  }

  /**
   * Starts again, and runs nothing.
   *
   * @see "DurableExecution.tla, Restart"
   */
  @Override
  public Step<State, Message> restart(State durable) {
    return new Step<>(Action.of("Restart", w), durable, List.of());
  }

  /**
   * Has an execution now, and its journal.
   *
   * @see "DurableExecution.tla, RcvAcquired"
   */
  protected Step<State, Message> rcvAcquired(State state, Acquired m) {
    return new Step<>(
        Action.of("RcvAcquired", w, m),
        state.with(m.execution(), new Run(m.version(), true, m.steps())),
        List.of());
  }

  /**
   * Hears what is in the journal.
   *
   * @see "DurableExecution.tla, RcvJournal"
   */
  protected Step<State, Message> rcvJournal(State state, Journal m) {
    return new Step<>(
        Action.of("RcvJournal", w, m),
        state.with(m.execution(), state.run(m.execution()).knowing(m.steps())),
        List.of());
  }

  /**
   * Has an execution no longer.
   *
   * @see "DurableExecution.tla, RcvLost"
   */
  protected Step<State, Message> rcvLost(State state, Lost m) {
    return new Step<>(
        Action.of("RcvLost", w, m),
        state.with(m.execution(), state.run(m.execution()).lost()),
        List.of());
  }

  /**
   * Looks for something to do.
   *
   * @see "DurableExecution.tla, Claim"
   */
  protected Step<State, Message> claim(State state, PromiseId e) {
    return new Step<>(Action.of("Claim", w, e), state, List.of(new Acquire(w, e)));
  }

  /**
   * Does the next step, and has recorded what came of it.
   *
   * @see "DurableExecution.tla, Execute"
   */
  protected Step<State, Message> execute(State state, PromiseId e, PromiseState as, Value value) {
    int i = next(state, e);
    return new Step<>(
        Action.of("Execute", w, e, as, value),
        state,
        List.of(new Done(w, e, state.run(e).version(), i, program.name(code, i), as, value)));
  }

  /**
   * Begins the next step, which somebody else will settle, or time.
   *
   * @see "DurableExecution.tla, Call"
   */
  protected Step<State, Message> call(State state, PromiseId e, long deadline) {
    int i = next(state, e);
    return new Step<>(
        Action.of("Call", w, e, deadline),
        state,
        List.of(
            new Create(
                w,
                e,
                state.run(e).version(),
                i,
                program.name(code, i),
                deadline,
                program.isTimer(i))));
  }

  /**
   * Waits for one of these steps. Which, and when, is the program's own affair.
   *
   * @see "DurableExecution.tla, Suspend"
   */
  protected Step<State, Message> suspend(State state, PromiseId e, SortedSet<Integer> on) {
    return new Step<>(
        Action.of("Suspend", w, e, on),
        state,
        List.of(new Suspend(w, e, state.run(e).version(), on)));
  }

  /**
   * Has come to the end.
   *
   * @see "DurableExecution.tla, Fulfill"
   */
  protected Step<State, Message> fulfill(State state, PromiseId e) {
    Run run = state.run(e);
    return new Step<>(
        Action.of("Fulfill", w, e),
        state,
        List.of(
            new Fulfill(
                w,
                e,
                run.version(),
                Program.resultState(run.steps()),
                Program.resultValue(run.steps()))));
  }

  /**
   * Sees that the journal is that of another program.
   *
   * @see "DurableExecution.tla, Mismatch"
   */
  protected Step<State, Message> mismatch(State state, PromiseId e) {
    return new Step<>(
        Action.of("Mismatch", w, e), state, List.of(new Mismatch(w, e, state.run(e).version())));
  }

  // What the actions need to know.

  /** Says whether an answer is about what this worker runs, and tells it more. */
  protected boolean isNews(State state, Journal m) {
    Run run = state.run(m.execution());
    return isHeard(state, m) && run.isNews(m.steps());
  }

  /** Says whether an answer is about what this worker runs. */
  protected static boolean isHeard(State state, Message m) {
    Run run = state.run(m.execution());
    return run.isHeld() && m.version() == run.version();
  }

  /**
   * Says whether the program of this worker does what is in the journal, so far.
   *
   * @see "DurableExecution.tla, Replays"
   */
  protected boolean replays(State state, PromiseId e) {
    Run run = state.run(e);
    return run.isHeld() && program.isRunOf(code, run.steps());
  }

  /**
   * Says whether the program is at its end.
   *
   * @see "DurableExecution.tla, IsAtItsEnd"
   */
  protected boolean hasEnded(List<ProgramStep> steps) {
    return program.hasEnded(steps);
  }

  private boolean goesOn(State state, PromiseId e) {
    return replays(state, e) && program.canBegin(state.run(e).steps());
  }

  private static boolean canWait(State state, PromiseId e, SortedSet<Integer> on) {
    Run run = state.run(e);
    return run.isHeld() && !on.isEmpty() && Program.openSteps(run.steps()).containsAll(on);
  }

  /** Returns the sets of some of these steps, but not of none. */
  private static List<SortedSet<Integer>> subsets(SortedSet<Integer> steps) {
    List<SortedSet<Integer>> subsets = new ArrayList<>();
    for (int step : steps) {
      for (SortedSet<Integer> subset : List.copyOf(subsets)) {
        SortedSet<Integer> more = new TreeSet<>(subset);
        more.add(step);
        subsets.add(more);
      }
      subsets.add(new TreeSet<>(List.of(step)));
    }
    return subsets;
  }

  private static int next(State state, PromiseId e) {
    return state.run(e).steps().size() + 1;
  }
}
