package dev.lockstep.history.linearizability;

import java.time.Duration;

/**
 * What a check may use.
 *
 * @param configurations the most configurations that it keeps, beside one for each operation
 * @param time the most time
 */
public record Budget(long configurations, Duration time) {

  /** Ten million configurations, ten minutes. */
  public static final Budget DEFAULT = new Budget(10_000_000, Duration.ofMinutes(10));
}
