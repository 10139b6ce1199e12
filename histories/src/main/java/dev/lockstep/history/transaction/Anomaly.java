package dev.lockstep.history.transaction;

import java.util.List;

/**
 * One anomaly that a history shows.
 *
 * @param order what the cycle needs besides reads and writes: nothing, the order of each process,
 *     or real time
 * @param transactions those that take part, in the order of the cycle
 * @param sentences the reason; of a cycle one sentence for each edge
 */
public record Anomaly(
    AnomalyKind kind, Order order, List<Transaction> transactions, List<String> sentences) {

  /** Which order of transactions a cycle relies on. */
  public enum Order {
    /** Reads and writes alone. */
    NONE,
    /** What each process did in turn. */
    PROCESS,
    /** What had returned before something else was invoked. */
    REALTIME
  }

  /** Copies the lists. */
  public Anomaly {
    transactions = List.copyOf(transactions);
    sentences = List.copyOf(sentences);
  }

  /** Returns the name: {@code G1c}, {@code G-single-realtime}. */
  public String name() {
    return switch (order) {
      case NONE -> kind.word();
      case PROCESS -> kind.word() + "-process";
      case REALTIME -> kind.word() + "-realtime";
    };
  }

  /** Says whether a database that gives {@code consistency} never shows this. */
  public boolean isExcludedBy(Consistency consistency) {
    return switch (order) {
      case NONE -> kind.excludedBy().contains(consistency);
      case PROCESS -> consistency.compareTo(Consistency.STRONG_SESSION_SERIALIZABLE) >= 0;
      case REALTIME -> consistency == Consistency.STRICT_SERIALIZABLE;
    };
  }
}
