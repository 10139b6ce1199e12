package dev.lockstep.cli;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Nearest;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Bindings;
import dev.lockstep.conformance.Budget;
import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutation.MutatedModule;
import dev.lockstep.mutation.MutationException;
import dev.lockstep.mutation.MutationModel;
import dev.lockstep.mutation.MutationPlan;
import dev.lockstep.mutation.MutationReport;
import dev.lockstep.mutation.MutationReport.Fate;
import dev.lockstep.mutation.MutationRun;
import dev.lockstep.mutation.SpecMutant;
import dev.lockstep.tlc.ExtendedModules;
import dev.lockstep.tlc.SpecMutation;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a spec in small ways and asks whether any property notices. */
@Command(
    name = "mutants",
    header = "Would the checks notice? Wrong versions of a spec, made by machine.",
    customSynopsis = {
      "lockstep mutants [OPTIONS] PROTOCOL [--model NAME]...",
      "lockstep mutants [OPTIONS] --spec FILE [--config FILE] [--path DIR]..."
    },
    description = {
      "",
      "Changes the spec in one place at a time (drops a condition, weakens a quorum, leaves out an"
          + " update, loses a persisted variable in a crash, drops a fairness condition, ...), and"
          + " has TLC check each wrong version in the small models. Shows which property kills how"
          + " many, what survives, with its line, and the properties that kill nothing. The spec as"
          + " it is runs beside them and must hold. Where there is code of the protocol, it is"
          + " compared with every wrong version, too.",
      "",
      "A survivor is a hole in the properties, or a change that makes no difference. The exit code"
          + " is 0 whatever survives, unless there is --strict.",
      ""
    },
    sortOptions = false,
    footer = {
      "  lockstep mutants lamport-clock",
      "  lockstep mutants two-phase-commit --operator drop-guard,weaken-quorum",
      "  lockstep mutants two-phase-commit --mutant TMCommit-drop-guard-2 --write wrong",
      "  lockstep mutants --spec My.tla --config My.cfg --strict"
    })
final class MutantsCommand implements Callable<Integer> {

  /** What TLC checks in seconds, even if there are a hundred wrong versions of it. */
  private static final long SMALL = 100_000;

  @Mixin Output output;

  @Parameters(arity = "0..1", paramLabel = "PROTOCOL", description = "A protocol of the catalog.")
  Optional<String> protocol = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these models of the protocol (default: all that hold and have at most 100,000"
              + " states in all, the smallest first).")
  List<String> names = List.of();

  @Mixin OwnSpec own = new OwnSpec();

  @Option(
      names = "--operator",
      paramLabel = "WORD",
      split = ",",
      description = "Only changes of this kind; `--list` shows the kinds.")
  List<String> operators = List.of();

  @Option(names = "--mutant", paramLabel = "ID", split = ",", description = "Only this mutant.")
  List<String> ids = List.of();

  @Option(
      names = "--with-base",
      description =
          "Of a protocol that extends another, change also what it takes from that; without it,"
              + " only its own modules are changed.")
  boolean withBase;

