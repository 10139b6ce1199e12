package dev.lockstep.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user probably meant. */
public final class Nearest {

  private static final int ALWAYS_ALLOWED = 2;

  /** What is longer is no name: comparing it would take time and memory for nothing. */
  private static final int LONGEST_NAME = 200;

  private static final int LONGEST_SHOWN = 60;

  private Nearest() {}

  /**
   * Returns the candidate that {@code name} is most likely a slip of: a third of its letters may
   * differ, and always two; or it is a part of it. Case and separators do not count, as they are
   * what people remember least.
   */
  public static Optional<String> to(String name, Collection<String> candidates) {
    if (name.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    String wanted = plain(name);
    int allowed = Math.min(Math.max(ALWAYS_ALLOWED, wanted.length() / 3), wanted.length() - 1);
    return candidates.stream()
        .filter(candidate -> candidate.length() <= LONGEST_NAME)
        .filter(candidate -> distance(wanted, plain(candidate)) <= allowed)
        .min(
            Comparator.comparingInt((String candidate) -> distance(wanted, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()))
        .or(() -> thatContains(wanted, candidates));
  }

  /** Returns "; did you mean X?", or a list of all {@code candidates}, or nothing. */
  public static String hint(String name, Collection<String> candidates) {
    return to(name, candidates)
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElseGet(
            () -> candidates.isEmpty() ? "" : "; there are: " + String.join(", ", candidates));
  }

  /** Returns {@code name} for a message, without its end if it is longer than a name should be. */
  public static String shortened(String name) {
    return name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…";
  }

  private static Optional<String> thatContains(String wanted, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> wanted.length() > 1 && plain(candidate).contains(wanted))
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
  }

  /** The number of letters to insert, remove, replace or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
