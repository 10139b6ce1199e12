package dev.lockstep.trace;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user probably meant. */
public final class Nearest {

  private Nearest() {}

  /** Returns the candidate nearest to {@code name}, unless all of them are quite different. */
  public static Optional<String> to(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int best = Math.max(2, wanted.length() / 3) + 1;
    String nearest = null;
    for (String candidate : candidates) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT), best);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Returns " (did you mean X?)", or a list of all {@code candidates}, or nothing. */
  public static String hint(String name, Collection<String> candidates) {
    return to(name, candidates)
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElseGet(
            () -> candidates.isEmpty() ? "" : "; there are: " + String.join(", ", candidates));
  }

  /** The edit distance, or {@code cap} if it is at least that; linear in memory. */
  private static int distance(String left, String right, int cap) {
    if (Math.abs(left.length() - right.length()) >= cap) {
      return cap;
    }
    int[] previous = new int[right.length() + 1];
    int[] current = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + change, Math.min(previous[column], current[column - 1]) + 1);
      }
      int[] spare = previous;
      previous = current;
      current = spare;
    }
    return Math.min(previous[right.length()], cap);
  }
}
