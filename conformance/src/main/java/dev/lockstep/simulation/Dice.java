package dev.lockstep.simulation;

/**
 * A source of random numbers whose output depends on nothing but its seed: SplitMix64, written out
 * here so that it is the same on every JDK. Not safe for use by several threads.
 *
 * <p>{@link #split} makes independent sources. A run draws every kind of fault from a source of its
 * own, so that a rate that is changed leaves the draws for all other faults as they were.
 *
 * @see "G. Steele, D. Lea, C. Flood: Fast Splittable Pseudorandom Number Generators, 2014, figure
 *     16"
 */
final class Dice {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double DOUBLE_UNIT = 0x1.0p-53;

  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  /** Returns the source for run number {@code run} under {@code seed}. */
  static Dice ofRun(long seed, long run) {
    return new Dice(mix(mix(seed) + mix(run ^ GOLDEN_GAMMA)));
  }

  /** Returns a source that has no more to do with this one than any other. */
  Dice split() {
    return new Dice(nextLong());
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Returns a number from 0 up to, not including, {@code bound}. */
  int below(int bound) {
    return (int) below((long) bound);
  }

  /** Returns a number from 0 up to, not including, {@code bound}. */
  long below(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("a bound must be positive, not " + bound);
    }
    // Of 2^63 values; for bounds far below that, as here, the bias is nothing.
    return (nextLong() >>> 1) % bound;
  }

  /** Returns true with this probability; draws a number also where the answer is certain. */
  boolean chance(double probability) {
    return (nextLong() >>> 11) * DOUBLE_UNIT < probability;
  }

  /** Returns a duration within {@code span}. */
  long within(Span span) {
    return span.fromMicros() + below(span.toMicros() - span.fromMicros() + 1);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
