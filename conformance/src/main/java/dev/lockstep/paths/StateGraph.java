package dev.lockstep.paths;

import dev.lockstep.tlc.ActionCall;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The states and steps of a bounded model as numbers. States are numbered in breadth-first order,
 * the initial ones first; the edges of a state stand side by side, in the order of the spec. Of a
 * state only TLC's fingerprint is kept: {@link Replay} brings it back. Immutable.
 */
public final class StateGraph {

  /** No edge: an initial state has none that leads to it first. */
  static final int NONE = -1;

  private final int initial;
  private final long[] fingerprints;
  private final int[] first;
  private final int[] source;
  private final int[] target;
  private final int[] call;
  private final int[] parent;
  private final int[] depth;
  private final List<ActionCall> calls;
  private final Optional<String> exhausted;

  /** The arrays of a graph; {@code source}, {@code parent} and {@code depth} follow from them. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Arrangement(int initial, long[] fingerprints, int[] first, int[] target, int[] call) {}

  StateGraph(Arrangement arrays, List<ActionCall> calls, Optional<String> exhausted) {
    this.initial = arrays.initial();
    this.fingerprints = arrays.fingerprints();
    this.first = arrays.first();
    this.target = arrays.target();
    this.call = arrays.call();
    this.calls = List.copyOf(calls);
    this.exhausted = exhausted;
    this.source = new int[target.length];
    this.parent = new int[fingerprints.length];
    this.depth = new int[fingerprints.length];
    Arrays.fill(parent, NONE);
    for (int state = 0; state < fingerprints.length; state++) {
      for (int edge = first[state]; edge < first[state + 1]; edge++) {
        source[edge] = state;
        int to = target[edge];
        if (to >= initial && parent[to] == NONE) {
          parent[to] = edge;
          depth[to] = depth[state] + 1;
        }
      }
    }
  }

  /** Returns how many states there are. */
  public int states() {
    return fingerprints.length;
  }

  /** Returns how many edges there are: steps from one state to another or the same. */
  public int edges() {
    return target.length;
  }

  /** Returns how many initial states there are; they have the first numbers. */
  public int initialStates() {
    return initial;
  }

  /** Returns the actions with their arguments that stand on edges, in the order of discovery. */
  public List<ActionCall> calls() {
    return calls;
  }

  /** Returns the names of the actions that stand on edges. */
  public Set<String> actions() {
    Set<String> names = new TreeSet<>();
    calls.forEach(known -> names.add(known.name()));
    return names;
  }

  /** Returns which budget ran out before all states were visited, if one did. */
  public Optional<String> exhausted() {
    return exhausted;
  }

  /** Returns the first edge of {@code state}; the last is before the first of the next state. */
  public int firstEdge(int state) {
    return first[state];
  }

  /** Returns the end of the edges of {@code state}. */
  public int endOfEdges(int state) {
    return first[state + 1];
  }

  /** Returns the state that {@code edge} leaves. */
  public int source(int edge) {
    return source[edge];
  }

  /** Returns the state that {@code edge} leads to. */
  public int target(int edge) {
    return target[edge];
  }

  /** Returns the action on {@code edge}. */
  public ActionCall call(int edge) {
    return calls.get(call[edge]);
  }

  /** Returns the position in {@link #calls} of the action on {@code edge}. */
  public int callIndex(int edge) {
    return call[edge];
  }

  /** Returns the length of the shortest path to {@code state}. */
  public int depth(int state) {
    return depth[state];
  }

  /** Returns TLC's fingerprint of {@code state}. */
  public long fingerprint(int state) {
    return fingerprints[state];
  }

  /** Returns the edges of a shortest path from an initial state to {@code state}. */
  public int[] shortestPath(int state) {
    int[] path = new int[depth[state]];
    int at = state;
    for (int i = path.length - 1; i >= 0; i--) {
      path[i] = parent[at];
      at = source[path[i]];
    }
    return path;
  }

  /** Returns the initial state at which the shortest path to {@code state} starts. */
  public int startOf(int state) {
    int at = state;
    while (parent[at] != NONE) {
      at = source[parent[at]];
    }
    return at;
  }

  /** Returns the graph that is left without the steps of some actions, numbered anew. */
  public StateGraph without(Collection<String> actions) {
    boolean[] dropped = new boolean[calls.size()];
    for (int i = 0; i < dropped.length; i++) {
      dropped[i] = actions.contains(calls.get(i).name());
    }
    int[] number = new int[states()];
    Arrays.fill(number, NONE);
    IntList order = new IntList();
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int state = 0; state < initial; state++) {
      number[state] = state;
      order.add(state);
      queue.add(state);
    }
    IntList firsts = new IntList();
    IntList targets = new IntList();
    IntList labels = new IntList();
    while (!queue.isEmpty()) {
      int state = queue.remove();
      firsts.add(targets.size());
      for (int edge = first[state]; edge < first[state + 1]; edge++) {
        if (dropped[call[edge]]) {
          continue;
        }
        if (number[target[edge]] == NONE) {
          number[target[edge]] = order.size();
          order.add(target[edge]);
          queue.add(target[edge]);
        }
        targets.add(number[target[edge]]);
        labels.add(call[edge]);
      }
    }
    firsts.add(targets.size());
    long[] kept = new long[order.size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = fingerprints[order.get(i)];
    }
    return new StateGraph(
        new Arrangement(initial, kept, firsts.toArray(), targets.toArray(), labels.toArray()),
        calls,
        exhausted);
  }
}
