package dev.lockstep.cli;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.driver.DriverException;
import dev.lockstep.driver.Finding;
import dev.lockstep.driver.FindingScenario;
import dev.lockstep.driver.FindingText;
import dev.lockstep.driver.Freedom;
import dev.lockstep.driver.Implementation;
import dev.lockstep.driver.Rerun;
import dev.lockstep.driver.Trial;
import dev.lockstep.driver.TrialOptions;
import dev.lockstep.driver.TrialReport;
import dev.lockstep.driver.TrialText;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.paths.Cover;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Drives somebody's own code along the paths of a spec. */
@Command(
    name = "drive",
    header = "Does my code follow the spec? Every step of a model, taken by your code.",
    customSynopsis = {
      "lockstep drive [OPTIONS] PROTOCOL -- COMMAND...",
      "lockstep drive [OPTIONS] --spec FILE --config FILE -- COMMAND..."
    },
    description = {
      "Starts COMMAND and asks it, one JSON line at a time, to take the steps of the spec"
          + " (docs/drive-protocol.md). After each step, what it observes must be what the spec"
          + " wants; and in each state, it must refuse what the spec forbids.",
      "A difference is shown with the shortest run to it. --scenario writes that run to a file,"
          + " --replay takes it once more, --step one step at a time."
    },
    sortOptions = false,
    footer = {
      "  lockstep drive two-phase-commit --model small -- python3 drive.py",
      "  lockstep drive two-phase-commit --scenario bug.ndjson -- python3 drive.py",
      "  lockstep drive two-phase-commit --replay bug.ndjson --step -- python3 drive.py"
    })
final class DriveCommand implements Callable<Integer> {

  @Mixin Output output;

  @Parameters(
      arity = "0..*",
      paramLabel = "PROTOCOL -- COMMAND",
      description = "A protocol of the catalog, unless there is --spec; and the command.")
  List<String> words = List.of();

  @Mixin ModelInput input;

  @Option(
      names = "--budget-steps",
      paramLabel = "N",
      description = "Ask the code for at most N steps; then it is inconclusive.")
  Optional<Long> maxSteps = Optional.empty();

