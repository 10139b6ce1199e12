package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.causality.Order;
import dev.lockstep.corpus.Corpus;
import dev.lockstep.corpus.LogFiles;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.report.Report;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceException;
import dev.lockstep.validation.Explanation;
import dev.lockstep.validation.RunSpecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates the logs of runs against a spec. */
@Command(
    name = "validate",
    header = "Did this run follow the design? A log against the spec.",
    customSynopsis = {
      "lockstep validate [OPTIONS] PROTOCOL LOG...",
      "lockstep validate [OPTIONS] --spec FILE --config FILE LOG..."
    },
    description = {
      "",
      "Each LOG is the log of one or more runs, a directory with logs, or a quoted pattern. With"
          + " PROTOCOL, the spec is that of the catalog and the constants are those of the log's"
          + " header. The logs are described in docs/trace-format.md.",
      ""
    },
    sortOptions = false,
    footer = {
      "  lockstep validate two-phase-commit run.ndjson",
      "  lockstep validate two-phase-commit runs/ --junit verdicts.xml --report runs.html",
      "  lockstep validate two-phase-commit --merge tm.ndjson rm1.ndjson rm2.ndjson",
      "  lockstep validate --spec My.tla --config My.cfg --mapping my.json run.ndjson",
      "  lockstep validate --spec My.tla --config My.cfg --input-format inria 'logs/**.ndjson'"
    })
final class ValidateCommand implements Callable<Integer> {

  /** With more logs than this, only those that do not hold are printed one by one. */
  private static final int MANY = 50;

  private static final int SHOWN_LEFT_OUT = 5;

  private static final Pattern EVENT =
      Pattern.compile("((?<run>[1-9][0-9]{0,8}):)?(?<event>[1-9][0-9]{0,17})");

  @Parameters(
      arity = "1..*",
      paramLabel = "PROTOCOL LOG",
      description = "A protocol of the catalog (not with --spec), then the logs.")
  List<String> words = List.of();

  @Mixin TraceInput input;

  @Option(
      names = "--merge",
      description = "The logs are of the same run, for example one of each node.")
  boolean merge;

  @Option(
      names = "--order",
      paramLabel = "auto|vector|messages|lamport|logs",
      description =
          "With --merge, what orders events of different logs: vector clocks, messages sent and"
              + " received, Lamport clocks, nothing (default: the first of these that the logs"
              + " have).")
  Optional<Order> order = Optional.empty();

  @Option(
      names = "--by-node",
      description =
          "With --merge, the lines of one log do not order events of different nodes either.")
  boolean byNode;

