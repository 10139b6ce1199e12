package dev.lockstep.search;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many events of each log of a run have been taken. Immutable.
 *
 * <p>A run with a single log has one cut for each number of events.
 */
public final class Cut {

  private final int[] taken;
  private final long level;

  private Cut(int[] taken) {
    this.taken = taken;
    long sum = 0;
    for (int ofLog : taken) {
      sum += ofLog;
    }
    this.level = sum;
  }

  /** Returns the cut before all events of {@code logs} logs. */
  public static Cut start(int logs) {
    return new Cut(new int[logs]);
  }

  /** Returns how many events were taken of the log with this number, counted from 0. */
  public int taken(int log) {
    return taken[log];
  }

  /** Returns how many events were taken in all. */
  public long level() {
    return level;
  }

  /** Returns this cut after one more event of {@code log}. */
  public Cut after(int log) {
    int[] more = taken.clone();
    more[log]++;
    return new Cut(more);
  }

  /** Returns the cut of the events that are both in this one and in {@code other}. */
  public Cut meet(Cut other) {
    int[] less = taken.clone();
    for (int log = 0; log < less.length; log++) {
      less[log] = Math.min(less[log], other.taken[log]);
    }
    return new Cut(less);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cut that && level == that.level && Arrays.equals(taken, that.taken);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(taken);
  }

  @Override
  public String toString() {
    return Arrays.toString(taken);
  }
}