  @Option(
      names = "--cover",
      paramLabel = "edges|states|actions",
      description = "What the paths cover (default: edges).")
  Cover cover = Cover.EDGES;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "The most steps of a path (default: ${DEFAULT-VALUE}).")
  int maxLength = TrialOptions.DEFAULT_LENGTH;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Which of many sets of paths (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(names = "--no-probe", description = "Do not try what the spec forbids.")
  boolean noProbe;

  @Option(
      names = "--may-refuse",
      paramLabel = "ACTION=REASON",
      description = "The code need not take this action; may be repeated.")
  Map<String, String> mayRefuse = Map.of();

  @Option(
      names = "--may-accept",
      paramLabel = "ACTION=REASON",
      description = "The code may take this action where the spec does not; may be repeated.")
  Map<String, String> mayAccept = Map.of();

  @Option(
      names = "--start-timeout",
      paramLabel = "SECONDS",
      description = "How long the command may take to say hello (default: ${DEFAULT-VALUE}).")
  double startTimeout = dev.lockstep.driver.CommandLine.DEFAULT_START.toSeconds();

  @Option(
      names = "--step-timeout",
      paramLabel = "SECONDS",
      description = "How long an answer may take (default: ${DEFAULT-VALUE}).")
  double stepTimeout = dev.lockstep.driver.CommandLine.DEFAULT_STEP.toSeconds();

  @Option(
      names = "--restart-each",
      description = "Start the command anew for each path, instead of asking it to start over.")
  boolean restartEach;

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      description = "Write the run to a difference to FILE.")
  Optional<Path> scenario = Optional.empty();

  @Option(names = "--replay", paramLabel = "FILE", description = "Only take the steps of this run.")
  Optional<Path> replay = Optional.empty();

  @Option(
      names = "--step",
      description = "With --replay on a terminal: wait for Enter after each step.")
  boolean step;

  @Override
  public Integer call() throws Exception {
    int first = input.own.isGiven() ? 0 : 1;
    List<String> command = words.subList(Math.min(first, words.size()), words.size());
    if (first == 0 && !words.isEmpty() && isProtocol(words.getFirst())) {
      throw InputException.of("a PROTOCOL and --spec exclude each other: " + words.getFirst())
          .hint("Leave one of them out; the command stands behind `--`.");
    }
    if (command.isEmpty()) {
      throw InputException.of("there is no command to drive")
          .hint("It stands behind `--`: lockstep drive two-phase-commit -- python3 drive.py");
    }
    if (step && replay.isEmpty()) {
      throw InputException.of("--step is for --replay, which is missing");
    }
    OutputFile.check(scenario);
    TrialOptions options = options();
    try (BoundedModel model =
            input.load(first == 0 ? Optional.empty() : Optional.of(words.getFirst()));
        Implementation code = Implementation.of(commandLine(command))) {
      return replay.isPresent() ? replay(model, code, options) : drive(model, code, options);
    } catch (DriverException e) {
      throw InputException.of(String.valueOf(e.getMessage())).hint(e.hint());
    }
  }

  private static boolean isProtocol(String word) {
    return Catalog.load().protocols().stream().anyMatch(known -> known.name().equals(word));
  }

  private TrialOptions options() throws InputException {
    if (maxSteps.orElse(1L) < 1 || maxLength < 1) {
      throw InputException.of("--budget-steps and --max-length need a number from 1 on");
    }
    TrialOptions options =
        TrialOptions.ALL
            .within(maxSteps.orElse(Long.MAX_VALUE), Duration.ofSeconds(input.budgetSeconds))
            .with(input.budget())
            .with(cover, maxLength, seed)
            .with(Freedom.of(mayRefuse, mayAccept));
    return noProbe ? options.withoutProbes() : options;
  }

  private dev.lockstep.driver.CommandLine commandLine(List<String> command) throws InputException {
    dev.lockstep.driver.CommandLine line =
        dev.lockstep.driver.CommandLine.of(command)
            .within(
                seconds("--start-timeout", startTimeout), seconds("--step-timeout", stepTimeout));
    return restartEach ? line.restartingEach() : line;
  }

  private static Duration seconds(String option, double value) throws InputException {
    if (!(value >= 0.001 && value <= 86_400)) {
      throw InputException.of(option + " needs a number of seconds from 0.001 to 86400");
    }
    return Duration.ofMillis(Math.round(value * 1000));
  }

  private int drive(BoundedModel model, Implementation code, TrialOptions options)
      throws DriverException, SpecException, InputException, IOException {
    TrialReport report;
    try (Progress line = output.progress()) {
      report = Trial.run(model, code, options, progress -> line.show(text(progress)));
    } catch (IllegalArgumentException e) {
      throw InputException.of("--max-length: " + e.getMessage());
    }
    if (scenario.isPresent() && report.finding().isPresent()) {
      FindingScenario.write(scenario.get(), model, report.finding().get());
    }
    if (output.isJson()) {
      output.print(DriveJson.document(output.document(report.verdict()), report));
      return report.verdict().exitCode();
    }
    output.line(
        output.paint().strong(report.model()) + "  " + output.paint().verdict(report.verdict()));
    TrialText.lines(report, output.columns())
        .forEach(line -> output.line(line.isEmpty() ? "" : "  " + line));
    output.line("  " + output.paint().dim(TrialText.timing(report)));
    if (report.finding().isPresent()) {
      output.line("");
      output.line(
          scenario.isPresent()
              ? "The run is in " + scenario.get() + "; --replay takes it once more."
              : "With --scenario FILE the run is written down, to replay it.");
    }
    return report.verdict().exitCode();
  }

  private static String text(Trial.Progress progress) {
    return progress.allEdges() == 0
        ? progress.what() + ": " + Output.number(progress.edges()) + " steps"
        : "%s: %s of %s steps of the spec, %s taken"
            .formatted(
                progress.what(),
                Output.number(progress.edges()),
                Output.number(progress.allEdges()),
                Output.number(progress.steps()));
  }

  private int replay(BoundedModel model, Implementation code, TrialOptions options)
      throws Exception {
    Scenario run = Scenario.read(replay.orElseThrow());
    Pause pause = new Pause(output, step);
    Optional<Finding> finding =
        Rerun.run(
            model,
            code,
            run,
            options,
            shown -> {
              if (!output.isJson()) {
                show(shown);
                pause.step();
              }
            });
    Verdict verdict = finding.isPresent() ? Verdict.VIOLATED : Verdict.HOLDS;
    if (output.isJson()) {
      output.print(DriveJson.replay(output.document(verdict), run, finding));
    } else {
      finding.ifPresent(
          found -> {
            output.line("");
            FindingText.lines(found, output.columns()).forEach(output::line);
          });
      output.line("");
      output.line(
          output.paint().verdict(verdict)
              + (finding.isPresent()
                  ? ": code and spec part"
                  : ": code and spec agree on all " + run.events().size() + " steps"));
    }
    return verdict.exitCode();
  }

  private void show(Rerun.Shown shown) {
    output.line(
        "%d/%d  %s  %s"
            .formatted(
                shown.number(),
                shown.of(),
                output.paint().strong(shown.action().toString()),
                shown.outcome() + (shown.allowed() ? "" : ", and the spec forbids it")));
    shown.changes().forEach(change -> output.line("      " + change));
  }
}
