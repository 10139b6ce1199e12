package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which atoms a spec cannot tell apart. An atom is a model value or a string in the value of a
 * constant. Whichever way the atoms of a class are renamed into each other, the renamed states have
 * the renamed steps, and an invariant or a constraint holds in a state and in the renamed state
 * alike.
 *
 * @param classes the classes with at least two atoms; disjoint, sorted, in the order of their first
 *     atoms
 * @param obstacle why not more atoms are interchangeable, in one sentence that names the place;
 *     empty if only the values of the constants tell atoms apart
 */
public record Interchangeable(List<SortedSet<TlaValue>> classes, Optional<String> obstacle) {

  /** Copies the classes. */
  public Interchangeable {
    classes =
        classes.stream()
            .map(
                atoms -> {
                  SortedSet<TlaValue> copy = new TreeSet<>(TlaValue.ORDER);
                  copy.addAll(atoms);
                  return Collections.unmodifiableSortedSet(copy);
                })
            .toList();
  }
}
