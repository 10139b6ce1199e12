package dev.lockstep.conformance;

import dev.lockstep.conformance.Expansion.CodeStep;
import dev.lockstep.conformance.Expansion.Mismatch;
import dev.lockstep.conformance.Expansion.Source;
import dev.lockstep.conformance.Identities.Identity;
import dev.lockstep.tlc.Reduction;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The comparison of code with spec, both ways: breadth-first over the worlds of a cluster, and in
 * each of them the steps that the code takes against the steps that the spec allows. They must be
 * the same set of pairs of an action with its arguments and the state after it.
 *
 * <p>Since the initial states match, and in every state reached the steps match, every run of the
 * code is a run of the spec and every run of the spec (within the model) is one of the code.
 *
 * <p><b>Memory.</b> A world that was compared is not kept, only two fingerprints of 64 bits and the
 * step that led to it: about 40 bytes. Two different worlds are taken for one with the odds that
 * TLC takes with its states ({@link Identities}); a run that is reported is derived again.
 *
 * <p><b>Symmetry.</b> If the configuration declares SYMMETRY, one world of each class is compared
 * with the spec. The others behave like it if the code treats all names alike, as the spec does.
 * That it does is not believed: the members of known classes that are met on the way must take the
 * steps that the first of their class takes, but for names. For that the code alone is asked, which
 * is fast; one that does not is compared with the spec. By default that is done for one in {@value
 * #MEMBERS_COMPARED} of them ({@link ComparisonOptions#members}).
 *
 * <p><b>Threads.</b> Worlds are expanded side by side and the results are put together in the order
 * of the search, so that a report does not depend on the threads.
 *
 * @param <M> the messages of the protocol
 */
public final class Comparison<M> {

  /** Under symmetry, one member in so many of the classes that are known is compared, too. */
  public static final int MEMBERS_COMPARED = 8;

  /** Up to how many worlds wait together with the state of the spec that they are. */
  private static final int WITH_STATE = 1 << 17;

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(30);

  private final Spec spec;
  private final Cluster<M> cluster;
  private final ComparisonOptions options;
  private final Encoding<M> encoding;
  private final Identities<M> identities;
  private final Worlds worlds = new Worlds();
  private final Expander<M> expander;
  private final DivergenceFinder<M> finder;
  private final Tally tally;
  private final boolean symmetric;
  private final ArrayDeque<Source<M>> queue = new ArrayDeque<>();
  private final long start = System.nanoTime();
  private long initialStates;
  private long expanded;
  private long rolling;
  private int depth;
  private Duration earlier = Duration.ZERO;
  private Duration saved = Duration.ZERO;

  /**
   * How far a comparison has come, what came before a resume included.
   *
   * @param queued worlds that were reached and not yet looked at
   * @param depth how many steps away the farthest of them is
   * @param resuming whether it still walks the way that it came before
   */
  public record Progress(
      long states, long edges, long queued, int depth, boolean resuming, Duration elapsed) {

    /** Returns how many steps of both sides were compared in a second. */
    public long edgesPerSecond() {
      return Math.round(edges / Math.max(elapsed.toNanos() / 1e9, 1e-3));
    }
  }

  private Comparison(Spec spec, Binding<M> binding, Cluster<M> cluster, ComparisonOptions options)
      throws SpecException {
    Reduction reduction = reduction(spec);
    this.spec = spec;
    this.cluster = cluster;
    this.options = options;
    this.symmetric = !reduction.permutations().isEmpty();
    this.encoding = new Encoding<>(spec, binding);
    this.identities = new Identities<>(cluster.nodes(), reduction.permutations());
    this.expander = new Expander<>(spec, cluster, encoding, identities, worlds, symmetric);
    this.finder = new DivergenceFinder<>(spec, cluster, encoding, worlds);
    this.tally = new Tally(binding.latitude());
  }

  private static Reduction reduction(Spec spec) throws SpecException {
    Reduction reduction = spec.reduction();
    if (reduction.view() || reduction.constraints()) {
      throw new SpecException(
          spec.module(),
          0,
          0,
          "code cannot be compared with a model that has a "
              + (reduction.view() ? "VIEW" : "CONSTRAINT or ACTION_CONSTRAINT")
              + ": TLC then looks at other states than those that the code has. Bounds belong into"
              + " the actions of the model's module and into the cluster (Bounds)",
          null);
    }
    return reduction;
  }

  /**
   * Compares {@code cluster} with {@code spec}.
   *
   * @param cluster the code's side of the model that the spec was loaded with: {@link
   *     Binding#cluster}, or a wrong version of it
   * @param threads how many threads to work with, at least one
   * @param listener told from time to time how far the work has come
   * @throws SpecException if TLC cannot evaluate the spec in a state that the code reaches, or if
   *     its configuration has a view or constraints
   */
  public static <M> ComparisonReport run(
      Spec spec,
      Binding<M> binding,
      Cluster<M> cluster,
      Budget budget,
      int threads,
      Consumer<Progress> listener)
      throws SpecException {
    try {
      return run(
          spec,
          binding,
          cluster,
          ComparisonOptions.DEFAULT.withBudget(budget).withThreads(threads).withListener(listener));
    } catch (CheckpointException e) {
      throw new IllegalStateException("nothing was resumed", e);
    }
  }

  /**
   * Compares {@code cluster} with {@code spec}.
   *
   * @throws SpecException if TLC cannot evaluate the spec in a state that the code reaches, or if
   *     its configuration has a view or constraints
   * @throws CheckpointException if the comparison to resume was not of this code with this spec
   * @throws UncheckedIOException if a checkpoint cannot be written
   */
  public static <M> ComparisonReport run(
      Spec spec, Binding<M> binding, Cluster<M> cluster, ComparisonOptions options)
      throws SpecException, CheckpointException {
    return new Comparison<>(spec, binding, cluster, options).run();
  }

  private ComparisonReport run() throws SpecException, CheckpointException {
    Optional<Divergence> divergence = start();
    if (divergence.isPresent()) {
      return report(divergence, Optional.empty());
    }
    try (Crew<M> crew = new Crew<>(expander, options.threads())) {
      if (options.resume().isPresent()) {
        resume(crew, options.resume().get());
      }
      while (crew.hasWork() || !queue.isEmpty()) {
        crew.feed(queue, Long.MAX_VALUE, /* withSpec= */ true);
        for (Expansion<M> expansion : crew.next()) {
          Optional<String> exhausted = exhausted();
          if (exhausted.isPresent()) {
            save();
            return report(Optional.empty(), exhausted);
          }
          divergence = merge(expansion);
          if (divergence.isPresent()) {
            return complete(report(divergence, Optional.empty()));
          }
        }
        options.listener().accept(progress(crew.waiting(), /* resuming= */ false));
        if (elapsed().minus(saved).compareTo(BETWEEN_CHECKPOINTS) > 0) {
          save();
        }
      }
    }
    return complete(report(Optional.empty(), Optional.empty()));
  }

  private Optional<String> exhausted() {
    return options.stop().getAsBoolean()
        ? Optional.of("it was interrupted")
        : options.budget().reached(worlds.states(), since(start));
  }

  private Optional<Divergence> start() throws SpecException {
    World<M> world = cluster.initial();
    SpecState state;
    try {
      state = encoding.state(world);
    } catch (IllegalArgumentException e) {
      return Optional.of(finder.noSuchStart(String.valueOf(e.getMessage())));
    }
    List<SpecState> wanted = spec.initialStates();
    initialStates = wanted.size();
    if (!wanted.equals(List.of(state))) {
      return Optional.of(finder.otherStart(world, wanted));
    }
    Identity identity = identities.around(world).identity();
    long key = encoding.key(world);
    worlds.add(identity.ofClass(), key, symmetric ? state.fingerprint() : key);
    noteMember(identity);
    queue.add(new Source<>(worlds.root(), world, 0, state, true, Source.FIRST));
    return Optional.empty();
  }

  /** Puts an expansion to those before it; they come in the order of the search. */
  private Optional<Divergence> merge(Expansion<M> merged) throws SpecException {
    Expansion<M> expansion = isUnlikeItsClass(merged) ? expander.both(merged.source()) : merged;
    int missing = 0;
    for (Mismatch<M> mismatch : expansion.mismatches()) {
      if (mismatch instanceof Mismatch.SpecOnly<M>(SpecStep step)
          && tally.mayLeaveOut(step.action().name())) {
        tally.leftOut(step.action().name());
        missing++;
      } else {
        return Optional.of(finder.explain(expansion, mismatch));
      }
    }
    if (expansion.source().counts()) {
      tally.count(expansion, missing);
    }
    follow(expansion);
    return Optional.empty();
  }

  /** A member that does not do what the first of its class does, and that is as the spec. */
  private boolean isUnlikeItsClass(Expansion<M> expansion) {
    Source<M> source = expansion.source();
    return source.isMember()
        && (!expansion.mismatches().isEmpty()
            || expansion.signature() != worlds.signature(source.memberOf()));
  }

  private void follow(Expansion<M> expansion) {
    Source<M> source = expansion.source();
    expanded++;
    if (symmetric && !source.isMember()) {
      worlds.sign(expansion.signature());
    }
    rolling = Mix.of(rolling, expansion.code().size());
    for (CodeStep<M> step : expansion.code()) {
      rolling = Mix.of(rolling, Mix.of(step.label().hash(), step.key()));
      Identity identity = step.identity();
      if (!worlds.knows(identity.ofClass())) {
        boolean firstOfItsState = worlds.add(identity.ofClass(), step.key(), step.stateClass());
        noteMember(identity);
        reach(source, step, firstOfItsState, Source.FIRST);
      } else if (isSampled(identity) && worlds.addMember(identity.exact())) {
        tally.countMember();
        reach(source, step, /* counts= */ false, worlds.find(identity.ofClass()));
      }
    }
  }

  private void reach(Source<M> source, CodeStep<M> step, boolean counts, int memberOf) {
    if (memberOf == Source.FIRST) {
      depth = Math.max(depth, source.depth() + 1);
    }
    queue.add(
        new Source<>(
            worlds.reached(source.number(), step.index()),
            step.transition().target(),
            source.depth() + 1,
            queue.size() < WITH_STATE ? step.state() : null,
            counts,
            memberOf));
  }

  /** The first world of a class is compared anyhow. */
  private void noteMember(Identity identity) {
    if (isSampled(identity)) {
      worlds.addMember(identity.exact());
    }
  }

  private boolean isSampled(Identity identity) {
    return symmetric && Long.remainderUnsigned(identity.exact(), options.members()) == 0;
  }

  // Going on where another comparison ended.

  private void resume(Crew<M> crew, Checkpoint from) throws SpecException, CheckpointException {
    if (!from.model().equals(options.model())) {
      throw new CheckpointException(
          "it is of another comparison: of " + from.model() + ", not of " + options.model());
    }
    earlier = from.elapsed();
    saved = earlier;
    while (expanded < from.expanded() && (crew.hasWork() || !queue.isEmpty())) {
      crew.feed(queue, from.expanded() - expanded, /* withSpec= */ false);
      for (Expansion<M> expansion : crew.next()) {
        if (!expansion.mismatches().isEmpty()) {
          throw changed();
        }
        follow(expansion);
      }
      options.listener().accept(progress(crew.waiting(), /* resuming= */ true));
    }
    if (expanded != from.expanded()
        || rolling != from.rolling()
        || worlds.size() != from.worlds()
        || worlds.states() != from.states()) {
      throw changed();
    }
    tally.resume(from);
  }

  private static CheckpointException changed() {
    return new CheckpointException(
        "the code no longer takes the steps that it took then, so the comparison has to start"
            + " anew");
  }

  private void save() {
    saved = elapsed();
    if (options.checkpoint().isPresent()) {
      Checkpoint checkpoint =
          new Checkpoint(
              options.model(),
              expanded,
              worlds.size(),
              worlds.states(),
              rolling,
              tally.edges(),
              tally.members(),
              tally.actions(),
              tally.leftOut(),
              elapsed());
      try {
        checkpoint.write(options.checkpoint().get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** There is nothing to go on with any more. */
  private ComparisonReport complete(ComparisonReport report) {
    if (options.checkpoint().isPresent()) {
      try {
        Files.deleteIfExists(options.checkpoint().get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return report;
  }

  // What is said about it.

  private Progress progress(long waiting, boolean resuming) {
    return new Progress(
        worlds.states(), tally.edges(), queue.size() + waiting, depth, resuming, elapsed());
  }

  private ComparisonReport report(Optional<Divergence> divergence, Optional<String> exhausted) {
    Verdict verdict =
        divergence.isPresent()
            ? Verdict.VIOLATED
            : exhausted.isPresent() ? Verdict.INCONCLUSIVE : Verdict.HOLDS;
    Set<String> never = new TreeSet<>(spec.actionLabels());
    never.removeAll(tally.actions().keySet());
    never.removeAll(cluster.leftOut());
    return new ComparisonReport(
        verdict,
        initialStates,
        worlds.states(),
        worlds.size(),
        tally.edges(),
        depth,
        tally.actions(),
        new ArrayList<>(never),
        tally.latitude(),
        symmetric ? OptionalInt.of(options.members()) : OptionalInt.empty(),
        tally.members(),
        worlds.bytes(),
        elapsed(),
        options.threads(),
        divergence,
        exhausted);
  }

  private Duration elapsed() {
    return earlier.plus(since(start));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
