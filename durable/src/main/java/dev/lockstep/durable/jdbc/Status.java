package dev.lockstep.durable.jdbc;

import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an execution is.
 *
 * @param taskState whether it waits for a worker, is run, is suspended, is halted, or has ended
 * @param state what came of it; {@code PENDING} before
 * @param value the result, or the failure, as JSON text; null before
 * @param deadline by which it has to end
 * @param attempts how often a worker has got it
 * @param worker who runs it, or did last; null before
 * @param problem why it does not go on, and what to do; null if nothing is known to be wrong
 * @param steps the journal
 */
public record Status(
    String id,
    String program,
    TaskState taskState,
    PromiseState state,
    @Nullable String value,
    Instant deadline,
    int attempts,
    @Nullable String worker,
    @Nullable String problem,
    List<Step> steps) {

  /** Copies the steps. */
  public Status {
    steps = List.copyOf(steps);
  }

  /**
   * A step.
   *
   * @param number from 1
   * @param kind run, call, sleep or return
   * @param state what came of it; {@code PENDING} before
   * @param value as JSON text; null before, and where there is none
   * @param settledAt null before
   */
  public record Step(
      int number,
      String kind,
      String name,
      PromiseState state,
      @Nullable String value,
      Instant deadline,
      @Nullable Instant settledAt) {}

  /** Says whether it has ended, one way or another. */
  public boolean hasEnded() {
    return state.isSettled();
  }
}
