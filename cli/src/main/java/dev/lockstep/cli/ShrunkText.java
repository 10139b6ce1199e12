package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.evidence.Shrunk;
import dev.lockstep.trace.TraceEvent;
import java.nio.file.Path;
import java.util.Optional;

/** What is left of a run that is violated, for people and for programs. */
final class ShrunkText {

  private static final int MAX_EVENTS = 30;

  private ShrunkText() {}

  /** Prints what is left, or adds it to the document. */
  static void print(
      Optional<Shrunk> shrunk, Path file, Output output, Optional<ObjectNode> document) {
    if (document.isPresent()) {
      shrunk.ifPresent(run -> json(run, file, document.get().putObject("shrink")));
      return;
    }
    output.line("");
    if (shrunk.isEmpty()) {
      output.line("No run is violated, so that there is none to shrink.");
      return;
    }
    Shrunk run = shrunk.get();
    output.line(
        "%s from %s to %s events: %s is rejected for the same reason"
            .formatted(
                output.paint().strong("Shrunk"),
                Output.number(run.before()),
                Output.number(run.events().size()),
                file));
    run.events().stream()
        .limit(MAX_EVENTS)
        .forEach(event -> output.line("  line " + event.line() + ": " + words(event)));
    if (run.events().size() > MAX_EVENTS) {
      output.line("  and " + (run.events().size() - MAX_EVENTS) + " more");
    }
    if (!run.silenced().isEmpty()) {
      output.line("  not needed: values of " + String.join(", ", run.silenced()));
    }
    output.line(
        run.minimal()
            ? "  Without any one of these events the run is accepted, or rejected for another"
                + " reason."
            : "  The budget ran out: fewer events may do.");
  }

  private static String words(TraceEvent event) {
    StringBuilder words = new StringBuilder(event.steps().toString());
    event
        .state()
        .forEach((place, value) -> words.append(", ").append(place).append(" = ").append(value));
    event
        .delta()
        .forEach(
            (variable, changes) ->
                words.append(", ").append(variable).append(": ").append(changes));
    return ValidationText.cut(words.toString());
  }

  private static void json(Shrunk run, Path file, ObjectNode node) {
    node.put("file", file.toString())
        .put("before", run.before())
        .put("after", run.events().size())
        .put("minimal", run.minimal())
        .put("tried", run.tried());
    ArrayNode lines = node.putArray("lines");
    run.origins().forEach(origin -> lines.add(origin.line()));
  }
}
