package dev.lockstep.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A name that the catalog does not have. The message names the nearest one that it has. */
public final class UnknownNameException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> candidates;
  private final transient Optional<String> nearest;

  /**
   * Creates the error.
   *
   * @param kind what was looked for, for example {@code "protocol"}
   */
  UnknownNameException(String kind, String name, Collection<String> candidates) {
    this(kind, name, List.copyOf(candidates), nearest(name, candidates));
  }

  private UnknownNameException(
      String kind, String name, List<String> candidates, Optional<String> nearest) {
    super(
        "no %s is called '%s'%s"
            .formatted(
                kind,
                name,
                nearest
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("; there are: " + String.join(", ", candidates))));
    this.candidates = candidates;
    this.nearest = nearest;
  }

  /** Returns all names that there are. */
  public List<String> candidates() {
    return candidates;
  }

  /** Returns the name that was probably meant. */
  public Optional<String> nearest() {
    return nearest;
  }

  private static Optional<String> nearest(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> distance(wanted, candidate) <= Math.max(2, candidate.length() / 3))
        .min(
            Comparator.comparingInt((String candidate) -> distance(wanted, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The number of letters to insert, remove or replace: one row of the table at a time. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
