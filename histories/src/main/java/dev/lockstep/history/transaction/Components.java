package dev.lockstep.history.transaction;

import java.util.Arrays;
import java.util.Set;

/**
 * Strongly connected components of the dependencies of some types, by Tarjan's algorithm (1972)
 * without recursion. They are numbered so that no edge leads to a component with a larger number.
 */
final class Components {

  private static final int UNSEEN = -1;

  private final Dependencies graph;
  private final Set<Edge.Type> types;
  private final int[] component;

  private final int[] index;
  private final int[] low;
  private final int[] nextEdge;
  private final int[] stack;
  private int stacked;
  private int counted;
  private int found;

  Components(Dependencies graph, Set<Edge.Type> types) {
    this.graph = graph;
    this.types = types;
    int nodes = graph.size();
    component = new int[nodes];
    index = new int[nodes];
    low = new int[nodes];
    nextEdge = new int[nodes];
    stack = new int[nodes];
    Arrays.fill(component, UNSEEN);
    Arrays.fill(index, UNSEEN);
    int[] path = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      if (index[node] == UNSEEN) {
        search(node, path);
      }
    }
  }

  int of(int node) {
    return component[node];
  }

  /** Says whether there is a cycle through {@code edge}, which is of these types. */
  boolean hasCycle(Edge edge) {
    return component[edge.from()] == component[edge.to()];
  }

  /** Says whether there is any cycle. */
  boolean isCyclic() {
    return found < component.length;
  }

  private void search(int root, int[] path) {
    int depth = 0;
    path[0] = root;
    enter(root);
    while (depth >= 0) {
      int node = path[depth];
      if (nextEdge[node] < graph.from(node).size()) {
        Edge edge = graph.from(node).get(nextEdge[node]++);
        if (!types.contains(edge.type())) {
          continue;
        }
        if (index[edge.to()] == UNSEEN) {
          enter(edge.to());
          path[++depth] = edge.to();
        } else if (component[edge.to()] == UNSEEN) {
          low[node] = Math.min(low[node], index[edge.to()]);
        }
        continue;
      }
      if (low[node] == index[node]) {
        leave(node);
      }
      depth--;
      if (depth >= 0) {
        low[path[depth]] = Math.min(low[path[depth]], low[node]);
      }
    }
  }

  private void enter(int node) {
    index[node] = counted;
    low[node] = counted++;
    stack[stacked++] = node;
  }

  private void leave(int root) {
    int node;
    do {
      node = stack[--stacked];
      component[node] = found;
    } while (node != root);
    found++;
  }
}
