package dev.lockstep.history.transaction;

import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Value;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what isolation transactions had, by what they read: infers which transaction depends on
 * which, and looks for cycles (Adya 1999, Kingsbury and Alvaro 2020). Every anomaly that it reports
 * is in the history; that it reports none says only that this history shows none.
 */
public final class IsolationChecker {

  /** What the items of a database are. */
  public enum Items {
    /** Lists that are appended to. */
    LISTS,
    /** Registers that are written. */
    REGISTERS
  }

  private final Items items;
  private final Consistency consistency;

  /** Creates a checker for what a database promises. */
  public IsolationChecker(Items items, Consistency consistency) {
    this.items = items;
    this.consistency = consistency;
  }

  /**
   * Checks a history.
   *
   * @throws HistoryException if its operations are no transactions, or a value is written twice
   */
  public Isolation check(History history) throws HistoryException {
    TransactionReader reader = TransactionReader.read(history, items == Items.LISTS);
    List<Transaction> transactions = reader.transactions();
    Dependencies graph = new Dependencies(transactions);
    Findings findings = new Findings();
    boolean realTime = consistency == Consistency.STRICT_SERIALIZABLE;
    if (items == Items.LISTS) {
      ListAppend.infer(reader, graph, findings);
    } else {
      RegisterInference.infer(reader, graph, findings, realTime);
    }
    boolean finished = CycleSearch.run(graph, findings, Set.of());
    if (consistency == Consistency.STRONG_SESSION_SERIALIZABLE || realTime) {
      addProcesses(transactions, graph);
      if (realTime) {
        addRealTime(transactions, graph);
      }
      finished &=
          CycleSearch.run(
              graph,
              findings,
              realTime
                  ? EnumSet.of(Edge.Type.PROCESS, Edge.Type.REALTIME)
                  : EnumSet.of(Edge.Type.PROCESS));
    }
    List<Anomaly> anomalies =
        findings.anomalies().stream()
            .distinct()
            .sorted(
                Comparator.comparing(Anomaly::order)
                    .thenComparing(Anomaly::kind)
                    .thenComparingInt(anomaly -> anomaly.transactions().size()))
            .toList();
    boolean violated = anomalies.stream().anyMatch(found -> found.isExcludedBy(consistency));
    return new Isolation(
        violated
            ? HistoryVerdict.VIOLATED
            : finished ? HistoryVerdict.HOLDS : HistoryVerdict.INCONCLUSIVE,
        transactions.size(),
        (int) transactions.stream().filter(Transaction::isCommitted).count(),
        anomalies,
        findings.counts(),
        Consistency.excludedBy(anomalies),
        finished
            ? Optional.empty()
            : Optional.of("there are too many dependencies to look for every kind of cycle"));
  }

  private static void addProcesses(List<Transaction> transactions, Dependencies graph) {
    Map<Value, Transaction> last = new HashMap<>();
    for (Transaction transaction : transactions) {
      Value process = transaction.operation().process();
      Transaction before = last.get(process);
      if (before != null) {
        add(graph, before, transaction, Edge.Type.PROCESS);
      }
      if (transaction.isCommitted()) {
        last.put(process, transaction);
      }
    }
  }

  private static void addRealTime(List<Transaction> transactions, Dependencies graph) {
    // A transaction has the number of its operation.
    RealTime.order(
        transactions.stream().map(Transaction::operation).toList(),
        (first, second) ->
            add(
                graph,
                transactions.get(first.number()),
                transactions.get(second.number()),
                Edge.Type.REALTIME));
  }

  private static void add(
      Dependencies graph, Transaction before, Transaction after, Edge.Type type) {
    graph.add(before.number(), after.number(), type, Value.Nil.NIL, Value.Nil.NIL, Value.Nil.NIL);
  }
}
