package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.evidence.CorruptionReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which corrupted runs the spec rejects, for people and for programs. */
final class CorruptionText {

  private static final int MAX_SPOTS = 12;
  private static final int MAX_SURVIVORS = 12;

  private CorruptionText() {}

  /** Prints the report, or adds it to the document. */
  static void print(
      CorruptionReport report, long seed, Output output, Optional<ObjectNode> document) {
    if (document.isPresent()) {
      json(report, seed, document.get().putObject("mutate"));
      return;
    }
    output.line("");
    if (report.runs() == 0) {
      output.line("No run holds, so that there is none to corrupt.");
      return;
    }
    CorruptionReport.Tally total = report.total();
    output.line(
        output.paint().strong("Corrupted runs")
            + ": "
            + percent(total.share())
            + " of "
            + Output.number(total.tried())
            + " rejected (seed "
            + seed
            + ")");
    Table table = new Table("kind", "tried", "rejected", "survived", "share rejected");
    for (CorruptionReport.Tally tally : report.kinds()) {
      table.row(
          tally.kind(),
          Output.number(tally.tried()),
          Output.number(tally.rejected()),
          Output.number(tally.survived()),
          percent(tally.share()));
    }
    output.table(2, table);
    if (total.inconclusive() > 0) {
      output.line("  a budget ran out for " + Output.number(total.inconclusive()));
    }
    List<CorruptionReport.Spot> unnoticed = report.unnoticed();
    if (!unnoticed.isEmpty()) {
      output.line("  What can be wrong without being noticed, the most telling first:");
      unnoticed.stream()
          .limit(MAX_SPOTS)
          .forEach(
              spot ->
                  output.line(
                      "    %s: %s (%s of %s)"
                          .formatted(
                              spot.kind(),
                              spot.subject(),
                              Output.number(spot.survived()),
                              Output.number(spot.tried()))));
      output.line("  Survivors:");
      report.survivors().stream()
          .limit(MAX_SURVIVORS)
          .forEach(
              survivor ->
                  output.line(
                      "    %s, line %d, event %d: %s"
                          .formatted(
                              survivor.origin().file(),
                              survivor.origin().line(),
                              survivor.number(),
                              survivor.words())));
      if (report.survivors().size() > MAX_SURVIVORS) {
        output.line(
            "    and "
                + Output.number(report.survivors().size() - MAX_SURVIVORS)
                + " more (--format json has all)");
      }
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", Math.floor(1000 * share) / 10);
  }

  private static void json(CorruptionReport report, long seed, ObjectNode node) {
    CorruptionReport.Tally total = report.total();
    node.put("seed", seed)
        .put("runs", report.runs())
        .put("tried", total.tried())
        .put("rejected", total.rejected())
        .put("inconclusive", total.inconclusive());
    ArrayNode kinds = node.putArray("kinds");
    for (CorruptionReport.Tally tally : report.kinds()) {
      kinds
          .addObject()
          .put("kind", tally.kind())
          .put("tried", tally.tried())
          .put("rejected", tally.rejected())
          .put("inconclusive", tally.inconclusive());
    }
    ArrayNode survivors = node.putArray("survivors");
    for (CorruptionReport.Survivor survivor : report.survivors()) {
      survivors
          .addObject()
          .put("kind", survivor.kind())
          .put("file", survivor.origin().file())
          .put("line", survivor.origin().line())
          .put("event", survivor.number())
          .put("subject", survivor.subject())
          .put("change", survivor.words());
    }
  }
}
