package dev.lockstep.search;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Actions of the spec that the log does not show. Up to {@code max} steps of them may come before
 * an event, if the event can then follow.
 *
 * @param actions their names
 * @param max how many steps at most come before one event
 */
public record Hidden(SortedSet<String> actions, int max) {

  /** Every step is an event. */
  public static final Hidden NONE = new Hidden(new TreeSet<>(), 0);

  /** Copies the names. */
  public Hidden {
    if (max < 0) {
      throw new IllegalArgumentException("the number of hidden steps must not be negative: " + max);
    }
    actions = Collections.unmodifiableSortedSet(new TreeSet<>(actions));
  }

  /** Says whether no step is hidden. */
  public boolean isNone() {
    return actions.isEmpty() || max == 0;
  }
}
