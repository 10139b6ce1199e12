package dev.lockstep.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.paths.StateGraph.Arrangement;
import dev.lockstep.tlc.ActionCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CoveringTest {

  private static final List<ActionCall> CALLS =
      List.of(new ActionCall("A", List.of()), new ActionCall("B", List.of()));

  /** A graph whose states are as far apart as {@code arrows} lets them be. */
  private static StateGraph graph(int initial, int states, List<int[]> arrows) {
    int[] first = new int[states + 1];
    int[] target = new int[arrows.size()];
    int[] call = new int[arrows.size()];
    int edge = 0;
    for (int state = 0; state < states; state++) {
      first[state] = edge;
      for (int[] arrow : arrows) {
        if (arrow[0] == state) {
          target[edge] = arrow[1];
          call[edge++] = arrow[2];
        }
      }
    }
    first[states] = edge;
    long[] fingerprints = new long[states];
    Arrays.setAll(fingerprints, state -> 1000L + state);
    return new StateGraph(
            new Arrangement(initial, fingerprints, first, target, call), CALLS, Optional.empty())
        .without(List.of());
  }

  @Provide
  static Arbitrary<StateGraph> graphs() {
    return graphs(12, 40);
  }

  @Provide
  static Arbitrary<StateGraph> tinyGraphs() {
    return graphs(5, 8);
  }

  private static Arbitrary<StateGraph> graphs(int mostStates, int mostEdges) {
    return Arbitraries.integers()
        .between(1, mostStates)
        .flatMap(
            states -> {
              Arbitrary<Integer> state = Arbitraries.integers().between(0, states - 1);
              Arbitrary<int[]> arrow =
                  state.flatMap(
                      from ->
                          state.flatMap(
                              to ->
                                  Arbitraries.integers()
                                      .between(0, 1)
                                      .map(call -> new int[] {from, to, call})));
              return Arbitraries.integers()
                  .between(1, Math.min(2, states))
                  .flatMap(
                      initial ->
                          arrow
                              .list()
                              .ofMaxSize(mostEdges)
                              .map(arrows -> graph(initial, states, arrows)));
            });
  }

  private static void assertRuns(Covering covering, int maxLength) {
    StateGraph graph = covering.graph();
    for (Path path : covering.paths()) {
      assertThat(path.length()).isLessThanOrEqualTo(maxLength);
      assertThat(path.start()).isLessThan(graph.initialStates());
      int at = path.start();
      for (int edge : path.edges()) {
        assertThat(graph.source(edge)).isEqualTo(at);
        at = graph.target(edge);
      }
    }
    assertThat(covering.steps()).isEqualTo(covering.paths().stream().mapToLong(Path::length).sum());
    assertThat(covering.ratio()).isGreaterThanOrEqualTo(1.0);
  }

  private static Set<Integer> edges(Covering covering) {
    Set<Integer> edges = new HashSet<>();
    covering.paths().forEach(path -> Arrays.stream(path.edges()).forEach(edges::add));
    return edges;
  }

  private static Set<Integer> states(Covering covering) {
    Set<Integer> states = new HashSet<>();
    for (Path path : covering.paths()) {
      states.add(path.start());
      Arrays.stream(path.edges()).forEach(edge -> states.add(covering.graph().target(edge)));
    }
    return states;
  }

  @Property
  void every_edge_is_on_a_path_that_is_a_run(
      @ForAll("graphs") StateGraph graph,
      @ForAll @IntRange(min = 14, max = 30) int maxLength,
      @ForAll @LongRange(min = 0, max = 9) long seed) {
    Covering covering = Covering.of(graph, Cover.EDGES, maxLength, seed);
    assertRuns(covering, maxLength);
    assertThat(edges(covering)).hasSize(graph.edges());
    assertThat(states(covering)).hasSize(graph.states());
  }

  @Property
  void paths_of_any_length_have_exactly_as_many_starts_and_steps_as_the_minimum(
      @ForAll("graphs") StateGraph graph, @ForAll @LongRange(min = 0, max = 9) long seed) {
    Covering covering = Covering.of(graph, Cover.EDGES, Covering.ANY_LENGTH, seed);
    assertThat(edges(covering)).hasSize(graph.edges());
    assertThat(covering.steps() + covering.paths().size()).isEqualTo(covering.minimum());
  }

  @Property
  void the_minimum_is_what_trying_everything_finds(@ForAll("tinyGraphs") StateGraph graph) {
    assertThat(Covering.of(graph, Cover.EDGES, Covering.ANY_LENGTH, 0).minimum())
        .isEqualTo(fewestByBruteForce(graph));
  }

  @Property
  void states_and_actions_are_covered_by_runs_too(@ForAll("graphs") StateGraph graph) {
    Covering byState = Covering.of(graph, Cover.STATES, 14, 0);
    assertRuns(byState, 14);
    assertThat(states(byState)).hasSize(graph.states());
    Covering byAction = Covering.of(graph, Cover.ACTIONS, 14, 0);
    assertRuns(byAction, 14);
    Set<String> taken = new HashSet<>();
    edges(byAction).forEach(edge -> taken.add(graph.call(edge).name()));
    Set<String> there = new HashSet<>();
    for (int edge = 0; edge < graph.edges(); edge++) {
      there.add(graph.call(edge).name());
    }
    assertThat(taken).isEqualTo(there);
  }

  @Property
  void the_same_seed_gives_the_same_paths(
      @ForAll("graphs") StateGraph graph, @ForAll @LongRange(min = 0, max = 9) long seed) {
    List<Path> once = Covering.of(graph, Cover.EDGES, 20, seed).paths();
    List<Path> again = Covering.of(graph, Cover.EDGES, 20, seed).paths();
    assertThat(again).hasSameSizeAs(once);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i).edges()).isEqualTo(once.get(i).edges());
    }
  }

  @Test
  void a_length_that_does_not_reach_everything_is_refused() {
    StateGraph line = graph(1, 3, List.of(new int[] {0, 1, 0}, new int[] {1, 2, 1}));
    assertThatThrownBy(() -> Covering.of(line, Cover.EDGES, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("some of the edges are 2 steps away");
    assertThat(Covering.of(line, Cover.EDGES, 2, 0).paths()).hasSize(1);
  }

  @Test
  void without_an_action_only_what_is_reachable_without_it_is_left() {
    StateGraph fork =
        graph(1, 3, List.of(new int[] {0, 1, 0}, new int[] {0, 2, 1}, new int[] {2, 0, 0}));
    StateGraph less = fork.without(List.of("B"));
    assertThat(less.states()).isEqualTo(2);
    assertThat(less.edges()).isEqualTo(1);
    assertThat(less.call(0).name()).isEqualTo("A");
  }

  /** Breadth-first over where a path is and what is covered: a start or a step costs one. */
  private static long fewestByBruteForce(StateGraph graph) {
    int bits = graph.edges() + graph.initialStates();
    List<Integer> start = List.of(-1, 0);
    Map<List<Integer>, Long> costs = new HashMap<>(Map.of(start, 0L));
    ArrayDeque<List<Integer>> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      List<Integer> at = queue.remove();
      long cost = costs.getOrDefault(at, 0L);
      int state = at.get(0);
      int covered = at.get(1);
      if (covered == (1 << bits) - 1) {
        return cost;
      }
      List<List<Integer>> next = new ArrayList<>();
      for (int initial = 0; initial < graph.initialStates(); initial++) {
        next.add(List.of(initial, covered | 1 << (graph.edges() + initial)));
      }
      if (state >= 0) {
        for (int edge = graph.firstEdge(state); edge < graph.endOfEdges(state); edge++) {
          next.add(List.of(graph.target(edge), covered | 1 << edge));
        }
      }
      for (List<Integer> to : next) {
        if (costs.putIfAbsent(to, cost + 1) == null) {
          queue.add(to);
        }
      }
    }
    throw new AssertionError("not all edges can be reached");
  }
}
