package dev.lockstep.history.transaction;

import dev.lockstep.history.HistoryVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a history says about the isolation of its transactions.
 *
 * @param transactions how many there are
 * @param committed how many of them were answered that they committed
 * @param anomalies what was found; of each kind some
 * @param counts how often each was found, by {@link Anomaly#name}
 * @param excluded what the database does not give, whatever was asked
 * @param exhausted why not all was looked for, a sentence; if and only if that is so
 */
public record Isolation(
    HistoryVerdict verdict,
    int transactions,
    int committed,
    List<Anomaly> anomalies,
    Map<String, Integer> counts,
    List<Consistency> excluded,
    Optional<String> exhausted) {

  /** Copies the collections. */
  public Isolation {
    anomalies = List.copyOf(anomalies);
    counts = Map.copyOf(counts);
    excluded = List.copyOf(excluded);
  }
}
