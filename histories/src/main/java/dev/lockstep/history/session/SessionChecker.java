package dev.lockstep.history.session;

import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import dev.lockstep.history.session.VersionGraph.Edge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides session guarantees, of each key by itself. What a guarantee demands is that some version
 * is not newer than another; which version is newer is not in the log. So a guarantee has fallen if
 * there is no order of the versions, with nothing first, that gives every process what is demanded:
 * if the demands contradict each other. One guarantee is tried at a time, then all together.
 *
 * <p>Every value is written once to a key, so that a read tells which write it saw.
 */
public final class SessionChecker {

  private final Set<Guarantee> guarantees;
  private final VersionOrder versions;

  /** Creates a checker of these guarantees. */
  public SessionChecker(Set<Guarantee> guarantees, VersionOrder versions) {
    this.guarantees = EnumSet.copyOf(guarantees);
    this.versions = versions;
  }

  /**
   * Checks a history of reads and writes.
   *
   * @throws HistoryException if it has other operations, or a value is written twice to a key
   */
  public Sessions check(History history) throws HistoryException {
    Map<Value, List<Operation>> byKey = new LinkedHashMap<>();
    Set<Value> processes = new HashSet<>();
    int operations = 0;
    for (Operation operation : history.operations()) {
      checkKnown(history, operation);
      if (operation.outcome() != Outcome.FAILED) {
        byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
        processes.add(operation.process());
        operations++;
      }
    }
    List<Sessions.Failure> failures = new ArrayList<>();
    for (Map.Entry<Value, List<Operation>> entry : byKey.entrySet()) {
      check(history, entry.getKey(), entry.getValue(), failures);
    }
    return new Sessions(
        failures.isEmpty() ? HistoryVerdict.HOLDS : HistoryVerdict.VIOLATED,
        operations,
        processes.size(),
        failures);
  }

  private static void checkKnown(History history, Operation operation) throws HistoryException {
    if (!isRead(operation) && !isWrite(operation)) {
      throw new HistoryException(
          history.name(),
          operation.invokedLine(),
          "sessions have no operation '"
              + operation.function()
              + "'; they have read (or get) and write (or put)",
          "docs/histories.md shows them.");
    }
    if (isWrite(operation) && operation.argument().isNil()) {
      throw new HistoryException(
          history.name(),
          operation.invokedLine(),
          "nil is what a key holds at first; nobody can write it",
          "Write values that differ from nil and from each other.");
    }
  }

  private static boolean isRead(Operation operation) {
    return operation.function().equals("read") || operation.function().equals("get");
  }

  private static boolean isWrite(Operation operation) {
    return operation.function().equals("write") || operation.function().equals("put");
  }

  private void check(
      History history, Value key, List<Operation> operations, List<Sessions.Failure> failures)
      throws HistoryException {
    Map<Value, Operation> writes = writes(history, operations);
    VersionGraph graph = new VersionGraph();
    Map<Value, Session> sessions = new HashMap<>();
    for (Operation operation : operations) {
      if (operation.isPending() && isRead(operation)) {
        continue;
      }
      Value version = isRead(operation) ? operation.result() : operation.argument();
      if (isRead(operation) && !version.isNil() && !writes.containsKey(version)) {
        failures.add(
            new Sessions.Failure(
                key,
                EnumSet.noneOf(Guarantee.class),
                List.of(name(operation) + " read " + version + ", which nobody wrote"),
                List.of(operation)));
        continue;
      }
      Session session =
          sessions.computeIfAbsent(operation.process(), process -> new Session(graph));
      Optional<Operation> early = session.add(operation, version, isRead(operation));
      if (early.isPresent() && guarantees.contains(Guarantee.WRITES_FOLLOW_READS)) {
        failures.add(
            new Sessions.Failure(
                key,
                EnumSet.of(Guarantee.WRITES_FOLLOW_READS),
                List.of(
                    name(early.get())
                        + " read "
                        + version
                        + " before the same process wrote it, "
                        + operation.lines()),
                List.of(early.get(), operation)));
      }
    }
    addKnown(history, writes, graph);
    addContradictions(key, graph, failures);
  }

