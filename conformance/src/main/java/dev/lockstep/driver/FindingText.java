package dev.lockstep.driver;

import dev.lockstep.diagram.ChangeTable;
import dev.lockstep.diagram.Changes;
import dev.lockstep.observation.Difference;
import dev.lockstep.observation.Observations;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A {@link Finding} for people. */
public final class FindingText {

  private static final int MOST_ALLOWED = 12;

  private final Finding finding;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private FindingText(Finding finding, int width) {
    this.finding = finding;
    this.width = width;
  }

  /**
   * Returns what was found, as lines without line ends.
   *
   * @param width how many columns there are
   */
  public static List<String> lines(Finding finding, int width) {
    FindingText text = new FindingText(finding, width);
    text.what();
    text.run();
    return List.copyOf(text.lines);
  }

  private void what() {
    String sentence = finding.kind().sentence();
    lines.add(
        Character.toUpperCase(sentence.charAt(0))
            + sentence.substring(1)
            + finding.action().map(action -> ": " + action).orElse(""));
    if (!finding.message().isEmpty()) {
      lines.add("  " + finding.message());
    }
    finding.details().forEach(detail -> lines.add("    " + detail));
    finding.falseConjunct().ifPresent(this::guard);
    for (Difference difference : finding.differences()) {
      lines.add("  " + difference.place() + ":");
      lines.add("    expected " + difference.spec());
      lines.add("    observed " + difference.logged());
      difference.notes().forEach(note -> lines.add("    " + note));
    }
  }

  private void guard(Conjunct conjunct) {
    lines.add("  false in the spec: " + conjunct.withPlace());
    conjunct.values().forEach((name, value) -> lines.add("    " + name + " = " + value));
    conjunct.notes().forEach(note -> lines.add("    " + note));
  }

  private void run() {
    lines.add("");
    lines.add(
        finding.run().size() == 1
            ? "How to get there: it is the initial state."
            : "How to get there" + (finding.shortest() ? ", by the shortest way:" : ":"));
    lines.addAll(ChangeTable.lines(finding.run(), OptionalInt.empty(), width));
    Map<String, TlaValue> last = finding.run().getLast().state();
    if (finding.action().isPresent() && finding.expected().isPresent()) {
      lines.add("Then the spec:");
      then(Changes.between(last, finding.expected().get()));
    }
    observed(last);
    if (!finding.allowed().isEmpty()) {
      lines.add("The spec allows there: " + allowed());
    }
  }

  /** What is observed after the step and was not so before. */
  private void observed(Map<String, TlaValue> last) {
    List<String> changed = new ArrayList<>();
    finding
        .observed()
        .forEach(
            (place, value) -> {
              TlaValue before = last.get(place.variable());
              if (before == null || !place.path().isEmpty() || !value.matches(before)) {
                changed.add("  " + place + " = " + Observations.cut(value));
              }
            });
    if (!changed.isEmpty()) {
      lines.add("Then of the code is observed:");
      lines.addAll(changed);
    }
  }

  private void then(List<String> changes) {
    changes.forEach(change -> lines.add("  " + change));
    if (changes.isEmpty()) {
      lines.add("  changes nothing");
    }
  }

  private String allowed() {
    List<String> calls =
        finding.allowed().stream().limit(MOST_ALLOWED).map(ActionCall::toString).toList();
    return String.join(", ", calls) + (finding.allowed().size() > MOST_ALLOWED ? ", …" : "");
  }
}
