package dev.lockstep.mutation;

import dev.lockstep.mutation.MutationReport.Control;
import dev.lockstep.mutation.MutationReport.Fate;
import dev.lockstep.mutation.MutationReport.PropertyKills;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.ModelChecker.Violation;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.TemporaryDirectory;
import dev.lockstep.tlc.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shows wrong versions of a spec to TLC, several at a time: first the spec as it is, which must
 * hold in every model, then each mutant in the models that it can make a difference in, the
 * smallest first, until a property falls. Properties that were never the first to fall are then
 * asked by themselves.
 */
public final class MutationRun {

  private static final long FINGERPRINT_BYTES = 1L << 25;

  /** A mutant that has so many more states is a bomb, and more of it tells nothing new. */
  static final long TIMES = 20;

  static final long LEAST_STATES = 100_000;

  /**
   * How to run.
   *
   * @param threads how many mutants at a time
   * @param time how long one mutant may take in one model
   * @param states how many states TLC may generate for one mutant in one model; without it, {@value
   *     #TIMES} times as many as for the spec as it is, and at least {@value #LEAST_STATES}
   * @param everyProperty whether every property is asked by itself about every mutant
   */
  public record Options(int threads, Duration time, OptionalLong states, boolean everyProperty) {}

  /** Told what is going on; called by several threads. */
  public interface Listener {
    /**
     * One more piece of work is done.
     *
     * @param what what is being done, for example {@code mutants}
     */
    void done(String what, int done, int all);
  }

  private final List<MutationModel> models;
  private final List<MutationModel> probes;
  private final MutationPlan plan;
  private final Options options;
  private final Listener listener;
  private final Map<String, Control> controls = new HashMap<>();
  private final Path scratch;

  private MutationRun(
      List<MutationModel> models,
      List<MutationModel> probes,
      MutationPlan plan,
      Options options,
      Listener listener,
      Path scratch) {
    this.models = new ArrayList<>(models);
    this.probes = List.copyOf(probes);
    this.plan = plan;
    this.options = options;
    this.listener = listener;
    this.scratch = scratch;
  }

  /**
   * Runs the mutants of {@code plan}.
   *
   * @param models the models that hold
   * @param probes models whose property must fall, because something that it denies is possible;
   *     may be none
   * @param plan made for the models and the probes
   * @throws MutationException if the spec as it is does not hold in a model, a probe does not fall,
   *     nothing is checked, or there is no mutant
   * @throws SpecException if TLC cannot check the spec as it is
   * @throws IllegalStateException if a mutant cannot be applied, or TLC cannot load it
   */
  public static MutationReport run(
      List<MutationModel> models,
      List<MutationModel> probes,
      MutationPlan plan,
      Options options,
      Listener listener)
      throws MutationException, SpecException, InterruptedException {
    long start = System.nanoTime();
    if (plan.mutants().isEmpty()) {
      throw new MutationException("there is nothing to change: no mutant is left to run");
    }
    try (TemporaryDirectory temporary = TemporaryDirectory.create("lockstep-mutants-")) {
      MutationRun run = new MutationRun(models, probes, plan, options, listener, temporary.path());
      run.control();
      List<MutationReport.Result> results = run.inParallel("mutants", plan.mutants(), run::judge);
      List<PropertyKills> properties = run.properties(results);
      return new MutationReport(
          models.stream().map(model -> run.control(model)).toList(),
          results,
          properties,
          since(start));
    }
  }

  // The spec as it is.

  private void control() throws MutationException, SpecException, InterruptedException {
    if (models.stream().allMatch(model -> config(model).checked().isEmpty())) {
      throw new MutationException(
          "no configuration has an INVARIANT or a PROPERTY, and none checks for deadlock: nothing"
              + " can kill a mutant");
    }
    List<MutationModel> all = new ArrayList<>(models);
    all.addAll(probes);
    List<ModelChecker.Result> results =
        inParallel("the spec as it is", all, model -> checkOriginal(model.source()));
    for (int i = 0; i < all.size(); i++) {
      MutationModel model = all.get(i);
      ModelChecker.Result result = results.get(i);
      Verdict expected = i < models.size() ? Verdict.HOLDS : Verdict.VIOLATED;
      if (result.verdict() != expected) {
        throw new MutationException(refused(model, result, expected));
      }
      controls.put(
          model.name(),
          new Control(
              model.name(),
              config(model).checked(),
              result.distinct(),
              result.generated(),
              result.elapsed()));
    }
    models.sort(Comparator.comparingLong(model -> control(model).total()));
  }

