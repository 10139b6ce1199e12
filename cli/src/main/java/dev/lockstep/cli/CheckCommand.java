package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Diagram;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.PinnedCheck;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.diagram.ChangeTable;
import dev.lockstep.diagram.SequenceDiagram;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.ModelChecker.Options;
import dev.lockstep.tlc.ModelChecker.Result;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks models of a spec with TLC. */
@Command(
    name = "check",
    header = "Is the design right? TLC on the spec.",
    customSynopsis = {
      "lockstep check [OPTIONS] PROTOCOL [--model NAME]",
      "lockstep check [OPTIONS] --spec FILE [--config FILE] [--path DIR]..."
    },
    description = {
      "",
      "With PROTOCOL, the models of the catalog are checked, and the verdict is on the comparison"
          + " with what is pinned for them: it holds if TLC finds exactly the expected result and"
          + " the pinned numbers of states. A twin or a probe, whose property must fall, therefore"
          + " holds when it is refuted as expected. With --model, the counterexample is shown too.",
      "",
      "With --spec, a model of your own is checked, and the verdict is TLC's.",
      ""
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  lockstep check two-phase-commit",
      "  lockstep check two-phase-commit --model blocking",
      "  lockstep check --spec My.tla --config My.cfg --workers 4"
    })
final class CheckCommand implements Callable<Integer> {

  @Mixin Output output;

  @Parameters(arity = "0..1", paramLabel = "PROTOCOL", description = "A protocol of the catalog.")
  Optional<String> protocol = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Only this model, with its counterexample if it has one.")
  Optional<String> model = Optional.empty();

  @Option(names = "--nightly", description = "Also the models that take minutes.")
  boolean nightly;

