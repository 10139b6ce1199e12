package dev.lockstep.mapping;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts by name; of a log that has no end of names, it keeps some and counts the others as one.
 */
final class Tally {

  private static final int MAX_NAMES = 1000;
  private static final String OTHERS = "…";

  private final SortedMap<String, Long> counts = new TreeMap<>();

  void add(String name) {
    String kept = counts.size() < MAX_NAMES || counts.containsKey(name) ? name : OTHERS;
    counts.merge(kept, 1L, Long::sum);
  }

  SortedMap<String, Long> counts() {
    return Collections.unmodifiableSortedMap(counts);
  }

  SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(counts.keySet()));
  }
}
