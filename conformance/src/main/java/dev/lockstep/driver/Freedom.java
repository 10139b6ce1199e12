package dev.lockstep.driver;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left open to an implementation on purpose, each with the reason.
 *
 * @param mayRefuse actions that it need not take where the spec allows them
 * @param mayAccept actions that it may take where the spec does not
 */
public record Freedom(SortedMap<String, String> mayRefuse, SortedMap<String, String> mayAccept) {

  /** No freedom: the code is the spec. */
  public static final Freedom NONE = new Freedom(new TreeMap<>(), new TreeMap<>());

  /** Copies the maps. */
  public Freedom {
    mayRefuse = Collections.unmodifiableSortedMap(new TreeMap<>(mayRefuse));
    mayAccept = Collections.unmodifiableSortedMap(new TreeMap<>(mayAccept));
  }

  /** Returns the freedom that is declared by maps from actions to reasons. */
  public static Freedom of(Map<String, String> mayRefuse, Map<String, String> mayAccept) {
    return new Freedom(new TreeMap<>(mayRefuse), new TreeMap<>(mayAccept));
  }
}
