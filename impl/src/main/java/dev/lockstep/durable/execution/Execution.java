package dev.lockstep.durable.execution;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.TaskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An execution, as the store has it on disk.
 *
 * @param promise what comes of it
 * @param steps the journal
 * @param version how often it was acquired; the version under which the latest worker got it
 * @param awaited the steps that wake it; empty if it is not suspended
 * @see "DurableExecution.tla, storeVars"
 */
public record Execution(
    Promise promise,
    List<ProgramStep> steps,
    TaskState state,
    int version,
    SortedSet<Integer> awaited) {

  /** No execution. */
  public static final Execution NONE =
      new Execution(Promise.NONE, List.of(), TaskState.ABSENT, 0, Collections.emptySortedSet());

  /** Copies the steps. */
  public Execution {
    steps = List.copyOf(steps);
    awaited = Collections.unmodifiableSortedSet(new TreeSet<>(awaited));
  }

  /**
   * Returns the same execution in another state, in which nobody has it.
   *
   * @see "DurableExecution.tla, Leave"
   */
  public Execution left(TaskState to) {
    return new Execution(promise, steps, to, version, Collections.emptySortedSet());
  }

  /** Returns the same execution with another promise. */
  public Execution with(Promise other) {
    return new Execution(other, steps, state, version, awaited);
  }

  /** Returns the same execution, acquired under its next version. */
  public Execution acquired() {
    return new Execution(promise, steps, TaskState.ACQUIRED, version + 1, awaited);
  }

  /** Returns the same execution, which waits for some of its steps. */
  public Execution suspended(SortedSet<Integer> on) {
    return new Execution(promise, steps, TaskState.SUSPENDED, version, on);
  }

  /** Returns the same execution with one step more. */
  public Execution plus(ProgramStep step) {
    List<ProgramStep> more = new ArrayList<>(steps);
    more.add(step);
    return new Execution(promise, more, state, version, awaited);
  }

  /**
   * Returns the same execution with another promise of a step.
   *
   * @param i the number of the step, from 1
   */
  public Execution with(int i, Promise other) {
    List<ProgramStep> changed = new ArrayList<>(steps);
    changed.set(i - 1, new ProgramStep(steps.get(i - 1).name(), other));
    return new Execution(promise, changed, state, version, awaited);
  }
}
