package dev.lockstep.mutants;

import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.LoadedModel;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * In which models wrong versions of the code do anything else than the right one. What was found
 * out once is known to all who share this.
 *
 * <p>Safe for use by several threads.
 */
public final class Effects {

  private final ConcurrentMap<Version, Boolean> known = new ConcurrentHashMap<>();

  private record Version(String model, String mutant) {}

  /**
   * Goes through the worlds that both reach until one of them takes a step that the other does not.
   *
   * @return whether there is such a step, or the budget ran out before all worlds were seen
   */
  <M> boolean differs(LoadedModel<M> model, Mutant<M> mutant, Cluster<M> wrong, Budget budget) {
    return known.computeIfAbsent(
        new Version(model.model().name(), mutant.id()),
        version -> differs(model.cluster(), wrong, budget));
  }

  private static <M> boolean differs(Cluster<M> right, Cluster<M> wrong, Budget budget) {
    long start = System.nanoTime();
    if (!right.initial().equals(wrong.initial())) {
      return true;
    }
    Set<World<M>> seen = new HashSet<>();
    ArrayDeque<World<M>> queue = new ArrayDeque<>();
    seen.add(right.initial());
    queue.add(right.initial());
    while (!queue.isEmpty()) {
      if (budget.reached(seen.size(), Duration.ofNanos(System.nanoTime() - start)).isPresent()) {
        return true;
      }
      World<M> world = queue.remove();
      List<Transition<M>> steps = right.transitions(world);
      if (!same(steps, wrong, world)) {
        return true;
      }
      for (Transition<M> step : steps) {
        if (seen.add(step.target())) {
          queue.add(step.target());
        }
      }
    }
    return false;
  }

  private static <M> boolean same(List<Transition<M>> steps, Cluster<M> wrong, World<M> world) {
    try {
      return outcomes(steps).equals(outcomes(wrong.transitions(world)));
    } catch (RuntimeException e) {
      // The right code does not throw.
      return false;
    }
  }

  private record Outcome(Object action, Object target) {}

  private static <M> Set<Outcome> outcomes(List<Transition<M>> steps) {
    Set<Outcome> outcomes = new HashSet<>();
    for (Transition<M> step : steps) {
      outcomes.add(new Outcome(step.action(), step.target()));
    }
    return outcomes;
  }
}
