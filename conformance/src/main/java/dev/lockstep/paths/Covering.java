package dev.lockstep.paths;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Paths that cover a graph, and how far they are from the best there can be. To start a path counts
 * like a step, so that few paths are better than many.
 *
 * @param graph the graph
 * @param cover what is covered
 * @param paths the paths
 * @param steps the steps of all paths
 * @param longest the steps of the longest path
 * @param minimum no paths that cover the graph have fewer starts and steps than this; for edges,
 *     some have exactly as many if paths may be of any length
 */
public record Covering(
    StateGraph graph, Cover cover, List<Path> paths, long steps, int longest, long minimum) {

  /** A length that no path has. */
  public static final int ANY_LENGTH = Integer.MAX_VALUE;

  /** Copies the paths. */
  public Covering {
    paths = List.copyOf(paths);
  }

  /**
   * Finds paths that cover {@code graph}; the same for the same arguments.
   *
   * @param maxLength no path has more steps than this
   * @param seed which of many such sets of paths; only for edges does it make a difference
   * @throws IllegalArgumentException if something to cover is farther away than {@code maxLength}
   */
  public static Covering of(StateGraph graph, Cover cover, int maxLength, long seed) {
    int needed = farthest(graph, cover);
    if (maxLength < needed) {
      throw new IllegalArgumentException(
          "some of the "
              + cover.word()
              + " are "
              + needed
              + " steps away, so that paths of at most "
              + maxLength
              + " cannot cover them");
    }
    return switch (cover) {
      case EDGES -> {
        int[] counts = Flow.counts(graph);
        long minimum = 0;
        for (int arc = 0; arc < graph.edges() + graph.states(); arc++) {
          minimum += counts[arc];
        }
        int[] tour = EulerTour.of(graph, counts, seed);
        yield of(graph, cover, cut(graph, tour, maxLength), minimum);
      }
      case STATES ->
          of(graph, cover, Nearest.states(graph, maxLength), Math.max(1, graph.states()));
      case ACTIONS -> {
        long minimum = needed == 0 ? 0 : Math.max(Nearest.count(graph), needed) + 1L;
        yield of(graph, cover, Nearest.actions(graph, maxLength), minimum);
      }
    };
  }

  private static Covering of(StateGraph graph, Cover cover, List<Path> paths, long minimum) {
    long steps = paths.stream().mapToLong(Path::length).sum();
    int longest = paths.stream().mapToInt(Path::length).max().orElse(0);
    return new Covering(graph, cover, paths, steps, longest, minimum);
  }

  /** Returns by which factor the starts and steps of the paths are more than the best can have. */
  public double ratio() {
    return minimum == 0 ? 1 : (steps + paths.size()) / (double) minimum;
  }

  /** The steps that it takes to get to the last thing to cover. */
  private static int farthest(StateGraph graph, Cover cover) {
    int farthest = 0;
    BitSet seen = new BitSet();
    switch (cover) {
      case EDGES -> {
        for (int edge = 0; edge < graph.edges(); edge++) {
          farthest = Math.max(farthest, graph.depth(graph.source(edge)) + 1);
        }
      }
      case STATES -> {
        for (int state = 0; state < graph.states(); state++) {
          farthest = Math.max(farthest, graph.depth(state));
        }
      }
      case ACTIONS -> {
        int[] names = Nearest.names(graph);
        for (int edge = 0; edge < graph.edges(); edge++) {
          int name = names[graph.callIndex(edge)];
          if (!seen.get(name)) {
            seen.set(name);
            farthest = Math.max(farthest, graph.depth(graph.source(edge)) + 1);
          }
        }
      }
    }
    return farthest;
  }

  /**
   * Cuts a tour where it goes back to the start, and where a path gets too long: the next one takes
   * the shortest way to the first edge that is still missing. Steps at an end that only repeat are
   * left out.
   */
  private static List<Path> cut(StateGraph graph, int[] tour, int maxLength) {
    int starts = graph.edges() + graph.states();
    BitSet covered = new BitSet(graph.edges());
    BitSet started = new BitSet();
    List<Path> paths = new ArrayList<>();
    int at = 0;
    while (at < tour.length) {
      if (tour[at] >= starts) {
        at++;
        Path path = piece(graph, tour, at, new int[0], tour[at - 1] - starts, maxLength, covered);
        // Each initial state is the start of some path, be there a step left to take or not.
        if (path.length() > 0 || !started.get(path.start())) {
          paths.add(path);
          started.set(path.start());
        }
      } else if (tour[at] < graph.edges() && !covered.get(tour[at])) {
        int source = graph.source(tour[at]);
        int[] prefix = graph.shortestPath(source);
        paths.add(piece(graph, tour, at, prefix, graph.startOf(source), maxLength, covered));
      } else {
        at++;
      }
    }
    return paths;
  }

  /** The path that goes on from {@code at} as far as the tour and the length let it. */
  private static Path piece(
      StateGraph graph, int[] tour, int at, int[] prefix, int start, int max, BitSet covered) {
    int room = max - prefix.length;
    int end = at;
    while (end < tour.length && end - at < room && tour[end] < graph.edges()) {
      end++;
    }
    for (int edge : prefix) {
      covered.set(edge);
    }
    int last = at;
    for (int i = at; i < end; i++) {
      if (!covered.get(tour[i])) {
        covered.set(tour[i]);
        last = i + 1;
      }
    }
    int[] edges = Arrays.copyOf(prefix, prefix.length + last - at);
    System.arraycopy(tour, at, edges, prefix.length, last - at);
    return new Path(start, edges);
  }
}
