package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Operation;
import dev.lockstep.history.linearizability.Failure;
import dev.lockstep.history.linearizability.Linearizability;
import dev.lockstep.history.linearizability.LinearizabilityChecker;
import dev.lockstep.history.picture.Picture;
import dev.lockstep.history.picture.Words;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the checkers of histories and puts what they find into words. */
final class HistoryChecks {

  private static final int SHOWN_ORDER = 8;
  private static final int SHOWN_WINDOW = 12;
  private static final int SHOWN_KEYS = 5;

  private HistoryChecks() {}

  static Verdict verdict(HistoryVerdict verdict) {
    return switch (verdict) {
      case HOLDS -> Verdict.HOLDS;
      case VIOLATED -> Verdict.VIOLATED;
      case INCONCLUSIVE -> Verdict.INCONCLUSIVE;
    };
  }

  static HistoryReport linearizability(
      History history, LinearizabilityChecker checker, boolean draw, long started)
      throws HistoryException, InterruptedException {
    Linearizability found = checker.check(history);
    List<String> lines = new ArrayList<>();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("operations", found.operations())
        .put("objects", found.objects())
        .put("configurations", found.configurations());
    found.failure().ifPresent(failure -> explain(failure, lines, json));
    found.exhausted().ifPresent(budget -> giveUp(budget, found, lines, json));
    return new HistoryReport(
        history.name(),
        verdict(found.verdict()),
        Output.number(found.operations())
            + (found.operations() == 1 ? " operation" : " operations")
            + (found.objects() > 1 ? ", " + Output.number(found.objects()) + " keys" : ""),
        lines,
        json,
        draw
            ? found.failure().map(failure -> Picture.of(history.name(), failure))
            : Optional.empty(),
        Duration.ofNanos(System.nanoTime() - started));
  }

  private static void giveUp(
      String budget, Linearizability found, List<String> lines, ObjectNode json) {
    List<String> keys =
        found.undecided().stream().filter(key -> !key.isNil()).map(Object::toString).toList();
    lines.add(
        "  Not decided"
            + (keys.isEmpty()
                ? ""
                : " for "
                    + (keys.size() == 1 ? "key " : Output.number(keys.size()) + " keys, ")
                    + some(keys, SHOWN_KEYS))
            + ": "
            + budget
            + ".");
    lines.add(
        "  What to do: give it more with --budget-states or --budget-seconds, or record shorter"
            + " histories with fewer operations that never return.");
    json.put("exhausted", budget);
    ArrayNode undecided = json.putArray("undecided");
    keys.forEach(undecided::add);
  }

  private static void explain(Failure failure, List<String> lines, ObjectNode json) {
    Operation stuck = failure.stuck();
    String key = stuck.key().isNil() ? "" : "Key " + stuck.key() + ": ";
    lines.add("  " + key + Words.sentence(stuck) + ", and no order explains that.");
    int states = failure.stateCount();
    if (states == 1) {
      lines.add(
          "    Where it would have to take effect, the state is "
              + (failure.allStates() ? "" : "for example ")
              + Words.shorten(failure.states().getFirst())
              + ".");
    } else if (states > 1) {
      lines.add(
          "    Where it would have to take effect, there are "
              + Output.number(states)
              + (failure.allStates() ? " possible states:" : " possible states and more:"));
      failure.states().forEach(state -> lines.add("      " + Words.shorten(state)));
      if (states > failure.states().size()) {
        lines.add("      …");
      }
    }
    int shown = Math.min(SHOWN_ORDER, failure.order().size());
    lines.add(
        "    The longest order that explains the rest has "
            + Output.number(failure.order().size())
            + (failure.order().size() == 1 ? " operation" : " operations")
            + (shown < failure.order().size()
                ? "; its last " + shown + " are:"
                : shown == 0 ? "." : ":"));
    failure
        .order()
        .subList(failure.order().size() - shown, failure.order().size())
        .forEach(operation -> lines.add("      " + Words.line(operation)));
    if (failure.window().size() > 1) {
      lines.add(
          "    Whatever state they begin in, these "
              + Output.number(failure.window().size())
              + " operations have no order:");
    } else {
      lines.add(
          "    No state that it was ever in would give that answer; by itself it is impossible:");
    }
    int left = Math.max(0, failure.window().size() - SHOWN_WINDOW);
    if (left > 0) {
      lines.add("      … " + Output.number(left) + " before these");
    }
    failure.window().stream()
        .skip(left)
        .forEach(operation -> lines.add("      " + Words.line(operation)));
    ObjectNode reason = json.putObject("failure");
    if (!stuck.key().isNil()) {
      reason.put("key", stuck.key().plain());
    }
    reason.put("sentence", Words.sentence(stuck));
    reason.set("operation", json(stuck));
    ArrayNode possible = reason.putArray("states");
    failure.states().forEach(possible::add);
    reason.put("stateCount", states).put("returnedBefore", failure.prefix());
    ArrayNode window = reason.putArray("window");
    failure.window().forEach(operation -> window.add(json(operation)));
    ArrayNode order = reason.putArray("longestOrder");
    failure
        .order()
        .subList(failure.order().size() - shown, failure.order().size())
        .forEach(operation -> order.add(json(operation)));
    reason.put("longestOrderSize", failure.order().size());
  }

  static ObjectNode json(Operation operation) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("process", operation.process().plain())
        .put("f", operation.function())
        .put("words", Words.call(operation))
        .put("line", operation.invokedLine());
    if (operation.returnedLine() > 0) {
      node.put("returnedLine", operation.returnedLine());
    }
    return node;
  }

  static String some(List<String> all, int limit) {
    return String.join(", ", all.subList(0, Math.min(limit, all.size())))
        + (all.size() > limit ? ", …" : "");
  }
}
