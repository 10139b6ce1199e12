package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The code by itself: breadth-first over all worlds of a cluster, with the spec's invariants
 * checked in each. Nothing is asked about steps, so that code which differs from the spec and keeps
 * its promises passes.
 *
 * @param <M> the messages of the protocol
 */
public final class Exploration<M> {

  /** The property that falls when a core throws an exception. */
  public static final String NO_EXCEPTION = "no exception";

  /** The property that falls when a world has no counterpart in the spec. */
  public static final String STATE_OF_SPEC = "a state of the spec";

  /** A world with all its messages takes about a kilobyte. */
  private static final int MOST_SOUND = 50_000;

  private final Spec spec;
  private final Cluster<M> cluster;
  private final List<String> invariants;
  private final Encoding<M> encoding;
  private final Set<World<M>> sound;
  private final Map<World<M>, Reached<M>> reached = new HashMap<>();

  private record Reached<M>(World<M> world, @Nullable Reached<M> parent, @Nullable Action action) {}

  /**
   * A promise that is broken.
   *
   * @param property the invariant, or {@link #NO_EXCEPTION} or {@link #STATE_OF_SPEC}
   * @param run the shortest run there
   * @param message what went wrong, for the two that are not invariants
   */
  public record Violation(String property, List<TraceStep> run, String message) {}

  /**
   * The result.
   *
   * @param verdict holds, violated, or inconclusive if the budget ran out
   * @param worlds how many worlds were reached
   */
  public record Report(
      Verdict verdict, long worlds, Duration elapsed, Optional<Violation> violation) {}

  private Exploration(
      Spec spec,
      Binding<M> binding,
      Cluster<M> cluster,
      List<String> invariants,
      Set<World<M>> sound) {
    this.sound = sound;
    this.spec = spec;
    this.cluster = cluster;
    this.invariants = invariants;
    this.encoding = new Encoding<>(spec, binding);
  }

  /**
   * Explores {@code cluster}.
   *
   * @param invariants names of state predicates of the spec
   * @param sound worlds in which these invariants of this spec are known to hold; those that are
   *     found to be such are added, as long as there are not too many
   * @throws SpecException if TLC cannot evaluate one of them
   */
  public static <M> Report run(
      Spec spec,
      Binding<M> binding,
      Cluster<M> cluster,
      List<String> invariants,
      Set<World<M>> sound,
      Budget budget)
      throws SpecException {
    return new Exploration<>(spec, binding, cluster, invariants, sound).run(budget);
  }

  private Report run(Budget budget) throws SpecException {
    long start = System.nanoTime();
    ArrayDeque<Reached<M>> queue = new ArrayDeque<>();
    Reached<M> first = new Reached<>(cluster.initial(), null, null);
    reached.put(first.world(), first);
    queue.add(first);
    while (!queue.isEmpty()) {
      if (budget.reached(reached.size(), since(start)).isPresent()) {
        return report(Verdict.INCONCLUSIVE, start, Optional.empty());
      }
      Reached<M> source = queue.remove();
      Optional<Violation> violation = broken(source);
      if (violation.isPresent()) {
        return report(Verdict.VIOLATED, start, violation);
      }
      try {
        for (Transition<M> transition : cluster.transitions(source.world())) {
          World<M> target = transition.target();
          if (!reached.containsKey(target)) {
            Reached<M> next = new Reached<>(target, source, transition.action());
            reached.put(target, next);
            queue.add(next);
          }
        }
      } catch (RuntimeException e) {
        return report(
            Verdict.VIOLATED,
            start,
            Optional.of(new Violation(NO_EXCEPTION, run(source), e.toString())));
      }
    }
    return report(Verdict.HOLDS, start, Optional.empty());
  }

  private Optional<Violation> broken(Reached<M> at) throws SpecException {
    if (sound.contains(at.world())) {
      return Optional.empty();
    }
    SpecState state;
    try {
      state = encoding.state(at.world());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      Reached<M> last = at.parent() == null ? at : at.parent();
      return Optional.of(new Violation(STATE_OF_SPEC, run(last), message));
    }
    for (String invariant : invariants) {
      if (!spec.holds(invariant, state)) {
        return Optional.of(new Violation(invariant, run(at), ""));
      }
    }
    if (sound.size() < MOST_SOUND) {
      sound.add(at.world());
    }
    return Optional.empty();
  }

  private List<TraceStep> run(Reached<M> last) {
    ArrayDeque<Reached<M>> path = new ArrayDeque<>();
    for (Reached<M> at = last; at != null; at = at.parent()) {
      path.addFirst(at);
    }
    RunBuilder<M> run = new RunBuilder<>(encoding, path.getFirst().world());
    for (Reached<M> at : path) {
      if (at.action() != null) {
        run.step(at.action(), at.world());
      }
    }
    return run.build();
  }

  private Report report(Verdict verdict, long start, Optional<Violation> violation) {
    return new Report(verdict, reached.size(), since(start), violation);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
