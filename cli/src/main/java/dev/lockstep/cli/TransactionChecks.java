package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.picture.Words;
import dev.lockstep.history.session.Guarantee;
import dev.lockstep.history.session.SessionChecker;
import dev.lockstep.history.session.Sessions;
import dev.lockstep.history.transaction.Anomaly;
import dev.lockstep.history.transaction.Consistency;
import dev.lockstep.history.transaction.Isolation;
import dev.lockstep.history.transaction.IsolationChecker;
import dev.lockstep.history.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts into words what is found about transactions and sessions. */
final class TransactionChecks {

  private static final int SHOWN = 10;

  private TransactionChecks() {}

  static HistoryReport isolation(
      History history, IsolationChecker checker, Consistency consistency, long started)
      throws HistoryException {
    Isolation found = checker.check(history);
    List<String> lines = new ArrayList<>();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("consistency", consistency.word())
        .put("transactions", found.transactions())
        .put("committed", found.committed());
    ArrayNode anomalies = json.putArray("anomalies");
    Set<String> shown = new HashSet<>();
    for (Anomaly anomaly : found.anomalies()) {
      anomalies.add(json(anomaly, consistency));
      // The first of a name is the shortest; the others say the same about others.
      if (shown.add(anomaly.name())) {
        explain(anomaly, found, consistency, lines);
      }
    }
    if (!found.excluded().isEmpty()) {
      String not =
          found.excluded().stream().map(Consistency::word).collect(Collectors.joining(", "));
      lines.add("  This history is not: " + not + ".");
    }
    ArrayNode excluded = json.putArray("excluded");
    found.excluded().forEach(level -> excluded.add(level.word()));
    found
        .exhausted()
        .ifPresent(
            reason -> {
              lines.add("  Not looked at to the end: " + reason + ".");
              json.put("exhausted", reason);
            });
    return new HistoryReport(
        history.name(),
        HistoryChecks.verdict(found.verdict()),
        consistency.word()
            + ", "
            + Output.number(found.transactions())
            + (found.transactions() == 1 ? " transaction, " : " transactions, ")
            + Output.number(found.committed())
            + " committed",
        lines,
        json,
        Optional.empty(),
        Duration.ofNanos(System.nanoTime() - started));
  }

  private static void explain(
      Anomaly anomaly, Isolation found, Consistency consistency, List<String> lines) {
    int count = found.counts().getOrDefault(anomaly.name(), 1);
    lines.add(
        "  "
            + anomaly.name()
            + " ("
            + anomaly.kind().meaning()
            + ")"
            + (count > 1 ? ", the shortest of " + Output.number(count) : "")
            + (anomaly.isExcludedBy(consistency) ? "" : ", which " + consistency.word() + " allows")
            + ":");
    anomaly.transactions().stream()
        .distinct()
        .limit(SHOWN)
        .forEach(transaction -> lines.add("    " + transaction.line()));
    boolean circle = anomaly.sentences().size() > 1;
    anomaly.sentences().stream()
        .limit(SHOWN)
        .forEach(sentence -> lines.add("    " + (circle ? "- " : "") + sentence + "."));
    if (anomaly.sentences().size() > SHOWN) {
      lines.add("    - … and so on, " + anomaly.sentences().size() + " steps in all.");
    }
    if (circle) {
      lines.add("    So " + anomaly.transactions().getFirst().name() + " comes before itself.");
    }
  }

  private static ObjectNode json(Anomaly anomaly, Consistency consistency) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", anomaly.name())
        .put("meaning", anomaly.kind().meaning())
        .put("excluded", anomaly.isExcludedBy(consistency));
    ArrayNode transactions = node.putArray("transactions");
    for (Transaction transaction : anomaly.transactions()) {
      transactions
          .addObject()
          .put("name", transaction.name())
          .put("process", transaction.operation().process().plain())
          .put("line", transaction.operation().invokedLine())
          .put("returnedLine", transaction.operation().returnedLine());
    }
    ArrayNode sentences = node.putArray("sentences");
    anomaly.sentences().forEach(sentences::add);
    return node;
  }

  static HistoryReport sessions(History history, SessionChecker checker, long started)
      throws HistoryException {
    Sessions found = checker.check(history);
    List<String> lines = new ArrayList<>();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("operations", found.operations()).put("processes", found.processes());
    ArrayNode failures = json.putArray("failures");
    for (Sessions.Failure failure : found.failures()) {
      ObjectNode node = failures.addObject();
      if (!failure.key().isNil()) {
        node.put("key", failure.key().plain());
      }
      ArrayNode fallen = node.putArray("guarantees");
      failure.guarantees().stream().sorted().forEach(fell -> fallen.add(fell.option()));
      ArrayNode sentences = node.putArray("sentences");
      failure.sentences().forEach(sentences::add);
      ArrayNode operations = node.putArray("operations");
      failure.operations().forEach(operation -> operations.add(HistoryChecks.json(operation)));
    }
    found.failures().stream().limit(SHOWN).forEach(failure -> explain(failure, lines));
    if (found.failures().size() > SHOWN) {
      lines.add("  … and " + (found.failures().size() - SHOWN) + " more");
    }
    return new HistoryReport(
        history.name(),
        HistoryChecks.verdict(found.verdict()),
        Output.number(found.operations())
            + (found.operations() == 1 ? " operation, " : " operations, ")
            + Output.number(found.processes())
            + (found.processes() == 1 ? " process" : " processes"),
        lines,
        json,
        Optional.empty(),
        Duration.ofNanos(System.nanoTime() - started));
  }

  private static void explain(Sessions.Failure failure, List<String> lines) {
    String key = failure.key().isNil() ? "" : "Key " + failure.key() + ": ";
    List<String> names = failure.guarantees().stream().sorted().map(Guarantee::words).toList();
    lines.add(
        "  "
            + key
            + switch (names.size()) {
              case 0 -> "a value from nowhere:";
              case 1 -> names.getFirst() + " fell:";
              default -> "not all of these can hold: " + String.join(", ", names) + ":";
            });
    failure.sentences().forEach(sentence -> lines.add("    - " + sentence));
    if (failure.sentences().size() > 1) {
      lines.add("    No order of these values agrees with all of that. The operations:");
    }
    failure.operations().stream()
        .limit(SHOWN)
        .forEach(operation -> lines.add("      " + Words.line(operation)));
  }
}
