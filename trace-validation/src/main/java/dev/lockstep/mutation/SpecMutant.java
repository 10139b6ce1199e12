package dev.lockstep.mutation;

import dev.lockstep.tlc.SpecMutation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * A wrong version of a spec.
 *
 * @param id what is changed, how, and the how many-th change of that kind there it is, for example
 *     {@code TMCommit-drop-guard-2}; the same as long as nobody edits that definition
 * @param mutation the change
 */
public record SpecMutant(String id, SpecMutation mutation) {

  /** Names changes. Those of the same kind in the same definition are counted by their place. */
  public static List<SpecMutant> name(Collection<SpecMutation> mutations) {
    Map<String, Integer> counts = new HashMap<>();
    List<SpecMutant> mutants = new ArrayList<>();
    for (SpecMutation mutation : new TreeSet<>(mutations)) {
      String kind = mutation.definition() + "-" + mutation.operator().word();
      int number = counts.merge(kind, 1, Integer::sum);
      mutants.add(new SpecMutant(String.format(Locale.ROOT, "%s-%d", kind, number), mutation));
    }
    return mutants;
  }

  @Override
  public String toString() {
    return id;
  }
}