  private void addContradictions(Value key, VersionGraph graph, List<Sessions.Failure> failures) {
    boolean fell = false;
    for (Guarantee guarantee : guarantees) {
      Optional<List<Edge>> cycle = graph.contradiction(EnumSet.of(guarantee));
      if (cycle.isPresent()) {
        fell = true;
        failures.add(failure(key, graph, cycle.get()));
      }
    }
    if (!fell) {
      graph.contradiction(guarantees).ifPresent(cycle -> failures.add(failure(key, graph, cycle)));
    }
  }

  private static Map<Value, Operation> writes(History history, List<Operation> operations)
      throws HistoryException {
    Map<Value, Operation> writes = new LinkedHashMap<>();
    for (Operation operation : operations) {
      if (isWrite(operation)) {
        Operation before = writes.putIfAbsent(operation.argument(), operation);
        if (before != null) {
          throw new HistoryException(
              history.name(),
              operation.invokedLine(),
              operation.argument()
                  + " is written a second time; the first is in line "
                  + before.invokedLine(),
              "Write every value to a key once, for example by counting up: only then a read tells"
                  + " whose write it saw.");
        }
      }
    }
    return writes;
  }

  /** Adds what is known about the order of versions whatever is guaranteed. */
  private void addKnown(History history, Map<Value, Operation> writes, VersionGraph graph)
      throws HistoryException {
    int nothing = graph.version(Value.Nil.NIL);
    List<Operation> sorted = new ArrayList<>(writes.values());
    sorted.forEach(
        write -> graph.add(new Edge(nothing, graph.version(write.argument()), null, null, write)));
    switch (versions) {
      case ANY -> {}
      case VALUES -> {
        for (Operation write : sorted) {
          if (number(write.argument()) == null) {
            throw new HistoryException(
                history.name(),
                write.invokedLine(),
                write.argument() + " is no number",
                "With --version-order values, every value is a number, the larger the newer.");
          }
        }
        sorted.sort(
            Comparator.comparing(
                write -> {
                  BigDecimal number = number(write.argument());
                  return number == null ? BigDecimal.ZERO : number;
                }));
        for (int i = 1; i < sorted.size(); i++) {
          graph.add(known(graph, sorted.get(i - 1), sorted.get(i)));
        }
      }
      case REALTIME -> realTime(sorted, graph);
    }
  }

  private static @Nullable BigDecimal number(Value value) {
    return switch (value) {
      case Value.Int number -> BigDecimal.valueOf(number.value());
      case Value.Decimal number -> number.value();
      default -> null;
    };
  }

  private static Edge known(VersionGraph graph, Operation older, Operation newer) {
    return new Edge(
        graph.version(older.argument()), graph.version(newer.argument()), null, older, newer);
  }

  private static void realTime(List<Operation> writes, VersionGraph graph) {
    List<Operation> latest = new ArrayList<>();
    List<Operation> returning = new ArrayList<>(writes);
    returning.removeIf(Operation::isPending);
    returning.sort(Comparator.comparingInt(Operation::returned));
    List<Operation> begun = new ArrayList<>(writes);
    begun.sort(Comparator.comparingInt(Operation::invoked));
    int next = 0;
    for (Operation write : begun) {
      while (next < returning.size() && returning.get(next).returned() < write.invoked()) {
        Operation returned = returning.get(next++);
        latest.removeIf(earlier -> earlier.isBefore(returned));
        latest.add(returned);
      }
      latest.forEach(earlier -> graph.add(known(graph, earlier, write)));
    }
  }

