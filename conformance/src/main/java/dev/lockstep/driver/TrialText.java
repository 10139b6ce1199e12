package dev.lockstep.driver;

import dev.lockstep.driver.TrialReport.Coverage;
import dev.lockstep.driver.TrialReport.NotTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A {@link TrialReport} for people. */
public final class TrialText {

  private TrialText() {}

  /**
   * Returns the report below its verdict, as lines without line ends; only {@link #timing} differs
   * from run to run, and is not among them.
   *
   * @param width how many columns there are
   */
  public static List<String> lines(TrialReport report, int width) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            report.cut()
                ? "%,d of the first %,d states and %,d of the %,d steps between them taken, on %,d"
                    + " paths"
                : "%,d of %,d states and %,d of %,d steps of the spec taken, on %,d paths",
            report.states(),
            report.allStates(),
            report.edges(),
            report.allEdges(),
            report.paths()));
    if (report.finding().isPresent()) {
      lines.add("");
      lines.addAll(FindingText.lines(report.finding().get(), width));
      return lines;
    }
    report.exhausted().ifPresent(budget -> lines.add("not finished: " + budget));
    lines.addAll(actions(report));
    lines.addAll(forbidden(report));
    lines.addAll(leftOut(report));
    if (!report.neverObserved().isEmpty()) {
      lines.add(
          "never observed, so anything goes for: " + String.join(", ", report.neverObserved()));
    }
    return lines;
  }

  /** Returns how long it took and how fast it was. */
  public static String timing(TrialReport report) {
    return String.format(
        Locale.ROOT,
        "%.1f s, %,d steps of the code, %,d a second",
        report.elapsed().toMillis() / 1000.0,
        report.steps(),
        report.stepsPerSecond());
  }

  private static List<String> actions(TrialReport report) {
    List<String> lines = new ArrayList<>();
    List<String> partly = new ArrayList<>();
    for (Map.Entry<String, Coverage> action : report.actions().entrySet()) {
      Coverage coverage = action.getValue();
      if (coverage.taken() < coverage.all()) {
        partly.add(
            String.format(
                Locale.ROOT, "%s %,d of %,d", action.getKey(), coverage.taken(), coverage.all()));
      }
    }
    int all = report.actions().size();
    if (partly.isEmpty()) {
      lines.add(
          report.cut()
              ? all
                  + " actions taken wherever the spec allows them within the budget; it has more"
                  + " states, and may have more actions"
              : "all " + all + " actions taken wherever the spec allows them");
    } else {
      lines.add("not taken everywhere: " + String.join(", ", partly));
    }
    NotTaken notTaken = report.notTaken();
    if (notTaken.refused() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d steps were refused, as they may be; %,d more can only be reached through them",
              notTaken.refused(),
              notTaken.behind()));
    }
    if (notTaken.notChosen() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d steps were never chosen: the spec has several outcomes there, or what is"
                  + " observed does not tell them apart",
              notTaken.notChosen()));
    }
    return lines;
  }

  private static List<String> forbidden(TrialReport report) {
    List<String> lines = new ArrayList<>();
    if (report.forbiddenTried() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d steps that the spec forbids tried in %,d states: none taken",
              report.forbiddenTried(),
              report.forbiddenStates()));
    } else {
      lines.add("steps that the spec forbids were not tried");
    }
    if (report.withoutEffect() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %,d of them were accepted, but changed nothing",
              report.withoutEffect()));
    }
    if (report.beyondTried() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              report.cut()
                  ? "%,d steps tried that lead out of what the budget lets walk"
                  : "%,d steps tried that lead out of the bounds of the model",
              report.beyondTried()));
    }
    if (report.enabledAsked() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "what the code would accept is what the spec allows, in %,d states",
              report.enabledAsked()));
    }
    return lines;
  }

  private static List<String> leftOut(TrialReport report) {
    List<String> lines = new ArrayList<>();
    report
        .unsupported()
        .forEach((action, reason) -> lines.add("not supported: " + action + ": " + reason));
    if (report.notSupported() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %,d steps of the model are left out with that",
              report.notSupported()));
    }
    report
        .freedom()
        .mayRefuse()
        .forEach(
            (action, reason) ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "left open: %s may be refused, and was %,d times: %s",
                        action,
                        report.leftOpen().getOrDefault(action, 0L),
                        reason)));
    report
        .freedom()
        .mayAccept()
        .forEach(
            (action, reason) -> lines.add("left open: " + action + " may be accepted: " + reason));
    return lines;
  }
}
