package dev.lockstep.cli;

import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.RunReport;
import dev.lockstep.observation.Difference;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.validation.Advice;
import dev.lockstep.validation.Reason;
import dev.lockstep.validation.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What {@code validate} found, for people: what matched, where it stopped, why, what to do. */
final class ValidationText {

  private static final int MAX_VALUE = 300;

  private final Paint paint;
  private final Consumer<String> lines;
  private final Consumer<String> notes;

  /** Creates a printer to the output of a verb. */
  ValidationText(Output output) {
    this(output.paint(), output::line, output::note);
  }

  /**
   * Creates a printer.
   *
   * @param lines takes the lines of the result
   * @param notes takes the lines that are no result: input that could not be read
   */
  ValidationText(Paint paint, Consumer<String> lines, Consumer<String> notes) {
    this.paint = paint;
    this.lines = lines;
    this.notes = notes;
  }

  /** Returns the text about one run, without colours. */
  static String plain(String log, RunReport run) {
    List<String> lines = new ArrayList<>();
    new ValidationText(Paint.PLAIN, lines::add, lines::add).print(log, run);
    return String.join("\n", lines);
  }

  /** Prints one log. */
  void print(LogReport report) {
    for (RunReport run : report.runs()) {
      print(
          report.runs().size() == 1 ? report.name() : report.name() + ", run " + run.number(), run);
    }
    report.error().ifPresent(error -> printError(report, error));
  }

  /** Prints why a log could not be read to its end. */
  void printError(LogReport report, TraceException error) {
    String place = error.file().isEmpty() ? report.name() : error.file();
    place += error.line() == 0 ? "" : ":" + error.line();
    place += error.column() == 0 ? "" : ":" + error.column();
    notes.accept(place + ": " + paint.bad("bad input") + ": " + error.problem());
    if (!report.runs().isEmpty()) {
      notes.accept("  The verdicts above are for the runs before it.");
    }
  }

  /** Prints a last line, if there was more than one log. */
  void printTotal(List<LogReport> reports) {
    if (reports.size() < 2) {
      return;
    }
    long bad = reports.stream().filter(report -> report.error().isPresent()).count();
    String total =
        count(reports, Verdict.HOLDS)
            + " hold, "
            + count(reports, Verdict.VIOLATED)
            + " violated, "
            + count(reports, Verdict.INCONCLUSIVE)
            + " inconclusive"
            + (bad == 0 ? "" : ", " + bad + " bad input");
    lines.accept(reports.size() + " logs: " + total);
  }

  private static long count(List<LogReport> reports, Verdict verdict) {
    return reports.stream()
        .filter(report -> report.verdict().filter(verdict::equals).isPresent())
        .count();
  }

  /** Prints one run. */
  void print(String name, RunReport run) {
    Validation validation = run.validation();
    lines.accept(
        name + ": " + paint.verdict(validation.verdict()) + paint.dim(" (" + figures(run) + ")"));
    validation.exhausted().ifPresent(budget -> lines.accept("  " + budget));
    validation.stopped().ifPresent(stop -> print(stop, validation, ""));
    validation
        .furthest()
        .ifPresent(stop -> print(stop, validation, "Where the attempt that came furthest stops: "));
    run.warnings().forEach(warning -> lines.accept("  " + paint.unsure("warning: ") + warning));
    validation
        .warnings()
        .forEach(warning -> lines.accept("  " + paint.unsure("warning: ") + warning));
  }

  private static String figures(RunReport run) {
    Validation validation = run.validation();
    long matched = validation.matched();
    return Output.number(matched)
        + (matched == 1 ? " event" : " events")
        + (validation.verdict() == Verdict.HOLDS ? ", " : " matched, ")
        + run.order().map(order -> "ordered by " + order.words() + ", ").orElse("")
        + Output.duration(validation.elapsed());
  }

  private void print(Validation.Stop stop, Validation validation, String introduction) {
    boolean initial = stop.reason() instanceof Reason.InitialStateImpossible;
    String sentence = stop.reason().sentence();
    String end = sentence.endsWith("?") ? "" : ".";
    lines.accept("  " + introduction + where(stop) + paint.strong(sentence) + end);
    print(stop.reason());
    if (!initial) {
      printPrefix(stop.prefix());
      printState(stop, validation);
    }
    if (!initial && !(stop.reason() instanceof Reason.InvariantBroken)) {
      printAllowed(stop);
    }
    lines.accept("  What to do: " + Advice.of(stop.reason()));
  }

  private static String where(Validation.Stop stop) {
    TraceEvent event = stop.event();
    String place =
        (stop.prefix().byLog().isEmpty() ? "" : event.origin().file() + ", ")
            + "line "
            + event.line();
    return switch (stop.reason()) {
      case Reason.InitialStateImpossible ignored ->
          "The initial state (" + place + ") is impossible: ";
      case Reason.InvariantBroken ignored -> "Event " + stop.number() + " (" + place + "): ";
      case Reason.OrderImpossible ignored -> "No event can be event " + stop.number() + ": ";
      default -> "Event " + stop.number() + " (" + place + ") is impossible: ";
    };
  }

