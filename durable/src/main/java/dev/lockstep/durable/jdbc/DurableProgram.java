package dev.lockstep.durable.jdbc;

/**
 * A program that is run to its end, by however many processes it takes. It must be deterministic:
 * what it does next depends on its input and on what came of its steps, and on nothing else.
 * Clocks, random numbers and everything outside belong into steps.
 *
 * @param <I> the type of its input
 * @param <O> the type of its result
 */
@FunctionalInterface
public interface DurableProgram<I, O> {

  /**
   * Runs it, from the beginning, in one thread.
   *
   * @throws Exception if it fails: the execution then ends as failed, with the message of this
   */
  O run(Context context, I input) throws Exception;
}
