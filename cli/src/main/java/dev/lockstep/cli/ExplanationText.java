package dev.lockstep.cli;

import dev.lockstep.search.Node;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.validation.Explanation;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.stream.Collectors;

/** What was possible at an event, for people. */
final class ExplanationText {

  private static final int MAX_OTHERS = 20;

  private final Output output;
  private final Paint paint;

  ExplanationText(Output output) {
    this.output = output;
    this.paint = output.paint();
  }

  void print(String log, Explanation explanation) {
    TraceEvent event = explanation.event();
    output.line(
        paint.strong(
            "%s, event %d (line %d): %s"
                .formatted(log, explanation.number(), event.line(), event.steps())));
    event
        .state()
        .forEach((place, value) -> output.line("    logged: " + place + " = " + cut(value)));
    event
        .delta()
        .forEach(
            (variable, changes) ->
                output.line(
                    "    logged: "
                        + variable
                        + ": "
                        + changes.stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", "))));
    printState(explanation);
    if (explanation.reason().isPresent()) {
      output.line(
          "  It is impossible: " + paint.strong(explanation.reason().get().sentence()) + ".");
      new ValidationText(output).print(explanation.reason().get());
    } else {
      printFits(explanation);
    }
    printOthers(explanation.others());
    printRefused(explanation.refused());
  }

  private void printState(Explanation explanation) {
    output.line(
        "  Before it the spec is in "
            + (explanation.stateCount() == 1
                ? "this state:"
                : "one of " + explanation.stateCount() + " states, for example:"));
    explanation
        .state()
        .values()
        .forEach((name, value) -> output.line("    " + name + " = " + cut(value)));
  }

  private void printFits(Explanation explanation) {
    long count = explanation.fitCount();
    output.line(
        "  It can be taken, and leads to " + (count == 1 ? "one state:" : count + " states:"));
    for (Explanation.Fit fit : explanation.fits()) {
      SpecState before = fit.from();
      for (Node.Taken taken : fit.steps()) {
        output.line(
            "    "
                + paint.strong(taken.call().map(ActionCall::toString).orElse("no step"))
                + (taken.event().isEmpty() ? " (hidden: the log does not show it)" : ""));
        printChanges(before, taken.state());
        before = taken.state();
      }
    }
    if (explanation.fits().size() < count) {
      output.line("    and " + (count - explanation.fits().size()) + " more");
    }
  }

  private void printChanges(SpecState before, SpecState after) {
    after
        .values()
        .forEach(
            (name, value) -> {
              TlaValue old = before.get(name);
              if (!old.equals(value)) {
                output.line("      " + name + ": " + cut(old) + " -> " + cut(value));
              }
            });
  }

  private void printOthers(List<ActionCall> others) {
    if (others.isEmpty()) {
      output.line("  The spec allows nothing else there.");
      return;
    }
    output.line(
        "  Besides, the spec allows there: "
            + others.stream()
                .limit(MAX_OTHERS)
                .map(ActionCall::toString)
                .map(ExplanationText::cut)
                .collect(Collectors.joining(", "))
            + (others.size() > MAX_OTHERS ? " and " + (others.size() - MAX_OTHERS) + " more" : ""));
  }

  private void printRefused(List<Explanation.Refused> refused) {
    if (refused.isEmpty()) {
      return;
    }
    output.line("  It does not allow there:");
    for (Explanation.Refused action : refused) {
      output.line(
          "    "
              + action.action()
              + action
                  .guard()
                  .map(
                      guard ->
                          ": false is "
                              + guard.conjunct().text()
                              + paint.dim(
                                  "  (%s, line %d)"
                                      .formatted(
                                          guard.conjunct().module(), guard.conjunct().line())))
                  .orElse(": there is nothing that it could be taken with"));
    }
  }

  private static String cut(Object value) {
    return ValidationText.cut(value.toString());
  }
}
