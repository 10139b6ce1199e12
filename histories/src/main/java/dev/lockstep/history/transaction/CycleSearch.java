package dev.lockstep.history.transaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds cycles of dependencies, the worst kinds first and of each component a short one. What kind
 * a cycle is follows from its types of edges: a G1c has no anti-dependency ({@link Edge.Type#RW}),
 * a G-single has one. So for each anti-dependency that lies on a cycle, the way back is sought with
 * fewer and then with more types.
 */
final class CycleSearch {

  /** How many edges are looked at, in all, before the search stops looking for other kinds. */
  private static final long MOST_WORK = 300_000_000;

  /** The shortest of that many cycles of one kind in one component is shown. */
  private static final int ENOUGH = 50;

  private final Dependencies graph;
  private final Findings findings;
  private final Set<Edge.Type> order;

  /** Nodes of the search: one for each transaction, twice; see {@link #back}. */
  private final @Nullable Edge[] arrived;

  private final int[] previous;
  private final int[] visited;
  private int searches;
  private long work;

  private CycleSearch(Dependencies graph, Findings findings, Set<Edge.Type> order) {
    this.graph = graph;
    this.findings = findings;
    this.order = order;
    arrived = new Edge[graph.size() * 2];
    previous = new int[graph.size() * 2];
    visited = new int[graph.size() * 2];
  }

  /**
   * Finds cycles.
   *
   * @param order what orders transactions besides reads and writes
   * @return whether all kinds were looked for to the end
   */
  static boolean run(Dependencies graph, Findings findings, Set<Edge.Type> order) {
    CycleSearch search = new CycleSearch(graph, findings, order);
    search.all();
    return search.work < MOST_WORK;
  }

  private void all() {
    Set<Edge.Type> everything = types(Edge.Type.WW, Edge.Type.WR, Edge.Type.RW);
    Components whole = new Components(graph, everything);
    if (!whole.isCyclic()) {
      return;
    }
    Set<Integer> explained = new HashSet<>();
    find(Edge.Type.WW, types(Edge.Type.WW), false, AnomalyKind.G0, explained, whole);
    find(Edge.Type.WR, types(Edge.Type.WW, Edge.Type.WR), false, AnomalyKind.G1C, explained, whole);
    find(
        Edge.Type.RW,
        types(Edge.Type.WW, Edge.Type.WR),
        false,
        AnomalyKind.G_SINGLE,
        explained,
        whole);
    find(Edge.Type.RW, everything, true, AnomalyKind.G_NONADJACENT, explained, whole);
    find(Edge.Type.RW, everything, false, AnomalyKind.G2, explained, whole);
    if (!order.isEmpty()) {
      // Cycles that only real time or the order of a process close.
      for (Edge.Type type : order) {
        find(type, types(Edge.Type.WW), false, AnomalyKind.G0, explained, whole);
        find(type, types(Edge.Type.WW, Edge.Type.WR), false, AnomalyKind.G1C, explained, whole);
        find(type, everything, false, AnomalyKind.G2, explained, whole);
      }
    }
  }

  private Set<Edge.Type> types(Edge.Type first, Edge.Type... others) {
    Set<Edge.Type> types = EnumSet.of(first, others);
    types.addAll(order);
    return types;
  }

  /**
   * Finds cycles through edges of type {@code through} whose way back has these types.
   *
   * @param apart whether no two anti-dependencies may follow each other
   * @param explained the components of {@code whole} in which some cycle was found
   */
  private void find(
      Edge.Type through,
      Set<Edge.Type> types,
      boolean apart,
      AnomalyKind kind,
      Set<Integer> explained,
      Components whole) {
    Set<Edge.Type> within = EnumSet.copyOf(types);
    within.add(through);
    boolean direct = through != Edge.Type.RW || types.contains(Edge.Type.RW);
    Components components = direct ? new Components(graph, within) : whole;
    if (direct && !components.isCyclic()) {
      return;
    }
    Components rank = new Components(graph, types);
    // Where there is something worse, the kinds that every cycle is of say nothing new.
    boolean isLast = kind == AnomalyKind.G_NONADJACENT || kind == AnomalyKind.G2;
    Map<Integer, List<Edge>> shortest = new LinkedHashMap<>();
    Map<Integer, Integer> counts = new HashMap<>();
    for (int node = 0; node < graph.size() && work < MOST_WORK; node++) {
      for (Edge edge : graph.from(node)) {
        if (edge.type() != through || !components.hasCycle(edge)) {
          continue;
        }
        int component = components.of(node);
        if ((isLast && explained.contains(whole.of(node)))
            || counts.getOrDefault(component, 0) >= ENOUGH) {
          continue;
        }
        Optional<List<Edge>> cycle = back(edge, types, apart, components, rank);
        if (cycle.isPresent()) {
          counts.merge(component, 1, Integer::sum);
          List<Edge> known = shortest.get(component);
          if (known == null || cycle.get().size() < known.size()) {
            shortest.put(component, cycle.get());
          }
        }
      }
    }
    for (List<Edge> cycle : shortest.values()) {
      explained.add(whole.of(cycle.getFirst().from()));
      Anomaly anomaly = Explanation.of(graph, cycle, kind);
      if (order.isEmpty() || anomaly.order() != Anomaly.Order.NONE) {
        findings.add(anomaly);
      }
    }
  }

  /**
   * The shortest way from the end of an edge to its begin, if there is one; with {@code apart}, a
   * node counts as two, by whether an anti-dependency led to it.
   */
  private Optional<List<Edge>> back(
      Edge edge, Set<Edge.Type> types, boolean apart, Components components, Components rank) {
    int goal = edge.from();
    int component = components.of(goal);
    searches++;
    Deque<Integer> queue = new ArrayDeque<>();
    int start = edge.to() * 2 + (apart && edge.type() == Edge.Type.RW ? 1 : 0);
    visited[start] = searches;
    arrived[start] = null;
    queue.add(start);
    while (!queue.isEmpty()) {
      int at = queue.remove();
      for (Edge next : graph.from(at >> 1)) {
        work++;
        int to = next.to() * 2 + flag(at, next, apart);
        if (!types.contains(next.type())
            || visited[to] == searches
            || components.of(next.to()) != component
            || rank.of(next.to()) < rank.of(goal)
            || (apart && next.type() == Edge.Type.RW && (at & 1) == 1)) {
          continue;
        }
        visited[to] = searches;
        arrived[to] = next;
        previous[to] = at;
        if (to == goal * 2) {
          return Optional.of(cycle(edge, to));
        }
        queue.add(to);
      }
    }
    return Optional.empty();
  }

  /** What leads on from a node that is no transaction is one with what led to it. */
  private int flag(int at, Edge next, boolean apart) {
    if (!apart) {
      return 0;
    }
    return next.type() == Edge.Type.RW || (!graph.isTransaction(at >> 1) && (at & 1) == 1) ? 1 : 0;
  }

  private List<Edge> cycle(Edge edge, int end) {
    List<Edge> back = new ArrayList<>();
    int at = end;
    for (Edge last = arrived[at]; last != null; last = arrived[at]) {
      back.add(last);
      at = previous[at];
    }
    back.add(edge);
    return back.reversed();
  }
}
