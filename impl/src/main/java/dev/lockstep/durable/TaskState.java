package dev.lockstep.durable;

/**
 * How far a task is.
 *
 * @see "DurableTask.tla and DurableExecution.tla, TaskState"
 */
public enum TaskState {
  /** Nobody has created it. */
  ABSENT,
  /** It waits for a worker. */
  PENDING,
  /** A worker has it. */
  ACQUIRED,
  /** It waits for something else, and somebody will resume it. */
  SUSPENDED,
  /** An operator has stopped it. */
  HALTED,
  /** There is nothing to do any more: its promise is settled. */
  FULFILLED
}
