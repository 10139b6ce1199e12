package dev.lockstep.history.transaction;

import java.util.EnumSet;
import java.util.Set;

/** What can go wrong between transactions: the phenomena of Adya (1999) and what is named since. */
public enum AnomalyKind {
  /** Writes of transactions follow each other in a circle. */
  G0("G0", "write cycle", Consistency.READ_UNCOMMITTED),
  /** A value was read that no transaction wrote. */
  UNWRITTEN_READ("unwritten read", "a value that nobody wrote", Consistency.READ_UNCOMMITTED),
  /** An element is twice in a list and was appended once. */
  DUPLICATE_ELEMENTS(
      "duplicate elements", "appended once, read twice", Consistency.READ_UNCOMMITTED),
  /** Two reads of a list, neither of which begins with the other. */
  INCOMPATIBLE_ORDER(
      "incompatible order", "reads of one list that disagree", Consistency.READ_COMMITTED),
  /** A value was read that was written by a transaction that aborted. */
  G1A("G1a", "aborted read", Consistency.READ_COMMITTED),
  /** A value was read that its transaction overwrote later. */
  G1B("G1b", "intermediate read", Consistency.READ_COMMITTED),
  /** Transactions depend on each other's writes in a circle. */
  G1C("G1c", "circular information flow", Consistency.READ_COMMITTED),
  /** A transaction does not see what it did or saw itself. */
  INTERNAL("internal", "a transaction at odds with itself", Consistency.SNAPSHOT_ISOLATION),
  /** Two transactions read the same version of an item, and both wrote it. */
  LOST_UPDATE("lost update", "P4", Consistency.SNAPSHOT_ISOLATION),
  /** A cycle with one anti-dependency. */
  G_SINGLE("G-single", "read skew", Consistency.SNAPSHOT_ISOLATION),
  /** A cycle of several anti-dependencies, no two of which are adjacent. */
  G_NONADJACENT("G-nonadjacent", "long fork", Consistency.SNAPSHOT_ISOLATION),
  /** A cycle of two adjacent anti-dependencies about different items. */
  WRITE_SKEW("write skew", "G2", Consistency.REPEATABLE_READ),
  /** Any other cycle with anti-dependencies. */
  G2("G2", "anti-dependency cycle", Consistency.REPEATABLE_READ);

  private final String word;
  private final String meaning;
  private final Consistency weakest;

  AnomalyKind(String word, String meaning, Consistency weakest) {
    this.word = word;
    this.meaning = meaning;
    this.weakest = weakest;
  }

  /** Returns its name. */
  public String word() {
    return word;
  }

  /** Returns its name in words, or its other name. */
  public String meaning() {
    return meaning;
  }

  /** Returns what excludes it; all that comes later in {@link Consistency} does so, too. */
  public Set<Consistency> excludedBy() {
    return EnumSet.range(weakest, Consistency.STRICT_SERIALIZABLE);
  }
}
