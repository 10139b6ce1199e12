package dev.lockstep.durable;

import static dev.lockstep.durable.PromiseState.ABSENT;
import static dev.lockstep.durable.PromiseState.PENDING;
import static dev.lockstep.durable.PromiseState.RESOLVED;
import static dev.lockstep.durable.PromiseState.TIMED_OUT;
import static dev.lockstep.durable.Value.NO_VALUE;

import java.util.Comparator;

/**
 * The record of a promise: a value that is not there yet. It is created once with a deadline, and
 * settled once, by somebody or by time.
 *
 * <p>A record by itself means nothing. One that says {@code PENDING} says something else as soon as
 * its deadline has come, whether or not anybody rewrites it: {@link #atTime} is what it means.
 *
 * <p>Times are of any unit, from 1 on. Records are ordered by their components, for whoever keeps
 * messages.
 *
 * @param deadline the time from which nobody can settle it any more; 0 if there is no promise
 * @param timer whether it is resolved at its deadline; if not, it times out
 * @param settledAt when it was settled; 0 if it is not
 * @see "PromiseRecord.tla"
 */
public record Promise(PromiseState state, Value value, long deadline, boolean timer, long settledAt)
    implements Comparable<Promise> {

  /** No promise. */
  public static final Promise NONE = new Promise(ABSENT, NO_VALUE, 0, false, 0);

  private static final Comparator<Promise> ORDER =
      Comparator.comparing(Promise::state)
          .thenComparing(Promise::value)
          .thenComparingLong(Promise::deadline)
          .thenComparing(Promise::timer)
          .thenComparingLong(Promise::settledAt);

  /**
   * Returns a promise that waits to be settled.
   *
   * @throws IllegalArgumentException if the deadline is not positive
   * @see "PromiseRecord.tla, Pending"
   */
  public static Promise pending(long deadline, boolean timer) {
    if (deadline < 1) {
      throw new IllegalArgumentException("a deadline is 1 or later, not " + deadline);
    }
    return new Promise(PENDING, NO_VALUE, deadline, timer, 0);
  }

  /**
   * Returns the same promise, settled at time {@code t}.
   *
   * @see "PromiseRecord.tla, Settled"
   */
  public Promise settled(PromiseState as, Value with, long t) {
    return new Promise(as, with, deadline, timer, t);
  }

  /**
   * Says whether the record says {@code PENDING}, and that is no longer true at time {@code t}.
   *
   * @see "PromiseRecord.tla, IsOverdue"
   */
  public boolean isOverdue(long t) {
    return state == PENDING && t >= deadline;
  }

  /**
   * Returns what this record is at time {@code t}. What time does, it did at the deadline, whenever
   * it is noticed.
   *
   * @see "PromiseRecord.tla, AtTime"
   */
  public Promise atTime(long t) {
    return isOverdue(t) ? settled(timer ? RESOLVED : TIMED_OUT, NO_VALUE, deadline) : this;
  }

  /** Says whether the record says that the promise is settled. */
  public boolean isSettled() {
    return state.isSettled();
  }

  @Override
  public int compareTo(Promise other) {
    return ORDER.compare(this, other);
  }
}
