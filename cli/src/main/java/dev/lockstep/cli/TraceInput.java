package dev.lockstep.cli;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.UnknownNameException;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.search.Hidden;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.RunSpecs;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs that read logs have in common: the spec, the form of the logs, the budgets. */
final class TraceInput {

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

  @Mixin OwnSpec own = new OwnSpec();

  @Option(
      names = "--constants",
      paramLabel = "FILE",
      description =
          "Values of constants, one JSON object a line: {\"RM\":[\"rm1\",\"rm2\"]}; they replace"
              + " those of configuration and header.")
  Optional<Path> constants = Optional.empty();

  @Option(
      names = "--input-format",
      paramLabel = "lockstep|inria|etcd|json",
      description =
          "The format of the logs (default: json if the mapping has a layout, else lockstep)."
              + " --format inria says the same in short.")
  InputFormat inputFormat = InputFormat.LOCKSTEP;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "How names and values of the logs translate to those of the spec (JSON).")
  Optional<Path> mapping = Optional.empty();

  @Option(
      names = "--hidden",
      paramLabel = "ACTION",
      split = ",",
      description =
          "Actions of the spec that the logs do not show; taken where an event needs them. Replaces"
              + " those of the mapping.")
  List<String> hidden = List.of();

  @Option(
      names = "--hidden-max",
      paramLabel = "N",
      description = "At most N hidden steps come before an event (default: ${DEFAULT-VALUE}).")
  int hiddenMax = 1;

  @Option(
      names = "--invariants",
      description =
          "Also check the configuration's invariants on the behaviours that agree with the log.")
  boolean invariants;

  @Option(
      names = "--budget-states",
      paramLabel = "N",
      description =
          "Give up when the spec can be in more than N states after an event"
              + " (default: ${DEFAULT-VALUE}).")
  long budgetStates = SearchOptions.DEFAULT.maxStates();

  @Option(
      names = "--budget-seconds",
      paramLabel = "N",
      description = "Give up on a run after N seconds (default: ${DEFAULT-VALUE}).")
  long budgetSeconds = SearchOptions.DEFAULT.maxTime().toSeconds();

  @Option(
      names = "--max-line-bytes",
      paramLabel = "N",
      description = "The longest line of a log that is read (default: ${DEFAULT-VALUE}).")
  int maxLineBytes = TraceReader.DEFAULT_MAX_LINE_BYTES;

  private @Nullable Mapping names;

  /** Returns the words after the protocol's name, if there is one: the logs. */
  List<String> logs(List<String> words) throws InputException {
    List<String> logs =
        own.isGiven() ? words : words.subList(Math.min(1, words.size()), words.size());
    if (logs.isEmpty()) {
      throw own.isGiven()
          ? InputException.of("at least one log is needed")
          : InputException.of("a protocol and at least one log are needed")
              .hint("For example: lockstep validate two-phase-commit run.ndjson");
    }
    return logs;
  }

  /** Returns the specs of the runs. */
  RunSpecs specs(List<String> words) throws InputException, SpecException {
    SortedMap<String, LoggedValue> values = new TreeMap<>();
    if (constants.isPresent()) {
      try {
        values.putAll(InriaReader.readConstants(constants.get(), maxLineBytes));
      } catch (TraceException e) {
        throw input(e);
      }
    }
    Optional<SpecSource> source = own.source();
    if (source.isPresent()) {
      return RunSpecs.of(source.get(), values);
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

  /** Returns the mapping, the one that changes nothing if none was given; the file is read once. */
  Mapping names() throws InputException {
    if (names == null) {
      try {
        Mapping read = mapping.isPresent() ? Mapping.read(mapping.get()) : Mapping.NONE;
        names = inputFormat == InputFormat.ETCD ? read.forEtcd() : read;
      } catch (TraceException e) {
        throw input(e);
      }
    }
    return names;
  }

  /** Returns what a search may use. */
  SearchOptions search() throws InputException {
    if (budgetStates < 1 || budgetSeconds < 1 || maxLineBytes < 1) {
      throw InputException.of(
          "--budget-states, --budget-seconds and --max-line-bytes must be positive");
    }
    if (hiddenMax < 0) {
      throw InputException.of("--hidden-max must not be negative");
    }
    return SearchOptions.DEFAULT
        .withBudget(budgetStates, Duration.ofSeconds(budgetSeconds))
        .withInvariants(invariants)
        .withHidden(
            hidden.isEmpty() ? names().hidden() : new Hidden(new TreeSet<>(hidden), hiddenMax));
  }

  /** Returns a log in a file. */
  LogValidator.Log log(Path file, Mapping names) {
    return () -> open(file, names);
  }

  /** Opens a log. */
  TraceSource open(Path file, Mapping names) throws TraceException {
    return switch (inputFormat) {
      case LOCKSTEP ->
          names.hasLayout() ? names.open(file, maxLineBytes) : TraceReader.open(file, maxLineBytes);
      case INRIA -> InriaReader.open(file, maxLineBytes);
      case ETCD, JSON -> names.open(file, maxLineBytes);
    };
  }

  /** Reads a log from a stream, which messages call {@code name}. */
  TraceSource read(String name, InputStream input, Mapping names) throws TraceException {
    return switch (inputFormat) {
      case LOCKSTEP ->
          names.hasLayout()
              ? names.open(name, input, maxLineBytes)
              : TraceReader.of(name, input, maxLineBytes);
      case INRIA -> InriaReader.of(name, input, maxLineBytes);
      case ETCD, JSON -> names.open(name, input, maxLineBytes);
    };
  }

  /** Returns the user's mistake. */
  static InputException input(TraceException e) {
    return InputException.at(e.file(), e.line(), e.column(), e.problem());
  }
}
