package dev.lockstep.cli;

import dev.lockstep.conformance.Transition;
import dev.lockstep.simulation.Disk;
import dev.lockstep.simulation.Fault;
import dev.lockstep.simulation.Faults;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.ShortestRun;
import dev.lockstep.simulation.Summary;
import dev.lockstep.simulation.Violation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows what a simulation came to, to people. */
final class SimulationText {

  private final Output output;

  SimulationText(Output output) {
    this.output = output;
  }

  <M> void show(SimulationReport<M> report) {
    Summary<M> summary = report.summary();
    Paint paint = output.paint();
    output.line(
        "%s: %s; %s runs under seed %d, %s steps"
            .formatted(
                paint.strong(report.protocol()),
                paint.verdict(report.verdict()),
                Output.number(summary.runs()),
                report.campaign().seed(),
                Output.number(summary.steps())));
    output.line("  outcomes  " + outcomes(report));
    output.line("  actions   " + coverage(report));
    output.line(
        "  speed     %s steps a second, %s seconds of virtual time a second (%s)"
            .formatted(
                Output.number(report.stepsPerSecond()),
                Output.number(report.virtualSecondsPerSecond()),
                Output.duration(report.elapsed())));
    showFaults(report);
    report.campaign().directory().ifPresent(directory -> showLogs(report, directory));
    if (summary.unfinished() > 0) {
      output.line(
          "  stopped   %s runs at the limit of %s steps (--budget-steps)"
              .formatted(
                  Output.number(summary.unfinished()),
                  Output.number(report.campaign().simulation().maxSteps())));
    }
    summary.first().ifPresent(first -> showViolation(report, first));
  }

  private void showFaults(SimulationReport<?> report) {
    Faults faults = report.campaign().simulation().faults();
    Map<String, Long> others = new TreeMap<>(report.summary().faults());
    Table table = new Table("fault", "times", "rate", "per");
    for (Fault fault : Fault.values()) {
      Long times = others.remove(fault.toString());
      if (faults.rate(fault) > 0 || times != null) {
        table.row(fault, times == null ? 0L : times, rate(faults.rate(fault)), fault.per());
      }
    }
    if (table.isEmpty()) {
      output.line("  faults    none");
    } else {
      output.line("");
      output.table(2, table);
    }
    if (!others.isEmpty()) {
      output.line("  which made  " + counts(others));
    }
    if (faults.disk() != Disk.SYNCS) {
      output.line("  disk        " + faults.disk() + ": " + faults.disk().about());
    }
  }

  private static String rate(double rate) {
    return Double.toString(rate);
  }

  private void showLogs(SimulationReport<?> report, Path directory) {
    output.line(
        report.campaign().perNode()
            ? "  logs      lockstep validate %s --merge %s"
                .formatted(
                    report.protocol(),
                    report.campaign().file(directory, report.campaign().firstRun()))
            : "  logs      lockstep validate %s %s/*.ndjson"
                .formatted(report.protocol(), directory));
  }

  private <M> void showViolation(SimulationReport<M> report, RunResult<M> first) {
    Paint paint = output.paint();
    Violation<M> violation = first.violation().orElseThrow();
    output.line("");
    output.line(
        "%s falls in run %d: %s"
            .formatted(paint.bad(violation.property()), first.run(), violation.about()));
    output.line("  runs with a violation: " + counts(report.summary().violations()));
    List<String> last = SimulationReport.lastSteps(violation);
    if (last.size() < violation.lines().size()) {
      output.line("  ... " + (violation.lines().size() - last.size()) + " steps before");
    }
    last.forEach(line -> output.line("  " + line));
    report.shortest().ifPresent(this::showShortest);
    output.line("");
    output.line("Again: " + report.again());
    report.log(first).ifPresent(log -> output.line("Log:   " + log));
  }

  private <M> void showShortest(ShortestRun<M> shortest) {
    output.line("");
    output.line("The same in as few steps as were found:");
    int number = 1;
    for (Transition<M> step : shortest.steps()) {
      output.line(
          "  %2d  %s%s"
              .formatted(
                  number++, step.action(), step.sent().isEmpty() ? "" : "  sends " + step.sent()));
    }
    String then =
        switch (shortest.ending()) {
          case LAST_STEP -> "";
          case NEVER_DONE -> "and from there nothing fails any more, but it is never done";
          case THROWS -> "and from there something may come at which the code throws";
        };
    if (!then.isEmpty()) {
      output.line("      " + then);
    }
  }

  private static String outcomes(SimulationReport<?> report) {
    Summary<?> summary = report.summary();
    return report.campaign().simulation().subject().outcomes().stream()
        .map(word -> Output.number(summary.outcomes().getOrDefault(word, 0L)) + " " + word)
        .collect(Collectors.joining(", "));
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> Output.number(entry.getValue()) + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String coverage(SimulationReport<?> report) {
    int taken = report.summary().actions().size();
    int never = report.neverTaken().size();
    return "%d of %d of the spec%s"
        .formatted(
            taken,
            taken + never,
            never == 0 ? "" : "; never " + String.join(", ", report.neverTaken()));
  }
}