  @Option(names = "--list", description = "Show what would be changed, and run nothing.")
  boolean list;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description =
          "Write the wrong versions there, each into a folder of its own with all that TLC needs,"
              + " and run nothing.")
  Optional<Path> write = Optional.empty();

  @Option(
      names = "--matrix",
      description =
          "Also show every mutant: what killed it, the length of the counterexample, the time.")
  boolean matrix;

  @Option(
      names = "--every-property",
      description =
          "Ask every property by itself about every mutant. Without it, only those that were never"
              + " the first to fall are asked by themselves, until they kill something.")
  boolean everyProperty;

  @Option(
      names = "--strict",
      description = "Exit with 1 if a mutant survives or a property kills nothing.")
  boolean strict;

  @Option(
      names = "--budget-seconds",
      paramLabel = "SECONDS",
      description =
          "How long a mutant may take in one model (default: ${DEFAULT-VALUE}); then it is"
              + " inconclusive, and neither killed nor a survivor.")
  long timeout = 60;

  @Option(
      names = "--budget-states",
      paramLabel = "N",
      description =
          "How many states TLC may generate for it (default: 20 times as many as for the spec as it"
              + " is, and at least 100,000).")
  Optional<Long> maxStates = Optional.empty();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many mutants run at a time (default: all processors).")
  int jobs = Runtime.getRuntime().availableProcessors();

  /** What is changed, and what it is shown to. */
  private record Work(
      String name,
      List<MutationModel> models,
      List<MutationModel> probes,
      MutationPlan plan,
      Optional<CodeBesideMutants> code) {}

  @Override
  public Integer call() throws Exception {
    Jobs.check("--jobs", jobs);
    if (timeout < 1 || maxStates.orElse(1L) < 1) {
      throw InputException.of("--budget-seconds and --budget-states must be at least 1");
    }
    Optional<SpecSource> source = own.sourceInsteadOf(protocol);
    for (String word : operators) {
      operator(word);
    }
    try {
      return source.isPresent() ? ofOwn(source.get()) : ofCatalog(protocol.orElseThrow());
    } catch (MutationException e) {
      throw InputException.of(String.valueOf(e.getMessage()));
    }
  }

  private static SpecMutation.Operator operator(String word) throws InputException {
    Optional<SpecMutation.Operator> known = SpecMutation.Operator.of(word);
    if (known.isEmpty()) {
      List<String> words =
          Arrays.stream(SpecMutation.Operator.values()).map(SpecMutation.Operator::word).toList();
      throw InputException.of("there is no change of the kind '" + word + "'")
          .hint(
              Nearest.to(word, words).map(near -> "Did you mean '" + near + "'? ").orElse("")
                  + "There are: "
                  + String.join(", ", words)
                  + ".");
    }
    return known.get();
  }

  // Whose spec it is.

  private int ofOwn(SpecSource source) throws Exception {
    if (!names.isEmpty()) {
      throw InputException.of("--model is for a PROTOCOL of the catalog");
    }
    if (withBase) {
      throw InputException.of("--with-base is for a PROTOCOL of the catalog");
    }
    MutationModel model =
        new MutationModel(
            String.valueOf(Path.of(source.configName()).getFileName()),
            source,
            OptionalLong.empty());
    MutationPlan all = MutationPlan.of(List.of(model), mutation -> true);
    MutationPlan inside =
        all.only(mutant -> MutationPlan.isOfProtocol(mutant.mutation(), Set.of()));
    // A spec that is in an MC module as a whole is changed there.
    boolean around =
        inside.mutants().stream()
            .allMatch(mutant -> mutant.mutation().operator() == SpecMutation.Operator.DROP_ACTION);
    return run(
        new Work(
            source.module(),
            List.of(model),
            List.of(),
            only(around ? all : inside),
            Optional.empty()));
  }

  private int ofCatalog(String name) throws Exception {
    Catalog catalog = Catalog.load();
    Protocol chosen = catalog.protocol(name);
    List<Model> models = models(chosen);
    try (SpecFiles files = catalog.extract(chosen)) {
      List<MutationModel> holding =
          models.stream().map(model -> MutationModel.of(files, model)).toList();
      List<MutationModel> probes =
          chosen.models().stream()
              .filter(model -> model.kind() == Model.Kind.PROBE)
              .map(model -> MutationModel.of(files, model))
              .toList();
      Set<String> around = around(files, chosen.spec());
      MutationPlan plan =
          MutationPlan.of(
              Stream.concat(holding.stream(), probes.stream()).toList(),
              mutation ->
                  MutationPlan.isOfProtocol(mutation, around)
                      && (withBase || !files.inherited().contains(mutation.module())));
      Optional<CodeBesideMutants> code =
          Bindings.of(chosen.name())
              .flatMap(binding -> smallest(chosen).map(model -> beside(files, model, binding)));
      return run(new Work(chosen.name(), holding, probes, only(plan), code));
    }
  }

  private List<Model> models(Protocol chosen) throws InputException {
    List<Model> models = new ArrayList<>();
    for (String name : names) {
      Model model = chosen.model(name);
      if (model.kind() != Model.Kind.HOLDS) {
        throw InputException.of(
            "the model " + name + " is expected to be violated: mutants need one that holds");
      }
      models.add(model);
    }
    if (names.isEmpty()) {
      chosen.models().stream()
          .filter(model -> model.kind() == Model.Kind.HOLDS && model.total().orElse(0) <= SMALL)
          .filter(model -> chosen.problem().filter(model.module()::equals).isEmpty())
          .forEach(models::add);
    }
    return models;
  }

  private <M> CodeBesideMutants beside(SpecFiles files, Model model, Binding<M> binding) {
    return CodeBesideMutants.of(
        files,
        model,
        binding,
        new Budget(maxStates.orElse(Long.MAX_VALUE), Duration.ofSeconds(timeout)));
  }

  private static Optional<Model> smallest(Protocol chosen) {
    return chosen.models().stream().filter(Model::conform).findFirst();
  }

  /**
   * The modules that extend the one of the protocol: models, and what only watches. Of a base, all
   * that the protocol does not extend is around.
   */
  private static Set<String> around(SpecFiles files, String module) throws IOException {
    Set<String> inside = ExtendedModules.of(module, List.of(files.directory())).keySet();
    Set<String> around = new HashSet<>(files.inherited());
    around.removeAll(inside);
    try (Stream<Path> all = Files.list(files.directory())) {
      for (Path file : all.filter(file -> file.toString().endsWith(".tla")).toList()) {
        if (ExtendedModules.namedIn(Files.readString(file)).contains(module)) {
          String name = String.valueOf(file.getFileName());
          around.add(name.substring(0, name.length() - ".tla".length()));
        }
      }
    }
    return around;
  }

  private MutationPlan only(MutationPlan plan) throws InputException {
    Set<SpecMutation.Operator> wanted = new HashSet<>();
    for (String word : operators) {
      wanted.add(operator(word));
    }
    List<String> known = plan.mutants().stream().map(SpecMutant::id).toList();
    for (String id : ids) {
      if (!known.contains(id)) {
        throw InputException.of("there is no mutant '" + id + "'")
            .hint(
                Nearest.to(id, known).map(near -> "Did you mean '" + near + "'? ").orElse("")
                    + "`--list` shows all.");
      }
    }
    return plan.only(
        mutant ->
            (wanted.isEmpty() || wanted.contains(mutant.mutation().operator()))
                && (ids.isEmpty() || ids.contains(mutant.id())));
  }

  // What is done.

  private int run(Work work) throws Exception {
    if (list) {
      if (output.isJson()) {
        output.print(MutantsJson.list(output.document(), work.plan().mutants()));
      } else {
        MutantsText.list(output, work.plan().mutants());
      }
      return ExitCode.OK;
    }
    if (write.isPresent()) {
      write(work, write.get());
      return ExitCode.OK;
    }
    MutationReport report;
    Map<String, Finding> compared;
    try (Progress line = output.progress()) {
      MutationRun.Listener listener =
          (what, done, all) -> line.show("%s: %d of %d".formatted(what, done, all));
      report =
          MutationRun.run(
              work.models(),
              work.probes(),
              work.plan(),
              new MutationRun.Options(
                  jobs, Duration.ofSeconds(timeout), mostStates(), everyProperty),
              listener);
      compared =
          work.code().isEmpty()
              ? Map.of()
              : work.code().get().all(work.plan().mutants(), jobs, listener);
    }
    Verdict verdict = verdict(report);
    if (output.isJson()) {
      output.print(
          MutantsJson.report(
              strict ? output.document(verdict) : output.document(),
              work.name(),
              report,
              work.code(),
              compared));
    } else {
      new MutantsText(output, matrix).show(work.name(), report, work.code(), compared);
    }
    return strict ? verdict.exitCode() : ExitCode.OK;
  }

  private OptionalLong mostStates() {
    return maxStates.isPresent() ? OptionalLong.of(maxStates.get()) : OptionalLong.empty();
  }

  private static Verdict verdict(MutationReport report) {
    if (report.count(Fate.SURVIVED) > 0
        || report.idle().stream().anyMatch(property -> property.undecided() == 0)) {
      return Verdict.VIOLATED;
    }
    return report.count(Fate.INCONCLUSIVE) > 0 || !report.idle().isEmpty()
        ? Verdict.INCONCLUSIVE
        : Verdict.HOLDS;
  }

  private void write(Work work, Path directory) throws IOException {
    for (SpecMutant mutant : work.plan().mutants()) {
      Path folder = directory.resolve(mutant.id());
      Files.createDirectories(folder);
      for (MutationModel model : work.models()) {
        SpecSource source = model.source();
        for (Path from : source.directories()) {
          copy(from, folder);
        }
        Files.writeString(
            folder.resolve(String.valueOf(Path.of(source.configName()).getFileName())),
            source.config());
      }
      Path file = MutatedModule.of(mutant).write(folder);
      output.line(file.toString());
    }
  }

  /** Modules may extend each other; all that could be meant are copied. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".tla")).toList()) {
        Path target = to.resolve(String.valueOf(file.getFileName()));
        if (!Files.exists(target)) {
          Files.copy(file, target);
        }
      }
    }
  }
}
