package dev.lockstep.diagram;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A run as a numbered table: the step, the action, and what it changed. */
public final class ChangeTable {

  private static final int GAP = 2;
  private static final int WIDEST_ACTION = 32;
  private static final int NARROWEST_CHANGE = 24;

  private ChangeTable() {}

  /**
   * Returns the table as lines without line ends. The first row shows the first state as a whole.
   *
   * @param loopsBackTo the index of the step that follows the last one, if the run goes on for ever
   * @param width how many columns there are; longer text goes on in the next line
   */
  public static List<String> lines(List<TraceStep> steps, OptionalInt loopsBackTo, int width) {
    int numberWidth = Math.max("step".length(), Integer.toString(steps.size()).length());
    int widest = Math.min(WIDEST_ACTION, width / 3);
    int actionWidth = "action".length();
    for (TraceStep step : steps) {
      // A longer one has a line for itself.
      actionWidth =
          name(step).length() > widest ? actionWidth : Math.max(actionWidth, name(step).length());
    }
    int indent = numberWidth + GAP + actionWidth + GAP;
    int room = Math.max(NARROWEST_CHANGE, width - indent);

    List<String> lines = new ArrayList<>();
    lines.add(row("step", numberWidth, "action", actionWidth, "what changed"));
    for (int i = 0; i < steps.size(); i++) {
      TraceStep step = steps.get(i);
      List<String> changes = new ArrayList<>();
      for (String change :
          i == 0 ? whole(step) : Changes.between(steps.get(i - 1).state(), step.state())) {
        changes.addAll(Wrap.at(change, room));
      }
      String number = Integer.toString(i + 1);
      String name = name(step);
      if (name.length() > actionWidth) {
        lines.add(row(number, numberWidth, name, actionWidth, "").stripTrailing());
        number = "";
        name = "";
      }
      lines.add(
          row(
              number,
              numberWidth,
              name,
              actionWidth,
              changes.isEmpty() ? "(nothing)" : changes.getFirst()));
      changes.stream().skip(1).forEach(change -> lines.add(" ".repeat(indent) + change));
    }
    if (loopsBackTo.isPresent()) {
      lines.add(" ".repeat(numberWidth + GAP) + end(loopsBackTo.getAsInt(), steps.size()));
    }
    return List.copyOf(lines);
  }

  /** Says how a run that goes on for ever does so. */
  static String end(int loopsBackTo, int steps) {
    return loopsBackTo == steps - 1
        ? "… and so it stays for ever: nothing more happens"
        : "↺ back to step " + (loopsBackTo + 1) + ", and so on for ever";
  }

  private static String name(TraceStep step) {
    return step.action().map(ActionCall::toString).orElse("(start)");
  }

  private static List<String> whole(TraceStep step) {
    return step.state().entrySet().stream()
        .map(variable -> variable.getKey() + " = " + variable.getValue())
        .toList();
  }

  private static String row(
      String number, int numberWidth, String action, int actionWidth, String change) {
    return " ".repeat(numberWidth - number.length())
        + number
        + " ".repeat(GAP)
        + action
        + " ".repeat(Math.max(0, actionWidth - action.length()) + GAP)
        + change;
  }
}
