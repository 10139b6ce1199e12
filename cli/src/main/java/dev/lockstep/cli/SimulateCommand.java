package dev.lockstep.cli;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Nearest;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.SpecInvariants;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.simulation.Campaign;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.Shrinker;
import dev.lockstep.simulation.Simulation;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.Subjects;
import dev.lockstep.simulation.Summary;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
          + " duplicates messages and is cut, on machines that crash at every point of a step,"
          + " stop, and have clocks that go wrong. The seed decides everything: the same seed gives"
          + " the same runs and the same bytes in the same files.",
      "After every step the properties of the spec are checked. Faults stop after ten seconds of"
          + " virtual time, and then the protocol must do what it is for. With --out, every run is"
          + " written to a log that `lockstep validate` reads."
    },
    footer = {
      "  lockstep simulate two-phase-commit --runs 10000",
      "  lockstep simulate two-phase-commit --seed 42 --runs 20 --out runs",
      "  lockstep simulate two-phase-commit --seed 42 --loss 0.3 --crash 0",
      "  lockstep simulate raft-snapshot --runs 1 --steps 100000 --out runs     one long run",
      "  lockstep simulate two-phase-commit --mutant presumes-abort     what a violation looks"
          + " like",
      "  lockstep simulate two-phase-commit --disk sends-early          the same, by a wrong disk"
    })
final class SimulateCommand implements Callable<Integer> {

  static final int DEFAULT_NODES = 3;
  private static final int MOST_NODES = 64;
  private static final int SMALL_SEEDS = 1_000_000;
  private static final int BAR = 24;

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
      names = "--mutant",
      paramLabel = "ID",
      description = "Simulate the wrong version of the code with this name instead.")
  @Nullable String mutant;

  @Option(
      names = "--spec-invariants",
      description =
          "After every step, also have TLC evaluate the spec's own invariants; two to four"
              + " times slower.")
  boolean specInvariants;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Long runs: let each go on for N steps, with faults all the while, whatever the protocol"
              + " has done by then.")
  @Nullable Long steps;

  @Option(
      names = "--budget-steps",
      paramLabel = "N",
      description =
          "Stop a run after N steps; it is inconclusive then (default: ${DEFAULT-VALUE}).")
  long maxSteps = Simulation.DEFAULT_MAX_STEPS;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many threads; the result does not depend on it (default: all processors).")
  int jobs = Runtime.getRuntime().availableProcessors();

  @ArgGroup(validate = false, heading = "%nFaults, each with a rate from 0 (off) to 1:%n")
  FaultOptions faultOptions = new FaultOptions();

  @Override
  public Integer call() throws Exception {
    Protocol known = Catalog.load().protocol(protocol);
    require(runs >= 1, "--runs must be at least 1");
    require(!perNode || out != null, "--per-node is for --out, which is missing");
    Jobs.check("--jobs", jobs);
    require(maxSteps >= 1, "--budget-steps must be at least 1");
    require(steps == null || steps >= 1, "--steps must be at least 1");
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
    Simulation<M> simulation = new Simulation<>(subject, faultOptions.faults(), maxSteps);
    if (steps != null) {
      simulation = simulation.lasting(steps);
    }
    try (SpecFiles files = Catalog.load().extract(known);
        Spec spec = Spec.load(files.spec(Subjects.constants(subject)))) {
      if (specInvariants) {
        simulation =
            simulation.alsoChecking(
                Property.ofSpec(new SpecInvariants<>(files, spec, subject.binding())));
      }
      SimulationReport<M> report = report(simulation, spec);
      if (output.isJson()) {
        output.print(SimulationJson.document(output.document(report.verdict()), report));
      } else {
        new SimulationText(output).show(report);
      }
      return report.verdict().exitCode();
    }
  }

  private <M> SimulationReport<M> report(Simulation<M> simulation, Spec spec)
      throws InterruptedException {
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
    return new SimulationReport<>(
        protocol,
        nodes,
        Optional.ofNullable(mutant),
        campaign,
        summary,
        Duration.ofNanos(System.nanoTime() - start),
        spec.actionLabels().stream()
            .filter(action -> !summary.actions().containsKey(action))
            .sorted()
            .toList(),
        summary
            .first()
            .flatMap(RunResult::violation)
            .flatMap(violation -> new Shrinker<>(simulation).shrink(violation)),
        summary.first().map(first -> again(usedSeed, first.run())).orElse(""));
  }

  static void require(boolean condition, String message) throws InputException {
    if (!condition) {
      throw InputException.of(message);
    }
  }

  private static <M> Subject<M> mutated(Subject<M> subject, String id) throws InputException {
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
  private String again(long usedSeed, long run) {
    List<String> words = new ArrayList<>(List.of("lockstep simulate", protocol));
    words.add("--seed " + usedSeed + " --run " + run);
    if (nodes != DEFAULT_NODES) {
      words.add("--nodes " + nodes);
    }
    words.addAll(faultOptions.words());
    if (mutant != null) {
      words.add("--mutant " + mutant);
    }
    if (specInvariants) {
      words.add("--spec-invariants");
    }
    if (steps != null) {
      words.add("--steps " + steps);
    }
    if (maxSteps != Simulation.DEFAULT_MAX_STEPS) {
      words.add("--budget-steps " + maxSteps);
    }
    return String.join(" ", words);
  }
}
