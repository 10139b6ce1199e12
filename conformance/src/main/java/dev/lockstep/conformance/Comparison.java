package dev.lockstep.conformance;

import dev.lockstep.conformance.ComparisonReport.LatitudeUse;
import dev.lockstep.core.Action;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ActionExplanation;
import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.value.TlaValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of code with spec, both ways: breadth-first over the worlds of a cluster, and in
 * each of them the steps that the code takes against the steps that the spec allows. They must be
 * the same set of pairs of an action with its arguments and the state after it.
 *
 * <p>Since the initial states match, and in every state reached the steps match, every run of the
 * code is a run of the spec and every run of the spec (within the model) is one of the code.
 *
 * <p>States are told apart by TLC's 64-bit fingerprints, as in TLC itself. The spec's half of a
 * step costs most of the time; with several threads, worlds are expanded side by side and the
 * results are put together in the order of the search, so that a report does not depend on the
 * threads.
 *
 * @param <M> the messages of the protocol
 */
public final class Comparison<M> {

  private static final int BATCH = 1024;

  private final Spec spec;
  private final Cluster<M> cluster;
  private final Encoding<M> encoding;
  private final Budget budget;
  private final int threads;
  private final Consumer<Progress> listener;

  private final Map<World<M>, Found<M>> found = new HashMap<>();
  private final ArrayDeque<Found<M>> queue = new ArrayDeque<>();
  private final Set<Long> states = new HashSet<>();

  /** States of worlds that a batch is the first to reach, until they are in {@link #found}. */
  private final ConcurrentHashMap<World<M>, SpecState> reached = new ConcurrentHashMap<>();

  private final Map<String, Long> actions = new HashMap<>();
  private final TreeMap<String, Latitude> latitude = new TreeMap<>();
  private final TreeMap<String, Long> leftOut = new TreeMap<>();
  private long initialStates;
  private long edges;
  private int depth;

  /**
   * How far a comparison has come.
   *
   * @param queued worlds that were reached and not yet looked at
   */
  public record Progress(long states, long edges, long queued, Duration elapsed) {}

  /** A world that was reached: how, and which state of the spec it is. */
  private static final class Found<M> {
    final World<M> world;
    final @Nullable Found<M> parent;
    final @Nullable Action action;
    final int depth;
    final long fingerprint;
    final boolean firstOfItsState;
    // Only until its steps are compared: states of the spec are large.
    @Nullable SpecState state;

    Found(
        World<M> world,
        @Nullable Found<M> parent,
        @Nullable Action action,
        SpecState state,
        boolean firstOfItsState) {
      this.world = world;
      this.parent = parent;
      this.action = action;
      this.depth = parent == null ? 0 : parent.depth + 1;
      this.fingerprint = state.fingerprint();
      this.firstOfItsState = firstOfItsState;
      this.state = state;
    }
  }

  /** A step of the code, with the spec's view of it; the state only where the target is new. */
  private record CodeStep<M>(
      Transition<M> transition, ActionCall call, long fingerprint, @Nullable SpecState state) {}

  /** What the expansion of one world found. */
  private record Expansion<M>(
      Found<M> source, List<CodeStep<M>> code, List<SpecStep> spec, List<Mismatch<M>> mismatches) {}

  private sealed interface Mismatch<M> {
    record CodeOnly<M>(CodeStep<M> step) implements Mismatch<M> {}

    record SpecOnly<M>(SpecStep step) implements Mismatch<M> {}

    record NoSuchState<M>(Action action, String message) implements Mismatch<M> {}

    record CodeFailed<M>(RuntimeException failure) implements Mismatch<M> {}

    record NotAFunction<M>() implements Mismatch<M> {}
  }

  private Comparison(
      Spec spec,
      Binding<M> binding,
      Cluster<M> cluster,
      Budget budget,
      int threads,
      Consumer<Progress> listener) {
    this.spec = spec;
    this.cluster = cluster;
    this.encoding = new Encoding<>(spec, binding);
    this.budget = budget;
    this.threads = threads;
    this.listener = listener;
    binding.latitude().forEach(freedom -> latitude.put(freedom.action(), freedom));
  }

