package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Nearest;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Transition;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.simulation.Campaign;
import dev.lockstep.simulation.Faults;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.Shrinker;
import dev.lockstep.simulation.Simulation;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.Subjects;
import dev.lockstep.simulation.Summary;
import dev.lockstep.simulation.Violation;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Simulates runs of a protocol's code under faults. */
@Command(
    name = "simulate",
    header = "Show me a run: deterministic simulation of the code with faults.",
    description = {
      "Runs the cores of a protocol in virtual time on a network that delays, reorders, loses and"
          + " duplicates messages, with crashes, restarts and partitions. The seed decides"
          + " everything: the same seed gives the same runs and the same bytes in the same files.",
      "After every step the properties of the spec are checked. Faults stop after ten seconds of"
          + " virtual time, and then the protocol must do what it is for. With --out, every run is"
          + " written to a log that `lockstep validate` reads."
    },
    footer = {
      "  lockstep simulate two-phase-commit --runs 10000",
      "  lockstep simulate two-phase-commit --seed 42 --runs 20 --out runs",
      "  lockstep simulate two-phase-commit --seed 42 --loss 0.3 --crash 0",
      "  lockstep simulate two-phase-commit --mutant presumes-abort     what a violation looks like"
    })
final class SimulateCommand implements Callable<Integer> {

  private static final int DEFAULT_NODES = 3;
  private static final int MOST_NODES = 64;
  private static final int LAST_LINES = 12;
  private static final int SMALL_SEEDS = 1_000_000;
  private static final int BAR = 24;
  private static final Pattern MILLIS = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");

  @Mixin Output output;

  @Parameters(index = "0", paramLabel = "PROTOCOL", description = "The protocol.")
  String protocol = "";

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of all runs (default: a new one each time; it is shown).")
  @Nullable Long seed;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many runs (default: ${DEFAULT-VALUE}).")
  long runs = 1000;

  @Option(names = "--run", paramLabel = "K", description = "Only run number K under the seed.")
  @Nullable Long onlyRun;

  @Option(
      names = {"--nodes", "--participants"},
      paramLabel = "N",
      description = "How many participants or processes (default: ${DEFAULT-VALUE}).")
  int nodes = DEFAULT_NODES;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the log of every run to DIR/PROTOCOL-SEED-RUN.ndjson.")
  @Nullable Path out;

  @Option(
      names = "--per-node",
      description =
          "With --out, write one log for each node: DIR/PROTOCOL-SEED-RUN.NODE.ndjson. `lockstep"
              + " validate --merge` takes those of one run.")
  boolean perNode;

  @Option(
      names = "--loss",
      paramLabel = "RATE",
      description = "Per copy of a message: it never arrives (default: 0.05; 0 turns it off).")
  @Nullable Double loss;

  @Option(
      names = "--duplication",
      paramLabel = "RATE",
      description = "Per arrival: the message arrives once more (default: 0.05).")
  @Nullable Double duplication;

  @Option(
      names = "--crash",
      paramLabel = "RATE",
      description = "Per step: a node crashes after it, and comes back (default: 0.03).")
  @Nullable Double crash;

  @Option(
      names = "--partition",
      paramLabel = "RATE",
      description =
          "Per step: a part is cut off after it, both ways or one way, for a while (default:"
              + " 0.02).")
  @Nullable Double partition;

  @Option(
      names = "--latency",
      paramLabel = "MS[-MS]",
      description =
          "How long messages travel, in milliseconds of virtual time (default: 1-40). A range"
              + " reorders messages, a single number keeps their order.")
  @Nullable String latency;

  @Option(
      names = "--no-faults",
      description = "Nothing fails and nothing is reordered, except as the other options say.")
  boolean noFaults;

