package dev.lockstep.conformance;

/**
 * Mixing of 64-bit hashes: every bit of what goes in changes half of the bits of what comes out.
 * The finalizer is Stafford's variant 13 of MurmurHash3's, as in {@link
 * java.util.SplittableRandom}.
 */
final class Mix {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /** Returns a hash of one number. */
  static long of(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a hash of two numbers, in this order. */
  static long of(long first, long second) {
    return of(of(first) ^ Long.rotateLeft(second, 32));
  }

  /** Returns a hash of a text; the same on every machine. */
  static long of(String text) {
    long hash = of(text.length());
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
      hash ^= hash >>> 29;
    }
    return of(hash);
  }
}
