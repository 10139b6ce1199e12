package dev.lockstep.durable.execution;

import dev.lockstep.durable.Promise;

/**
 * A step of an execution, as it stands in the journal.
 *
 * @param name what the program calls it: how a replay sees that it is the same step
 * @param promise what came of it, or will
 * @see "Program.tla, Step"
 */
public record ProgramStep(Code name, Promise promise) {

  /** Returns what this step is at time {@code t}. */
  public ProgramStep atTime(long t) {
    return new ProgramStep(name, promise.atTime(t));
  }

  /** Says whether the step has come to something. */
  public boolean isDone() {
    return promise.isSettled();
  }
}
