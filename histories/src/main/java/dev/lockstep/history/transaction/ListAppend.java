package dev.lockstep.history.transaction;

import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import dev.lockstep.history.transaction.Transaction.Step;
import dev.lockstep.history.transaction.TransactionReader.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Dependencies between transactions that append to lists. A read shows the whole past of its list,
 * so the longest read is the order of all versions up to it, as in Elle (Kingsbury and Alvaro
 * 2020). An append that nobody read comes after all that were.
 */
final class ListAppend {

  /** What a transaction read of a list before it appended to it itself. */
  private record Read(Transaction transaction, List<Value> elements) {}

  private final TransactionReader reader;
  private final Dependencies graph;
  private final Findings findings;
  private final Map<Value, List<Read>> reads = new LinkedHashMap<>();
  private final Map<Value, List<Value>> longest = new HashMap<>();
  private final Map<Value, Transaction> longestReader = new HashMap<>();

  private ListAppend(TransactionReader reader, Dependencies graph, Findings findings) {
    this.reader = reader;
    this.graph = graph;
    this.findings = findings;
  }

  static void infer(TransactionReader reader, Dependencies graph, Findings findings) {
    ListAppend inference = new ListAppend(reader, graph, findings);
    for (Transaction transaction : reader.transactions()) {
      if (transaction.isCommitted()) {
        inference.look(transaction);
      }
    }
    Set<Value> keys = new LinkedHashSet<>(inference.reads.keySet());
    keys.forEach(inference::order);
  }

  /** Finds what a transaction read from others, and whether it agrees with itself. */
  private void look(Transaction transaction) {
    Map<Value, List<Value>> seen = new HashMap<>();
    Map<Value, List<Value>> appended = new HashMap<>();
    for (Step step : transaction.steps()) {
      Value key = step.key();
      List<Value> own = appended.computeIfAbsent(key, item -> new ArrayList<>());
      if (step.kind() == Step.Kind.APPEND) {
        own.add(step.value());
        continue;
      }
      List<Value> read = step.value() instanceof Value.Sequence list ? list.elements() : List.of();
      List<Value> before = seen.get(key);
      int others = read.size() - own.size();
      boolean endsWithOwn = others >= 0 && read.subList(others, read.size()).equals(own);
      if (!endsWithOwn || (before != null && !read.subList(0, others).equals(before))) {
        findings.add(
            AnomalyKind.INTERNAL,
            List.of(transaction),
            transaction.name()
                + " read "
                + key.plain()
                + " as "
                + Transaction.shown(step.value())
                + ", though "
                + (before == null
                    ? "it had appended " + new Value.Sequence(own)
                    : "it had read "
                        + Transaction.shown(new Value.Sequence(before))
                        + (own.isEmpty() ? "" : " and appended " + new Value.Sequence(own))));
        continue;
      }
      if (before == null) {
        List<Value> external = read.subList(0, others);
        seen.put(key, external);
        reads.computeIfAbsent(key, item -> new ArrayList<>()).add(new Read(transaction, external));
      }
      if (!longest.containsKey(key) || read.size() > longest.get(key).size()) {
        longest.put(key, read);
        longestReader.put(key, transaction);
      }
    }
    seen.forEach(
        (key, external) -> {
          if (!appended.getOrDefault(key, List.of()).isEmpty()) {
            findings.readAndWrote(transaction, key, new Value.Sequence(external));
          }
        });
  }

  /** Draws the edges of one list. */
  private void order(Value key) {
    List<Value> order = longest.getOrDefault(key, List.of());
    Map<Value, Write> writes = reader.writes().getOrDefault(key, Map.of());
    checkElements(key, order, writes);
    boolean agree = true;
    for (Read read : reads.getOrDefault(key, List.of())) {
      int length = read.elements().size();
      if (length > order.size() || !order.subList(0, length).equals(read.elements())) {
        agree = false;
        incompatible(key, read, order, writes);
      } else {
        checkLast(key, read, writes);
      }
    }
    if (!agree) {
      // Without an order of versions, only what was read from whom is known.
      reads.getOrDefault(key, List.of()).forEach(read -> readFrom(key, read, writes));
      return;
    }
    for (int i = 1; i < order.size(); i++) {
      Write before = writes.get(order.get(i - 1));
      Write after = writes.get(order.get(i));
      if (before != null && after != null) {
        graph.add(
            before.transaction(),
            after.transaction(),
            Edge.Type.WW,
            key,
            order.get(i - 1),
            order.get(i));
      }
    }
    Map<Integer, Value> unread = unread(order, writes);
    int end = graph.join();
    unread.forEach(
        (writer, element) -> graph.add(end, writer, Edge.Type.WW, key, Value.Nil.NIL, element));
    Write last = order.isEmpty() ? null : writes.get(order.getLast());
    if (last != null) {
      graph.addBeforeAll(last.transaction(), end, unread, Edge.Type.WW, key, order.getLast());
    }
    for (Read read : reads.getOrDefault(key, List.of())) {
      readFrom(key, read, writes);
      int length = read.elements().size();
      Value version = length == 0 ? Value.Nil.NIL : read.elements().getLast();
      if (length < order.size()) {
        Write next = writes.get(order.get(length));
        if (next != null) {
          graph.add(
              read.transaction().number(),
              next.transaction(),
              Edge.Type.RW,
              key,
              version,
              order.get(length));
        }
      } else {
        graph.addBeforeAll(read.transaction().number(), end, unread, Edge.Type.RW, key, version);
      }
    }
  }