  @Mixin OwnSpec own = new OwnSpec();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = {
        "How many threads (default: one for each processor). For one model: TLC's workers; one that"
            + " is expected to fall has one by default, for only then the counterexample and the"
            + " counts are the same every time. For several models: how many are checked at a time."
      })
  Optional<Integer> workers = Optional.empty();

  @Option(
      names = "--budget-seconds",
      paramLabel = "N",
      description = "Give up on a model after N seconds; then it is inconclusive.")
  Optional<Long> budgetSeconds = Optional.empty();

  @Override
  public Integer call() throws Exception {
    if (workers.isPresent()) {
      Jobs.check("--workers", workers.get());
    }
    if (budgetSeconds.filter(seconds -> seconds < 1).isPresent()) {
      throw InputException.of(
          "--budget-seconds needs a number from 1 on, not " + budgetSeconds.get());
    }
    Optional<SpecSource> source = own.sourceInsteadOf(protocol);
    if (source.isPresent()) {
      return checkOwn(source.get());
    }
    Catalog catalog = Catalog.load();
    Protocol chosen = catalog.protocol(protocol.get());
    Optional<Model> only = model.map(chosen::model);
    try (SpecFiles files = catalog.extract(chosen)) {
      return only.isPresent() ? checkOne(files, only.get()) : checkAll(files);
    }
  }

  // A model of the user's own.

  private int checkOwn(SpecSource source)
      throws InputException, SpecException, InterruptedException {
    if (model.isPresent() || nightly) {
      throw InputException.of("--model and --nightly are for a PROTOCOL of the catalog");
    }
    Result result = check(source, options(workers.orElseGet(CheckCommand::processors)));
    if (output.isJson()) {
      ObjectNode document = output.document(result.verdict());
      document.put("spec", String.valueOf(own.spec.orElseThrow()));
      CheckJson.add(document, result);
      output.print(document);
    } else {
      output.line("%s  %s".formatted(output.paint().strong(source.module()), said(result)));
      show(result, Optional.empty());
    }
    return result.verdict().exitCode();
  }

  private Result check(SpecSource source, Options options)
      throws SpecException, InterruptedException {
    try (Progress line = output.progress()) {
      return ModelChecker.check(source, options.withProgress(p -> line.show(text(p))));
    }
  }

  // One model of the catalog.

  private int checkOne(SpecFiles files, Model chosen) throws SpecException, InterruptedException {
    int threads = workers.orElseGet(() -> chosen.verdict() == Verdict.HOLDS ? processors() : 1);
    PinnedCheck check;
    try (Progress line = output.progress()) {
      check =
          PinnedCheck.run(files, chosen, options(threads).withProgress(p -> line.show(text(p))));
    }
    if (output.isJson()) {
      ObjectNode document = output.document(check.verdict());
      document.put("protocol", files.protocol().name());
      CheckJson.add(document, check, /* withTrace= */ true);
      output.print(document);
      return check.verdict().exitCode();
    }
    output.line(
        "%s  %s"
            .formatted(
                output.paint().strong(files.protocol().name() + " " + chosen.name()),
                chosen.about()));
    output.line("  " + said(check.result()));
    output.line("  " + compared(check));
    check.differences().forEach(difference -> output.line("  " + output.paint().bad(difference)));
    show(check.result(), files.protocol().diagram());
    return check.verdict().exitCode();
  }

  // All models of a protocol.

  private int checkAll(SpecFiles files) throws SpecException, InterruptedException {
    List<Model> models =
        files.protocol().models().stream()
            .filter(candidate -> nightly || candidate.time() == Model.Time.CI)
            .toList();
    List<PinnedCheck> checks = checkAtOnce(files, models);
    Verdict verdict = together(checks);
    if (output.isJson()) {
      ObjectNode document = output.document(verdict);
      document.put("protocol", files.protocol().name());
      for (PinnedCheck check : checks) {
        CheckJson.add(document.withArray("models").addObject(), check, /* withTrace= */ false);
      }
      output.print(document);
    } else {
      show(files.protocol(), checks, verdict);
    }
    return verdict.exitCode();
  }

  /**
   * Every model has one worker, so that every run is the same as the last time. The largest starts
   * first, so that it is not the one that all others have to wait for.
   */
  private List<PinnedCheck> checkAtOnce(SpecFiles files, List<Model> models)
      throws SpecException, InterruptedException {
    int threads = Math.clamp(workers.orElseGet(CheckCommand::processors), 1, models.size() + 1);
    AtomicInteger done = new AtomicInteger();
    Map<Model, Future<PinnedCheck>> futures = new HashMap<>();
    List<PinnedCheck> checks = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Progress line = output.progress()) {
      for (Model next : largestFirst(models)) {
        Options options =
            options(1)
                .withFingerprintBytes(Options.deterministic().fingerprintBytes() / threads)
                .withProgress(
                    p ->
                        line.show(
                            "%d of %d models  %s: %s"
                                .formatted(done.get(), models.size(), next.name(), text(p))));
        Callable<PinnedCheck> check =
            () -> {
              PinnedCheck checked = PinnedCheck.run(files, next, options);
              done.incrementAndGet();
              return checked;
            };
        futures.put(next, pool.submit(check));
      }
      for (Model next : models) {
        checks.add(Objects.requireNonNull(futures.get(next)).get());
      }
      return checks;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SpecException exception -> throw exception;
        case InterruptedException exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Model> largestFirst(List<Model> models) {
    return models.stream()
        .sorted(Comparator.comparingLong((Model m) -> m.total().orElse(0)).reversed())
        .toList();
  }

  /** One that is not as expected is worse than one that ran out of time. */
  private static Verdict together(List<PinnedCheck> checks) {
    return Verdict.worstOf(checks.stream().map(PinnedCheck::verdict).toList());
  }

  private void show(Protocol checked, List<PinnedCheck> checks, Verdict verdict) {
    Paint paint = output.paint();
    output.line(
        "%s  %s (chapter %d, %s)"
            .formatted(
                paint.strong(checked.name()),
                checked.title(),
                checked.chapterNumber(),
                checked.chapter()));
    Table table = new Table("", "model", "expected", "TLC says", "distinct", "total", "time");
    for (PinnedCheck check : checks) {
      Result result = check.result();
      table.row(
          mark(check),
          check.model().name(),
          property(check.model().verdict(), check.model().property()),
          property(result.verdict(), result.property()),
          result.distinct(),
          result.generated(),
          Output.duration(result.elapsed()));
    }
    output.table(0, table);
    for (PinnedCheck check : checks) {
      for (String difference : check.differences()) {
        output.line("%s: %s".formatted(check.model().name(), paint.bad(difference)));
      }
      if (check.verdict() == Verdict.INCONCLUSIVE) {
        output.line(
            "%s: %s".formatted(check.model().name(), paint.unsure(check.result().reason())));
      }
    }
    long expected = checks.stream().filter(c -> c.verdict() == Verdict.HOLDS).count();
    output.line(
        "%s: %d of %d models as expected"
            .formatted(paint.verdict(verdict), expected, checks.size()));
  }

  private String mark(PinnedCheck check) {
    Paint paint = output.paint();
    return switch (check.verdict()) {
      case HOLDS -> paint.good("✓");
      case VIOLATED -> paint.bad("✗");
      case INCONCLUSIVE -> paint.unsure("?");
    };
  }

  // What both say.

  private void show(Result result, Optional<Diagram> diagram) {
    if (result.trace().isEmpty()) {
      return;
    }
    int width = output.columns();
    output.line("");
    ChangeTable.lines(result.trace(), result.loopsBackTo(), width).forEach(output::line);
    List<String> drawing =
        SequenceDiagram.lines(result.trace(), result.loopsBackTo(), diagram, width);
    if (!drawing.isEmpty() && result.trace().size() > 1) {
      output.line("");
      drawing.forEach(output::line);
    }
  }

  private String said(Result result) {
    String verdict =
        switch (result.verdict()) {
          case HOLDS -> output.paint().verdict(Verdict.HOLDS);
          case INCONCLUSIVE ->
              output.paint().verdict(Verdict.INCONCLUSIVE) + ": " + result.reason();
          case VIOLATED ->
              output.paint().verdict(Verdict.VIOLATED)
                  + ": "
                  + result.violation().map(CheckCommand::said).orElse("");
        };
    return "%s; %s distinct of %s states, depth %d, in %s"
        .formatted(
            verdict,
            Output.number(result.distinct()),
            Output.number(result.generated()),
            result.depth(),
            Output.duration(result.elapsed()));
  }

  private static String said(ModelChecker.Violation violation) {
    String what =
        switch (violation.kind()) {
          case INVARIANT -> "invariant " + violation.property();
          case INITIAL_PROPERTY -> "property of the first state " + violation.property();
          case ACTION_PROPERTY -> "action property " + violation.property();
          case TEMPORAL_PROPERTY -> "temporal property " + violation.property();
          case REFINEMENT -> "refinement " + violation.property();
          case DEADLOCK -> "deadlock: the last state has no next step";
          case ASSUMPTION -> "assumption " + violation.property();
        };
    return violation.detail().isEmpty() ? what : what + " (" + violation.detail() + ")";
  }

  private String compared(PinnedCheck check) {
    Model checked = check.model();
    String expected =
        property(checked.verdict(), checked.property())
            + pinned(", %s distinct", checked.distinct())
            + pinned(" of %s states", checked.total());
    return switch (check.verdict()) {
      case HOLDS ->
          checked.verdict() == Verdict.VIOLATED
              ? output.paint().good("refuted as expected") + ": " + expected
              : output.paint().good("as expected") + ": " + expected;
      case VIOLATED -> output.paint().bad("not as expected") + ": " + expected;
      case INCONCLUSIVE -> output.paint().unsure("not compared") + " with " + expected;
    };
  }

  private static String pinned(String format, OptionalLong number) {
    return number.isPresent() ? format.formatted(Output.number(number.getAsLong())) : "";
  }

  private static String property(Verdict verdict, Optional<String> property) {
    return property.orElseGet(() -> verdict.name().toLowerCase(Locale.ROOT));
  }

  private Options options(int threads) {
    Options options = Options.deterministic().withWorkers(threads);
    return budgetSeconds.map(Duration::ofSeconds).map(options::withBudget).orElse(options);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static String text(ModelChecker.Progress progress) {
    double seconds = Math.max(0.001, progress.elapsed().toMillis() / 1000.0);
    return "%s states, %s distinct, %s queued, depth %d, %s states/s, %s%s"
        .formatted(
            Output.number(progress.generated()),
            Output.number(progress.distinct()),
            Output.number(progress.queued()),
            progress.depth(),
            Output.number(Math.round(progress.generated() / seconds)),
            Output.duration(progress.elapsed()),
            progress.liveness() ? ", looking for endless runs" : "");
  }
}
