package dev.lockstep.mapping;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the parts of an event are in a log of JSON lines that others write.
 *
 * @param where which lines are events; empty for all
 * @param at where the parts are that are at one place, by their name in the mapping file
 * @param arguments where the arguments are that have names
 * @param state where values are, by the name of the field
 * @param runs which lines start a run; if none do, the file is one run
 * @param preset whether it is built in, so that a log may lack some of its fields
 */
record Layout(
    List<Condition> where,
    SortedMap<String, FieldPath> at,
    SortedMap<String, FieldPath> arguments,
    SortedMap<String, FieldPath> state,
    Optional<Runs> runs,
    boolean preset) {

  /** The parts of {@link #at}. */
  static final List<String> PARTS =
      List.of("name", "node", "clock", "vector", "sent", "received", "args", "state");

  /**
   * How lines say that a run starts.
   *
   * @param where which lines do; they are no events
   * @param constants where they have values of constants, by the constant's name
   */
  record Runs(List<Condition> where, SortedMap<String, FieldPath> constants) {}

  Layout {
    where = List.copyOf(where);
    at = Collections.unmodifiableSortedMap(new TreeMap<>(at));
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
  }

  Layout asPreset() {
    return new Layout(where, at, arguments, state, runs, true);
  }

  /** Returns where a field is that the mapping calls {@code path}. */
  FieldPath resolve(FieldPath path) {
    String first = path.keys().getFirst();
    FieldPath named = arguments.getOrDefault(first, state.get(first));
    if (named != null) {
      return named.then(path.keys().subList(1, path.keys().size()));
    }
    FieldPath list = at.get("args");
    return first.equals("args") && list != null
        ? list.then(path.keys().subList(1, path.keys().size()))
        : path;
  }
}
