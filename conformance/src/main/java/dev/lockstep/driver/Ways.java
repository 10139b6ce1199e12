package dev.lockstep.driver;

import dev.lockstep.paths.Path;
import dev.lockstep.paths.StateGraph;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;

/** The shortest ways through a graph that avoid some of its edges. Immutable. */
final class Ways {

  private static final int UNKNOWN = -2;
  private static final int START = -1;

  private final StateGraph graph;
  private final int[] parent;

  /** Looks for the ways that take none of the edges in {@code avoided}. */
  Ways(StateGraph graph, BitSet avoided) {
    this.graph = graph;
    this.parent = new int[graph.states()];
    Arrays.fill(parent, UNKNOWN);
    Deque<Integer> open = new ArrayDeque<>();
    for (int state = 0; state < graph.initialStates(); state++) {
      parent[state] = START;
      open.add(state);
    }
    while (!open.isEmpty()) {
      int state = open.remove();
      for (int edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
        int target = graph.target(edge);
        if (parent[target] == UNKNOWN && !avoided.get(edge)) {
          parent[target] = edge;
          open.add(target);
        }
      }
    }
  }

  /** Says whether there is a way to a state. */
  boolean reach(int state) {
    return parent[state] != UNKNOWN;
  }

  /** Returns the shortest way that ends with {@code edge}, if there is one to its source. */
  Optional<Path> endingWith(int edge) {
    if (!reach(graph.source(edge))) {
      return Optional.empty();
    }
    Deque<Integer> way = new ArrayDeque<>();
    way.add(edge);
    int at = graph.source(edge);
    while (parent[at] != START) {
      way.addFirst(parent[at]);
      at = graph.source(parent[at]);
    }
    return Optional.of(new Path(at, way.stream().mapToInt(Integer::intValue).toArray()));
  }
}
