package dev.lockstep.conformance;

import java.util.Arrays;

/**
 * A growing list of longs in pieces, so that growing copies nothing and leaves nothing unused but
 * the rest of one piece. One thread adds; any thread that knows of an index may read it.
 */
final class LongColumn {

  private static final int BITS = 14;
  private static final int PIECE = 1 << BITS;

  private long[][] pieces = new long[0][];
  private int size;

  /** Returns the entry with this index. */
  long get(int index) {
    return pieces[index >>> BITS][index & (PIECE - 1)];
  }

  /** Adds an entry at the end. */
  void add(long value) {
    int piece = size >>> BITS;
    if (piece == pieces.length) {
      long[][] more = Arrays.copyOf(pieces, piece + 1);
      more[piece] = new long[PIECE];
      pieces = more;
    }
    pieces[piece][size & (PIECE - 1)] = value;
    size++;
  }

  /** Returns how many entries there are. */
  int size() {
    return size;
  }

  /** Returns how many bytes of memory it takes. */
  long bytes() {
    return 8L * PIECE * pieces.length;
  }
}
