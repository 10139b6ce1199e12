package dev.lockstep.history.transaction;

import dev.lockstep.history.Value;
import java.util.ArrayList;
import java.util.List;

/** Puts cycles into words, and gives them their names. */
final class Explanation {

  private Explanation() {}

  static Anomaly of(Dependencies graph, List<Edge> found, AnomalyKind sought) {
    List<Edge> cycle = joined(graph, found);
    List<Transaction> transactions =
        cycle.stream().map(edge -> graph.transaction(edge.from())).toList();
    List<String> sentences = new ArrayList<>();
    for (Edge edge : cycle) {
      sentences.add(sentence(graph.transaction(edge.from()), graph.transaction(edge.to()), edge));
    }
    return new Anomaly(kind(cycle, sought), order(cycle), transactions, sentences);
  }

  /** Leaves out nodes that are no transactions, and begins with a transaction. */
  private static List<Edge> joined(Dependencies graph, List<Edge> found) {
    int begin = 0;
    while (!graph.isTransaction(found.get(begin).from())) {
      begin++;
    }
    List<Edge> joined = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Edge edge = found.get((begin + i) % found.size());
      if (graph.isTransaction(edge.from())) {
        joined.add(edge);
      } else {
        Edge first = joined.removeLast();
        joined.add(
            new Edge(
                first.from(), edge.to(), first.type(), first.key(), first.before(), edge.after()));
      }
    }
    return joined;
  }

  /** What was sought is the worst that the cycle can be; its edges say what it is. */
  private static AnomalyKind kind(List<Edge> cycle, AnomalyKind sought) {
    List<Edge> anti = cycle.stream().filter(edge -> edge.type() == Edge.Type.RW).toList();
    boolean reads = cycle.stream().anyMatch(edge -> edge.type() == Edge.Type.WR);
    if (anti.isEmpty()) {
      return reads ? AnomalyKind.G1C : AnomalyKind.G0;
    }
    if (anti.size() == 1) {
      return AnomalyKind.G_SINGLE;
    }
    if (sought == AnomalyKind.G_NONADJACENT) {
      return sought;
    }
    boolean skew =
        anti.size() == 2
            && !anti.getFirst().key().equals(anti.getLast().key())
            && areAdjacent(cycle);
    return skew ? AnomalyKind.WRITE_SKEW : AnomalyKind.G2;
  }

  private static boolean areAdjacent(List<Edge> cycle) {
    for (int i = 0; i < cycle.size(); i++) {
      if (cycle.get(i).type() == Edge.Type.RW
          && cycle.get((i + 1) % cycle.size()).type() == Edge.Type.RW) {
        return true;
      }
    }
    return false;
  }

  private static Anomaly.Order order(List<Edge> cycle) {
    if (cycle.stream().anyMatch(edge -> edge.type() == Edge.Type.REALTIME)) {
      return Anomaly.Order.REALTIME;
    }
    return cycle.stream().anyMatch(edge -> edge.type() == Edge.Type.PROCESS)
        ? Anomaly.Order.PROCESS
        : Anomaly.Order.NONE;
  }

  private static String sentence(Transaction from, Transaction to, Edge edge) {
    String begin = from.name() + " comes before " + to.name() + ": ";
    String item = edge.key().plain();
    return begin
        + switch (edge.type()) {
          case WW ->
              to.name()
                  + " wrote "
                  + edge.after()
                  + " to "
                  + item
                  + (edge.before().isNil()
                      ? " later than " + from.name()
                      : " after " + from.name() + " wrote " + edge.before());
          case WR ->
              to.name()
                  + " read "
                  + edge.after()
                  + " of "
                  + item
                  + ", which "
                  + from.name()
                  + " wrote";
          case RW ->
              from.name()
                  + " read "
                  + item
                  + (edge.before().isNil()
                      ? " while there was nothing in it"
                      : " up to " + edge.before())
                  + (isNothing(edge.after())
                      ? ", and did not see what "
                      : ", and did not see " + edge.after() + ", which ")
                  + to.name()
                  + " wrote";
          case PROCESS ->
              "process " + to.operation().process().plain() + " did one after the other";
          case REALTIME ->
              from.name()
                  + " had returned (line "
                  + from.operation().returnedLine()
                  + ") when "
                  + to.name()
                  + " was invoked (line "
                  + to.operation().invokedLine()
                  + ")";
        };
  }

  private static boolean isNothing(Value value) {
    return value.isNil();
  }
}
