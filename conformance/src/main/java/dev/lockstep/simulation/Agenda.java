package dev.lockstep.simulation;

import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What is going to happen, in the order of virtual time; at the same time, in the order in which it
 * was put down. Not safe for use by several threads.
 *
 * @param <T> what can happen
 */
final class Agenda<T> {

  private static final Comparator<Entry<?>> ORDER =
      Comparator.<Entry<?>>comparingLong(entry -> entry.micros)
          .thenComparingLong(entry -> entry.number);

  private final PriorityQueue<Entry<T>> entries = new PriorityQueue<>(ORDER);
  private long numbers;

  /** Something that is going to happen, unless it is struck out. */
  static final class Entry<T> {
    private final T what;
    private final long micros;
    private final long number;
    private boolean struckOut;

    private Entry(T what, long micros, long number) {
      this.what = what;
      this.micros = micros;
      this.number = number;
    }

    T what() {
      return what;
    }

    long micros() {
      return micros;
    }

    void strikeOut() {
      struckOut = true;
    }
  }

  Entry<T> put(long micros, T what) {
    Entry<T> entry = new Entry<>(what, micros, numbers++);
    entries.add(entry);
    return entry;
  }

  /** Takes out what happens next. */
  Optional<Entry<T>> next() {
    while (true) {
      Entry<T> entry = entries.poll();
      if (entry == null) {
        return Optional.empty();
      }
      if (!entry.struckOut) {
        return Optional.of(entry);
      }
    }
  }
}
