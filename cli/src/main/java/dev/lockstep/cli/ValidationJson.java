package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.RunReport;
import dev.lockstep.report.ReasonJson;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.validation.Reason;
import dev.lockstep.validation.Validation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code validate} found, for programs; described in {@code docs/verdicts.md}. */
final class ValidationJson {

  private ValidationJson() {}

  /** Adds what is to say about all logs, and each of them. */
  static void addTo(ObjectNode document, List<LogReport> logs) {
    List<Validation> validations =
        logs.stream().flatMap(report -> report.runs().stream()).map(RunReport::validation).toList();
    document
        .put("runs", validations.size())
        .put("matched", validations.stream().mapToLong(Validation::matched).sum());
    validations.stream()
        .flatMap(validation -> validation.stopped().stream())
        .findFirst()
        .ifPresent(stop -> document.set("reason", ReasonJson.of(stop.reason())));
    ArrayNode files = document.putArray("files");
    logs.forEach(report -> files.add(file(report)));
  }

  /** Returns the part of the document about one log. */
  private static ObjectNode file(LogReport report) {
    ObjectNode node = object().put("file", report.name());
    report.verdict().ifPresent(verdict -> node.put("verdict", word(verdict)));
    ArrayNode runs = node.putArray("runs");
    report.runs().forEach(run -> runs.add(run(run)));
    report
        .error()
        .ifPresent(
            error -> {
              ObjectNode problem = node.putObject("error").put("message", error.problem());
              problem.put("file", error.file());
              if (error.line() > 0) {
                problem.put("line", error.line());
              }
              if (error.column() > 0) {
                problem.put("column", error.column());
              }
            });
    return node;
  }

  private static ObjectNode run(RunReport run) {
    Validation validation = run.validation();
    ObjectNode node =
        object()
            .put("run", run.number())
            .put("line", run.header().line())
            .put("verdict", word(validation.verdict()))
            .put("matched", validation.matched())
            .put("states", validation.stateCount())
            .put("peakStates", validation.peakStates())
            .put("examined", validation.examined())
            .put("seconds", validation.elapsed().toMillis() / 1000.0);
    validation.exhausted().ifPresent(budget -> node.put("budget", budget));
    run.order().ifPresent(order -> node.put("order", word(order)));
    validation.stopped().ifPresent(stop -> stopped(node, stop));
    validation.furthest().ifPresent(stop -> stopped(node.putObject("furthest"), stop));
    Optional<SpecState> shown = validation.stopped().flatMap(Validation.Stop::nearest);
    shown
        .or(() -> validation.states().stream().findFirst())
        .ifPresent(state -> node.set("state", state(state)));
    ArrayNode warnings = node.putArray("warnings");
    run.warnings().forEach(warnings::add);
    validation.warnings().forEach(warnings::add);
    return node;
  }

  private static void stopped(ObjectNode node, Validation.Stop stop) {
    ObjectNode stopped = node.putObject("stopped");
    if (!(stop.reason() instanceof Reason.InitialStateImpossible)) {
      stopped.put("event", stop.number());
    }
    if (!stop.prefix().byLog().isEmpty()) {
      stopped.put("file", stop.event().origin().file());
      ObjectNode prefix = stopped.putObject("prefix");
      stop.prefix().byLog().forEach(prefix::put);
      stopped.put("otherPrefixes", stop.prefix().others());
    }
    stopped.put("line", stop.event().line());
    stop.event().node().ifPresent(name -> stopped.put("node", name));
    if (stop.event().action().isPresent()) {
      stopped.put("call", ValidationText.call(stop.event()));
    }
    ArrayNode allowed = stopped.putArray("allowed");
    stop.allowed().forEach(call -> allowed.add(call.toString()));
    stopped.put("moreAllowed", stop.moreAllowed());
    node.set("reason", ReasonJson.of(stop.reason()));
  }

  /** The values of a state in the syntax of TLA+. */
  private static ObjectNode state(SpecState state) {
    ObjectNode node = object();
    for (Map.Entry<String, ?> value : state.values().entrySet()) {
      node.put(value.getKey(), value.getValue().toString());
    }
    return node;
  }

  private static String word(Enum<?> verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
