package dev.lockstep.paths;

import java.util.Arrays;

/**
 * The fewest extra steps with which paths can take every edge of a graph: the directed Chinese
 * postman who may at any time go back to the start, at the price of one step.
 *
 * <p>Every edge is taken at least once. Where more edges lead into a state than out of it, paths
 * must leave it again by edges that are taken twice, or end there; where more lead out than in,
 * further paths must come. What is cheapest is a flow of least cost from the former to the latter,
 * found by the primal-dual method: shortest distances from all states with too many ways in, then a
 * blocking flow along the shortest paths, with distances that grow. They never exceed the depth of
 * the graph plus one, since starting anew is always possible.
 *
 * <p>Arcs are numbered: first the {@code m} edges of the graph, then for each of the {@code n}
 * states going back to the start, then from the start to each initial state. The start is node
 * {@code n}.
 *
 * @see "J. Edmonds and E. Johnson, Matching, Euler tours and the Chinese postman, 1973"
 */
final class Flow {

  private static final int UNREACHED = Integer.MAX_VALUE;

  private final StateGraph graph;
  private final int n;
  private final int m;
  private final int[] inFirst;
  private final int[] inEdge;

  /** How often each arc is taken beyond the first time, which only edges and starts need. */
  private final int[] extra;

  /** What comes into a node more often than it goes out; negative if less often. */
  private final int[] excess;

  private final int[] potential;
  private final int[] distance;
  private final int[] next;

  private Flow(StateGraph graph) {
    this.graph = graph;
    this.n = graph.states();
    this.m = graph.edges();
    this.inFirst = new int[n + 1];
    this.inEdge = new int[m];
    this.extra = new int[m + n + graph.initialStates()];
    this.excess = new int[n + 1];
    this.potential = new int[n + 1];
    this.distance = new int[n + 1];
    this.next = new int[n + 1];
    for (int edge = 0; edge < m; edge++) {
      inFirst[graph.target(edge) + 1]++;
      excess[graph.target(edge)]++;
      excess[graph.source(edge)]--;
    }
    for (int state = 0; state < n; state++) {
      inFirst[state + 1] += inFirst[state];
    }
    int[] at = Arrays.copyOf(inFirst, n);
    for (int edge = 0; edge < m; edge++) {
      inEdge[at[graph.target(edge)]++] = edge;
    }
    for (int state = 0; state < graph.initialStates(); state++) {
      excess[state]++;
      excess[n]--;
    }
  }

  /** Returns how often each arc is taken in the cheapest way to take all edges. */
  static int[] counts(StateGraph graph) {
    Flow flow = new Flow(graph);
    while (flow.shortestDistances()) {
      while (flow.levels()) {
        flow.blockingFlow();
      }
    }
    int[] counts = flow.extra;
    for (int edge = 0; edge < flow.m; edge++) {
      counts[edge]++;
    }
    for (int start = flow.m + flow.n; start < counts.length; start++) {
      counts[start]++;
    }
    return counts;
  }

  // ------------------------------------------------------------- arcs in the residual graph

  private int cost(int arc) {
    return arc < m + n ? 1 : 0;
  }

  private int tail(int arc) {
    return arc < m ? graph.source(arc) : arc < m + n ? arc - m : n;
  }

  private int head(int arc) {
    return arc < m ? graph.target(arc) : arc < m + n ? n : arc - m - n;
  }

  private int degree(int node) {
    return node == n
        ? graph.initialStates() + n
        : out(node) + 1 + inFirst[node + 1] - inFirst[node] + (isInitial(node) ? 1 : 0);
  }

  private int out(int node) {
    return graph.endOfEdges(node) - graph.firstEdge(node);
  }

  private boolean isInitial(int node) {
    return node < graph.initialStates();
  }

  /**
   * The arc at position {@code i} of {@code node}, as its complement if it leads into the node and
   * is used backward.
   */
  private int arc(int node, int i) {
    if (node == n) {
      int starts = graph.initialStates();
      return i < starts ? m + n + i : ~(m + i - starts);
    }
    int out = out(node);
    if (i < out) {
      return graph.firstEdge(node) + i;
    }
    if (i == out) {
      return m + node;
    }
    int in = inFirst[node] + i - out - 1;
    return in < inFirst[node + 1] ? ~inEdge[in] : ~(m + n + node);
  }

  private boolean usable(int arc) {
    return arc >= 0 || extra[~arc] > 0;
  }

