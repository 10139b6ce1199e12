package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.driver.Finding;
import dev.lockstep.driver.TrialReport;
import dev.lockstep.trace.Scenario;
import java.util.Optional;

/** What a trial found, as a JSON document. */
final class DriveJson {

  private DriveJson() {}

  /** Completes the document of a trial. */
  static ObjectNode document(ObjectNode document, TrialReport report) {
    document
        .put("model", report.model())
        .put("states", report.states())
        .put("allStates", report.allStates())
        .put("edges", report.edges())
        .put("allEdges", report.allEdges())
        .put("notSupportedEdges", report.notSupported())
        .put("refusedEdges", report.notTaken().refused())
        .put("behindRefusedEdges", report.notTaken().behind())
        .put("notChosenEdges", report.notTaken().notChosen())
        .put("paths", report.paths())
        .put("steps", report.steps())
        .put("seconds", report.elapsed().toMillis() / 1000.0)
        .put("stepsPerSecond", report.stepsPerSecond());
    ObjectNode actions = document.putObject("actions");
    report
        .actions()
        .forEach(
            (action, coverage) ->
                actions
                    .putObject(action)
                    .put("taken", coverage.taken())
                    .put("all", coverage.all()));
    document
        .putObject("forbidden")
        .put("tried", report.forbiddenTried())
        .put("states", report.forbiddenStates())
        .put("withoutEffect", report.withoutEffect());
    document.put("beyondBounds", report.beyondTried()).put("enabledAsked", report.enabledAsked());
    report.observed().forEach(document.putArray("observed")::add);
    report.neverObserved().forEach(document.putArray("neverObserved")::add);
    report.unsupported().forEach(document.putObject("unsupported")::put);
    report.freedom().mayRefuse().forEach(document.putObject("mayRefuse")::put);
    report.freedom().mayAccept().forEach(document.putObject("mayAccept")::put);
    document.put("cutByBudget", report.cut());
    report.exhausted().ifPresent(reason -> document.put("reason", reason));
    report.finding().ifPresent(found -> document.set("divergence", finding(found)));
    return document;
  }

  /** Completes the document of a replay. */
  static ObjectNode replay(ObjectNode document, Scenario run, Optional<Finding> finding) {
    document.put("scenario", run.name()).put("steps", run.events().size());
    finding.ifPresent(found -> document.set("divergence", finding(found)));
    return document;
  }

  private static ObjectNode finding(Finding found) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", found.kind().word())
            .put("sentence", found.kind().sentence())
            .put("length", found.length())
            .put("shortest", found.shortest());
    found.action().ifPresent(action -> CheckJson.addAction(node, action));
    if (!found.message().isEmpty()) {
      node.put("message", found.message());
    }
    found.details().forEach(node.putArray("details")::add);
    found.falseConjunct().ifPresent(guard -> node.set("falseConjunct", ConformJson.guard(guard)));
    ArrayNode differences = node.putArray("differences");
    found
        .differences()
        .forEach(
            difference ->
                differences
                    .addObject()
                    .put("place", difference.place())
                    .put("expected", difference.spec())
                    .put("observed", difference.logged()));
    CheckJson.addSteps(node.putArray("run"), found.run());
    found.expected().ifPresent(values -> node.set("expected", CheckJson.toJson(values)));
    ObjectNode observed = node.putObject("observed");
    found
        .observed()
        .forEach((place, value) -> observed.set(place.toString(), LoggedJson.of(value)));
    found.allowed().forEach(call -> node.withArray("allowed").add(call.toString()));
    return node;
  }
}