  @Option(
      names = "--mutant",
      paramLabel = "ID",
      description = "Simulate the wrong version of the code with this name instead.")
  @Nullable String mutant;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description =
          "Stop a run after N steps; it is inconclusive then (default: ${DEFAULT-VALUE}).")
  long maxSteps = Simulation.DEFAULT_MAX_STEPS;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many threads; the result does not depend on it (default: all processors).")
  int jobs = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws Exception {
    Protocol known = Catalog.load().protocol(protocol);
    require(runs >= 1, "--runs must be at least 1");
    require(!perNode || out != null, "--per-node is for --out, which is missing");
    require(jobs >= 1, "--jobs must be at least 1");
    require(maxSteps >= 1, "--max-steps must be at least 1");
    require(onlyRun == null || onlyRun >= 0, "--run must be 0 or more");
    require(nodes >= 1 && nodes <= MOST_NODES, "--nodes must be between 1 and " + MOST_NODES);
    Optional<Subject<?>> subject = Subjects.of(known.name(), nodes);
    if (subject.isEmpty()) {
      throw InputException.of(known.name() + " cannot be simulated yet")
          .hint("These can: " + String.join(", ", Subjects.protocols()) + ".");
    }
    if (out != null) {
      Files.createDirectories(out);
    }
    return simulate(known, subject.get());
  }

  private <M> int simulate(Protocol known, Subject<M> original)
      throws InputException, InterruptedException, SpecException {
    Subject<M> subject = mutant == null ? original : mutated(original, mutant);
    Simulation<M> simulation = new Simulation<>(subject, faults(), maxSteps);
    // Unless somebody asks for a certain seed, each time is another chance to find something.
    long usedSeed = seed != null ? seed : new SplittableRandom().nextInt(SMALL_SEEDS);
    Campaign<M> campaign =
        new Campaign<>(
            simulation,
            usedSeed,
            onlyRun == null ? 0 : onlyRun,
            onlyRun == null ? runs : 1,
            jobs,
            Optional.ofNullable(out),
            perNode);
    long start = System.nanoTime();
    Summary<M> summary;
    try (Progress progress = output.progress()) {
      summary = campaign.run(done -> progress.show(bar(done, campaign.runs())));
    }
    Report<M> report =
        new Report<>(
            campaign,
            summary,
            Duration.ofNanos(System.nanoTime() - start),
            neverTaken(known, subject, summary),
            summary
                .first()
                .flatMap(RunResult::violation)
                .map(violation -> new Shrinker<>(subject).shrink(violation))
                .orElse(List.of()));
    if (output.isJson()) {
      output.print(document(report));
    } else {
      show(report);
    }
    return report.verdict().exitCode();
  }

  /** What is shown, once it is all known. */
  private record Report<M>(
      Campaign<M> campaign,
      Summary<M> summary,
      Duration elapsed,
      List<String> neverTaken,
      List<Transition<M>> shortest) {

    Verdict verdict() {
      if (summary.first().isPresent()) {
        return Verdict.VIOLATED;
      }
      return summary.unfinished() > 0 ? Verdict.INCONCLUSIVE : Verdict.HOLDS;
    }

    long perSecond(double amount) {
      return Math.round(amount / Math.max(elapsed.toNanos() / 1e9, 1e-9));
    }

    double virtualSeconds() {
      return summary.micros() / 1e6;
    }

    Optional<Path> log(RunResult<M> result) {
      return campaign.directory().map(directory -> campaign.file(directory, result.run()));
    }
  }

  private static void require(boolean condition, String message) throws InputException {
    if (!condition) {
      throw InputException.of(message);
    }
  }

  private <M> Subject<M> mutated(Subject<M> subject, String id) throws InputException {
    Optional<Subject<M>> mutated = Subjects.mutated(subject, id);
    if (mutated.isPresent()) {
      return mutated.get();
    }
    List<String> ids =
        MutantSet.of(subject.binding().protocol()).stream()
            .flatMap(set -> set.mutants().stream())
            .map(known -> known.id())
            .toList();
    throw InputException.of(
            "no mutant of " + subject.binding().protocol() + " is called '" + id + "'")
        .hint(
            Nearest.to(id, ids).map(near -> "Did you mean '" + near + "'? ").orElse("")
                + "There are: "
                + String.join(", ", ids)
                + ".");
  }

  private Faults faults() throws InputException {
    Faults faults = noFaults ? Faults.NONE : Faults.DEFAULT;
    if (loss != null) {
      faults = faults.withLoss(rate("--loss", loss));
    }
    if (duplication != null) {
      faults = faults.withDuplication(rate("--duplication", duplication));
    }
    if (crash != null) {
      faults = faults.withCrash(rate("--crash", crash));
    }
    if (partition != null) {
      faults = faults.withPartition(rate("--partition", partition));
    }
    if (latency != null) {
      Matcher millis = MILLIS.matcher(latency);
      require(millis.matches(), "--latency must be like 5 or 1-40, not '" + latency + "'");
      long from = Long.parseLong(millis.group(1));
      long to = millis.group(2) == null ? from : Long.parseLong(millis.group(2));
      require(from <= to, "--latency must begin with the shorter time, not '" + latency + "'");
      faults = faults.withLatency(Span.ofMillis(from, to));
    }
    return faults.withLastMicros(Faults.DEFAULT.lastMicros());
  }

  private static double rate(String option, double rate) throws InputException {
    require(rate >= 0 && rate <= 1, option + " must be between 0 and 1, not " + rate);
    return rate;
  }

  private static List<String> neverTaken(Protocol known, Subject<?> subject, Summary<?> summary)
      throws SpecException {
    try (SpecFiles files = Catalog.load().extract(known);
        Spec spec = Spec.load(files.spec(Subjects.constants(subject)))) {
      return spec.actionLabels().stream()
          .filter(action -> !summary.actions().containsKey(action))
          .sorted()
          .toList();
    }
  }

  private static String bar(long done, long all) {
    int full = (int) (BAR * done / all);
    return String.format(
        Locale.ROOT,
        "simulating [%s%s] %d %%  %,d of %,d runs",
        "=".repeat(full),
        " ".repeat(BAR - full),
        100 * done / all,
        done,
        all);
  }

  /** The one command that shows the same again. */
  private String again(Campaign<?> campaign, long run) {
    List<String> words = new ArrayList<>(List.of("lockstep simulate", protocol));
    words.add("--seed " + campaign.seed() + " --run " + run);
    if (nodes != DEFAULT_NODES) {
      words.add("--nodes " + nodes);
    }
    if (noFaults) {
      words.add("--no-faults");
    }
    option(words, "--loss", loss);
    option(words, "--duplication", duplication);
    option(words, "--crash", crash);
    option(words, "--partition", partition);
    option(words, "--latency", latency);
    option(words, "--mutant", mutant);
    if (maxSteps != Simulation.DEFAULT_MAX_STEPS) {
      words.add("--max-steps " + maxSteps);
    }
    return String.join(" ", words);
  }

  private static void option(List<String> words, String name, @Nullable Object value) {
    if (value != null) {
      words.add(name + " " + value);
    }
  }

  private <M> void show(Report<M> report) {
    Summary<M> summary = report.summary();
    Paint paint = output.paint();
    output.line(
        "%s: %s; %s runs under seed %d, %s steps"
            .formatted(
                paint.strong(protocol),
                paint.verdict(report.verdict()),
                Output.number(summary.runs()),
                report.campaign().seed(),
                Output.number(summary.steps())));
    output.line("  outcomes  " + outcomes(report));
    output.line("  faults    " + counts(summary.faults(), "none"));
    output.line("  actions   " + coverage(report));
    output.line(
        "  speed     %s steps a second, %s seconds of virtual time a second (%s)"
            .formatted(
                Output.number(report.perSecond((double) summary.steps())),
                Output.number(report.perSecond(report.virtualSeconds())),
                Output.duration(report.elapsed())));
    report
        .campaign()
        .directory()
        .ifPresent(
            directory ->
                output.line(
                    perNode
                        ? "  logs      lockstep validate %s --merge %s"
                            .formatted(
                                protocol,
                                report.campaign().file(directory, report.campaign().firstRun()))
                        : "  logs      lockstep validate %s %s/*.ndjson"
                            .formatted(protocol, directory)));
    if (summary.unfinished() > 0) {
      output.line(
          "  stopped   %s runs at the limit of %s steps (--max-steps)"
              .formatted(Output.number(summary.unfinished()), Output.number(maxSteps)));
    }
    summary.first().ifPresent(first -> showViolation(report, first));
  }

  private <M> void showViolation(Report<M> report, RunResult<M> first) {
    Paint paint = output.paint();
    Violation<M> violation = first.violation().orElseThrow();
    output.line("");
    output.line(
        "%s falls in run %d: %s"
            .formatted(paint.bad(violation.property()), first.run(), violation.about()));
    output.line("  runs with a violation: " + counts(report.summary().violations(), "none"));
    List<String> lines = violation.lines();
    int from = Math.max(0, lines.size() - LAST_LINES);
    if (from > 0) {
      output.line("  ... " + from + " steps before");
    }
    lines.subList(from, lines.size()).forEach(line -> output.line("  " + line));
    if (!report.shortest().isEmpty()) {
      output.line("");
      output.line("The same in as few steps as were found:");
      int number = 1;
      for (Transition<M> step : report.shortest()) {
        output.line(
            "  %2d  %s%s"
                .formatted(
                    number++,
                    step.action(),
                    step.sent().isEmpty() ? "" : "  sends " + step.sent()));
      }
    }
    output.line("");
    output.line("Again: " + again(report.campaign(), first.run()));
    report.log(first).ifPresent(log -> output.line("Log:   " + log));
  }

  private static String outcomes(Report<?> report) {
    Summary<?> summary = report.summary();
    return report.campaign().simulation().subject().outcomes().stream()
        .map(word -> Output.number(summary.outcomes().getOrDefault(word, 0L)) + " " + word)
        .collect(Collectors.joining(", "));
  }

  private static String counts(Map<String, Long> counts, String none) {
    return counts.isEmpty()
        ? none
        : counts.entrySet().stream()
            .map(entry -> Output.number(entry.getValue()) + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String coverage(Report<?> report) {
    int taken = report.summary().actions().size();
    int never = report.neverTaken().size();
    return "%d of %d of the spec%s"
        .formatted(
            taken,
            taken + never,
            never == 0 ? "" : "; never " + String.join(", ", report.neverTaken()));
  }

  private <M> ObjectNode document(Report<M> report) {
    Summary<M> summary = report.summary();
    Campaign<M> campaign = report.campaign();
    ObjectNode document =
        output
            .document(report.verdict())
            .put("protocol", protocol)
            .put("seed", campaign.seed())
            .put("nodes", nodes)
            .put("runs", summary.runs())
            .put("steps", summary.steps())
            .put("unfinished", summary.unfinished())
            .put("seconds", report.elapsed().toMillis() / 1000.0)
            .put("stepsPerSecond", report.perSecond((double) summary.steps()))
            .put("virtualSeconds", report.virtualSeconds())
            .put("virtualSecondsPerSecond", report.perSecond(report.virtualSeconds()));
    if (mutant != null) {
      document.put("mutant", mutant);
    }
    ObjectNode rates = document.putObject("rates");
    campaign.simulation().faults().rates().forEach(rates::put);
    ObjectNode outcomes = document.putObject("outcomes");
    campaign
        .simulation()
        .subject()
        .outcomes()
        .forEach(word -> outcomes.put(word, summary.outcomes().getOrDefault(word, 0L)));
    put(document.putObject("faults"), summary.faults());
    put(document.putObject("actions"), summary.actions());
    ArrayNode never = document.putArray("neverTaken");
    report.neverTaken().forEach(never::add);
    put(document.putObject("violations"), summary.violations());
    campaign.directory().ifPresent(directory -> document.put("logs", directory.toString()));
    summary.first().ifPresent(first -> putViolation(document.putObject("first"), report, first));
    return document;
  }

  private <M> void putViolation(ObjectNode node, Report<M> report, RunResult<M> first) {
    Violation<M> violation = first.violation().orElseThrow();
    node.put("property", violation.property())
        .put("run", first.run())
        .put("step", first.steps())
        .put("about", violation.about())
        .put("again", again(report.campaign(), first.run()));
    report.log(first).ifPresent(log -> node.put("log", log.toString()));
    ArrayNode last = node.putArray("lastSteps");
    List<String> lines = violation.lines();
    lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).forEach(last::add);
    ArrayNode shortest = node.putArray("shortest");
    report.shortest().forEach(step -> shortest.add(step.action().toString()));
  }

  private static void put(ObjectNode node, Map<String, Long> counts) {
    counts.forEach(node::put);
  }
}
