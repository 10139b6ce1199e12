package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Nearest;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Bindings;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.CheckpointException;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Comparison;
import dev.lockstep.conformance.ComparisonOptions;
import dev.lockstep.conformance.ConformanceReport;
import dev.lockstep.conformance.ConformanceText;
import dev.lockstep.conformance.Divergence;
import dev.lockstep.conformance.LoadedModel;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares the code of a protocol with its spec. */
@Command(
    name = "conform",
    header = "Is the code the design? States and steps of both, both ways.",
    description = {
      "Goes through every state that the code can reach in a model, breadth-first, and compares the"
          + " steps that the code takes there with the steps that the spec allows: the same actions"
          + " with the same arguments to the same states, or it is violated, and the shortest run"
          + " to the difference is shown.",
      "The numbers of states and edges must be those that are pinned for TLC's own checker.",
      "How to read the report, and how to go on from it: docs/conform.md."
    },
    sortOptions = false,
    footer = {
      "  lockstep conform two-phase-commit",
      "  lockstep conform two-phase-commit --model small",
      "  lockstep conform two-phase-commit --mutant presumes-abort      what a violation looks"
          + " like",
      "  lockstep conform two-phase-commit --model full --budget-seconds 60 --checkpoint full.json",
      "  lockstep conform two-phase-commit --mutant presumes-abort --scenario wrong.ndjson",
      "  lockstep conform two-phase-commit --mutant presumes-abort --replay wrong.ndjson --step"
    })
final class ConformCommand implements Callable<Integer> {

  @Mixin Output output;

  @Parameters(index = "0", paramLabel = "PROTOCOL", description = "A protocol of the catalog.")
  String protocol = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Only this model (default: all that end in seconds).")
  Optional<String> model = Optional.empty();

  @Option(names = "--nightly", description = "Also the models that take minutes.")
  boolean nightly;