  @Option(
      names = "--all",
      description = "Print every log; otherwise, of more than 50, only those that do not hold.")
  boolean all;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "How many logs to validate at the same time (default: one a processor).")
  int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the verdicts as JUnit XML, for a build server.")
  Optional<Path> junit = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write an HTML page: each run as a diagram, with the state at every event.")
  Optional<Path> report = Optional.empty();

  @Option(
      names = "--explain",
      paramLabel = "[RUN:]EVENT",
      description =
          "Instead of a verdict, say what was possible at this event, counted from 1 in its run.")
  Optional<String> explain = Optional.empty();

  @Mixin Analyses analyses;

  @Mixin Output output;

  @Override
  public Integer call() throws Exception {
    Jobs.check("--jobs", jobs);
    analyses.check();
    if (!merge && (order.isPresent() || byNode)) {
      throw InputException.of("--order and --by-node are for --merge, which is missing")
          .hint("Without --merge, each log is of a run of its own, in the order of its lines.");
    }
    OutputFile.check(junit);
    if (report.isPresent()) {
      OutputFile.check(report);
      if (analyses.covering().isPresent()) {
        throw InputException.of("--report and --coverage do not go together")
            .hint(
                "A report needs every step of a run, coverage forgets them: ask for one at a"
                    + " time.");
      }
    }
    LogFiles files = logFiles(input.logs(words));
    if (explain.isPresent()) {
      return explain(files, explain.get());
    }
    if (merge && analyses.areRequested()) {
      throw InputException.of(
              "--mutate, --coverage, --shrink, --engine and --emit are for runs that are in one"
                  + " log")
          .hint("Merge the logs into one first, for example by their Lamport clocks.");
    }
    List<LogReport> reports = new ArrayList<>();
    try (RunSpecs specs = input.specs(words)) {
      Mapping names = input.names();
      SearchOptions options = report.isPresent() ? input.search().withPaths() : input.search();
      LogValidator validator = new LogValidator(specs, names, options, analyses.covering());
      Report page = new Report(specs);
      if (merge) {
        reports.add(validateMerged(files, validator, names, page));
      } else {
        validate(files, validator, names, reports, page);
      }
      if (report.isPresent()) {
        page.write(report.get());
      }
      Optional<ObjectNode> document =
          output.isJson() ? Optional.of(document(reports)) : Optional.empty();
      if (document.isEmpty()) {
        noteLeftOut(files);
        new ValidationText(output).printTotal(reports);
      }
      analyses.run(reports, validator, input, specs, output, document);
      document.ifPresent(output::print);
      if (junit.isPresent()) {
        JUnitXml.write(junit.get(), reports);
      }
    }
    return exitCode(reports);
  }

  private static LogFiles logFiles(List<String> words) throws InputException {
    try {
      return LogFiles.of(words);
    } catch (TraceException e) {
      throw TraceInput.input(e);
    }
  }

  private void validate(
      LogFiles files, LogValidator validator, Mapping names, List<LogReport> reports, Report page)
      throws SpecException, IOException, InterruptedException {
    ValidationText text = new ValidationText(output);
    int logs = files.logs().size();
    try (Progress progress = output.progress()) {
      Corpus.validate(
          files.logs(),
          jobs,
          log -> validate(validator, log, names, page),
          result -> {
            reports.add(result);
            page.add(result);
            if (!output.isJson() && (all || logs <= MANY || exitCode(result) != ExitCode.OK)) {
              progress.clear();
              text.print(result);
            }
            progress.show(Output.number(reports.size()) + " of " + Output.number(logs) + " logs");
          });
    }
  }

  private LogReport validate(LogValidator validator, Path log, Mapping names, Report page)
      throws SpecException, IOException {
    String name = log.toString();
    return report.isEmpty()
        ? validator.validate(name, input.log(log, names))
        : validator.validate(
            name,
            input.log(log, names),
            run -> {
              page.draw(name, run);
              return true;
            });
  }

  private LogReport validateMerged(
      LogFiles files, LogValidator validator, Mapping names, Report page)
      throws InputException, SpecException, IOException {
    SequencedMap<String, LogValidator.Log> logs = new LinkedHashMap<>();
    for (Path log : files.logs()) {
      if (logs.put(log.toString(), input.log(log, names)) != null) {
        throw InputException.of(log + " is named twice; with --merge, each log counts once");
      }
    }
    LogReport result =
        validator.validateMerged(
            logs,
            order.orElse(Order.AUTO),
            byNode,
            run -> {
              if (report.isPresent()) {
                page.draw(String.join(" + ", logs.keySet()), run);
              }
              return true;
            });
    page.add(result);
    if (!output.isJson()) {
      new ValidationText(output).print(result);
    }
    return result;
  }

  private int explain(LogFiles files, String place)
      throws InputException, SpecException, IOException {
    Matcher numbers = EVENT.matcher(place);
    if (!numbers.matches() || files.logs().size() > 1 || merge || output.isJson()) {
      throw InputException.of(
              "--explain takes the number of an event, or of a run and an event, and one log")
          .hint("For example: --explain 8, or --explain 2:8 for event 8 of run 2; as text only.");
    }
    Path log = files.logs().getFirst();
    int run = numbers.group("run") == null ? 1 : Integer.parseInt(numbers.group("run"));
    long event = Long.parseLong(numbers.group("event"));
    Mapping names = input.names();
    try (RunSpecs specs = input.specs(words)) {
      List<Explanation> explanations =
          new LogValidator(specs, names, input.search())
              .explain(log.toString(), input.log(log, names), run, event);
      if (explanations.isEmpty()) {
        throw InputException.in(
            log, "run " + run + " does not get to event " + event + ": it stops or ends before it");
      }
      explanations.forEach(found -> new ExplanationText(output).print(log.toString(), found));
      return ExitCode.OK;
    } catch (TraceException e) {
      throw TraceInput.input(e);
    }
  }

  private void noteLeftOut(LogFiles files) {
    if (!files.leftOut().isEmpty()) {
      output.note(
          "left out, for they are not called like logs: "
              + files.leftOut().stream()
                  .limit(SHOWN_LEFT_OUT)
                  .map(Path::toString)
                  .collect(Collectors.joining(", "))
              + (files.leftOut().size() > SHOWN_LEFT_OUT
                  ? " and " + (files.leftOut().size() - SHOWN_LEFT_OUT) + " more"
                  : ""));
    }
  }

  private static int exitCode(LogReport report) {
    return report.verdict().map(Verdict::exitCode).orElse(ExitCode.BAD_INPUT);
  }

  /** Bad input is worst, then a violation, then a budget that ran out. */
  private static int exitCode(List<LogReport> reports) {
    if (reports.stream().anyMatch(report -> report.error().isPresent())) {
      return ExitCode.BAD_INPUT;
    }
    return worst(reports).exitCode();
  }

  private static Verdict worst(List<LogReport> reports) {
    return Verdict.worstOf(reports.stream().flatMap(report -> report.verdict().stream()).toList());
  }

  private ObjectNode document(List<LogReport> reports) {
    boolean readable = reports.stream().allMatch(report -> report.error().isEmpty());
    ObjectNode document = readable ? output.document(worst(reports)) : output.document();
    ValidationJson.addTo(document, reports);
    return document;
  }
}
