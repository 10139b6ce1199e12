package dev.lockstep.evidence;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** A set of 64-bit fingerprints, of which each takes two to four times its eight bytes. */
final class Fingerprints {

  /** Marks a free place; the fingerprint 0 itself is remembered apart. */
  private static final long FREE = 0;

  private long[] table = new long[64];
  private int size;
  private boolean zero;

  /** Adds a fingerprint, if it is not there yet. */
  void add(long fingerprint) {
    if (fingerprint == FREE) {
      zero = true;
      return;
    }
    if (2 * (size + 1) > table.length) {
      long[] old = table;
      table = new long[2 * old.length];
      size = 0;
      for (long known : old) {
        if (known != FREE) {
          insert(known);
        }
      }
    }
    insert(fingerprint);
  }

  private void insert(long fingerprint) {
    int at = (int) ((fingerprint * 0x9E3779B97F4A7C15L) >>> 32) & (table.length - 1);
    while (table[at] != FREE) {
      if (table[at] == fingerprint) {
        return;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = fingerprint;
    size++;
  }

  long size() {
    return size + (zero ? 1L : 0L);
  }

  void forEach(LongConsumer action) {
    if (zero) {
      action.accept(FREE);
    }
    Arrays.stream(table).filter(known -> known != FREE).forEach(action);
  }
}
