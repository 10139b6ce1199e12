package dev.lockstep.mapping;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Steps that the system takes without logging them.
 *
 * @param actions the spec's actions that may be taken unseen
 * @param max the most such steps between two events
 */
public record Hidden(SortedSet<String> actions, int max) {

  /** No step is taken unseen. */
  public static final Hidden NONE = new Hidden(new TreeSet<>(), 0);

  /** Copies the actions. */
  public Hidden {
    actions = Collections.unmodifiableSortedSet(new TreeSet<>(actions));
  }
}
