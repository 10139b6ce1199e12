package dev.lockstep.durable.jdbc;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import java.time.Duration;
import java.util.Locale;

/**
 * An execution that somebody has started. Safe for use by several threads.
 *
 * @param <R> the type of its result
 */
public final class Handle<R> {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final Durable durable;
  private final String id;
  private final Class<R> type;

  Handle(Durable durable, String id, Class<R> type) {
    this.durable = durable;
    this.id = id;
    this.type = type;
  }

  /** Returns its id. */
  public String id() {
    return id;
  }

  /** Returns how far it is. */
  public Status status() {
    return durable.status(id);
  }

  /**
   * Waits for the result, wherever the program is run.
   *
   * @param atMost how long
   * @throws ExecutionFailedException if the program has thrown an exception
   * @throws ExecutionTimedOutException if it had not ended by its deadline
   * @throws StillRunningException if it has not ended after that time; the message says why it may
   *     not go on
   * @throws ValueException if the result is no {@code R}
   * @throws DatabaseException if the database cannot be reached
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public R get(Duration atMost) throws InterruptedException {
    Store store = durable.store();
    long end = System.nanoTime() + Math.min(atMost.toNanos(), Long.MAX_VALUE / 2);
    Duration pause = FIRST_PAUSE;
    while (true) {
      long seen = store.ended().count();
      Row row = store.current(id);
      Promise promise = row.execution().promise();
      if (promise.isSettled()) {
        return result(promise);
      }
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative() || left.isZero()) {
        throw stillRunning(durable.status(id), atMost);
      }
      store.ended().await(seen, left.compareTo(pause) < 0 ? left : pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  // Null is a result of programs that say so in their own types.
  @SuppressWarnings("NullAway")
  private R result(Promise promise) {
    if (promise.state() == PromiseState.TIMED_OUT) {
      throw new ExecutionTimedOutException(
          "execution \"" + id + "\" had not ended by its deadline; status says how far it got");
    }
    Json json = durable.json();
    if (promise.state() != PromiseState.RESOLVED) {
      throw new ExecutionFailedException(id, Durable.failure(json, promise.value().name()));
    }
    return json.read("the result of execution \"" + id + "\"", promise.value().name(), type);
  }

  private static StillRunningException stillRunning(Status status, Duration atMost) {
    String why =
        status.problem() != null
            ? status.problem()
            : status.taskState() == TaskState.SUSPENDED
                ? "it waits for one of its steps"
                : "it is " + status.taskState().name().toLowerCase(Locale.ROOT);
    return new StillRunningException(
        "execution \"%s\" has not ended after %s: %s; ask again later"
            .formatted(status.id(), atMost, why));
  }
}
