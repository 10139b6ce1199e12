package dev.lockstep.verification;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.PinnedCheck;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Bindings;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.LoadedModel;
import dev.lockstep.mutants.ComparisonLayer;
import dev.lockstep.mutants.Effects;
import dev.lockstep.mutants.InvariantsLayer;
import dev.lockstep.mutants.KillLayer;
import dev.lockstep.mutants.KillMatrix;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.mutants.NoEffectException;
import dev.lockstep.mutants.TlcLayer;
import dev.lockstep.simulation.SimulationLayer;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.Subjects;
import dev.lockstep.simulation.TraceLayer;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.SpecException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Answers all questions about protocols. The work falls into pieces that do not touch each other:
 * every model is checked by a TLC of its own, so the pieces run side by side, the longest first.
 * What is found does not depend on how many run at a time; only the speeds do.
 *
 * <p>Nothing is taken from an earlier run. The pinned figures of the catalog are what is compared
 * with, never what is reported.
 */
public final class Verification {

  private static final Pattern REFINEMENT =
      Pattern.compile("(?m)^\\s*PROPERT(?:Y|IES)\\s+\\w*Spec\\s*$");

  /** Enough for every mutant that can be found at all; it bounds those whose code never ends. */
  private static final Budget PER_MUTANT = new Budget(10_000, Duration.ofSeconds(15));

  private static final long SIMULATED_PER_MUTANT = 1000;
  private static final long STEPS_PER_MUTANT = 60_000;
  private static final long VALIDATED_PER_MUTANT = 200;
  private static final long EVENTS_PER_MUTANT = 2_000;

  /** Spec and code that have the same fault agree: a short look shows it. */
  private static final long STATES_OF_BOTH = 500;

  private static final long EVENTS_OF_BOTH = 300;

  /**
   * What is asked for.
   *
   * @param nightly whether models that take minutes are checked, too
   * @param seed the seed of the simulated runs
   * @param runs how many runs are simulated and validated
   * @param events after how many events no further run begins
   * @param nodes how many participants or processes they have
   * @param workers how many pieces of work run at a time
   */
  public record Options(
      boolean nightly, long seed, long runs, long events, int nodes, int workers) {

    /** Refuses what asks for nothing. */
    public Options {
      if (runs < 1 || events < 1 || nodes < 1 || workers < 1) {
        throw new IllegalArgumentException(
            "nothing to do: " + runs + ", " + events + ", " + nodes + ", " + workers);
      }
    }
  }

  /** Is told how the work gets on, by any thread. */
  @FunctionalInterface
  public interface Listener {

    /**
     * A piece of work is done.
     *
     * @param what what was done
     * @param done how many pieces are done
     * @param all how many pieces there are
     */
    void done(String what, int done, int all);
  }

  private record Work(
      Protocol protocol, Question question, String name, long weight, Callable<Piece> piece) {}

  private final Catalog catalog;
  private final Options options;
  private final Listener listener;

  private Verification(Catalog catalog, Options options, Listener listener) {
    this.catalog = catalog;
    this.options = options;
    this.listener = listener;
  }

  /** Answers all questions about {@code protocols}, in their order. */
  public static List<Answer> run(
      Catalog catalog, List<Protocol> protocols, Options options, Listener listener)
      throws InterruptedException {
    return new Verification(catalog, options, listener).run(protocols);
  }

  private List<Answer> run(List<Protocol> protocols) throws InterruptedException {
    List<SpecFiles> opened = new ArrayList<>();
    try {
      List<Work> works = new ArrayList<>();
      for (Protocol protocol : protocols) {
        SpecFiles files = catalog.extract(protocol);
        opened.add(files);
        models(files, works);
        Bindings.of(protocol.name()).ifPresent(binding -> code(files, binding, works));
        Subjects.of(protocol.name(), options.nodes())
            .ifPresent(subject -> works.add(runs(files, subject)));
      }
      works.sort(Comparator.comparingLong(Work::weight).reversed());
      Map<Protocol, List<Piece>> pieces = execute(works);
      List<Answer> answers = new ArrayList<>();
      for (Protocol protocol : protocols) {
        answers.addAll(Answers.of(protocol, pieces.getOrDefault(protocol, List.of())));
      }
      return answers;
    } finally {
      opened.forEach(SpecFiles::close);
    }
  }

  private void models(SpecFiles files, List<Work> works) {
    for (Model model : files.protocol().models()) {
      if (!isWanted(model)) {
        continue;
      }
      boolean refinement = REFINEMENT.matcher(files.model(model).config()).find();
      works.add(
          new Work(
              files.protocol(),
              Question.of(model.kind()),
              "check " + model.name(),
              model.total().orElse(0),
              () ->
                  new Piece.Checked(
                      PinnedCheck.run(files, model, ModelChecker.Options.deterministic()),
                      refinement)));
    }
  }

