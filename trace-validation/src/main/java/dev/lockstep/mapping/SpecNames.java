package dev.lockstep.mapping;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of a spec that a mapping can map to.
 *
 * @param actions the parameters of the actions, by name
 * @param variables the variables
 * @param words everything that a value can be called: model values, strings, and all words of the
 *     modules and the configuration; absent if their text is not at hand
 */
public record SpecNames(
    SortedMap<String, List<String>> actions, List<String> variables, Optional<Set<String>> words) {

  /** No names: before a spec is known. */
  public static final SpecNames NONE = new SpecNames(new TreeMap<>(), List.of(), Optional.empty());

  /** Copies the names. */
  public SpecNames {
    actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
    variables = List.copyOf(variables);
    words = words.map(Set::copyOf);
  }

  /** Returns the names of {@code spec} without the words of its text. */
  public static SpecNames of(Spec spec) {
    return new SpecNames(spec.actions(), spec.variables(), Optional.empty());
  }

  /** Returns the names of {@code spec}, which was loaded from {@code source}. */
  public static SpecNames of(Spec spec, SpecSource source) {
    return new SpecNames(spec.actions(), spec.variables(), SpecWords.of(spec, source));
  }
}