  private void readFrom(Value key, Read read, Map<Value, Write> writes) {
    if (!read.elements().isEmpty()) {
      Value last = read.elements().getLast();
      Write write = writes.get(last);
      if (write != null) {
        graph.add(write.transaction(), read.transaction().number(), Edge.Type.WR, key, last, last);
      }
    }
  }

  /** Committed appends that nobody read come after the longest read: who did them, and one. */
  private Map<Integer, Value> unread(List<Value> order, Map<Value, Write> writes) {
    Set<Value> read = new HashSet<>(order);
    Map<Integer, Value> unread = new LinkedHashMap<>();
    writes.forEach(
        (element, write) -> {
          if (!read.contains(element) && graph.transaction(write.transaction()).isCommitted()) {
            unread.putIfAbsent(write.transaction(), element);
          }
        });
    return unread;
  }

  private void checkElements(Value key, List<Value> order, Map<Value, Write> writes) {
    Transaction witness = longestReader.get(key);
    if (witness == null) {
      return;
    }
    Set<Value> seen = new HashSet<>();
    for (Value element : order) {
      Write write = writes.get(element);
      String read = witness.name() + " read " + element + " in " + key.plain();
      if (!seen.add(element)) {
        findings.add(
            AnomalyKind.DUPLICATE_ELEMENTS,
            List.of(witness),
            read + " twice; it was appended once");
      } else if (write == null) {
        findings.add(
            AnomalyKind.UNWRITTEN_READ, List.of(witness), read + ", which nobody appended");
      } else if (graph.transaction(write.transaction()).operation().outcome() == Outcome.FAILED) {
        Transaction writer = graph.transaction(write.transaction());
        findings.add(
            AnomalyKind.G1A,
            List.of(writer, witness),
            read + ", which " + writer.name() + " appended, and " + writer.name() + " failed");
      }
    }
  }

  /** The last element that was read must be the last one that its transaction appended. */
  private void checkLast(Value key, Read read, Map<Value, Write> writes) {
    if (read.elements().isEmpty()) {
      return;
    }
    Value last = read.elements().getLast();
    Write write = writes.get(last);
    if (write == null || write.transaction() == read.transaction().number()) {
      return;
    }
    Transaction writer = graph.transaction(write.transaction());
    List<Step> steps = writer.steps();
    for (Step step : steps.subList(write.step() + 1, steps.size())) {
      if (step.kind() == Step.Kind.APPEND && step.key().equals(key)) {
        findings.add(
            AnomalyKind.G1B,
            List.of(writer, read.transaction()),
            read.transaction().name()
                + " read "
                + key.plain()
                + " up to "
                + last
                + ", and "
                + writer.name()
                + ", which appended that, appended "
                + step.value()
                + " after it");
        return;
      }
    }
  }

  private void incompatible(Value key, Read read, List<Value> order, Map<Value, Write> writes) {
    Transaction other = longestReader.getOrDefault(key, read.transaction());
    findings.add(
        AnomalyKind.INCOMPATIBLE_ORDER,
        List.of(read.transaction(), other),
        read.transaction().name()
            + " read "
            + key.plain()
            + " as "
            + Transaction.shown(new Value.Sequence(read.elements()))
            + " and "
            + other.name()
            + " as "
            + Transaction.shown(new Value.Sequence(order))
            + "; neither begins with the other");
    for (Value element : read.elements()) {
      Write write = writes.get(element);
      if (write == null) {
        findings.add(
            AnomalyKind.UNWRITTEN_READ,
            List.of(read.transaction()),
            read.transaction().name()
                + " read "
                + element
                + " in "
                + key.plain()
                + ", which nobody appended");
      } else if (graph.transaction(write.transaction()).operation().outcome() == Outcome.FAILED) {
        Transaction writer = graph.transaction(write.transaction());
        findings.add(
            AnomalyKind.G1A,
            List.of(writer, read.transaction()),
            read.transaction().name()
                + " read "
                + element
                + " in "
                + key.plain()
                + ", which "
                + writer.name()
                + " appended, and "
                + writer.name()
                + " failed");
      }
    }
  }
}
