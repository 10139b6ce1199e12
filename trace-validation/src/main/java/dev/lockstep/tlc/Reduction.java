package dev.lockstep.tlc;

import java.util.List;
import java.util.Map;

/**
 * What a configuration lets TLC leave out of a search. {@link Spec#successors} leaves nothing out;
 * who explores a spec has to.
 *
 * @param permutations with SYMMETRY: the permutations of model values, by name, that make states
 *     the same, without the one that changes nothing; a name that is missing stays as it is. Empty
 *     without SYMMETRY
 * @param view whether a VIEW says what tells states apart
 * @param constraints whether there are state or action constraints
 */
public record Reduction(List<Map<String, String>> permutations, boolean view, boolean constraints) {

  /** Copies the permutations. */
  public Reduction {
    permutations = permutations.stream().map(Map::copyOf).toList();
  }
}
