package dev.lockstep.history.transaction;

import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Transactions and what orders them. Nodes are the numbers of transactions; further nodes stand for
 * nobody and join many edges to many: {@code a} before {@code node}, {@code node} before {@code b},
 * so {@code a} before {@code b}.
 */
final class Dependencies {

  private final List<Transaction> transactions;
  private final List<List<Edge>> from = new ArrayList<>();

  Dependencies(List<Transaction> transactions) {
    this.transactions = transactions;
    for (int i = 0; i < transactions.size(); i++) {
      from.add(new ArrayList<>(4));
    }
  }

  Transaction transaction(int node) {
    return transactions.get(node);
  }

  int size() {
    return from.size();
  }

  List<Edge> from(int node) {
    return from.get(node);
  }

  /** Says whether a node is a transaction. */
  boolean isTransaction(int node) {
    return node < transactions.size();
  }

  int join() {
    from.add(new ArrayList<>());
    return from.size() - 1;
  }

  /** Adds an edge, unless it leads to itself or to a transaction that failed. */
  void add(int earlier, int later, Edge.Type type, Value key, Value before, Value after) {
    if (earlier != later && !failed(earlier) && !failed(later)) {
      from.get(earlier).add(new Edge(earlier, later, type, key, before, after));
    }
  }

  /**
   * Adds that {@code earlier} comes before all of {@code writers} but itself. Those have edges from
   * {@code join}; the way through it is for who is none of them.
   *
   * @param writers what each of them wrote
   */
  void addBeforeAll(
      int earlier, int join, Map<Integer, Value> writers, Edge.Type type, Value key, Value before) {
    if (!writers.containsKey(earlier)) {
      add(earlier, join, type, key, before, Value.Nil.NIL);
      return;
    }
    writers.forEach((writer, value) -> add(earlier, writer, type, key, before, value));
  }

  private boolean failed(int node) {
    return isTransaction(node) && transactions.get(node).operation().outcome() == Outcome.FAILED;
  }
}
