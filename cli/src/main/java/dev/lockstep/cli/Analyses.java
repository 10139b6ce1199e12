package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.corpus.RunReport;
import dev.lockstep.evidence.Corruption;
import dev.lockstep.evidence.CorruptionReport;
import dev.lockstep.evidence.Coverage;
import dev.lockstep.evidence.SameReason;
import dev.lockstep.evidence.Shrinker;
import dev.lockstep.evidence.Shrunk;
import dev.lockstep.evidence.StateSpace;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceWriter;
import dev.lockstep.trace.WholeFile;
import dev.lockstep.validation.RunSpecs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** What {@code validate} can say about runs besides their verdicts. */
final class Analyses {

  /** Who decides. */
  enum Engine {
    /** Lockstep's own search. */
    LOCKSTEP,
    /** Stock TLC besides, on a plain TLA+ module. */
    TLC
  }

  @Option(
      names = "--mutate",
      description =
          "Corrupt the runs that hold in many small ways, and say which corrupted ones the spec"
              + " rejects (docs/evidence.md).")
  boolean mutate;

  @Option(
      names = "--mutate-max",
      paramLabel = "N",
      description = "At most N corrupted runs of each run (default: ${DEFAULT-VALUE}).")
  int mutateMax = 1000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Which of them, if there are more (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--coverage",
      description = "Say what the runs that hold cover of the spec (docs/evidence.md).")
  boolean coverage;

  @Option(
      names = "--shrink",
      paramLabel = "FILE",
      description =
          "Cut the first run that is violated down to the events that are needed to reject it for"
              + " the same reason, and write these to FILE.")
  Optional<Path> shrink = Optional.empty();

  @Option(
      names = "--shrink-values",
      description = "With --shrink, keep what led to the values at that place, too.")
  boolean shrinkValues;

  @Option(
      names = "--engine",
      paramLabel = "lockstep|tlc",
      description =
          "tlc: have stock TLC check each run, too, as a plain TLA+ module; both must agree.")
  Engine engine = Engine.LOCKSTEP;

  @Option(
      names = "--emit",
      paramLabel = "DIR",
      description = "Keep these modules, each in a folder of its own, to run TLC on them yourself.")
  Optional<Path> emit = Optional.empty();

  private final Coverage covered = new Coverage();

  /** Checks the options before anything long begins. */
  void check() throws InputException {
    if (mutateMax < 1) {
      throw InputException.of("--mutate-max must be positive");
    }
    if (shrinkValues && shrink.isEmpty()) {
      throw InputException.of("--shrink-values is for --shrink, which is missing");
    }
    OutputFile.check(shrink);
  }

  /** Returns what counts the coverage, if it is wanted. */
  Optional<Coverage> covering() {
    return coverage ? Optional.of(covered) : Optional.empty();
  }

  /** Says whether anything was asked for. */
  boolean areRequested() {
    return mutate || coverage || shrink.isPresent() || engine == Engine.TLC || emit.isPresent();
  }

  /** Does what was asked for, and prints it or adds it to {@code document}. */
  void run(
      List<LogReport> logs,
      LogValidator validator,
      TraceInput input,
      RunSpecs specs,
      Output output,
      Optional<ObjectNode> document)
      throws InputException, SpecException, IOException, InterruptedException {
    try {
      if (engine == Engine.TLC || emit.isPresent()) {
        if (!input.search().hidden().isNone()) {
          throw InputException.of("--engine tlc and --emit know no hidden actions")
              .hint("Log them, or leave these options out.");
        }
        new TlcAnalysis(input, specs, emit, engine == Engine.TLC)
            .run(logs, validator, output, document);
      }
      if (coverage) {
        CoverageText.print(covered.report(spec -> stateSpace(specs, spec)), output, document);
      }
      if (mutate) {
        CorruptionText.print(corrupt(logs, validator, input, output), seed, output, document);
      }
      if (shrink.isPresent()) {
        ShrunkText.print(
            shrink(logs, validator, input, output, shrink.get()), shrink.get(), output, document);
      }
    } catch (TraceException e) {
      throw TraceInput.input(e);
    }
  }

  /** A spec that is not of the catalog has no pinned count. */
  private static OptionalLong stateSpace(RunSpecs specs, Spec spec) {
    return specs.files().map(files -> StateSpace.pinned(files, spec)).orElse(OptionalLong.empty());
  }

  private CorruptionReport corrupt(
      List<LogReport> logs, LogValidator validator, TraceInput input, Output output)
      throws InputException, TraceException, SpecException, IOException, InterruptedException {
    SearchOptions options = input.search();
    Corruption.Plan plan =
        new Corruption.Plan(seed, mutateMax, Duration.ofSeconds(input.budgetSeconds));
    CorruptionReport[] all = {CorruptionReport.NONE};
    try (Progress progress = output.progress()) {
      for (LogReport done : logs) {
        List<RunReport> runs = done.runs();
        if (done.error().isPresent()) {
          continue;
        }
        validator.read(
            done.name(),
            input.log(Path.of(done.name()), input.names()),
            (number, spec, header, events) -> {
              if (runs.get(number - 1).validation().verdict() == Verdict.HOLDS) {
                progress.show("corrupting " + done.name() + ", run " + number);
                all[0] = all[0].and(new Corruption(spec, options, plan).corrupt(header, events));
              }
            });
      }
    }
    return all[0];
  }

  private Optional<Shrunk> shrink(
      List<LogReport> logs, LogValidator validator, TraceInput input, Output output, Path file)
      throws InputException, TraceException, SpecException, IOException, InterruptedException {
    SearchOptions options = input.search();
    Optional<LogReport> violated =
        logs.stream()
            .filter(done -> done.verdict().filter(Verdict.VIOLATED::equals).isPresent())
            .findFirst();
    if (violated.isEmpty()) {
      return Optional.empty();
    }
    LogReport done = violated.get();
    List<Optional<Shrunk>> found = new ArrayList<>();
    try (Progress progress = output.progress()) {
      validator.read(
          done.name(),
          input.log(Path.of(done.name()), input.names()),
          (number, spec, header, events) -> {
            Verdict verdict = done.runs().get(number - 1).validation().verdict();
            if (verdict == Verdict.VIOLATED && found.isEmpty()) {
              Shrinker shrinker =
                  new Shrinker(
                      spec,
                      options,
                      shrinkValues ? SameReason.VALUES : SameReason.CAUSE,
                      Shrinker.Budget.DEFAULT,
                      (tried, left) ->
                          progress.show(
                              "shrinking: %s tried, %s events left"
                                  .formatted(Output.number(tried), Output.number(left))));
              found.add(shrinker.shrink(done.name(), header, events));
            }
          });
    }
    Optional<Shrunk> shrunk = found.isEmpty() ? Optional.empty() : found.getFirst();
    if (shrunk.isPresent()) {
      write(shrunk.get(), file);
    }
    return shrunk;
  }

  private static void write(Shrunk shrunk, Path file) throws IOException {
    WholeFile.write(
        file,
        output -> {
          try (TraceWriter writer = new TraceWriter(output)) {
            shrunk.writeTo(writer);
          }
        });
  }
}
