package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.simulation.Campaign;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.Summary;
import dev.lockstep.simulation.Violation;
import java.util.Locale;
import java.util.Map;

/** What a simulation came to, as members of a JSON document. */
final class SimulationJson {

  private SimulationJson() {}

  static <M> ObjectNode document(ObjectNode document, SimulationReport<M> report) {
    Summary<M> summary = report.summary();
    Campaign<M> campaign = report.campaign();
    document
        .put("protocol", report.protocol())
        .put("seed", campaign.seed())
        .put("nodes", report.nodes())
        .put("runs", summary.runs())
        .put("steps", summary.steps())
        .put("unfinished", summary.unfinished())
        .put("seconds", report.elapsed().toMillis() / 1000.0)
        .put("stepsPerSecond", report.stepsPerSecond())
        .put("virtualSeconds", report.virtualSeconds())
        .put("virtualSecondsPerSecond", report.virtualSecondsPerSecond());
    report.mutant().ifPresent(mutant -> document.put("mutant", mutant));
    ObjectNode rates = document.putObject("rates");
    campaign.simulation().faults().ratesByName().forEach(rates::put);
    document.put("disk", campaign.simulation().faults().disk().toString());
    ObjectNode outcomes = document.putObject("outcomes");
    campaign
        .simulation()
        .subject()
        .outcomes()
        .forEach(word -> outcomes.put(word, summary.outcomes().getOrDefault(word, 0L)));
    put(document.putObject("faults"), summary.faults());
    put(document.putObject("actions"), summary.actions());
    ArrayNode never = document.putArray("neverTaken");
    report.neverTaken().forEach(never::add);
    put(document.putObject("violations"), summary.violations());
    campaign.directory().ifPresent(directory -> document.put("logs", directory.toString()));
    summary.first().ifPresent(first -> putViolation(document.putObject("first"), report, first));
    return document;
  }

  private static <M> void putViolation(
      ObjectNode node, SimulationReport<M> report, RunResult<M> first) {
    Violation<M> violation = first.violation().orElseThrow();
    node.put("property", violation.property())
        .put("run", first.run())
        .put("step", first.steps())
        .put("about", violation.about())
        .put("again", report.again());
    report.log(first).ifPresent(log -> node.put("log", log.toString()));
    ArrayNode last = node.putArray("lastSteps");
    SimulationReport.lastSteps(violation).forEach(last::add);
    ArrayNode shortest = node.putArray("shortest");
    report
        .shortest()
        .ifPresent(
            found -> {
              found.steps().forEach(step -> shortest.add(step.action().toString()));
              node.put("ending", found.ending().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            });
  }

  private static void put(ObjectNode node, Map<String, Long> counts) {
    counts.forEach(node::put);
  }
}
