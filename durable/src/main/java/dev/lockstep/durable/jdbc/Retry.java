package dev.lockstep.durable.jdbc;

import java.time.Duration;

/**
 * How often a step is tried that throws an exception, within one run of its program. A process that
 * dies meanwhile takes the count with it.
 *
 * @param attempts how often at most, 1 or more
 * @param firstDelay the wait before the second attempt; it doubles from there
 * @param longestDelay no wait is longer
 */
public record Retry(int attempts, Duration firstDelay, Duration longestDelay) {

  private static final Retry NONE = of(1, Duration.ZERO);

  /**
   * Refuses what makes no sense.
   *
   * @throws IllegalArgumentException if there is no attempt, or a delay is negative
   */
  public Retry {
    if (attempts < 1 || firstDelay.isNegative() || longestDelay.isNegative()) {
      throw new IllegalArgumentException(
          "a step has 1 attempt or more, and delays are not negative: %d attempts, %s, %s"
              .formatted(attempts, firstDelay, longestDelay));
    }
  }

  /** One attempt. */
  public static Retry none() {
    return NONE;
  }

  /** Some attempts; delays double from the first one up to a minute. */
  public static Retry of(int attempts, Duration firstDelay) {
    return new Retry(attempts, firstDelay, Duration.ofMinutes(1));
  }

  /** Returns the wait after an attempt that failed, counted from 1. */
  Duration delayAfter(int attempt) {
    Duration delay = firstDelay;
    for (int i = 1; i < attempt && delay.compareTo(longestDelay) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
  }
}
