package dev.lockstep.tlc;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a step exercised of its action.
 *
 * @param parts the parts
 * @param complete whether all of the action could be looked into; if not, the step may have
 *     exercised further parts
 */
public record Exercise(SortedSet<Part> parts, boolean complete) {

  /** Copies the parts. */
  public Exercise {
    parts = Collections.unmodifiableSortedSet(new TreeSet<>(parts));
  }
}