  private Sessions.Failure failure(Value key, VersionGraph graph, List<Edge> cycle) {
    Set<Guarantee> involved = EnumSet.noneOf(Guarantee.class);
    List<String> sentences = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    Edge first = null;
    for (Edge edge : cycle) {
      if (edge.guarantee() != null) {
        involved.add(edge.guarantee());
      }
      // Edges through nodes that are no versions are told as one.
      if (graph.value(edge.from()) != null) {
        first = edge;
      }
      Value newer = graph.value(edge.to());
      if (newer != null && first != null) {
        Value older = graph.value(first.from());
        sentences.add(sentence(older == null ? Value.Nil.NIL : older, newer, first, edge));
        if (first.earlier() != null) {
          operations.add(first.earlier());
        }
        if (edge.later() != null) {
          operations.add(edge.later());
        }
      }
    }
    return new Sessions.Failure(key, involved, sentences, operations.stream().distinct().toList());
  }

  private String sentence(Value older, Value newer, Edge first, Edge last) {
    String begin = older + " is older than " + newer + ": ";
    Operation earlier = first.earlier();
    Operation later = last.later();
    if (last.guarantee() == null) {
      if (older.isNil()) {
        return begin + "nil is what there was at first";
      }
      return begin
          + switch (versions) {
            case VALUES -> "it is the smaller number";
            case ANY, REALTIME ->
                earlier == null || later == null
                    ? "that is known"
                    : name(earlier) + " wrote it before " + name(later) + " was invoked";
          };
    }
    if (earlier == null || later == null) {
      return begin + last.guarantee().words();
    }
    return begin
        + "process "
        + earlier.process().plain()
        + (isRead(earlier) ? " read " : " wrote ")
        + older
        + " ("
        + earlier.lines()
        + ") before it "
        + (isRead(later) ? "read " : "wrote ")
        + newer
        + " ("
        + later.lines()
        + ")  ["
        + last.guarantee().words()
        + "]";
  }

  private static String name(Operation operation) {
    return "process " + operation.process().plain() + " (" + operation.lines() + ")";
  }

  /** What one process did with one key so far. */
  private static final class Session {

    private final VersionGraph graph;
    private final Map<Value, Operation> reads = new HashMap<>();
    private int written;
    private int read;
    private @Nullable Operation lastWrite;
    private @Nullable Operation lastRead;

    Session(VersionGraph graph) {
      this.graph = graph;
      written = graph.join();
      read = graph.join();
    }

    /** Adds the next operation. Returns an earlier read of the value that it writes. */
    Optional<Operation> add(Operation operation, Value value, boolean isRead) {
      int version = graph.version(value);
      if (isRead) {
        if (lastWrite != null) {
          graph.add(new Edge(written, version, Guarantee.READ_YOUR_WRITES, null, operation));
        }
        if (lastRead != null) {
          graph.add(
              new Edge(
                  graph.version(lastRead.result()),
                  version,
                  Guarantee.MONOTONIC_READS,
                  lastRead,
                  operation));
        }
        int now = graph.join();
        graph.add(new Edge(read, now, Guarantee.WRITES_FOLLOW_READS, null, null));
        graph.add(new Edge(version, now, Guarantee.WRITES_FOLLOW_READS, operation, null));
        read = now;
        lastRead = operation;
        reads.put(value, operation);
        return Optional.empty();
      }
      if (lastWrite != null) {
        graph.add(
            new Edge(
                graph.version(lastWrite.argument()),
                version,
                Guarantee.MONOTONIC_WRITES,
                lastWrite,
                operation));
      }
      graph.add(new Edge(read, version, Guarantee.WRITES_FOLLOW_READS, null, operation));
      int now = graph.join();
      graph.add(new Edge(written, now, Guarantee.READ_YOUR_WRITES, null, null));
      graph.add(new Edge(version, now, Guarantee.READ_YOUR_WRITES, operation, null));
      written = now;
      lastWrite = operation;
      return Optional.ofNullable(reads.get(value));
    }
  }
}
