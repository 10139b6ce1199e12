package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.evidence.CoverageReport;
import dev.lockstep.tlc.Part;
import java.util.List;
import java.util.Optional;

/** What a corpus covers of the spec, for people and for programs. */
final class CoverageText {

  private static final int MAX_PARTS = 40;
  private static final int MAX_LOGS = 20;

  private CoverageText() {}

  /** Prints the report, or adds it to the document. */
  static void print(CoverageReport report, Output output, Optional<ObjectNode> document) {
    if (document.isPresent()) {
      json(report, document.get().putObject("coverage"));
      return;
    }
    output.line("");
    output.line(
        output.paint().strong("Coverage")
            + " of "
            + Output.number(report.runs())
            + (report.runs() == 1 ? " run that holds" : " runs that hold"));
    Table table = new Table("action", "steps", "logs", "parts");
    for (CoverageReport.Action action : report.actions()) {
      long exercised = action.parts().stream().filter(part -> part.steps() > 0).count();
      table.row(
          action.name(),
          Output.number(action.steps()),
          Output.number(action.logs().size()),
          exercised + " of " + action.parts().size());
    }
    output.table(2, table);
    output.line(
        "  %d of %d actions taken, %d of %d parts of actions exercised"
            .formatted(
                report.actions().size() - report.neverTaken().size(),
                report.actions().size(),
                report.exercised(),
                report.partCount()));
    List<String> never = report.neverTaken().stream().map(CoverageReport.Action::name).toList();
    if (!never.isEmpty()) {
      output.line("  never taken: " + String.join(", ", never));
    }
    List<Part> parts = report.neverExercised();
    parts.stream().limit(MAX_PARTS).forEach(part -> output.line("  never exercised: " + part));
    if (parts.size() > MAX_PARTS) {
      output.line("  and " + (parts.size() - MAX_PARTS) + " parts more");
    }
    printStates(report, output);
    printCover(report, output);
  }

  private static void printStates(CoverageReport report, Output output) {
    for (CoverageReport.States states : report.states()) {
      output.line(
          "  "
              + Output.number(states.reached())
              + " distinct states reached"
              + (states.all().isPresent() ? " of " + Output.number(states.all().getAsLong()) : "")
              + (report.states().size() > 1 ? " with " + states.constants() : ""));
    }
  }

  private static void printCover(CoverageReport report, Output output) {
    List<String> logs = report.cover().logs();
    if (report.logs().size() < 2 || logs.isEmpty()) {
      return;
    }
    output.line(
        "  "
            + (report.cover().smallest() ? "the fewest logs that cover" : "few logs that cover")
            + " as much as all "
            + Output.number(report.logs().size())
            + ": "
            + String.join(", ", logs.subList(0, Math.min(logs.size(), MAX_LOGS)))
            + (logs.size() > MAX_LOGS ? " and " + (logs.size() - MAX_LOGS) + " more" : ""));
  }

  private static void json(CoverageReport report, ObjectNode node) {
    node.put("runs", report.runs());
    ArrayNode actions = node.putArray("actions");
    for (CoverageReport.Action action : report.actions()) {
      ObjectNode one =
          actions.addObject().put("action", action.name()).put("steps", action.steps());
      action.logs().forEach(one.putArray("logs")::add);
      ArrayNode parts = one.putArray("parts");
      for (CoverageReport.Exercised part : action.parts()) {
        parts
            .addObject()
            .put("kind", part.part().kind().word())
            .put("module", part.part().module())
            .put("line", part.part().line())
            .put("column", part.part().column())
            .put("text", part.part().text())
            .put("steps", part.steps());
      }
    }
    report.neverTaken().forEach(action -> node.withArray("/neverTaken").add(action.name()));
    ArrayNode states = node.putArray("states");
    for (CoverageReport.States reached : report.states()) {
      ObjectNode one = states.addObject().put("reached", reached.reached());
      reached.all().ifPresent(all -> one.put("all", all));
      ObjectNode constants = one.putObject("constants");
      reached.constants().forEach(constants::put);
    }
    ObjectNode cover = node.putObject("cover").put("smallest", report.cover().smallest());
    report.cover().logs().forEach(cover.putArray("logs")::add);
  }
}
