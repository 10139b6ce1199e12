package dev.lockstep.history.transaction;

import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import dev.lockstep.history.transaction.Transaction.Step;
import dev.lockstep.history.transaction.TransactionReader.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Dependencies between transactions that write registers. Every value is written once, so a read
 * tells whose write it saw. The order of versions is known in part:
 *
 * <ul>
 *   <li>nil comes first;
 *   <li>what a transaction read comes before what it then wrote: were it the other way round, the
 *       transaction would have read from one that comes after it, which is G1c as well;
 *   <li>for strict serializability, if one transaction had returned before another was invoked, the
 *       version that the first one left comes before the one that the second one found or wrote, or
 *       is the same: were it the other way round, the second one came before the first.
 * </ul>
 */
final class RegisterInference {

  /** One transaction and one register: what it found there and what it left. */
  private record Access(Transaction transaction, Value found, Value left, boolean read) {}

  private record Versions(Value before, Value after) {}

  private final TransactionReader reader;
  private final Dependencies graph;
  private final Findings findings;
  private final Map<Value, List<Access>> accesses = new LinkedHashMap<>();

  private RegisterInference(TransactionReader reader, Dependencies graph, Findings findings) {
    this.reader = reader;
    this.graph = graph;
    this.findings = findings;
  }

  /**
   * Finds the dependencies.
   *
   * @param realTime whether the order of versions may follow real time
   */
  static void infer(
      TransactionReader reader, Dependencies graph, Findings findings, boolean realTime) {
    RegisterInference inference = new RegisterInference(reader, graph, findings);
    Set<Write> seen = new LinkedHashSet<>();
    for (Transaction transaction : reader.transactions()) {
      if (transaction.isCommitted()) {
        inference.look(transaction, seen);
      }
    }
    inference.addSeen(seen);
    inference.accesses.forEach((key, all) -> inference.order(key, all, realTime));
  }

  /** A pending transaction whose write was read has committed; what it read is not known. */
  private void addSeen(Set<Write> seen) {
    for (Write write : seen) {
      Transaction writer = graph.transaction(write.transaction());
      Step step = writer.steps().get(write.step());
      if (writer.operation().isPending()) {
        accesses
            .computeIfAbsent(step.key(), key -> new ArrayList<>())
            .add(new Access(writer, step.value(), step.value(), false));
      }
    }
  }

  private void look(Transaction transaction, Set<Write> seen) {
    Map<Value, Value> found = new LinkedHashMap<>();
    Map<Value, Value> now = new LinkedHashMap<>();
    for (Step step : transaction.steps()) {
      Value key = step.key();
      if (step.kind() == Step.Kind.WRITE) {
        now.put(key, step.value());
        continue;
      }
      Value known = now.get(key);
      if (known == null) {
        found.put(key, step.value());
        now.put(key, step.value());
        checkRead(transaction, key, step.value(), seen);
      } else if (!known.equals(step.value())) {
        findings.add(
            AnomalyKind.INTERNAL,
            List.of(transaction),
            transaction.name()
                + " read "
                + key.plain()
                + " as "
                + step.value()
                + ", though it had read or written "
                + known
                + " before");
      }
    }
    now.forEach(
        (key, left) -> {
          Value first = found.get(key);
          accesses
              .computeIfAbsent(key, item -> new ArrayList<>())
              .add(new Access(transaction, first == null ? left : first, left, first != null));
          if (first != null && !first.equals(left)) {
            findings.readAndWrote(transaction, key, first);
          }
        });
  }

  private void checkRead(Transaction transaction, Value key, Value value, Set<Write> seen) {
    if (value.isNil()) {
      return;
    }
    Write write = reader.writes().getOrDefault(key, Map.of()).get(value);
    String read = transaction.name() + " read " + key.plain() + " as " + value;
    if (write == null) {
      findings.add(AnomalyKind.UNWRITTEN_READ, List.of(transaction), read + ", which nobody wrote");
      return;
    }
    if (write.transaction() == transaction.number()) {
      findings.add(
          AnomalyKind.INTERNAL, List.of(transaction), read + ", which it wrote itself, later");
      return;
    }
    seen.add(write);
    Transaction writer = graph.transaction(write.transaction());
    if (writer.operation().outcome() == Outcome.FAILED) {
      findings.add(
          AnomalyKind.G1A,
          List.of(writer, transaction),
          read + ", which " + writer.name() + " wrote, and " + writer.name() + " failed");
    }
    List<Step> steps = writer.steps();
    for (Step step : steps.subList(write.step() + 1, steps.size())) {
      if (step.kind() == Step.Kind.WRITE && step.key().equals(key)) {
        findings.add(
            AnomalyKind.G1B,
            List.of(writer, transaction),
            read + ", and " + writer.name() + " overwrote that with " + step.value());
        return;
      }
    }
  }

  private void order(Value key, List<Access> all, boolean realTime) {
    Map<Value, Write> writes = reader.writes().getOrDefault(key, Map.of());
    Map<Value, Set<Value>> later = new LinkedHashMap<>();
    for (Access access : all) {
      if (access.read() && !access.found().equals(access.left())) {
        before(later, access.found(), access.left());
      }
    }
    if (realTime) {
      Map<Integer, Access> byNumber = new HashMap<>();
      all.forEach(access -> byNumber.put(access.transaction().number(), access));
      RealTime.order(
          all.stream().map(access -> access.transaction().operation()).toList(),
          (first, second) -> {
            Access a = byNumber.get(first.number());
            Access b = byNumber.get(second.number());
            if (a != null && b != null) {
              before(later, a.left(), b.found());
            }
          });
    }
    int initial = graph.join();
    Map<Integer, Value> writers = new LinkedHashMap<>();
    for (Access access : all) {
      if (!access.left().equals(access.found()) || !access.read()) {
        int node = access.transaction().number();
        writers.put(node, access.left());
        graph.add(initial, node, Edge.Type.WW, key, Value.Nil.NIL, access.left());
      }
    }
    Map<Value, List<Transaction>> readers = new HashMap<>();
    for (Access access : all) {
      int node = access.transaction().number();
      if (access.read()) {
        Write write = writes.get(access.found());
        if (access.found().isNil()) {
          graph.addBeforeAll(node, initial, writers, Edge.Type.RW, key, Value.Nil.NIL);
        } else if (write != null) {
          graph.add(write.transaction(), node, Edge.Type.WR, key, access.found(), access.found());
        }
        readers
            .computeIfAbsent(access.found(), version -> new ArrayList<>())
            .add(access.transaction());
      }
    }
    later.forEach(
        (version, successors) ->
            successors.forEach(next -> follow(key, new Versions(version, next), writes, readers)));
  }

  private static void before(Map<Value, Set<Value>> later, Value version, Value next) {
    if (!version.equals(next)) {
      later.computeIfAbsent(version, value -> new LinkedHashSet<>()).add(next);
    }
  }

  /** Draws the edges that follow from one version being before another. */
  private void follow(
      Value key,
      Versions versions,
      Map<Value, Write> writes,
      Map<Value, List<Transaction>> readers) {
    Write next = writes.get(versions.after());
    if (next == null) {
      return;
    }
    Write write = writes.get(versions.before());
    if (write != null) {
      graph.add(
          write.transaction(),
          next.transaction(),
          Edge.Type.WW,
          key,
          versions.before(),
          versions.after());
    }
    for (Transaction transaction : readers.getOrDefault(versions.before(), List.of())) {
      graph.add(
          transaction.number(),
          next.transaction(),
          Edge.Type.RW,
          key,
          versions.before(),
          versions.after());
    }
  }
}
