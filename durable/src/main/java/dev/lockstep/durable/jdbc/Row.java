package dev.lockstep.durable.jdbc;

import dev.lockstep.durable.execution.Execution;
import org.jspecify.annotations.Nullable;

/**
 * An execution as the tables have it: what the core knows of it, and what only the shell needs.
 *
 * @param input as JSON text
 * @param since when its task got the state that it has
 * @param worker who runs it, or did last
 * @param leaseUntil when its worker has not been heard of for too long; 0 if nobody runs it
 * @param problem why it is halted
 * @param recorded whether what happens to it is written down
 */
record Row(
    String id,
    String program,
    String input,
    boolean recorded,
    Execution execution,
    long since,
    @Nullable String worker,
    long leaseUntil,
    @Nullable String problem) {

  Row with(Execution other, long now) {
    boolean sameTask = other.state() == execution.state();
    return new Row(
        id, program, input, recorded, other, sameTask ? since : now, worker, leaseUntil, problem);
  }

  Row withWorker(@Nullable String other, long until) {
    return new Row(id, program, input, recorded, execution, since, other, until, problem);
  }

  Row withProblem(@Nullable String other) {
    return new Row(id, program, input, recorded, execution, since, worker, leaseUntil, other);
  }
}