  private void printPrefix(Validation.Prefix prefix) {
    List<String> some = new ArrayList<>();
    List<String> none = new ArrayList<>();
    prefix
        .byLog()
        .forEach(
            (log, count) -> {
              if (count > 0) {
                some.add(Output.number(count) + " of " + log);
              } else {
                none.add(log);
              }
            });
    if (!some.isEmpty()) {
      lines.accept(
          "  The events that match are the first "
              + String.join(", ", some)
              + (none.isEmpty() ? "" : "; none of " + String.join(", ", none)));
    }
  }

  /** Prints what is behind a reason. */
  void print(Reason reason) {
    switch (reason) {
      case Reason.UnknownAction unknown ->
          lines.accept(
              unknown
                  .nearest()
                  .map(nearest -> "    Did you mean " + nearest + "?")
                  .orElseGet(() -> "    Its actions: " + String.join(", ", unknown.known())));
      case Reason.UnknownArgument ignored -> {}
      case Reason.NotEnabled notEnabled -> {
        notEnabled.conjuncts().forEach(this::print);
        if (!notEnabled.note().isEmpty()) {
          lines.accept("    " + notEnabled.note());
        }
      }
      case Reason.ValuesDiffer values -> {
        values
            .nearest()
            .filter(ignored -> values.steps() > 1)
            .ifPresent(nearest -> lines.accept("    The nearest is " + nearest + ":"));
        values.differences().forEach(this::print);
      }
      case Reason.InitialStateImpossible initial -> initial.differences().forEach(this::print);
      case Reason.InvariantBroken ignored -> {}
      case Reason.OrderImpossible order -> order.blocked().forEach(this::print);
    }
  }

  private void print(Reason.Blocked blocked) {
    TraceEvent event = blocked.event();
    lines.accept(
        "    "
            + event.node().map(node -> "of " + node + ", ").orElse("")
            + event.origin().file()
            + ", line "
            + event.line()
            + ": "
            + paint.strong(blocked.reason().sentence()));
    new ValidationText(paint, line -> lines.accept("  " + line), notes).print(blocked.reason());
  }

  private void print(Reason.FalseConjunct guard) {
    Conjunct conjunct = guard.conjunct();
    lines.accept(
        "    false: "
            + paint.strong(conjunct.text())
            + paint.dim(
                "  ("
                    + conjunct.module()
                    + ", line "
                    + conjunct.line()
                    + ", column "
                    + conjunct.column()
                    + ")"));
    if (guard.candidates() > 1) {
      lines.accept(
          "      "
              + (guard.falseIn() == guard.candidates()
                  ? "in each of the " + guard.candidates()
                  : "in " + guard.falseIn() + " of the " + guard.candidates())
              + " cases that the log leaves open; the nearest is "
              + guard.instance()
              + " with");
    }
    conjunct
        .values()
        .forEach((name, value) -> lines.accept("      " + name + " = " + cut(value.toString())));
    conjunct.notes().forEach(note -> lines.accept("      " + cut(note)));
  }

  private void print(Difference difference) {
    lines.accept("    " + paint.strong(difference.place()));
    lines.accept("      log:  " + cut(difference.logged()));
    if (!difference.expected().equals(difference.logged())) {
      lines.accept("            = " + cut(difference.expected()));
    }
    lines.accept("      spec: " + cut(difference.spec()));
    difference.notes().forEach(note -> lines.accept("      " + cut(note)));
  }

  private void printState(Validation.Stop stop, Validation validation) {
    if (stop.nearest().isEmpty()) {
      return;
    }
    long matched = validation.matched();
    if (stop.reason() instanceof Reason.InvariantBroken) {
      lines.accept("  After it the spec is in this state, or in one that breaks it as well:");
      printValues(stop.nearest().get());
      return;
    }
    String after =
        matched == 0
            ? "Before it"
            : "After the " + (matched == 1 ? "event that matches" : matched + " events that match");
    lines.accept(
        "  "
            + after
            + ", the spec is in "
            + (stop.prefix().states() == 1
                ? "this state:"
                : "one of " + stop.prefix().states() + " states, for example:"));
    printValues(stop.nearest().get());
  }

  private void printValues(SpecState state) {
    state
        .values()
        .forEach((name, value) -> lines.accept("    " + name + " = " + cut(value.toString())));
  }

  private void printAllowed(Validation.Stop stop) {
    if (stop.allowed().isEmpty()) {
      lines.accept("  The spec allows no step there.");
      return;
    }
    lines.accept(
        "  The spec allows there: "
            + stop.allowed().stream()
                .map(ActionCall::toString)
                .map(ValidationText::cut)
                .collect(Collectors.joining(", "))
            + (stop.moreAllowed() ? ", …" : ""));
  }

  /** Returns {@code text}, shortened to what a line has room for. */
  static String cut(String text) {
    return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
  }

  /** Returns how an event's step is called: its action and arguments as logged. */
  static String call(TraceEvent event) {
    return event.action().orElse("")
        + event
            .arguments()
            .map(
                values ->
                    values.stream()
                        .map(LoggedValue::toString)
                        .collect(Collectors.joining(", ", "(", ")")))
            .orElse("");
  }
}
