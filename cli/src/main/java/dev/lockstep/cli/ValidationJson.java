package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.RunReport;
import dev.lockstep.observation.Difference;
import dev.lockstep.tlc.Conjunct;
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

  /** Returns the part of the document about one log. */
  static ObjectNode file(LogReport report) {
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
    node.set("reason", reason(stop.reason()));
  }

  /** Returns why a run is not one of the spec. */
  static ObjectNode reason(Reason reason) {
    ObjectNode node = object().put("kind", reason.kind()).put("sentence", reason.sentence());
    switch (reason) {
      case Reason.UnknownAction unknown -> {
        unknown.nearest().ifPresent(nearest -> node.put("nearest", nearest));
        unknown.known().forEach(node.putArray("known")::add);
      }
      case Reason.UnknownArgument ignored -> {}
      case Reason.NotEnabled notEnabled -> {
        ArrayNode conjuncts = node.putArray("conjuncts");
        notEnabled.conjuncts().forEach(conjunct -> conjuncts.add(conjunct(conjunct)));
        if (!notEnabled.note().isEmpty()) {
          node.put("note", notEnabled.note());
        }
      }
      case Reason.ValuesDiffer values -> {
        node.put("steps", values.steps());
        values.nearest().ifPresent(nearest -> node.put("nearest", nearest.toString()));
        node.set("differences", differences(values.differences()));
      }
      case Reason.InitialStateImpossible initial ->
          node.set("differences", differences(initial.differences()));
      case Reason.InvariantBroken broken -> node.put("invariant", broken.invariant());
      case Reason.OrderImpossible order -> {
        ArrayNode blocked = node.putArray("blocked");
        order
            .blocked()
            .forEach(
                one -> {
                  ObjectNode event = blocked.addObject();
                  event.put("file", one.event().origin().file()).put("line", one.event().line());
                  one.event().node().ifPresent(name -> event.put("node", name));
                  event.put("call", ValidationText.call(one.event()));
                  event.set("reason", reason(one.reason()));
                });
      }
    }
    return node;
  }

  private static ObjectNode conjunct(Reason.FalseConjunct guard) {
    Conjunct conjunct = guard.conjunct();
    ObjectNode node =
        object()
            .put("module", conjunct.module())
            .put("line", conjunct.line())
            .put("column", conjunct.column())
            .put("text", conjunct.text())
            .put("falseIn", guard.falseIn())
            .put("candidates", guard.candidates())
            .put("instance", guard.instance().toString());
    ObjectNode values = node.putObject("values");
    conjunct.values().forEach((name, value) -> values.put(name, value.toString()));
    ArrayNode notes = node.putArray("notes");
    conjunct.notes().forEach(notes::add);
    return node;
  }

  private static ArrayNode differences(List<Difference> differences) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Difference difference : differences) {
      ObjectNode node =
          array
              .addObject()
              .put("place", difference.place())
              .put("logged", difference.logged())
              .put("expected", difference.expected())
              .put("spec", difference.spec());
      ArrayNode notes = node.putArray("notes");
      difference.notes().forEach(notes::add);
    }
    return array;
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
