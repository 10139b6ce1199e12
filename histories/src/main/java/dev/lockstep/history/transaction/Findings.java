package dev.lockstep.history.transaction;

import dev.lockstep.history.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects anomalies; of each kind, some are kept and all are counted. */
final class Findings {

  private static final int KEPT = 10;

  private final List<Anomaly> kept = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<Value, Map<Value, Transaction>> readToWrite = new HashMap<>();

  void add(Anomaly anomaly) {
    int count = counts.merge(anomaly.name(), 1, Integer::sum);
    if (count <= KEPT) {
      kept.add(anomaly);
    }
  }

  void add(AnomalyKind kind, List<Transaction> transactions, String sentence) {
    add(new Anomaly(kind, Anomaly.Order.NONE, transactions, List.of(sentence)));
  }

  /** Notes that a transaction read a version of an item and wrote the item. */
  void readAndWrote(Transaction transaction, Value key, Value version) {
    Transaction other =
        readToWrite.computeIfAbsent(key, item -> new HashMap<>()).putIfAbsent(version, transaction);
    if (other != null) {
      add(
          AnomalyKind.LOST_UPDATE,
          List.of(other, transaction),
          other.name()
              + " and "
              + transaction.name()
              + " both read "
              + key.plain()
              + " as "
              + Transaction.shown(version)
              + " and then wrote it: one of them did not see the other");
    }
  }

  List<Anomaly> anomalies() {
    return kept;
  }

  Map<String, Integer> counts() {
    return counts;
  }
}
