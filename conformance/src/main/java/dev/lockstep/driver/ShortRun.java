package dev.lockstep.driver;

import dev.lockstep.driver.Finding.Kind;
import dev.lockstep.paths.StateGraph;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the shortest run that shows a difference. First the same steps are taken again: code
 * that then does something else is not a function of its inputs. Then the shortest way to each
 * state is taken, nearest first, and from there each step that could differ. If no shorter run is
 * found so, for example because the difference depends on the way, steps are left out of the one at
 * hand as long as it shows a difference.
 */
final class ShortRun {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Ground ground;
  private final StateGraph graph;
  private final Implementation code;
  private final long start = System.nanoTime();

  ShortRun(Ground ground, Implementation code) {
    this.ground = ground;
    this.graph = ground.graph();
    this.code = code;
  }

  /** A run to try: where it starts, its steps, and whether it ends with a question. */
  private record Candidate(int start, List<ActionCall> calls, boolean asks) {}

  /** Returns the finding with the shortest run that can be found. */
  Finding of(Walk walk, Finding found) throws DriverException, SpecException {
    List<ActionCall> calls = new ArrayList<>(walk.calls());
    boolean asks = found.kind() == Kind.OFFERED || found.kind() == Kind.NOT_OFFERED;
    if (!asks) {
      found.action().ifPresent(calls::add);
    }
    int first = walk.firstState();
    Candidate same = new Candidate(first, calls, asks);
    Optional<Finding> again = attempt(same);
    if (again.isEmpty()) {
      return found.as(
          Kind.NOT_A_FUNCTION, "the first time: " + found.kind().sentence() + "; not again");
    }
    Finding best = again.get();
    if (best.kind() == Kind.INITIAL_STATE || best.kind() == Kind.TIMED_OUT) {
      return best;
    }
    Optional<Finding> nearest = nearest(best, asks);
    if (nearest.isPresent()) {
      return nearest.get();
    }
    return shrunk(best, same);
  }

  private boolean late() {
    return System.nanoTime() - start > LIMIT.toNanos();
  }

  /** Takes the steps; returns what is found on the way, if anything. */
  private Optional<Finding> attempt(Candidate candidate) throws DriverException, SpecException {
    try {
      Walk walk = new Walk(ground, code);
      walk.start(candidate.start());
      for (ActionCall call : candidate.calls()) {
        if (walk.isLeftOpen()) {
          return Optional.empty();
        }
        walk.take(call);
      }
      if (candidate.asks() && !walk.isLeftOpen()) {
        walk.askEnabled();
      }
      return Optional.empty();
    } catch (FindingException e) {
      return Optional.of(e.finding());
    }
  }

  /** Tries the shortest way to each state, nearest first, as long as that is shorter. */
  private Optional<Finding> nearest(Finding best, boolean asks)
      throws DriverException, SpecException {
    boolean forbidden = best.kind() == Kind.FORBIDDEN || best.kind() == Kind.CHANGED_BY_REFUSAL;
    for (int state = 0; state < graph.states(); state++) {
      int depth = graph.depth(state);
      if (depth + (asks ? 0 : 1) > best.length()) {
        return Optional.empty();
      }
      List<ActionCall> way = new ArrayList<>();
      for (int edge : graph.shortestPath(state)) {
        way.add(graph.call(edge));
      }
      Optional<Finding> found =
          asks
              ? attempt(new Candidate(graph.startOf(state), way, true))
              : forbidden ? forbidden(state, way) : steps(state, way);
      if (found.isPresent()) {
        return found.map(Finding::markedShortest);
      }
      if (late()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> steps(int state, List<ActionCall> way)
      throws DriverException, SpecException {
    Set<ActionCall> calls = new LinkedHashSet<>();
    for (int edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
      calls.add(graph.call(edge));
    }
    calls.addAll(ground.beyondBounds(state));
    for (ActionCall call : calls) {
      Optional<Finding> found =
          attempt(new Candidate(graph.startOf(state), plus(way, call), false));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** One walk tries them all; one that was found in it is taken again by itself. */
  private Optional<Finding> forbidden(int state, List<ActionCall> way)
      throws DriverException, SpecException {
    Set<ActionCall> allowed = ground.allowed(Set.of(state));
    List<ActionCall> tried = new ArrayList<>(way);
    for (ActionCall call : ground.universe()) {
      if (!allowed.contains(call) && !ground.freedom().mayAccept().containsKey(call.name())) {
        tried.add(call);
      }
    }
    Optional<Finding> found = attempt(new Candidate(graph.startOf(state), tried, false));
    Optional<ActionCall> last = found.flatMap(Finding::action);
    return last.isEmpty()
        ? Optional.empty()
        : attempt(new Candidate(graph.startOf(state), plus(way, last.get()), false));
  }

  private static List<ActionCall> plus(List<ActionCall> way, ActionCall call) {
    List<ActionCall> longer = new ArrayList<>(way);
    longer.add(call);
    return longer;
  }

  /** Leaves out steps, many at once first. */
  private Finding shrunk(Finding found, Candidate candidate) throws DriverException, SpecException {
    Finding best = found;
    List<ActionCall> calls = candidate.calls();
    for (int size = Math.max(1, calls.size() / 2); size > 0; size = size == 1 ? 0 : size / 2) {
      for (int from = 0; from + size < calls.size() + (candidate.asks() ? 1 : 0) && !late(); ) {
        List<ActionCall> fewer = new ArrayList<>(calls.subList(0, from));
        fewer.addAll(calls.subList(from + size, calls.size()));
        Optional<Finding> still =
            attempt(new Candidate(candidate.start(), fewer, candidate.asks()));
        if (still.isPresent()) {
          best = still.get();
          calls = fewer;
        } else {
          from += size;
        }
      }
    }
    return best;
  }
}
