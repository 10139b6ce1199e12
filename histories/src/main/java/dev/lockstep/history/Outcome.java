package dev.lockstep.history;

/** What a client knows about an operation that it began. */
public enum Outcome {
  /** It was answered: it took effect between its invocation and its answer. */
  OK,
  /** It was answered that it did not happen: it took no effect at any time. */
  FAILED,
  /**
   * Nobody knows: it may take effect at any time from its invocation on, or never. A client that
   * timed out says so ({@code info}), one that died says nothing; both mean this.
   */
  PENDING
}
