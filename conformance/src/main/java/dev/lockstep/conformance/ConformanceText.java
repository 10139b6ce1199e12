package dev.lockstep.conformance;

import dev.lockstep.conformance.ComparisonReport.LatitudeUse;
import dev.lockstep.diagram.ChangeTable;
import dev.lockstep.diagram.Changes;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A {@link ConformanceReport} for people. */
public final class ConformanceText {

  /** From so many states on, it matters how much memory each of them takes. */
  private static final long MANY = 100_000;

  private final ConformanceReport report;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private ConformanceText(ConformanceReport report, int width) {
    this.report = report;
    this.width = width;
  }

  /**
   * Returns the report below its verdict, as lines without line ends. Only {@link #timing} differs
   * from run to run, and is not among them.
   *
   * @param width how many columns there are
   */
  public static List<String> lines(ConformanceReport report, int width) {
    ConformanceText text = new ConformanceText(report, width);
    text.counts();
    if (report.comparison().divergence().isPresent()) {
      text.divergence(report.comparison().divergence().get());
    } else {
      text.actions();
      text.latitude();
    }
    return List.copyOf(text.lines);
  }

  /** Returns how long it took and how fast it was. */
  public static String timing(ComparisonReport comparison) {
    String speed =
        String.format(
            Locale.ROOT,
            "%.1f s, %,d edges a second with %d thread%s, depth %d",
            comparison.elapsed().toMillis() / 1000.0,
            comparison.edgesPerSecond(),
            comparison.threads(),
            comparison.threads() == 1 ? "" : "s",
            comparison.depth());
    return comparison.worlds() < MANY
        ? speed
        : String.format(
            Locale.ROOT,
            "%s; %d bytes a state; two states taken for one with a probability of %.0e",
            speed,
            comparison.bytes() / comparison.worlds(),
            comparison.collisionProbability());
  }

  private void counts() {
    ComparisonReport comparison = report.comparison();
    String counts =
        String.format(
            Locale.ROOT,
            "%,d states and %,d edges%s",
            comparison.states(),
            comparison.edges(),
            comparison.symmetric() ? " up to symmetry" : "");
    String so = comparison.divergence().isPresent() ? " compared before they part" : " compared";
    lines.add(
        switch (comparison.verdict()) {
          case HOLDS -> counts + ", the same in code and spec" + pinned();
          case VIOLATED -> counts + so;
          case INCONCLUSIVE -> counts + ", the same in code and spec so far";
        });
    comparison
        .exhausted()
        .ifPresent(budget -> lines.add("not finished: " + budget + "; more may follow"));
    report.countMismatch().ifPresent(lines::add);
    if (comparison.worlds() != comparison.states()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d worlds of the code are these states: it tells apart what the spec does not",
              comparison.worlds()));
    }
    comparison.membersSampled().ifPresent(each -> lines.add(members(comparison, each)));
  }

  private static String members(ComparisonReport comparison, int each) {
    String found =
        String.format(
            Locale.ROOT,
            "%,d more states differ from these by names only%s",
            comparison.members(),
            each == 1 ? "" : " (1 in " + each + " of those met)");
    return found + ": the code takes the same steps there but for names";
  }

  private String pinned() {
    OptionalLong distinct = report.model().distinct();
    return distinct.isPresent() && report.countMismatch().isEmpty() && !usesLatitude()
        ? ", as many as TLC counts"
        : "";
  }

  private boolean usesLatitude() {
    return report.comparison().latitude().stream().anyMatch(freedom -> freedom.edges() > 0);
  }

  private void actions() {
    ComparisonReport comparison = report.comparison();
    int taken = comparison.actions().size();
    int all = taken + comparison.neverTaken().size();
    if (taken == 0) {
      return;
    }
    lines.add(
        comparison.neverTaken().isEmpty()
            ? "all " + all + " actions taken on both sides:"
            : taken
                + " of "
                + all
                + " actions taken on both sides; not enabled in this model: "
                + String.join(", ", comparison.neverTaken()));
    List<String> counts = new ArrayList<>();
    comparison
        .actions()
        .forEach(
            (action, edges) -> counts.add(String.format(Locale.ROOT, "%s %,d", action, edges)));
    wrap(counts);
  }

  /** Adds items as indented lines. */
  private void wrap(List<String> items) {
    String line = "";
    for (String item : items) {
      if (!line.isEmpty() && 2 + line.length() + 2 + item.length() > width) {
        lines.add("  " + line + ",");
        line = "";
      }
      line = line.isEmpty() ? item : line + ", " + item;
    }
    lines.add("  " + line);
  }

  private void latitude() {
    for (LatitudeUse freedom : report.comparison().latitude()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "left open: %s, %,d edges of the spec: %s",
              freedom.latitude().action(),
              freedom.edges(),
              freedom.latitude().reason()));
    }
  }

  private void divergence(Divergence divergence) {
    lines.add("");
    lines.add(
        sentence(divergence.kind().sentence())
            + divergence.action().map(action -> ": " + action).orElse(""));
    if (!divergence.message().isEmpty()) {
      lines.add("  " + divergence.message());
    }
    divergence.falseConjunct().ifPresent(this::guard);
    divergence.differences().forEach(difference -> lines.add("  " + difference));
    if (!divergence.run().isEmpty()) {
      lines.add("");
      lines.add("How to get there:");
      ChangeTable.lines(divergence.run(), OptionalInt.empty(), width).forEach(lines::add);
      Map<String, TlaValue> last = divergence.run().getLast().state();
      divergence.expected().ifPresent(values -> then("Then the spec:", last, values));
      divergence.observed().ifPresent(values -> then("Then the code:", last, values));
    }
  }

  private void guard(Conjunct conjunct) {
    lines.add("  false in the spec: " + conjunct.withPlace());
    conjunct.values().forEach((name, value) -> lines.add("    " + name + " = " + value));
    conjunct.notes().forEach(note -> lines.add("    " + note));
  }

  private void then(String who, Map<String, TlaValue> last, Map<String, TlaValue> values) {
    lines.add(who);
    List<String> changes = Changes.between(last, values);
    changes.forEach(change -> lines.add("  " + change));
    if (changes.isEmpty()) {
      lines.add("  changes nothing");
    }
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