  /**
   * Compares {@code cluster} with {@code spec}.
   *
   * @param cluster the code's side of the model that the spec was loaded with: {@link
   *     Binding#cluster}, or a wrong version of it
   * @param threads how many threads to work with, at least one
   * @param listener told from time to time how far the work has come
   * @throws SpecException if TLC cannot evaluate the spec in a state that the code reaches
   */
  public static <M> ComparisonReport run(
      Spec spec,
      Binding<M> binding,
      Cluster<M> cluster,
      Budget budget,
      int threads,
      Consumer<Progress> listener)
      throws SpecException {
    long start = System.nanoTime();
    return new Comparison<>(spec, binding, cluster, budget, threads, listener).run(start);
  }

  private ComparisonReport run(long start) throws SpecException {
    Optional<Divergence> divergence = start();
    if (divergence.isPresent()) {
      return report(start, divergence, Optional.empty());
    }
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      while (!queue.isEmpty()) {
        Optional<String> exhausted = budget.reached(states.size(), since(start));
        if (exhausted.isPresent()) {
          return report(start, Optional.empty(), exhausted);
        }
        divergence = merge(expand(workers, nextBatch()));
        if (divergence.isPresent()) {
          return report(start, divergence, Optional.empty());
        }
        listener.accept(new Progress(states.size(), edges, queue.size(), since(start)));
      }
    }
    return report(start, Optional.empty(), Optional.empty());
  }

  private Optional<Divergence> start() throws SpecException {
    World<M> world = cluster.initial();
    SpecState state;
    try {
      state = encoding.state(world);
    } catch (IllegalArgumentException e) {
      return Optional.of(
          divergence(Divergence.Kind.NO_SUCH_STATE, List.of())
              .message(String.valueOf(e.getMessage()))
              .build());
    }
    List<SpecState> wanted = spec.initialStates();
    initialStates = wanted.size();
    if (!wanted.equals(List.of(state))) {
      Map<String, TlaValue> observed = encoding.values(world);
      List<TraceStep> run = List.of(new TraceStep(Optional.empty(), observed));
      return Optional.of(
          divergence(Divergence.Kind.INITIAL_STATE, run)
              .observed(observed)
              .expected(nearest(observed, wanted.stream().map(this::values).toList()))
              .message("the spec has " + wanted.size() + " initial states, the code starts in one")
              .build());
    }
    reach(world, null, null, state);
    return Optional.empty();
  }

  private void reach(
      World<M> world, @Nullable Found<M> parent, @Nullable Action action, SpecState state) {
    Found<M> entry = new Found<>(world, parent, action, state, states.add(state.fingerprint()));
    found.put(world, entry);
    queue.add(entry);
    depth = Math.max(depth, entry.depth);
  }

  private List<Found<M>> nextBatch() {
    List<Found<M>> batch = new ArrayList<>(BATCH);
    while (batch.size() < BATCH && !queue.isEmpty()) {
      batch.add(queue.remove());
    }
    return batch;
  }

  /** Expands a batch, a part of it in each thread. Nothing is written that another one reads. */
  private List<Expansion<M>> expand(ExecutorService workers, List<Found<M>> batch)
      throws SpecException {
    if (threads == 1) {
      return expandAll(batch);
    }
    int share = (batch.size() + 4 * threads - 1) / (4 * threads);
    List<Future<List<Expansion<M>>>> parts = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += share) {
      List<Found<M>> part = batch.subList(from, Math.min(from + share, batch.size()));
      parts.add(workers.submit(() -> expandAll(part)));
    }
    List<Expansion<M>> all = new ArrayList<>(batch.size());
    for (Future<List<Expansion<M>>> part : parts) {
      all.addAll(result(part));
    }
    return all;
  }

  private static <T> T result(Future<T> future) throws SpecException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SpecException spec -> throw spec;
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while comparing", e);
    }
  }

  private List<Expansion<M>> expandAll(List<Found<M>> part) throws SpecException {
    List<Expansion<M>> expansions = new ArrayList<>(part.size());
    for (Found<M> source : part) {
      expansions.add(expandOne(source));
    }
    return expansions;
  }

  private Expansion<M> expandOne(Found<M> source) throws SpecException {
    SpecState state = source.state == null ? encoding.state(source.world) : source.state;
    source.state = null;
    List<SpecStep> specSteps = spec.successors(state);
    List<CodeStep<M>> codeSteps = new ArrayList<>(specSteps.size());
    List<Mismatch<M>> mismatches = new ArrayList<>(0);
    for (Transition<M> transition : transitions(source.world, mismatches)) {
      codeStep(transition, mismatches).ifPresent(codeSteps::add);
    }
    match(codeSteps, specSteps, mismatches);
    return new Expansion<>(source, codeSteps, specSteps, mismatches);
  }

  private List<Transition<M>> transitions(World<M> world, List<Mismatch<M>> mismatches) {
    try {
      List<Transition<M>> transitions = cluster.transitions(world);
      if (!cluster.transitions(world).equals(transitions)) {
        mismatches.add(new Mismatch.NotAFunction<>());
      }
      return transitions;
    } catch (RuntimeException e) {
      mismatches.add(new Mismatch.CodeFailed<>(e));
      return List.of();
    }
  }

  private Optional<CodeStep<M>> codeStep(Transition<M> transition, List<Mismatch<M>> mismatches) {
    try {
      ActionCall call = encoding.call(transition.action());
      Found<M> known = found.get(transition.target());
      if (known != null) {
        return Optional.of(new CodeStep<>(transition, call, known.fingerprint, null));
      }
      SpecState target = reached.computeIfAbsent(transition.target(), encoding::state);
      return Optional.of(new CodeStep<>(transition, call, target.fingerprint(), target));
    } catch (IllegalArgumentException e) {
      mismatches.add(
          new Mismatch.NoSuchState<>(transition.action(), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private void match(
      List<CodeStep<M>> codeSteps, List<SpecStep> specSteps, List<Mismatch<M>> mismatches) {
    long[] fingerprints = new long[specSteps.size()];
    boolean[] taken = new boolean[specSteps.size()];
    for (int i = 0; i < fingerprints.length; i++) {
      fingerprints[i] = specSteps.get(i).target().fingerprint();
    }
    for (CodeStep<M> step : codeSteps) {
      boolean allowed = false;
      for (int i = 0; i < fingerprints.length; i++) {
        if (fingerprints[i] == step.fingerprint()
            && specSteps.get(i).action().equals(step.call())) {
          taken[i] = true;
          allowed = true;
        }
      }
      if (!allowed) {
        mismatches.add(new Mismatch.CodeOnly<>(step));
      }
    }
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        mismatches.add(new Mismatch.SpecOnly<>(specSteps.get(i)));
      }
    }
  }

  /** Puts the expansions together, in the order of the search, up to the first divergence. */
  private Optional<Divergence> merge(List<Expansion<M>> expansions) throws SpecException {
    for (Expansion<M> expansion : expansions) {
      int missing = 0;
      for (Mismatch<M> mismatch : expansion.mismatches()) {
        if (mismatch instanceof Mismatch.SpecOnly<M>(SpecStep step)
            && latitude.containsKey(step.action().name())) {
          leftOut.merge(step.action().name(), 1L, Long::sum);
          missing++;
        } else {
          return Optional.of(explain(expansion, mismatch));
        }
      }
      if (expansion.source().firstOfItsState) {
        edges += expansion.spec().size() - missing;
        expansion.spec().forEach(step -> count(step.action().name()));
      }
      for (CodeStep<M> step : expansion.code()) {
        World<M> target = step.transition().target();
        if (step.state() != null && !found.containsKey(target)) {
          reach(target, expansion.source(), step.transition().action(), step.state());
        }
      }
    }
    reached.clear();
    return Optional.empty();
  }

  private void count(String action) {
    actions.merge(action, 1L, Long::sum);
  }

  private Divergence explain(Expansion<M> expansion, Mismatch<M> mismatch) throws SpecException {
    List<TraceStep> run = run(expansion.source());
    return switch (mismatch) {
      case Mismatch.CodeOnly<M>(CodeStep<M> step) -> {
        Map<String, TlaValue> observed = encoding.values(step.transition().target());
        List<Map<String, TlaValue>> wanted =
            expansion.spec().stream()
                .filter(other -> other.action().equals(step.call()))
                .map(other -> values(other.target()))
                .toList();
        yield wanted.isEmpty()
            ? divergence(Divergence.Kind.NOT_ALLOWED, run)
                .action(step.call())
                .observed(observed)
                .falseConjunct(falseConjunct(expansion.source(), step.call()))
                .message(
                    spec.actionLabels().contains(step.call().name())
                        ? ""
                        : "the spec has no action " + step.call().name())
                .build()
            : divergence(Divergence.Kind.OTHER_STATE, run)
                .action(step.call())
                .observed(observed)
                .expected(nearest(observed, wanted))
                .build();
      }
      case Mismatch.SpecOnly<M>(SpecStep step) ->
          divergence(Divergence.Kind.NOT_TAKEN, run)
              .action(step.action())
              .expected(Optional.of(values(step.target())))
              .build();
      case Mismatch.NoSuchState<M>(Action action, String message) ->
          divergence(Divergence.Kind.NO_SUCH_STATE, run)
              .action(encoding.call(action))
              .message(message)
              .build();
      case Mismatch.CodeFailed<M>(RuntimeException failure) ->
          divergence(Divergence.Kind.CODE_FAILED, run).message(failure.toString()).build();
      case Mismatch.NotAFunction<M>() -> divergence(Divergence.Kind.NOT_A_FUNCTION, run).build();
    };
  }

  private Optional<Conjunct> falseConjunct(Found<M> source, ActionCall call) throws SpecException {
    for (ActionExplanation explanation :
        spec.explain(encoding.state(source.world), new OnlyCall(call))) {
      for (Conjunct conjunct : explanation.conjuncts()) {
        if (!conjunct.truth()) {
          return Optional.of(conjunct);
        }
      }
    }
    return Optional.empty();
  }

  /** Wants one instance of one action. */
  private record OnlyCall(ActionCall call) implements ActionFilter {
    @Override
    public boolean wantsName(String name) {
      return name.equals(call.name());
    }

    @Override
    public boolean wants(String name, List<TlaValue> arguments) {
      return name.equals(call.name()) && arguments.equals(call.arguments());
    }
  }

  private Map<String, TlaValue> values(SpecState state) {
    Map<String, TlaValue> values = new LinkedHashMap<>();
    spec.variables().forEach(variable -> values.put(variable, state.get(variable)));
    return values;
  }

  private static Optional<Map<String, TlaValue>> nearest(
      Map<String, TlaValue> observed, List<Map<String, TlaValue>> wanted) {
    return wanted.stream()
        .min(Comparator.comparingInt(values -> Difference.between(values, observed).size()));
  }

  private List<TraceStep> run(Found<M> last) {
    ArrayDeque<Found<M>> path = new ArrayDeque<>();
    for (Found<M> at = last; at != null; at = at.parent) {
      path.addFirst(at);
    }
    RunBuilder<M> run = new RunBuilder<>(encoding, path.getFirst().world);
    for (Found<M> at : path) {
      if (at.action != null) {
        run.step(at.action, at.world);
      }
    }
    return run.build();
  }

  private static DivergenceBuilder divergence(Divergence.Kind kind, List<TraceStep> run) {
    return new DivergenceBuilder(kind, run);
  }

  private ComparisonReport report(
      long start, Optional<Divergence> divergence, Optional<String> exhausted) {
    Verdict verdict =
        divergence.isPresent()
            ? Verdict.VIOLATED
            : exhausted.isPresent() ? Verdict.INCONCLUSIVE : Verdict.HOLDS;
    Set<String> never = new TreeSet<>(spec.actionLabels());
    never.removeAll(actions.keySet());
    never.removeAll(cluster.leftOut());
    List<LatitudeUse> freedoms =
        latitude.values().stream()
            .map(freedom -> new LatitudeUse(freedom, leftOut.getOrDefault(freedom.action(), 0L)))
            .toList();
    return new ComparisonReport(
        verdict,
        initialStates,
        states.size(),
        found.size(),
        edges,
        depth,
        new TreeMap<>(actions),
        List.copyOf(never),
        freedoms,
        since(start),
        threads,
        divergence,
        exhausted);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
