package dev.lockstep.tlc;

import java.util.Comparator;

/**
 * A part of an action that a step can exercise or leave aside.
 *
 * @param action the action that it belongs to: a label of steps
 * @param kind what it is there
 * @param module the module that it stands in, which may be another than that of the action
 * @param line its line there, counted from 1
 * @param column its column there, counted from 1
 * @param text its text, with white space folded, shortened if it is long
 */
public record Part(String action, Kind kind, String module, int line, int column, String text)
    implements Comparable<Part> {

  /** What a part is. */
  public enum Kind {
    /** A condition on the state before the step; exercised if it is true in a step. */
    GUARD("guard"),
    /** One of several ways to take the action; exercised if it is true of a step. */
    DISJUNCT("disjunct"),
    /** What holds or is the value if a condition is true. */
    THEN("THEN"),
    /** What holds or is the value if a condition is false. */
    ELSE("ELSE"),
    /** An arm of a CASE. */
    CASE("CASE arm"),
    /** The arm of a CASE for all other cases. */
    OTHER("OTHER arm");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns how a report calls it. */
    public String word() {
      return word;
    }
  }

  private static final Comparator<Part> ORDER =
      Comparator.comparing(Part::action)
          .thenComparing(Part::module)
          .thenComparingInt(Part::line)
          .thenComparingInt(Part::column)
          .thenComparing(Part::kind)
          .thenComparing(Part::text);

  @Override
  public int compareTo(Part other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s of %s (%s, line %d, column %d): %s"
        .formatted(kind.word(), action, module, line, column, text);
  }
}
