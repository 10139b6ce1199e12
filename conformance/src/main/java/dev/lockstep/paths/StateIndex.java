package dev.lockstep.paths;

import java.util.Arrays;

/** The numbers of states by their 64-bit fingerprints, in the order in which they were found. */
final class StateIndex {

  private static final int FREE = -1;

  private long[] fingerprints = new long[1024];
  private int[] table = new int[4096];
  private int size;

  StateIndex() {
    Arrays.fill(table, FREE);
  }

  /** Returns how many states there are. */
  int size() {
    return size;
  }

  /** Returns the number of the state with {@code fingerprint}, or -1 if it is new. */
  int find(long fingerprint) {
    return table[slot(fingerprint)];
  }

  /** Numbers a state that is new. */
  int add(long fingerprint) {
    if (2 * (size + 1) > table.length) {
      grow();
    }
    if (size == fingerprints.length) {
      fingerprints = Arrays.copyOf(fingerprints, 2 * size);
    }
    fingerprints[size] = fingerprint;
    table[slot(fingerprint)] = size;
    return size++;
  }

  private void grow() {
    table = new int[2 * table.length];
    Arrays.fill(table, FREE);
    for (int state = 0; state < size; state++) {
      table[slot(fingerprints[state])] = state;
    }
  }

  /** The place of {@code fingerprint}, or the free one where it belongs. */
  private int slot(long fingerprint) {
    int at = (int) ((fingerprint * 0x9E3779B97F4A7C15L) >>> 32) & (table.length - 1);
    while (table[at] != FREE && fingerprints[table[at]] != fingerprint) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  /** Returns the fingerprints by number. */
  long[] fingerprints() {
    return Arrays.copyOf(fingerprints, size);
  }
}