  private int other(int arc) {
    return arc >= 0 ? head(arc) : tail(~arc);
  }

  /** The cost of an arc that leaves {@code node}, as the potentials see it: never negative. */
  private int reducedCost(int node, int arc) {
    return (arc >= 0 ? cost(arc) : -cost(~arc)) + potential[node] - potential[other(arc)];
  }

  // ------------------------------------------------------------- phases

  /**
   * Finds out how far the nearest node is that lacks ways in, and makes the shortest ways there
   * free of (reduced) cost.
   *
   * @return whether there is such a node
   */
  private boolean shortestDistances() {
    Arrays.fill(distance, UNREACHED);
    IntList[] buckets = new IntList[] {new IntList()};
    for (int node = 0; node <= n; node++) {
      if (excess[node] > 0) {
        distance[node] = 0;
        buckets[0].add(node);
      }
    }
    for (int d = 0; d < buckets.length; d++) {
      if (buckets[d] == null) {
        continue;
      }
      while (!buckets[d].isEmpty()) {
        int node = buckets[d].removeLast();
        if (distance[node] != d) {
          continue;
        }
        if (excess[node] < 0) {
          for (int other = 0; other <= n; other++) {
            potential[other] += Math.min(distance[other], d);
          }
          return true;
        }
        buckets = relax(node, d, buckets);
      }
    }
    return false;
  }

  private IntList[] relax(int node, int d, IntList[] buckets) {
    IntList[] all = buckets;
    for (int i = 0, degree = degree(node); i < degree; i++) {
      int arc = arc(node, i);
      if (!usable(arc)) {
        continue;
      }
      int to = other(arc);
      int far = d + reducedCost(node, arc);
      if (far < distance[to]) {
        distance[to] = far;
        if (far >= all.length) {
          all = Arrays.copyOf(all, Math.max(far + 1, 2 * all.length));
        }
        if (all[far] == null) {
          all[far] = new IntList();
        }
        all[far].add(to);
      }
    }
    return all;
  }

  /** Numbers nodes by their distance along free arcs; says whether one that lacks ways in has. */
  private boolean levels() {
    Arrays.fill(distance, UNREACHED);
    Arrays.fill(next, 0);
    IntList queue = new IntList();
    for (int node = 0; node <= n; node++) {
      if (excess[node] > 0) {
        distance[node] = 0;
        queue.add(node);
      }
    }
    boolean found = false;
    for (int q = 0; q < queue.size(); q++) {
      int node = queue.get(q);
      if (excess[node] < 0) {
        found = true;
        continue;
      }
      for (int i = 0, degree = degree(node); i < degree; i++) {
        int arc = arc(node, i);
        int to = other(arc);
        if (distance[to] == UNREACHED && usable(arc) && reducedCost(node, arc) == 0) {
          distance[to] = distance[node] + 1;
          queue.add(to);
        }
      }
    }
    return found;
  }

  private void blockingFlow() {
    IntList path = new IntList();
    for (int from = 0; from <= n; from++) {
      while (excess[from] > 0 && augment(from, path)) {
        path.clear();
      }
      path.clear();
    }
  }

  /** Pushes one way's worth of flow from {@code from}, level by level. */
  private boolean augment(int from, IntList path) {
    int node = from;
    while (excess[node] >= 0) {
      int arc = 0;
      boolean advanced = false;
      for (int degree = degree(node); next[node] < degree; next[node]++) {
        arc = arc(node, next[node]);
        if (usable(arc)
            && distance[other(arc)] == distance[node] + 1
            && reducedCost(node, arc) == 0) {
          advanced = true;
          break;
        }
      }
      if (advanced) {
        path.add(arc);
        node = other(arc);
      } else if (path.isEmpty()) {
        return false;
      } else {
        int back = path.removeLast();
        node = back >= 0 ? tail(back) : head(~back);
        next[node]++;
      }
    }
    push(from, node, path);
    return true;
  }

  private void push(int from, int to, IntList path) {
    int amount = Math.min(excess[from], -excess[to]);
    for (int i = 0; i < path.size(); i++) {
      int arc = path.get(i);
      amount = arc >= 0 ? amount : Math.min(amount, extra[~arc]);
    }
    for (int i = 0; i < path.size(); i++) {
      int arc = path.get(i);
      extra[arc >= 0 ? arc : ~arc] += arc >= 0 ? amount : -amount;
    }
    excess[from] -= amount;
    excess[to] += amount;
  }
}