  @Option(
      names = "--mutant",
      paramLabel = "ID",
      description = "Compare a wrong version of the code instead, as an example of a violation.")
  Optional<String> mutant = Optional.empty();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many threads (default: one for each processor).")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--budget-states",
      paramLabel = "N",
      description = "Give up on a model after N states; then it is inconclusive.")
  Optional<Long> budgetStates = Optional.empty();

  @Option(
      names = "--budget-seconds",
      paramLabel = "N",
      description = "Give up on a model after N seconds; then it is inconclusive.")
  Optional<Long> budgetSeconds = Optional.empty();

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "In a model with symmetry: check 1 in N of the states that differ from others by names"
              + " only, by the code alone (default: ${DEFAULT-VALUE}).")
  int members = Comparison.MEMBERS_COMPARED;

  @Mixin ComparisonFiles files = new ComparisonFiles();

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "Instead of all states, take the steps of this scenario on both sides, up to the first"
              + " that differs.")
  Optional<Path> replay = Optional.empty();

  @Option(names = "--step", description = "With --replay, wait for Enter after each step.")
  boolean step;

  /** The first difference is the one that is written. */
  private boolean scenarioIsWritten;

  @Override
  public Integer call() throws Exception {
    Budget budget = budget();
    Catalog catalog = Catalog.load();
    Protocol chosen = catalog.protocol(protocol);
    Binding<?> binding =
        Bindings.of(chosen.name())
            .orElseThrow(
                () ->
                    InputException.of("there is no code of " + chosen.name() + " to compare")
                        .hint("There is code of: " + bound() + "."));
    if (step && replay.isEmpty()) {
      throw InputException.of("--step is for --replay, which is missing");
    }
    if (replay.isPresent()) {
      return replay(catalog, chosen, binding, replay.get());
    }
    List<Model> models = models(chosen);
    files.check(models.size());
    try (Interruption interruption = Interruption.watch()) {
      ComparisonOptions options =
          files.applyTo(
              ComparisonOptions.DEFAULT
                  .withBudget(budget)
                  .withThreads(threads)
                  .withMembers(members)
                  .withStop(interruption::isAsked));
      List<ConformanceReport> reports = new ArrayList<>();
      try (SpecFiles extracted = catalog.extract(chosen)) {
        for (Model next : models) {
          ConformanceReport report = compare(extracted, next, binding, options);
          reports.add(report);
          if (!output.isJson()) {
            show(report);
          }
        }
      }
      return interruption.finished(output.out(), conclude(chosen, reports));
    }
  }

  private int conclude(Protocol chosen, List<ConformanceReport> reports) {
    Verdict verdict = worst(reports);
    if (output.isJson()) {
      output.print(document(chosen, reports, verdict));
    } else {
      output.line("");
      output.line(total(reports, verdict));
    }
    return verdict.exitCode();
  }

  private int replay(Catalog catalog, Protocol chosen, Binding<?> binding, Path file)
      throws Exception {
    Scenario scenario = Scenarios.read(file, chosen);
    try (SpecFiles extracted = catalog.extract(chosen)) {
      return replay(extracted, scenario, file, models(chosen), binding);
    }
  }

  private <M> int replay(
      SpecFiles extracted, Scenario scenario, Path file, List<Model> models, Binding<M> binding)
      throws Exception {
    if (mutant.isPresent()) {
      return replayMutant(extracted, scenario, file, models, wrongVersions());
    }
    try (LoadedModel<M> loaded = Scenarios.model(scenario, file, extracted, models, binding)) {
      return Scenarios.replay(loaded, loaded.cluster(), scenario, output, step);
    }
  }

  private <M> int replayMutant(
      SpecFiles extracted, Scenario scenario, Path file, List<Model> models, MutantSet<M> set)
      throws Exception {
    Mutant<M> wrong = wrong(set);
    try (LoadedModel<M> loaded =
        Scenarios.model(scenario, file, extracted, models, set.binding())) {
      return Scenarios.replay(
          loaded,
          loaded.restrict(wrong.cluster().apply(loaded.constants())),
          scenario,
          output,
          step);
    }
  }

  private Budget budget() throws InputException {
    Jobs.check("--jobs", threads);
    if (members < 1 || budgetStates.orElse(1L) < 1 || budgetSeconds.orElse(1L) < 1) {
      throw InputException.of(
          "--members, --budget-states and --budget-seconds need a number from 1 on");
    }
    return new Budget(
        budgetStates.orElse(Budget.UNLIMITED.maxStates()),
        budgetSeconds.map(Duration::ofSeconds).orElse(Budget.UNLIMITED.maxTime()));
  }

  private static String bound() {
    return Bindings.all().stream().map(Binding::protocol).collect(Collectors.joining(", "));
  }

  private List<Model> models(Protocol chosen) throws InputException {
    List<Model> compared = chosen.models().stream().filter(Model::conform).toList();
    if (model.isPresent()) {
      Model only = chosen.model(model.get());
      if (!only.conform()) {
        throw InputException.of("model " + only.name() + " is not one that code is compared with")
            .hint(
                "Those are: "
                    + compared.stream().map(Model::name).collect(Collectors.joining(", "))
                    + ".");
      }
      return List.of(only);
    }
    return compared.stream().filter(next -> nightly || next.time() == Model.Time.CI).toList();
  }

  private <M> ConformanceReport compare(
      SpecFiles extracted, Model next, Binding<M> binding, ComparisonOptions options)
      throws SpecException, InputException, IOException {
    if (mutant.isPresent()) {
      return compareMutant(extracted, next, wrongVersions(), options);
    }
    try (LoadedModel<M> loaded = LoadedModel.load(extracted, next, binding)) {
      return compare(loaded, loaded.cluster(), "as it is", options);
    }
  }

  private MutantSet<?> wrongVersions() throws InputException {
    return MutantSet.of(protocol)
        .orElseThrow(() -> InputException.of("there are no mutants of " + protocol));
  }

  private <M> ConformanceReport compareMutant(
      SpecFiles extracted, Model next, MutantSet<M> set, ComparisonOptions options)
      throws SpecException, InputException, IOException {
    Mutant<M> wrong = wrong(set);
    try (LoadedModel<M> loaded = LoadedModel.load(extracted, next, set.binding())) {
      return compare(
          loaded,
          loaded.restrict(wrong.cluster().apply(loaded.constants())),
          "mutant " + wrong.id(),
          options);
    }
  }

  private <M> Mutant<M> wrong(MutantSet<M> set) throws InputException {
    return set.mutant(mutant.orElse("")).orElseThrow(() -> unknownMutant(set));
  }

  private InputException unknownMutant(MutantSet<?> set) {
    List<String> ids = set.mutants().stream().map(Mutant::id).toList();
    String wanted = mutant.orElse("");
    return InputException.of("no mutant of " + protocol + " is called '" + wanted + "'")
        .hint(
            Nearest.to(wanted, ids)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("There are: " + String.join(", ", ids) + "."));
  }

  private <M> ConformanceReport compare(
      LoadedModel<M> loaded, Cluster<M> cluster, String code, ComparisonOptions options)
      throws SpecException, InputException, IOException {
    ConformanceReport report;
    try (Progress line = output.progress()) {
      report =
          loaded.compare(
              cluster,
              code,
              options.withListener(progress -> line.show(text(loaded.model(), progress))));
    } catch (CheckpointException e) {
      throw files.cannotResume(e);
    }
    Optional<Divergence> divergence = report.comparison().divergence();
    if (divergence.isPresent() && files.scenario.isPresent() && !scenarioIsWritten) {
      loaded.scenario(divergence.get()).write(files.scenario.get());
      scenarioIsWritten = true;
    }
    return report;
  }

  private static String text(Model next, Comparison.Progress progress) {
    return "%s: %s%s states, %s edges, %s queued, depth %d, %s edges/s, %s"
        .formatted(
            next.name(),
            progress.resuming() ? "resuming, " : "",
            Output.number(progress.states()),
            Output.number(progress.edges()),
            Output.number(progress.queued()),
            progress.depth(),
            Output.number(progress.edgesPerSecond()),
            Output.duration(progress.elapsed()));
  }

  private void show(ConformanceReport report) {
    Model compared = report.model();
    output.line(
        output.paint().strong(report.protocol() + " " + compared.name())
            + "  "
            + output.paint().verdict(report.verdict())
            + "  "
            + compared.about());
    ConformanceText.lines(report, output.columns())
        .forEach(line -> output.line(line.isEmpty() ? "" : "  " + line));
    output.line("  " + output.paint().dim(ConformanceText.timing(report.comparison())));
    next(report).ifPresent(advice -> output.line("  " + advice));
  }

  /** What to do with a report that is not good. */
  private Optional<String> next(ConformanceReport report) {
    String command =
        "lockstep conform %s --model %s%s"
            .formatted(
                report.protocol(),
                report.model().name(),
                mutant.map(id -> " --mutant " + id).orElse(""));
    if (report.comparison().exhausted().isPresent()) {
      return Optional.of(
          files
              .kept()
              .map(file -> "to go on: " + command + " --resume " + file)
              .orElse("with --checkpoint FILE it can be gone on with"));
    }
    return report.comparison().divergence().isPresent() && scenarioIsWritten
        ? files.scenario.map(file -> "to go there step by step: " + command + " --replay " + file)
        : Optional.empty();
  }

  private String total(List<ConformanceReport> reports, Verdict verdict) {
    Function<Verdict, String> say =
        said ->
            switch (said) {
              case HOLDS -> "code and spec are the same in " + models(reports);
              case VIOLATED -> "code and spec differ";
              case INCONCLUSIVE -> "code and spec are the same as far as was looked";
            };
    return output.paint().verdict(verdict) + ": " + say.apply(verdict);
  }

  private static String models(List<ConformanceReport> reports) {
    return reports.size() == 1 ? "1 model" : reports.size() + " models";
  }

  private static Verdict worst(List<ConformanceReport> reports) {
    return Verdict.worstOf(reports.stream().map(ConformanceReport::verdict).toList());
  }

  private ObjectNode document(Protocol chosen, List<ConformanceReport> reports, Verdict verdict) {
    ObjectNode document = output.document(verdict).put("protocol", chosen.name());
    mutant.ifPresent(id -> document.put("mutant", id));
    if (verdict == Verdict.INCONCLUSIVE) {
      files.kept().ifPresent(file -> document.put("checkpoint", file.toString()));
    }
    if (scenarioIsWritten) {
      files.scenario.ifPresent(file -> document.put("scenario", file.toString()));
    }
    ArrayNode models = document.putArray("models");
    reports.forEach(report -> models.add(ConformJson.report(report)));
    return document;
  }
}
