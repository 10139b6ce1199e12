package dev.lockstep.evidence;

import java.util.List;
import java.util.Optional;

/**
 * Makes a list shorter that shows something: leaves out pieces, larger ones first, as long as what
 * is left still shows it. What is left in the end is minimal in that no single element can be left
 * out.
 *
 * @see "A. Zeller, R. Hildebrandt: Simplifying and Isolating Failure-Inducing Input, 2002"
 */
public final class DeltaDebugging {

  private DeltaDebugging() {}

  /** Says whether a shorter list still shows it. */
  @FunctionalInterface
  public interface Attempt<E, X extends Exception, Y extends Exception> {

    /**
     * Returns what is left of {@code list} without the elements from {@code from} to before {@code
     * to}, if that still shows it. It may be shorter than asked for, but only behind {@code from}.
     */
    Optional<List<E>> without(List<E> list, int from, int to) throws X, Y;
  }

  /** Returns what is left of {@code list}, which shows it, when nothing more can be left out. */
  public static <E, X extends Exception, Y extends Exception> List<E> minimal(
      List<E> list, Attempt<E, X, Y> attempt) throws X, Y {
    List<E> best = list;
    int piece = Math.max(1, best.size() / 2);
    while (true) {
      boolean shorter = false;
      for (int from = 0; from < best.size(); ) {
        Optional<List<E>> left = attempt.without(best, from, Math.min(best.size(), from + piece));
        if (left.isPresent()) {
          best = left.get();
          shorter = true;
        } else {
          from += piece;
        }
      }
      if (piece == 1 && !shorter) {
        return best;
      }
      piece = Math.max(1, piece / 2);
    }
  }
}