  private <M> void code(SpecFiles files, Binding<M> binding, List<Work> works) {
    for (Model model : files.protocol().models()) {
      if (!model.conform() || !isWanted(model)) {
        continue;
      }
      works.add(
          new Work(
              files.protocol(),
              Question.CODE,
              "conform " + model.name(),
              // Both sides are computed, which takes longer than TLC alone.
              2 * model.total().orElse(0),
              () -> {
                try (LoadedModel<M> loaded = LoadedModel.load(files, model, binding)) {
                  return new Piece.Compared(loaded.compare(Budget.UNLIMITED, 1, progress -> {}));
                }
              }));
    }
    Optional<MutantSet<M>> mutants = mutants(binding);
    List<Model> compared = files.protocol().compared();
    if (!compared.isEmpty() && mutants.isPresent()) {
      Effects effects = new Effects();
      KillLayer simulation =
          new SimulationLayer(options.seed(), SIMULATED_PER_MUTANT, STEPS_PER_MUTANT);
      works.add(hunt(files, compared, mutants.get(), effects, simulation));
      if (mutants.get().mutants().stream().anyMatch(mutant -> mutant.twin().isPresent())) {
        works.add(shared(files, compared, mutants.get(), effects, simulation));
      }
    }
  }

  /** The models with which code is compared are those to tell mutants apart in. */
  private <M> Work hunt(
      SpecFiles files,
      List<Model> models,
      MutantSet<M> mutants,
      Effects effects,
      KillLayer simulation) {
    return new Work(
        files.protocol(),
        Question.MUTANTS,
        "mutants",
        Integer.MAX_VALUE,
        () -> {
          long start = System.nanoTime();
          try (TraceLayer traces =
              TraceLayer.ofSimulations(
                  files, options.seed(), VALIDATED_PER_MUTANT, EVENTS_PER_MUTANT)) {
            KillMatrix matrix =
                KillMatrix.run(
                    mutants,
                    files,
                    models,
                    List.of(new ComparisonLayer(), new InvariantsLayer(), simulation, traces),
                    PER_MUTANT,
                    effects,
                    id -> {});
            return new Piece.Hunted(matrix, Duration.ofNanos(System.nanoTime() - start));
          }
        });
  }

  private <M> Work shared(
      SpecFiles files,
      List<Model> models,
      MutantSet<M> mutants,
      Effects effects,
      KillLayer simulation) {
    return new Work(
        files.protocol(),
        Question.SHARED,
        "faults in spec and code",
        Integer.MAX_VALUE,
        () -> {
          long start = System.nanoTime();
          try (TraceLayer traces =
              TraceLayer.ofModels(options.seed(), VALIDATED_PER_MUTANT, EVENTS_OF_BOTH)) {
            KillMatrix matrix =
                KillMatrix.both(
                    mutants,
                    files,
                    models,
                    List.of(
                        new ComparisonLayer(STATES_OF_BOTH),
                        new InvariantsLayer(),
                        simulation,
                        traces,
                        new TlcLayer()),
                    PER_MUTANT,
                    effects,
                    id -> {});
            return new Piece.Shared(matrix, Duration.ofNanos(System.nanoTime() - start));
          }
        });
  }

  @SuppressWarnings("unchecked") // the messages of a protocol are those of its mutants
  private static <M> Optional<MutantSet<M>> mutants(Binding<M> binding) {
    return MutantSet.of(binding.protocol()).map(set -> (MutantSet<M>) set);
  }

  private <M> Work runs(SpecFiles files, Subject<M> subject) {
    return new Work(
        files.protocol(),
        Question.RUNS,
        "simulate and validate",
        Integer.MAX_VALUE,
        () -> new Piece.Simulated(Runs.simulate(files, subject, options)));
  }

  private boolean isWanted(Model model) {
    return options.nightly() || model.time() == Model.Time.CI;
  }

  private Map<Protocol, List<Piece>> execute(List<Work> works) throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    Map<Protocol, List<Piece>> pieces = new LinkedHashMap<>();
    ExecutorService executor = Executors.newFixedThreadPool(options.workers());
    try {
      List<Future<Piece>> futures = new ArrayList<>();
      for (Work work : works) {
        futures.add(
            executor.submit(
                () -> {
                  Piece piece = piece(work);
                  listener.done(
                      work.protocol().name() + ": " + work.name(),
                      done.incrementAndGet(),
                      works.size());
                  return piece;
                }));
      }
      for (int i = 0; i < futures.size(); i++) {
        pieces
            .computeIfAbsent(works.get(i).protocol(), protocol -> new ArrayList<>())
            .add(futures.get(i).get());
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      executor.shutdownNow();
    }
    return pieces;
  }

  /** What is wrong with a spec or a mutant of ours is a finding, like a property that falls. */
  private static Piece piece(Work work) throws Exception {
    try {
      return work.piece().call();
    } catch (SpecException | NoEffectException e) {
      return new Piece.Failed(work.question(), work.name() + ": " + e.getMessage());
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException runtime -> runtime;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }
}
