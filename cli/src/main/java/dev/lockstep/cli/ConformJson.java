package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.conformance.ComparisonReport;
import dev.lockstep.conformance.ComparisonReport.LatitudeUse;
import dev.lockstep.conformance.ConformanceReport;
import dev.lockstep.conformance.Difference;
import dev.lockstep.conformance.Divergence;
import dev.lockstep.tlc.Conjunct;
import java.util.Locale;

/** What a comparison found, as a JSON object. */
final class ConformJson {

  private ConformJson() {}

  /** Returns the comparison with one model. */
  static ObjectNode report(ConformanceReport report) {
    ComparisonReport comparison = report.comparison();
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("model", report.model().name())
            .put("verdict", report.verdict().name().toLowerCase(Locale.ROOT))
            .put("states", comparison.states())
            .put("edges", comparison.edges());
    report.model().distinct().ifPresent(pinned -> node.put("pinnedStates", pinned));
    report.pinnedEdges().ifPresent(pinned -> node.put("pinnedEdges", pinned));
    node.put("worlds", comparison.worlds())
        .put("symmetric", comparison.symmetric())
        .put("members", comparison.members())
        .put("depth", comparison.depth())
        .put("bytes", comparison.bytes())
        .put("collisionProbability", comparison.collisionProbability())
        .put("threads", comparison.threads())
        .put("seconds", comparison.elapsed().toMillis() / 1000.0)
        .put("edgesPerSecond", comparison.edgesPerSecond());
    ObjectNode actions = node.putObject("actions");
    comparison.actions().forEach(actions::put);
    comparison.neverTaken().forEach(node.putArray("neverTaken")::add);
    ArrayNode latitude = node.putArray("latitude");
    for (LatitudeUse freedom : comparison.latitude()) {
      latitude
          .addObject()
          .put("action", freedom.latitude().action())
          .put("reason", freedom.latitude().reason())
          .put("edges", freedom.edges());
    }
    comparison
        .exhausted()
        .or(report::countMismatch)
        .ifPresent(reason -> node.put("reason", reason));
    comparison.divergence().ifPresent(found -> node.set("divergence", divergence(found)));
    return node;
  }

  private static ObjectNode divergence(Divergence found) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", found.kind().word())
            .put("sentence", found.kind().sentence())
            .put("length", found.length());
    found.action().ifPresent(action -> CheckJson.addAction(node, action));
    if (!found.message().isEmpty()) {
      node.put("message", found.message());
    }
    found.falseConjunct().ifPresent(guard -> node.set("falseConjunct", guard(guard)));
    ArrayNode differences = node.putArray("differences");
    found.differences().forEach(difference -> differences.add(difference(difference)));
    CheckJson.addSteps(node.putArray("run"), found.run());
    found.expected().ifPresent(values -> node.set("expected", CheckJson.toJson(values)));
    found.observed().ifPresent(values -> node.set("observed", CheckJson.toJson(values)));
    return node;
  }

  /** Returns a guard and its values. */
  static ObjectNode guard(Conjunct guard) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("module", guard.module())
            .put("line", guard.line())
            .put("column", guard.column())
            .put("text", guard.text());
    node.set("values", CheckJson.toJson(guard.values()));
    guard.notes().forEach(node.putArray("notes")::add);
    return node;
  }

  private static ObjectNode difference(Difference difference) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("place", difference.place());
    difference.expected().ifPresent(value -> node.set("expected", CheckJson.toJson(value)));
    difference.observed().ifPresent(value -> node.set("observed", CheckJson.toJson(value)));
    return node;
  }
}
