package dev.lockstep.simulation;

/**
 * A range of durations in virtual time, both ends included; every duration in it is equally likely.
 *
 * @param fromMicros the shortest, in microseconds
 * @param toMicros the longest, in microseconds
 */
public record Span(long fromMicros, long toMicros) {

  /** No time at all. */
  public static final Span NONE = new Span(0, 0);

  /** Refuses a range that is empty or begins in the past. */
  public Span {
    if (fromMicros < 0 || toMicros < fromMicros) {
      throw new IllegalArgumentException("not a range: " + fromMicros + " to " + toMicros);
    }
  }

  /** Returns a range given in milliseconds. */
  public static Span ofMillis(long fromMillis, long toMillis) {
    return new Span(fromMillis * 1000, toMillis * 1000);
  }
}
