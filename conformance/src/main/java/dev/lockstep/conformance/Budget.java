package dev.lockstep.conformance;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How much work may be done before the answer is "inconclusive".
 *
 * @param maxStates how many distinct states may be visited
 * @param maxTime how long it may take
 */
public record Budget(long maxStates, Duration maxTime) {

  /** No limit. */
  public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Duration.ofDays(365_000));

  /** Refuses a budget that allows nothing. */
  public Budget {
    if (maxStates < 1 || maxTime.isNegative() || maxTime.isZero()) {
      throw new IllegalArgumentException(
          "a budget must allow something: " + maxStates + " states, " + maxTime);
    }
  }

  /** Returns the same budget, with at most so many states. */
  public Budget atMost(long states) {
    return new Budget(Math.min(states, maxStates), maxTime);
  }

  /** Returns which limit has been reached, as a sentence, or empty if none has. */
  public Optional<String> reached(long states, Duration time) {
    if (states >= maxStates) {
      return Optional.of(
          String.format(Locale.ROOT, "the limit of %,d states was reached", maxStates));
    }
    if (time.compareTo(maxTime) >= 0) {
      return Optional.of(
          String.format(
              Locale.ROOT, "the limit of %.1f s was reached", maxTime.toMillis() / 1000.0));
    }
    return Optional.empty();
  }
}
