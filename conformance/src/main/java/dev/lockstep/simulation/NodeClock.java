package dev.lockstep.simulation;

/**
 * The clock of one node. It shows the virtual time until it is set, and runs at a pace of its own
 * from then on. Timers run on it. A core that takes the time as an input gets {@link #read}.
 *
 * <p>All in whole microseconds, so that it is the same on every machine. Not safe for use by
 * several threads.
 */
final class NodeClock {

  private static final long MILLION = 1_000_000;

  private long setAt;
  private long shownThen;
  private long pace = MILLION;

  /** Returns what the clock shows at {@code micros} of virtual time, no earlier than it was set. */
  long read(long micros) {
    return shownThen + (micros - setAt) * pace / MILLION;
  }

  /** Returns when, in virtual time, the clock shows {@code shown}, unless it is set again. */
  long when(long shown) {
    long left = shown - shownThen;
    // Rounded up: the clock must have got there.
    return setAt + Math.ceilDiv(left * MILLION, pace);
  }

  /**
   * Sets the clock.
   *
   * @param micros the virtual time now
   * @param jump how far it is set forward, or back if negative, in microseconds
   * @param fastPpm by how many millionths it runs too fast from now on, or too slow if negative
   */
  void set(long micros, long jump, long fastPpm) {
    if (fastPpm <= -MILLION) {
      throw new IllegalArgumentException("a clock does not run backwards: " + fastPpm + " ppm");
    }
    shownThen = read(micros) + jump;
    setAt = micros;
    pace = MILLION + fastPpm;
  }
}
