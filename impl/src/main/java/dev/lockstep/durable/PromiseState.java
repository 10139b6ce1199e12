package dev.lockstep.durable;

/**
 * How far a promise is.
 *
 * @see "PromiseRecord.tla, PromiseRecord"
 */
public enum PromiseState {
  /** Nobody has created it. */
  ABSENT,
  /** It waits to be settled, if its deadline has not come: see {@link Promise#atTime}. */
  PENDING,
  /** Settled: here is the value, or, for a timer, the deadline has come. Final. */
  RESOLVED,
  /** Settled: there will be no value, and here is why. Final. */
  REJECTED,
  /** Settled: the value is no longer wanted. Final. */
  CANCELED,
  /** Settled by time: the deadline came first. Final. */
  TIMED_OUT;

  /**
   * Says whether this is final.
   *
   * @see "PromiseRecord.tla, SettledState"
   */
  public boolean isSettled() {
    return this == TIMED_OUT || isOutcome();
  }

  /**
   * Says whether a request may settle a promise as this.
   *
   * @see "PromiseRecord.tla, Outcome"
   */
  public boolean isOutcome() {
    return this == RESOLVED || this == REJECTED || this == CANCELED;
  }
}
