package dev.lockstep.paths;

import dev.lockstep.conformance.Budget;
import dev.lockstep.paths.StateGraph.Arrangement;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Visits all states of a bounded model, breadth-first. Several threads ask TLC for successors; they
 * are put together in one order, so that the same model gives the same graph. Only the states of
 * the last two levels are held as values.
 */
public final class Explorer {

  private static final int CHUNK = 2048;

  private final Spec spec;
  private final Budget budget;
  private final Consumer<Progress> listener;
  private final long start = System.nanoTime();
  private final StateIndex index = new StateIndex();
  private final Map<ActionCall, Integer> numbers = new HashMap<>();
  private final List<ActionCall> calls = new ArrayList<>();
  private final IntList first = new IntList();
  private final IntList target = new IntList();
  private final IntList call = new IntList();

  /**
   * How far an exploration has come.
   *
   * @param states the states found
   * @param edges the edges found
   */
  public record Progress(long states, long edges, Duration elapsed) {}

  /** A step to a state of the model. */
  private record Edge(ActionCall call, SpecState target, long fingerprint) {}

  private Explorer(Spec spec, Budget budget, Consumer<Progress> listener) {
    this.spec = spec;
    this.budget = budget;
    this.listener = listener;
  }

  /**
   * Explores {@code spec} within the constraints of its configuration.
   *
   * @param listener told from time to time how far the work has come
   * @throws SpecException if TLC cannot evaluate the spec
   */
  public static StateGraph explore(Spec spec, Budget budget, Consumer<Progress> listener)
      throws SpecException {
    return new Explorer(spec, budget, listener).run();
  }

  private StateGraph run() throws SpecException {
    List<SpecState> level = new ArrayList<>();
    for (SpecState state : spec.initialStates()) {
      if (spec.withinConstraints(state) && index.find(state.fingerprint()) < 0) {
        index.add(state.fingerprint());
        level.add(state);
      }
    }
    int initial = index.size();
    Optional<String> exhausted = Optional.empty();
    while (!level.isEmpty() && exhausted.isEmpty()) {
      List<SpecState> next = new ArrayList<>();
      for (int from = 0; from < level.size() && exhausted.isEmpty(); from += CHUNK) {
        List<SpecState> chunk = level.subList(from, Math.min(level.size(), from + CHUNK));
        for (List<Edge> edges : expand(chunk)) {
          add(edges, next);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        listener.accept(new Progress(index.size(), target.size(), elapsed));
        boolean last = next.isEmpty() && from + CHUNK >= level.size();
        exhausted = last ? Optional.empty() : budget.reached(index.size(), elapsed);
      }
      level = next;
    }
    while (first.size() <= index.size()) {
      // States that were found but not visited have no edges.
      first.add(target.size());
    }
    return new StateGraph(
        new Arrangement(
            initial, index.fingerprints(), first.toArray(), target.toArray(), call.toArray()),
        calls,
        exhausted);
  }

  private void add(List<Edge> edges, List<SpecState> next) {
    first.add(target.size());
    for (Edge edge : edges) {
      int state = index.find(edge.fingerprint());
      if (state < 0) {
        state = index.add(edge.fingerprint());
        next.add(edge.target());
      }
      target.add(state);
      Integer number = numbers.get(edge.call());
      if (number == null) {
        number = calls.size();
        numbers.put(edge.call(), number);
        calls.add(edge.call());
      }
      call.add(number);
    }
  }

  private List<List<Edge>> expand(List<SpecState> states) throws SpecException {
    try {
      return states.parallelStream().map(this::edges).toList();
    } catch (Unchecked e) {
      throw e.cause;
    }
  }

  private List<Edge> edges(SpecState state) {
    try {
      List<Edge> edges = new ArrayList<>();
      for (SpecStep step : spec.successors(state)) {
        if (spec.withinConstraints(state, step.target())) {
          edges.add(new Edge(step.action(), step.target(), step.target().fingerprint()));
        }
      }
      return edges;
    } catch (SpecException e) {
      throw new Unchecked(e);
    }
  }

  /** Carries a {@link SpecException} out of a stream. */
  private static final class Unchecked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SpecException cause;

    Unchecked(SpecException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
