package dev.lockstep.durable.restart;

import java.util.Comparator;

/**
 * What a request is known by, however often it is sent and by whomever: the process and the step,
 * and nothing else.
 *
 * @param step from 1 on
 * @see "Restart.tla, KeyOf"
 */
public record Key(ProcessId process, int step) implements Comparable<Key> {

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::process).thenComparingInt(Key::step);

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }
}
