package dev.lockstep.conformance;

import dev.lockstep.conformance.Replay.Stage;
import dev.lockstep.diagram.Changes;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link Replay} for people, step by step. */
public final class ReplayText {

  private ReplayText() {}

  /** Returns one step as lines without line ends. */
  public static List<String> lines(Stage stage) {
    List<String> lines = new ArrayList<>();
    lines.add(title(stage));
    if (!stage.message().isEmpty()) {
      lines.add("   " + stage.message());
    }
    if (stage.number() == 0) {
      if (stage.same()) {
        stage.before().forEach((name, value) -> lines.add("   both: " + name + " = " + value));
      } else {
        values("code", stage.code(), lines);
        values("spec", stage.spec(), lines);
      }
    } else if (stage.same()) {
      if (stage.code().isPresent() && stage.message().isEmpty()) {
        side("both", stage.before(), stage.code(), lines);
      }
    } else if (stage.message().isEmpty()) {
      side("code", stage.before(), stage.code(), lines);
      side("spec", stage.before(), stage.spec(), lines);
      stage.falseConjunct().ifPresent(conjunct -> guard(conjunct, lines));
    }
    return lines;
  }

  private static String title(Stage stage) {
    if (stage.number() == 0) {
      return "0  the start" + (stage.same() ? "" : ": code and spec differ");
    }
    String action = stage.action().isEmpty() ? "the end" : stage.action();
    return stage.number() + "  " + action + (stage.same() ? "" : ": code and spec differ");
  }

  private static void values(
      String who, Optional<Map<String, TlaValue>> values, List<String> lines) {
    values.ifPresent(
        all -> all.forEach((name, value) -> lines.add("   " + who + ": " + name + " = " + value)));
  }

  private static void side(
      String who,
      Map<String, TlaValue> before,
      Optional<Map<String, TlaValue>> after,
      List<String> lines) {
    if (after.isEmpty()) {
      lines.add("   " + who + ": does not take this step");
      return;
    }
    List<String> changes = Changes.between(before, after.get());
    changes.forEach(change -> lines.add("   " + who + ": " + change));
    if (changes.isEmpty()) {
      lines.add("   " + who + ": changes nothing");
    }
  }

  private static void guard(Conjunct conjunct, List<String> lines) {
    lines.add("   false in the spec: " + conjunct.withPlace());
  }
}
