package dev.lockstep.history.session;

import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.List;
import java.util.Set;

/**
 * What a history says about session guarantees.
 *
 * @param operations how many reads and writes were looked at
 * @param processes of how many processes
 * @param failures what fell; at most one for each key and each set of guarantees
 */
public record Sessions(
    HistoryVerdict verdict, int operations, int processes, List<Failure> failures) {

  /** Copies the list. */
  public Sessions {
    failures = List.copyOf(failures);
  }

  /**
   * Guarantees that do not hold: of one, that one; of several, not all of them.
   *
   * @param guarantees empty if a value was read that nobody wrote
   * @param sentences the reason
   * @param operations those that show it
   */
  public record Failure(
      Value key, Set<Guarantee> guarantees, List<String> sentences, List<Operation> operations) {

    /** Copies the collections. */
    public Failure {
      guarantees = Set.copyOf(guarantees);
      sentences = List.copyOf(sentences);
      operations = List.copyOf(operations);
    }
  }
}
