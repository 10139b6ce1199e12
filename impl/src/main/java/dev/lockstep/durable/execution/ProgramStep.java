package dev.lockstep.durable.execution;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.Value;
import java.util.Locale;

/**
 * A step of an execution, as it stands in the journal.
 *
 * @param name what the program calls it: how a replay sees that it is the same step
 * @param promise what came of it, or will
 * @see "Program.tla, Step"
 */
public record ProgramStep(String name, Promise promise) {

  /** Returns what this step is at time {@code t}. */
  public ProgramStep atTime(long t) {
    return new ProgramStep(name, promise.atTime(t));
  }

  /** Says whether the step has come to something. */
  public boolean isDone() {
    return promise.isSettled();
  }

  /** Returns for example {@code old(resolved v1 at 2, due 5)} or {@code new(pending, due 5)}. */
  @Override
  public String toString() {
    String what = promise.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    if (!promise.value().equals(Value.NO_VALUE)) {
      what += " " + promise.value();
    }
    if (isDone()) {
      what += " at " + promise.settledAt();
    }
    return "%s(%s, %s %d)"
        .formatted(name, what, promise.timer() ? "rings" : "due", promise.deadline());
  }
}
