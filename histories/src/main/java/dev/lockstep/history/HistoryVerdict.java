package dev.lockstep.history;

/** The three answers about a history. */
public enum HistoryVerdict {
  /** What was asked holds, and all of the history was looked at. */
  HOLDS,
  /** A counterexample exists. */
  VIOLATED,
  /** A budget ran out before either could be said. */
  INCONCLUSIVE
}
