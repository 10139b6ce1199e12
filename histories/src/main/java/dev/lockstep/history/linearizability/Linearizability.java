package dev.lockstep.history.linearizability;

import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Value;
import java.util.List;
import java.util.Optional;

/**
 * Whether a history is linearizable.
 *
 * @param operations how many operations there are, those that failed not counted
 * @param objects how many objects they are about
 * @param failure what no order explains; if and only if the verdict is violated
 * @param exhausted which budget ran out, a sentence; if and only if the verdict is inconclusive
 * @param undecided the keys of the objects about which nothing could be said
 * @param configurations how many configurations were kept
 */
public record Linearizability(
    HistoryVerdict verdict,
    int operations,
    int objects,
    Optional<Failure> failure,
    Optional<String> exhausted,
    List<Value> undecided,
    long configurations) {

  /** Copies the list. */
  public Linearizability {
    undecided = List.copyOf(undecided);
  }
}
