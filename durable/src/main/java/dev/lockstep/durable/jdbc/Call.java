package dev.lockstep.durable.jdbc;

/**
 * A step that the program has begun and somebody else settles, with {@link Durable#resolve} or
 * {@link Durable#reject}. For the thread of the program.
 *
 * @param <T> the type of what comes of it
 */
public interface Call<T> {

  /**
   * Waits until it is settled. While it waits, no process has the execution, and no thread.
   *
   * @throws StepFailedException if somebody has rejected it
   * @throws StepTimedOutException if its deadline came first
   * @throws ValueException if what it was resolved with is no {@code T}
   */
  T await();
}
