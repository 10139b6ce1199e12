package dev.lockstep.paths;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The paths of a {@link Flow}: one closed tour through the start that takes each arc as often as
 * the flow says (Hierholzer), cut where it goes back to the start.
 */
final class EulerTour {

  private final StateGraph graph;
  private final int n;
  private final int m;
  private final int[] left;
  private final int[] order;
  private final int[] next;

  private EulerTour(StateGraph graph, int[] counts, long seed) {
    this.graph = graph;
    this.n = graph.states();
    this.m = graph.edges();
    this.left = counts.clone();
    this.order = new int[m];
    this.next = new int[n + 1];
    for (int edge = 0; edge < m; edge++) {
      order[edge] = edge;
    }
    if (seed != 0) {
      shuffle(new SplittableRandom(seed));
    }
    for (int state = 0; state < n; state++) {
      next[state] = graph.firstEdge(state);
    }
  }

  /**
   * Returns the arcs of the tour, in order; it begins and ends at the start.
   *
   * @param counts how often each arc is taken, see {@link Flow}
   * @param seed which of the possible tours; 0 takes edges in the order of the spec
   */
  static int[] of(StateGraph graph, int[] counts, long seed) {
    return new EulerTour(graph, counts, seed).tour();
  }

  private void shuffle(SplittableRandom random) {
    for (int state = 0; state < n; state++) {
      int from = graph.firstEdge(state);
      for (int i = graph.endOfEdges(state) - 1; i > from; i--) {
        int j = from + random.nextInt(i - from + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
    }
  }

  private int[] tour() {
    int length = Math.toIntExact(Arrays.stream(left).asLongStream().sum());
    int[] tour = new int[length];
    int[] stack = new int[length];
    int depth = 0;
    int filled = length;
    int node = n;
    while (true) {
      int arc = takeArc(node);
      if (arc >= 0) {
        stack[depth++] = arc;
        node = head(arc);
      } else if (depth == 0) {
        break;
      } else {
        arc = stack[--depth];
        tour[--filled] = arc;
        node = tail(arc);
      }
    }
    if (filled != 0) {
      throw new IllegalStateException(filled + " steps are not on the tour");
    }
    return tour;
  }

  /** An arc that leaves {@code node} and is still to be taken, or -1. */
  private int takeArc(int node) {
    if (node == n) {
      for (; next[n] < graph.initialStates(); next[n]++) {
        if (left[m + n + next[n]] > 0) {
          left[m + n + next[n]]--;
          return m + n + next[n];
        }
      }
      return -1;
    }
    for (; next[node] < graph.endOfEdges(node); next[node]++) {
      int edge = order[next[node]];
      if (left[edge] > 0) {
        left[edge]--;
        return edge;
      }
    }
    if (left[m + node] > 0) {
      left[m + node]--;
      return m + node;
    }
    return -1;
  }

  private int head(int arc) {
    return arc < m ? graph.target(arc) : arc < m + n ? n : arc - m - n;
  }

  private int tail(int arc) {
    return arc < m ? graph.source(arc) : arc < m + n ? arc - m : n;
  }
}
