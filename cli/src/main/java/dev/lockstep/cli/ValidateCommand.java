package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.UnknownNameException;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.RunSpecs;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates the logs of runs against a spec. */
@Command(
    name = "validate",
    header = "Did this run follow the design? A log against the spec.",
    customSynopsis = {
      "lockstep validate [OPTIONS] PROTOCOL FILE...",
      "lockstep validate [OPTIONS] --spec FILE --config FILE FILE..."
    },
    description = {
      "",
      "Each FILE is the log of one or more runs. With PROTOCOL, the spec is that of the catalog and"
          + " the constants are those of the log's header. The logs are described in"
          + " docs/trace-format.md.",
      ""
    },
    sortOptions = false,
    footer = {
      "  lockstep validate two-phase-commit run.ndjson",
      "  lockstep validate --spec My.tla --config My.cfg --mapping my.json run.ndjson",
      "  lockstep validate --spec My.tla --config My.cfg --input-format inria *.ndjson"
    })
final class ValidateCommand implements Callable<Integer> {

  /** Who wrote the logs. */
  enum InputFormat {
    /** Trace format v1. */
    LOCKSTEP,
    /** The instrumentation library of INRIA and LORIA. */
    INRIA,
    /** The traces of etcd's raft library. */
    ETCD,
    /** Any JSON lines, by the layout in a mapping file. */
    JSON
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "PROTOCOL FILE",
      description = "A protocol of the catalog (not with --spec), then the logs.")
  List<String> words = List.of();

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "The root module of any spec, instead of a protocol of the catalog.")
  Optional<Path> spec = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Its configuration; constants that a log gives replace those in it.")
  Optional<Path> config = Optional.empty();

  @Option(
      names = "--path",
      paramLabel = "DIR",
      description = "Another directory with modules; may be repeated.")
  List<Path> path = List.of();

  @Option(
      names = "--input-format",
      paramLabel = "lockstep|inria|etcd|json",
      description =
          "The format of the logs (default: lockstep). --format inria says the same in short.")
  InputFormat inputFormat = InputFormat.LOCKSTEP;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How names and values of the logs translate to those of the spec (JSON).")
  Optional<Path> mapping = Optional.empty();

  @Option(
      names = "--constants",
      paramLabel = "FILE",
      description =
          "Values of constants, one JSON object a line: {\"RM\":[\"rm1\",\"rm2\"]}; they replace"
              + " those of configuration and header.")
  Optional<Path> constants = Optional.empty();

  @Option(
      names = "--invariants",
      description = "Also check the configuration's invariants in the states of the run.")
  boolean invariants;

  @Option(
      names = "--max-states",
      paramLabel = "N",
      description =
          "Give up when the spec can be in more than N states after an event"
              + " (default: ${DEFAULT-VALUE}).")
  int maxStates = Validator.Options.DEFAULT.maxStates();

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      description = "Give up on a run after N seconds (default: ${DEFAULT-VALUE}).")
  long maxSeconds = Validator.Options.DEFAULT.maxTime().toSeconds();

  @Option(
      names = "--max-line-bytes",
      paramLabel = "N",
      description = "The longest line of a log that is read (default: ${DEFAULT-VALUE}).")
  int maxLineBytes = TraceReader.DEFAULT_MAX_LINE_BYTES;

  @Mixin Output output;

  private final Map<Spec, Validator> validators = new HashMap<>();

  /** A run of a log with its verdict. */
  record RunReport(int number, TraceHeader header, Validation validation, List<String> warnings) {}

  /** A log with its runs, as far as it could be read. */
  record FileReport(String file, List<RunReport> runs, Optional<InputException> error) {

    int exitCode() {
      return error.isPresent() ? ExitCode.BAD_INPUT : verdict().exitCode();
    }

    /** The worst verdict of its runs. */
    Verdict verdict() {
      return Verdict.worstOf(runs.stream().map(run -> run.validation().verdict()).toList());
    }
  }

  @Override
  public Integer call() throws Exception {
    Mapping names = mapping.isPresent() ? readMapping(mapping.get()) : Mapping.NONE;
    List<FileReport> reports = new ArrayList<>();
    try (RunSpecs specs = specs()) {
      ValidationText text = new ValidationText(output);
      for (Path file : files()) {
        FileReport report = validate(file, specs, names);
        reports.add(report);
        if (!output.isJson()) {
          text.print(report);
        }
      }
    }
    if (output.isJson()) {
      output.print(document(reports));
    } else {
      new ValidationText(output).printTotal(reports);
    }
    return exitCode(reports);
  }

  /** Bad input is worst, then a violation, then a budget that ran out. */
  private static int exitCode(List<FileReport> reports) {
    if (reports.stream().anyMatch(report -> report.error().isPresent())) {
      return ExitCode.BAD_INPUT;
    }
    return Verdict.worstOf(reports.stream().map(FileReport::verdict).toList()).exitCode();
  }

  private RunSpecs specs() throws InputException, SpecException {
    SortedMap<String, LoggedValue> values = new TreeMap<>();
    if (constants.isPresent()) {
      try {
        values.putAll(InriaReader.readConstants(constants.get(), maxLineBytes));
      } catch (TraceException e) {
        throw input(e);
      }
    }
    if (maxStates < 1 || maxSeconds < 1 || maxLineBytes < 1) {
      throw InputException.of("--max-states, --max-seconds and --max-line-bytes must be positive");
    }
    if (spec.isPresent()) {
      if (config.isEmpty()) {
        throw InputException.of("--spec needs --config")
            .hint("A configuration gives the constants and names Init and Next, or Spec.");
      }
      return RunSpecs.of(SpecSource.ofFiles(spec.get(), config.get(), path), values);
    }
    if (config.isPresent() || !path.isEmpty()) {
      throw InputException.of("--config and --path are for --spec, which is missing");
    }
    if (words.size() < 2) {
      throw InputException.of("a protocol and at least one log are needed")
          .hint("For example: lockstep validate two-phase-commit run.ndjson");
    }
    Catalog catalog = Catalog.load();
    try {
      return RunSpecs.of(catalog, catalog.protocol(words.getFirst()), values);
    } catch (UnknownNameException e) {
      throw InputException.of(String.valueOf(e.getMessage()))
          .hint(
              "The first word is a protocol (`lockstep list` shows all), unless there is --spec.");
    }
  }

  private List<Path> files() {
    return words.stream().skip(spec.isPresent() ? 0 : 1).map(Path::of).toList();
  }

  private static Mapping readMapping(Path file) throws InputException {
    try {
      return Mapping.read(file);
    } catch (TraceException e) {
      throw input(e);
    }
  }

  private FileReport validate(Path file, RunSpecs specs, Mapping names)
      throws SpecException, IOException {
    List<RunReport> runs = new ArrayList<>();
    try (TraceSource mapped = open(file, names, specs)) {
      Optional<TraceHeader> header = mapped.nextRun();
      while (header.isPresent()) {
        Spec loaded = specs.spec(header.get(), file.toString());
        names.check(specs.names());
        Validation validation = validator(loaded).validate(mapped, header.get());
        runs.add(
            new RunReport(
                runs.size() + 1, header.get(), validation, specs.warnings(header.get(), loaded)));
        header = mapped.nextRun();
      }
      return new FileReport(file.toString(), runs, Optional.empty());
    } catch (TraceException e) {
      return new FileReport(file.toString(), runs, Optional.of(input(e)));
    }
  }

  private TraceSource open(Path file, Mapping names, RunSpecs specs) throws TraceException {
    return switch (inputFormat) {
      case LOCKSTEP ->
          names.hasLayout()
              ? names.open(file, maxLineBytes, specs::names)
              : names.apply(TraceReader.open(file, maxLineBytes), specs::names);
      case INRIA -> names.apply(InriaReader.open(file, maxLineBytes), specs::names);
      case ETCD -> names.forEtcd().open(file, maxLineBytes, specs::names);
      case JSON -> names.open(file, maxLineBytes, specs::names);
    };
  }

  private Validator validator(Spec loaded) throws SpecException {
    Validator validator = validators.get(loaded);
    if (validator == null) {
      validator =
          new Validator(
              loaded, new Validator.Options(maxStates, Duration.ofSeconds(maxSeconds), invariants));
      validators.put(loaded, validator);
    }
    return validator;
  }

  private static InputException input(TraceException e) {
    return InputException.at(e.file(), e.line(), e.column(), e.problem());
  }

  private ObjectNode document(List<FileReport> reports) {
    boolean readable = reports.stream().allMatch(report -> report.error().isEmpty());
    ObjectNode document =
        readable
            ? output.document(Verdict.worstOf(reports.stream().map(FileReport::verdict).toList()))
            : output.document();
    List<Validation> all =
        reports.stream()
            .flatMap(report -> report.runs().stream())
            .map(RunReport::validation)
            .toList();
    document
        .put("runs", all.size())
        .put("matched", all.stream().mapToLong(Validation::matched).sum());
    all.stream()
        .flatMap(validation -> validation.stopped().stream())
        .findFirst()
        .ifPresent(stop -> document.set("reason", ValidationJson.reason(stop.reason())));
    ArrayNode files = document.putArray("files");
    reports.forEach(report -> files.add(ValidationJson.file(report)));
    return document;
  }
}
