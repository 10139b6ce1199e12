package dev.lockstep.history.session;

import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one key, and which of them may not be newer than which. Some nodes are no
 * versions: they stand for all that a process wrote or read so far, so that the number of edges
 * stays that of operations. Two versions that each may not be newer than the other are a
 * contradiction, for they differ.
 */
final class VersionGraph {

  /**
   * {@code from} is not newer than {@code to}.
   *
   * @param guarantee why, null if it is known
   * @param earlier the operation that this is about, null if it is known otherwise
   * @param later the later operation of the same process
   */
  record Edge(
      int from,
      int to,
      @Nullable Guarantee guarantee,
      @Nullable Operation earlier,
      @Nullable Operation later) {}

  private final List<@Nullable Value> nodes = new ArrayList<>();
  private final Map<Value, Integer> versions = new HashMap<>();
  private final List<List<Edge>> from = new ArrayList<>();

  int version(Value value) {
    Integer known = versions.get(value);
    if (known == null) {
      known = node(value);
      versions.put(value, known);
    }
    return known;
  }

  int join() {
    return node(null);
  }

  private int node(@Nullable Value value) {
    nodes.add(value);
    from.add(new ArrayList<>(2));
    return nodes.size() - 1;
  }

  @Nullable Value value(int node) {
    return nodes.get(node);
  }

  void add(Edge edge) {
    if (edge.from() != edge.to()) {
      from.get(edge.from()).add(edge);
    }
  }

  /** Returns a short cycle through two versions at least, with what these guarantees demand. */
  Optional<List<Edge>> contradiction(Set<Guarantee> guarantees) {
    int[] component = components(guarantees);
    Map<Integer, Integer> first = new HashMap<>();
    Set<Integer> tried = new HashSet<>();
    List<Edge> shortest = List.of();
    for (int node = 0; node < nodes.size(); node++) {
      if (value(node) == null) {
        continue;
      }
      Integer other = first.putIfAbsent(component[node], node);
      if (other != null && tried.add(component[node])) {
        List<Edge> cycle = new ArrayList<>(way(other, node, guarantees, component));
        cycle.addAll(way(node, other, guarantees, component));
        if (shortest.isEmpty() || cycle.size() < shortest.size()) {
          shortest = cycle;
        }
      }
    }
    return shortest.isEmpty() ? Optional.empty() : Optional.of(shortest);
  }

  private static boolean counts(Edge edge, Set<Guarantee> guarantees) {
    return edge.guarantee() == null || guarantees.contains(edge.guarantee());
  }

  private List<Edge> way(int start, int goal, Set<Guarantee> guarantees, int[] component) {
    @Nullable Edge[] arrived = new Edge[nodes.size()];
    Deque<Integer> queue = new ArrayDeque<>();
    queue.add(start);
    while (!queue.isEmpty() && arrived[goal] == null) {
      for (Edge edge : from.get(queue.remove())) {
        if (counts(edge, guarantees)
            && edge.to() != start
            && arrived[edge.to()] == null
            && component[edge.to()] == component[start]) {
          arrived[edge.to()] = edge;
          queue.add(edge.to());
        }
      }
    }
    List<Edge> way = new ArrayList<>();
    for (Edge edge = arrived[goal]; edge != null; edge = arrived[edge.from()]) {
      way.add(edge);
    }
    return way.reversed();
  }

  /** Kosaraju's algorithm, without recursion: components as the numbers of their first nodes. */
  private int[] components(Set<Guarantee> guarantees) {
    int count = nodes.size();
    List<List<Integer>> back = new ArrayList<>();
    for (int node = 0; node < count; node++) {
      back.add(new ArrayList<>(2));
    }
    for (List<Edge> edges : from) {
      for (Edge edge : edges) {
        if (counts(edge, guarantees)) {
          back.get(edge.to()).add(edge.from());
        }
      }
    }
    int[] order = new int[count];
    int[] next = new int[count];
    boolean[] seen = new boolean[count];
    int[] path = new int[count];
    int ordered = 0;
    for (int root = 0; root < count; root++) {
      int depth = seen[root] ? -1 : 0;
      path[0] = root;
      seen[root] = true;
      while (depth >= 0) {
        int node = path[depth];
        if (next[node] < from.get(node).size()) {
          Edge edge = from.get(node).get(next[node]++);
          if (counts(edge, guarantees) && !seen[edge.to()]) {
            seen[edge.to()] = true;
            path[++depth] = edge.to();
          }
        } else {
          order[ordered++] = node;
          depth--;
        }
      }
    }
    int[] component = new int[count];
    Arrays.fill(component, -1);
    for (int i = count - 1; i >= 0; i--) {
      Deque<Integer> queue = new ArrayDeque<>(List.of(order[i]));
      while (!queue.isEmpty()) {
        int node = queue.remove();
        if (component[node] < 0) {
          component[node] = order[i];
          queue.addAll(back.get(node));
        }
      }
    }
    return component;
  }
}
