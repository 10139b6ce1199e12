package dev.lockstep.conformance;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A set of 64-bit fingerprints that numbers them in the order in which they were added, from 0 on.
 * Open addressing over the numbers, the fingerprints beside them: 8 bytes for each and 6 to 12 for
 * finding it.
 *
 * <p>One thread adds; any thread may look, and sees at least what was added before it was given its
 * work.
 */
final class FingerprintTable {

  private static final int SMALLEST = 1 << 10;

  /** Two thirds full: then a look-up that fails probes five places on average. */
  private static final double FULL = 0.67;

  private final LongColumn fingerprints = new LongColumn();
  private volatile AtomicIntegerArray places = new AtomicIntegerArray(SMALLEST);
  private int size;

  /** Returns how many there are. */
  int size() {
    return size;
  }

  /** Returns the number of {@code fingerprint}, or -1. */
  int find(long fingerprint) {
    AtomicIntegerArray now = places;
    int mask = now.length() - 1;
    for (int place = start(fingerprint, mask); ; place = (place + 1) & mask) {
      int entry = now.getAcquire(place);
      if (entry == 0) {
        return -1;
      }
      if (fingerprints.get(entry - 1) == fingerprint) {
        return entry - 1;
      }
    }
  }

  /** Returns whether {@code fingerprint} was not there; now it is. */
  boolean add(long fingerprint) {
    if (find(fingerprint) >= 0) {
      return false;
    }
    if (size + 1 > FULL * places.length()) {
      grow();
    }
    fingerprints.add(fingerprint);
    size++;
    put(places, fingerprint, size);
    return true;
  }

  /** Returns how many bytes of memory it takes. */
  long bytes() {
    return fingerprints.bytes() + 4L * places.length();
  }

  private void grow() {
    if (places.length() == 1 << 30) {
      throw new OutOfMemoryError("more fingerprints than a table can number");
    }
    AtomicIntegerArray larger = new AtomicIntegerArray(2 * places.length());
    for (int number = 0; number < size; number++) {
      put(larger, fingerprints.get(number), number + 1);
    }
    places = larger;
  }

  private static void put(AtomicIntegerArray places, long fingerprint, int entry) {
    int mask = places.length() - 1;
    int place = start(fingerprint, mask);
    while (places.getPlain(place) != 0) {
      place = (place + 1) & mask;
    }
    places.setRelease(place, entry);
  }

  /** The bits of a fingerprint are not random enough for TLC's, so they are mixed. */
  private static int start(long fingerprint, int mask) {
    return (int) Mix.of(fingerprint) & mask;
  }
}