  private static String refused(MutationModel model, ModelChecker.Result result, Verdict expected) {
    String what =
        switch (result.verdict()) {
          case VIOLATED -> "violated (" + result.property().orElse("") + ")";
          case HOLDS -> "found to hold";
          case INCONCLUSIVE -> "inconclusive: " + result.reason();
        };
    return "the spec as it is should %s in the model %s, but is %s: mutants can only be told from a"
            .formatted(expected == Verdict.HOLDS ? "hold" : "be violated", model.name(), what)
        + " spec that is as it should be";
  }

  private Control control(MutationModel model) {
    return Optional.ofNullable(controls.get(model.name())).orElseThrow();
  }

  private static ModelConfig config(MutationModel model) {
    return ModelConfig.parse(model.source().config());
  }

  private ModelChecker.Result checkOriginal(SpecSource source)
      throws SpecException, InterruptedException {
    return ModelChecker.check(
        source, ModelChecker.Options.deterministic().withFingerprintBytes(FINGERPRINT_BYTES));
  }

  // One mutant.

  private MutationReport.Result judge(SpecMutant mutant) throws Exception {
    long start = System.nanoTime();
    Path directory = Files.createDirectory(scratch.resolve(mutant.id()));
    MutatedModule.of(mutant).write(directory);
    List<String> differences = new ArrayList<>();
    List<String> unfinished = new ArrayList<>();
    for (MutationModel model : models) {
      if (!plan.reaches(model, mutant)) {
        continue;
      }
      ModelChecker.Result found;
      try {
        found = check(mutant, model, MutatedModule.in(directory, model.source()));
      } catch (SpecException e) {
        return result(mutant, Fate.FAILS, model.name(), String.valueOf(e.getMessage()), start);
      }
      switch (found.verdict()) {
        case VIOLATED -> {
          Violation violation = found.violation().orElseThrow();
          return new MutationReport.Result(
              mutant,
              Fate.KILLED,
              model.name(),
              Optional.of(violation),
              OptionalInt.of(Math.max(0, found.trace().size() - 1)),
              violation.detail(),
              since(start));
        }
        case INCONCLUSIVE -> unfinished.add(model.name() + ": " + found.reason());
        case HOLDS -> difference(model, found).ifPresent(differences::add);
      }
    }
    if (!unfinished.isEmpty()) {
      return result(mutant, Fate.INCONCLUSIVE, "", String.join("; ", unfinished), start);
    }
    List<String> lost = lostProbes(mutant, directory);
    if (!lost.isEmpty()) {
      return result(mutant, Fate.PROBE_LOST, lost.getFirst(), String.join(", ", lost), start);
    }
    return differences.isEmpty()
        ? result(mutant, Fate.SURVIVED, "", "", start)
        : result(mutant, Fate.OTHER_COUNTS, "", String.join("; ", differences), start);
  }

  private static MutationReport.Result result(
      SpecMutant mutant, Fate fate, String model, String detail, long start) {
    return new MutationReport.Result(
        mutant, fate, model, Optional.empty(), OptionalInt.empty(), detail, since(start));
  }

