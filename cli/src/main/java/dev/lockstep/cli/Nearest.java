package dev.lockstep.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class Nearest {

  private Nearest() {}

  /**
   * Returns the candidate that {@code word} is most likely a slip of, if any is near: it contains
   * or begins like it, or at most a third of its letters (and always one) differ.
   */
  static Optional<String> to(String word, Collection<String> candidates) {
    String wanted = plain(word);
    return candidates.stream()
        .filter(candidate -> distance(wanted, plain(candidate)) <= allowed(wanted, candidate))
        .min(
            Comparator.comparingInt((String candidate) -> distance(wanted, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()))
        .or(
            () ->
                candidates.stream()
                    .filter(candidate -> wanted.length() > 1 && plain(candidate).contains(wanted))
                    .min(
                        Comparator.comparingInt(String::length)
                            .thenComparing(Comparator.naturalOrder())));
  }

  private static int allowed(String word, String candidate) {
    return Math.max(1, Math.min(word.length(), candidate.length()) / 3);
  }

  /** Case and separators are what people remember least. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
  }

  /** The number of letters to insert, remove, replace or swap with a neighbour. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(d[i - 1][j] + 1, Math.min(d[i][j - 1] + 1, d[i - 1][j - 1] + change));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        d[i][j] = swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
      }
    }
    return d[a.length()][b.length()];
  }
}
