package dev.lockstep.conformance.durable;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseState;

/**
 * What must hold of every promise, whichever protocol settles it.
 *
 * @see "Promise.tla, whose names these have"
 */
public final class PromiseProperties {

  private PromiseProperties() {}

  /** Nobody settles a promise at its deadline or later, and nothing but time makes it time out. */
  public static boolean timeoutWins(Promise p, long now) {
    return !p.isSettled() || (p.settledAt() <= now && (isInTime(p) || isOver(p)));
  }

  private static boolean isInTime(Promise p) {
    return p.state().isOutcome() && p.settledAt() < p.deadline();
  }

  private static boolean isOver(Promise p) {
    return p.settledAt() == p.deadline()
        && p.state() == (p.timer() ? PromiseState.RESOLVED : PromiseState.TIMED_OUT);
  }

  /**
   * A promise that is settled stays as it is: state, value and time.
   *
   * @param before what it was at the time of then, by its record or by the clock alone
   * @param after what it is at the time of now
   */
  public static boolean settledIsFrozen(Promise before, Promise after) {
    return !before.isSettled() || before.equals(after);
  }
}
