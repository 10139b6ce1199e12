package dev.lockstep.paths;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Paths that cover states or actions: from where a path is, always to the nearest that is missing,
 * or from a new start if that is nearer. Not the shortest, which nobody knows how to find.
 */
final class Nearest {

  private final StateGraph graph;
  private final int maxLength;

  /** What an edge covers. */
  private final int[] item;

  private final BitSet covered = new BitSet();
  private final int[] seen;
  private final int[] reachedBy;
  private int round;

  /** For each item, the first edge that covers it in breadth-first order. */
  private final int[] nearestToStart;

  private int firstMissing;

  private Nearest(StateGraph graph, int maxLength, int[] item, int items) {
    this.graph = graph;
    this.maxLength = maxLength;
    this.item = item;
    this.seen = new int[graph.states()];
    this.reachedBy = new int[graph.states()];
    this.nearestToStart = new int[items];
    Arrays.fill(nearestToStart, StateGraph.NONE);
    for (int edge = graph.edges() - 1; edge >= 0; edge--) {
      nearestToStart[item[edge]] = edge;
    }
  }

  static List<Path> states(StateGraph graph, int maxLength) {
    int[] item = new int[graph.edges()];
    for (int edge = 0; edge < item.length; edge++) {
      item[edge] = graph.target(edge);
    }
    Nearest nearest = new Nearest(graph, maxLength, item, graph.states());
    List<Path> paths = new ArrayList<>();
    for (int start = 0; start < graph.initialStates(); start++) {
      nearest.covered.set(start);
      paths.add(new Path(start, nearest.from(start, new int[0])));
    }
    nearest.rest(paths);
    return paths;
  }

  static List<Path> actions(StateGraph graph, int maxLength) {
    int[] names = names(graph);
    int[] item = new int[graph.edges()];
    for (int edge = 0; edge < item.length; edge++) {
      item[edge] = names[graph.callIndex(edge)];
    }
    Nearest nearest = new Nearest(graph, maxLength, item, graph.actions().size());
    List<Path> paths = new ArrayList<>();
    nearest.rest(paths);
    return paths;
  }

  /** Numbers the names of actions; by call, in order of discovery. */
  static int[] names(StateGraph graph) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] names = new int[graph.calls().size()];
    for (int i = 0; i < names.length; i++) {
      String name = graph.calls().get(i).name();
      names[i] = numbers.computeIfAbsent(name, ignored -> numbers.size());
    }
    return names;
  }

  /** Returns how many actions stand on edges. */
  static int count(StateGraph graph) {
    int[] names = names(graph);
    BitSet there = new BitSet();
    for (int edge = 0; edge < graph.edges(); edge++) {
      there.set(names[graph.callIndex(edge)]);
    }
    return there.cardinality();
  }

  private void rest(List<Path> paths) {
    for (int edge = missing(); edge != StateGraph.NONE; edge = missing()) {
      int source = graph.source(edge);
      int[] prefix = Arrays.copyOf(graph.shortestPath(source), graph.depth(source) + 1);
      prefix[prefix.length - 1] = edge;
      for (int taken : prefix) {
        covered.set(item[taken]);
      }
      paths.add(new Path(graph.startOf(source), from(graph.target(edge), prefix)));
    }
  }

  /** The edge nearest to a start that covers something missing, or none. */
  private int missing() {
    while (firstMissing < nearestToStart.length
        && (covered.get(firstMissing) || nearestToStart[firstMissing] == StateGraph.NONE)) {
      firstMissing++;
    }
    return firstMissing == nearestToStart.length ? StateGraph.NONE : nearestToStart[firstMissing];
  }

  /** Goes on from {@code state} as long as that is nearer than a new start. */
  private int[] from(int state, int[] prefix) {
    IntList path = new IntList();
    for (int edge : prefix) {
      path.add(edge);
    }
    int at = state;
    for (int fresh = missing(); fresh != StateGraph.NONE; fresh = missing()) {
      int radius = Math.min(graph.depth(graph.source(fresh)) + 1, maxLength - path.size());
      int[] way = nearest(at, radius);
      if (way.length == 0) {
        break;
      }
      for (int edge : way) {
        path.add(edge);
        covered.set(item[edge]);
        at = graph.target(edge);
      }
    }
    return path.toArray();
  }

  /** The shortest way from {@code from} that covers something new; empty if it is too long. */
  private int[] nearest(int from, int radius) {
    round++;
    IntList queue = new IntList();
    queue.add(from);
    seen[from] = round;
    reachedBy[from] = StateGraph.NONE;
    int endOfLevel = 1;
    int distance = 0;
    for (int q = 0; q < queue.size() && distance < radius; q++) {
      int state = queue.get(q);
      for (int edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
        if (!covered.get(item[edge])) {
          return way(state, edge, distance);
        }
        int target = graph.target(edge);
        if (seen[target] != round) {
          seen[target] = round;
          reachedBy[target] = edge;
          queue.add(target);
        }
      }
      if (q + 1 == endOfLevel) {
        distance++;
        endOfLevel = queue.size();
      }
    }
    return new int[0];
  }

  private int[] way(int state, int lastEdge, int distance) {
    int[] way = new int[distance + 1];
    way[distance] = lastEdge;
    int at = state;
    for (int i = distance - 1; i >= 0; i--) {
      way[i] = reachedBy[at];
      at = graph.source(way[i]);
    }
    return way;
  }
}
