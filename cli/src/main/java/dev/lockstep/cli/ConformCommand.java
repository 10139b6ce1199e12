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
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Comparison;
import dev.lockstep.conformance.ConformanceReport;
import dev.lockstep.conformance.ConformanceText;
import dev.lockstep.conformance.LoadedModel;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
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
      "The numbers of states and edges must be those that are pinned for TLC's own checker."
    },
    sortOptions = false,
    footer = {
      "  lockstep conform two-phase-commit",
      "  lockstep conform two-phase-commit --model small",
      "  lockstep conform two-phase-commit --mutant presumes-abort      what a violation looks like"
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
      names = "--threads",
      paramLabel = "N",
      description = "How many threads (default: one for each processor).")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-states",
      paramLabel = "N",
      description = "Give up on a model after N states; then it is inconclusive.")
  Optional<Long> maxStates = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long a model may take; then it is inconclusive.")
  Optional<Long> timeout = Optional.empty();

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
    List<ConformanceReport> reports = new ArrayList<>();
    try (SpecFiles files = catalog.extract(chosen)) {
      for (Model next : models(chosen)) {
        ConformanceReport report = compare(files, next, binding, budget);
        reports.add(report);
        if (!output.isJson()) {
          show(report);
        }
      }
    }
    Verdict verdict = worst(reports);
    if (output.isJson()) {
      output.print(document(chosen, reports, verdict));
    } else {
      output.line("");
      output.line(total(reports, verdict));
    }
    return verdict.exitCode();
  }

  private Budget budget() throws InputException {
    if (threads < 1 || maxStates.orElse(1L) < 1 || timeout.orElse(1L) < 1) {
      throw InputException.of("--threads, --max-states and --timeout need a number from 1 on");
    }
    return new Budget(
        maxStates.orElse(Budget.UNLIMITED.maxStates()),
        timeout.map(Duration::ofSeconds).orElse(Budget.UNLIMITED.maxTime()));
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
      SpecFiles files, Model next, Binding<M> binding, Budget budget)
      throws SpecException, InputException {
    if (mutant.isPresent()) {
      return compareMutant(files, next, wrongVersions(), budget);
    }
    try (LoadedModel<M> loaded = LoadedModel.load(files, next, binding)) {
      return compare(loaded, loaded.cluster(), budget);
    }
  }

  private MutantSet<?> wrongVersions() throws InputException {
    return MutantSet.of(protocol)
        .orElseThrow(() -> InputException.of("there are no mutants of " + protocol));
  }

  private <M> ConformanceReport compareMutant(
      SpecFiles files, Model next, MutantSet<M> set, Budget budget)
      throws SpecException, InputException {
    Mutant<M> wrong = set.mutant(mutant.orElse("")).orElseThrow(() -> unknownMutant(set));
    try (LoadedModel<M> loaded = LoadedModel.load(files, next, set.binding())) {
      return compare(loaded, loaded.restrict(wrong.cluster().apply(loaded.constants())), budget);
    }
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

  private <M> ConformanceReport compare(LoadedModel<M> loaded, Cluster<M> cluster, Budget budget)
      throws SpecException {
    try (Progress line = output.progress()) {
      return loaded.compare(
          cluster, budget, threads, progress -> line.show(text(loaded.model(), progress)));
    }
  }

  private static String text(Model next, Comparison.Progress progress) {
    return "%s: %s states, %s edges, %s queued, %s"
        .formatted(
            next.name(),
            Output.number(progress.states()),
            Output.number(progress.edges()),
            Output.number(progress.queued()),
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
    ArrayNode models = document.putArray("models");
    reports.forEach(report -> models.add(ConformJson.report(report)));
    return document;
  }
}
