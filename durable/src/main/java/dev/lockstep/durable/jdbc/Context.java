package dev.lockstep.durable.jdbc;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * What a program does its steps with. Each step has a name, by which a replay sees that the program
 * is still the one that wrote the journal. For the thread of the program; not inside of a step.
 *
 * <p>Every method may throw {@link ExecutionLostError}, which the program must let pass.
 */
public interface Context {

  /** Returns the id of the execution. With the name of a step it makes an idempotency key. */
  String id();

  /**
   * Does a step, and records what came of it; or returns what is recorded. A process that dies
   * between the two does it again: give its effects an idempotency key.
   *
   * @param type of what comes of it; it is recorded as JSON
   * @throws StepFailedException if it threw an exception on each of its attempts, now or when it
   *     was recorded
   * @throws ValueException if what is recorded is no {@code T}
   */
  <T> T run(String name, Retry retry, Class<T> type, Callable<? extends T> action);

  /** Does a step in one attempt: see {@link #run(String, Retry, Class, Callable)}. */
  default <T> T run(String name, Class<T> type, Callable<? extends T> action) {
    return run(name, Retry.none(), type, action);
  }

  /**
   * Begins a step that somebody else settles.
   *
   * @param name unlike that of any other call of this execution, since it is settled by its name
   * @param within it times out after this time; a millisecond or more
   * @param type of what comes of it
   * @throws IllegalArgumentException if the execution has a call of that name
   */
  <T> Call<T> call(String name, Duration within, Class<T> type);

  /** Waits. While it waits, no process has the execution, and no thread. */
  void sleep(String name, Duration duration);
}
