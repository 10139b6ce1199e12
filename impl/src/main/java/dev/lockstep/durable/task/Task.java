package dev.lockstep.durable.task;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.TaskState;

/**
 * A task and its promise, as the store has them on disk.
 *
 * @param version how often it was acquired; the version under which the latest worker got it
 * @param leaseUntil until when that worker has it; 0 if nobody has
 * @param resumed whether what it may have waited for is there, and it has not heard of that
 * @see "DurableTask.tla, taskVars"
 */
public record Task(
    Promise promise, TaskState state, int version, long leaseUntil, boolean resumed) {

  /** No task. */
  public static final Task NONE = new Task(Promise.NONE, TaskState.ABSENT, 0, 0, false);

  /**
   * Returns the same task in another state, in which nobody has it.
   *
   * @see "DurableTask.tla, Leave"
   */
  public Task left(TaskState to) {
    return new Task(promise, to, version, 0, resumed);
  }

  /** Returns the same task with another promise. */
  public Task with(Promise other) {
    return new Task(other, state, version, leaseUntil, resumed);
  }

  /** Returns the same task, acquired under its next version. */
  public Task acquired(long until) {
    return new Task(promise, TaskState.ACQUIRED, version + 1, until, false);
  }

  /** Returns the same task with a lease that ends at another time. */
  public Task leased(long until) {
    return new Task(promise, state, version, until, resumed);
  }

  /** Returns the same task, which has something to hear or not. */
  public Task resumed(boolean isResumed) {
    return new Task(promise, state, version, leaseUntil, isResumed);
  }
}