  private Optional<String> difference(MutationModel model, ModelChecker.Result found) {
    Control control = control(model);
    return control.distinct() == found.distinct() && control.total() == found.generated()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s: %,d states of %,d, not %,d of %,d",
                model.name(),
                found.distinct(),
                found.generated(),
                control.distinct(),
                control.total()));
  }

  private List<String> lostProbes(SpecMutant mutant, Path directory) throws InterruptedException {
    List<String> lost = new ArrayList<>();
    for (MutationModel probe : probes) {
      if (!plan.reaches(probe, mutant)) {
        continue;
      }
      if (verdict(mutant, probe, MutatedModule.in(directory, probe.source())) == Verdict.HOLDS) {
        lost.add(probe.name());
      }
    }
    return lost;
  }

  /** Inconclusive, too, if TLC cannot evaluate what it is asked: that shows nothing. */
  private Verdict verdict(SpecMutant mutant, MutationModel model, SpecSource source)
      throws InterruptedException {
    try {
      return check(mutant, model, source).verdict();
    } catch (SpecException e) {
      return Verdict.INCONCLUSIVE;
    }
  }

  private ModelChecker.Result check(SpecMutant mutant, MutationModel model, SpecSource source)
      throws SpecException, InterruptedException {
    try {
      return ModelChecker.check(
          source,
          ModelChecker.Options.deterministic()
              .withFingerprintBytes(FINGERPRINT_BYTES)
              .withBudget(options.time())
              .withMostStates(most(model)));
    } catch (SpecException e) {
      requireSpec(mutant, source);
      throw e;
    }
  }

  private long most(MutationModel model) {
    return options.states().orElse(Math.max(LEAST_STATES, TIMES * control(model).total()));
  }

  /** What TLC cannot evaluate may be a mutant; what it cannot even load is a mistake of ours. */
  private static void requireSpec(SpecMutant mutant, SpecSource source) {
    try {
      Spec.load(source).close();
    } catch (SpecException e) {
      throw new IllegalStateException(
          "mutant " + mutant.id() + " is no spec any more: " + e.getMessage(), e);
    }
  }

  // The properties.

  private List<PropertyKills> properties(List<MutationReport.Result> results)
      throws SpecException, InterruptedException {
    Map<String, Integer> first = new LinkedHashMap<>();
    models.forEach(model -> control(model).properties().forEach(name -> first.put(name, 0)));
    results.forEach(
        result -> result.property().ifPresent(name -> first.merge(name, 1, Integer::sum)));
    List<PropertyKills> all = new ArrayList<>();
    for (Map.Entry<String, Integer> property : first.entrySet()) {
      boolean ask = options.everyProperty() || property.getValue() == 0;
      all.add(
          ask
              ? alone(property.getKey(), property.getValue(), results)
              : new PropertyKills(property.getKey(), property.getValue(), List.of(), 0));
    }
    return all;
  }

  /** Asks a property by itself, about the mutants that others kill first: they are wrong. */
  private PropertyKills alone(String property, int first, List<MutationReport.Result> results)
      throws SpecException, InterruptedException {
    List<SpecMutant> candidates =
        results.stream()
            .filter(result -> options.everyProperty() || result.fate() == Fate.KILLED)
            .sorted(Comparator.comparing(MutationReport.Result::elapsed))
            .map(MutationReport.Result::mutant)
            .toList();
    AtomicInteger kills = new AtomicInteger();
    AtomicInteger undecided = new AtomicInteger();
    List<Optional<String>> killed =
        inParallel(
            property + " by itself",
            candidates,
            mutant -> {
              if (kills.get() > 0 && !options.everyProperty()) {
                return Optional.empty();
              }
              Verdict verdict = alone(property, mutant);
              if (verdict == Verdict.VIOLATED) {
                kills.incrementAndGet();
                return Optional.of(mutant.id());
              }
              if (verdict == Verdict.INCONCLUSIVE) {
                undecided.incrementAndGet();
              }
              return Optional.empty();
            });
    Set<String> ids = new LinkedHashSet<>();
    killed.forEach(found -> found.ifPresent(ids::add));
    return new PropertyKills(property, first, List.copyOf(ids), undecided.get());
  }

  private Verdict alone(String property, SpecMutant mutant) throws InterruptedException {
    Verdict verdict = Verdict.HOLDS;
    for (MutationModel model : models) {
      ModelConfig config = config(model);
      if (!plan.reaches(model, mutant) || !config.checked().contains(property)) {
        continue;
      }
      SpecSource only = config.only(property, model.source());
      Verdict found = verdict(mutant, model, MutatedModule.in(scratch.resolve(mutant.id()), only));
      if (found == Verdict.VIOLATED) {
        return found;
      }
      verdict = Verdict.worstOf(List.of(verdict, found));
    }
    return verdict;
  }

  // Work.

  /** A piece of work about one thing. */
  private interface Work<T, R> {
    R of(T thing) throws Exception;
  }

  private <T, R> List<R> inParallel(String what, List<T> things, Work<T, R> work)
      throws SpecException, InterruptedException {
    AtomicInteger done = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(options.threads());
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (T thing : things) {
        Callable<R> call =
            () -> {
              R result = work.of(thing);
              listener.done(what, done.incrementAndGet(), things.size());
              return result;
            };
        futures.add(pool.submit(call));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SpecException exception -> throw exception;
        case InterruptedException exception -> throw exception;
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
