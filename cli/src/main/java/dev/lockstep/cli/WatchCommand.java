package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.RunSpecs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates a log while it is being written. */
@Command(
    name = "watch",
    header = "Does the system follow the design right now? A log while it is written.",
    customSynopsis = {
      "lockstep watch [OPTIONS] PROTOCOL LOG",
      "lockstep watch [OPTIONS] --spec FILE --config FILE LOG"
    },
    description = {
      "",
      "Reads LOG, or standard input if it is -, as it grows, and stops at the first event that the"
          + " spec does not allow: exit code 1. Memory does not grow with the log. Ends with the"
          + " verdict on what there is when standard input ends, or when LOG has not grown for"
          + " --patience seconds.",
      ""
    },
    sortOptions = false,
    footer = {
      "  lockstep watch two-phase-commit run.ndjson",
      "  my-system | lockstep watch --spec My.tla --config My.cfg --mapping my.json -"
    })
final class WatchCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  @Parameters(
      arity = "1..2",
      paramLabel = "PROTOCOL LOG",
      description = "A protocol of the catalog (not with --spec), then the log.")
  List<String> words = List.of();

  @Mixin TraceInput input;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description =
          "Give the verdict when the file has not grown for so long (default: wait for ever).")
  Optional<Long> patience = Optional.empty();

  @Mixin Output output;

  @Override
  public Integer call() throws Exception {
    List<String> logs = input.logs(words);
    if (logs.size() > 1) {
      throw InputException.of("watch reads one log; start it once for each");
    }
    if (patience.filter(seconds -> seconds < 0).isPresent()) {
      throw InputException.of("--patience must not be negative");
    }
    String log = logs.getFirst();
    String name = log.equals(STANDARD_INPUT) ? "standard input" : log;
    Mapping names = input.names();
    AtomicLong matched = new AtomicLong();
    try (RunSpecs specs = input.specs(words);
        Progress progress = output.progress()) {
      Runnable show =
          () ->
              progress.show(
                  name + ": " + Output.number(matched.get()) + " events match so far; waiting");
      // A day is many runs: the time of a run that is still going on is no budget.
      SearchOptions options =
          input
              .search()
              .withBudget(input.budgetStates, Duration.ofSeconds(Long.MAX_VALUE / 2_000_000_000L))
              .withoutLookAhead()
              .withProgress(
                  events -> {
                    matched.set(events);
                    if (events % 1000 == 0) {
                      progress.show(name + ": " + Output.number(events) + " events match");
                    }
                  });
      LogValidator validator = new LogValidator(specs, names, options);
      ValidationText text = new ValidationText(output);
      LogReport report =
          validator.validate(
              name,
              () -> open(log, name, names, show),
              run -> {
                if (!output.isJson()) {
                  progress.clear();
                  text.print(run.number() == 1 ? name : name + ", run " + run.number(), run);
                }
                return run.validation().verdict() == Verdict.HOLDS;
              });
      progress.clear();
      if (report.error().isPresent() && !output.isJson()) {
        text.printError(report, report.error().get());
      }
      if (output.isJson()) {
        output.print(document(report));
      }
      return report.verdict().map(Verdict::exitCode).orElse(ExitCode.BAD_INPUT);
    }
  }

  private TraceSource open(String log, String name, Mapping names, Runnable idle)
      throws TraceException {
    if (log.equals(STANDARD_INPUT)) {
      return input.read(name, System.in, names);
    }
    Path file = Path.of(log);
    if (!Files.isRegularFile(file)) {
      return input.open(file, names);
    }
    InputStream stream;
    try {
      stream =
          new GrowingFile(
              file, patience.map(Duration::ofSeconds).orElse(Duration.ofSeconds(-1)), idle);
    } catch (IOException e) {
      throw new TraceException(name, 0, 0, "cannot be opened: " + e.getMessage(), e);
    }
    return input.read(name, stream, names);
  }

  private ObjectNode document(LogReport report) {
    ObjectNode document =
        report.verdict().isPresent() ? output.document(report.verdict().get()) : output.document();
    ValidationJson.addTo(document, List.of(report));
    return document;
  }
}
