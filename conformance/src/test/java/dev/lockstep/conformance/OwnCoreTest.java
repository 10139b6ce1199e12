package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Action;
import dev.lockstep.core.Core;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A core and a spec that are not in the catalog: what the package's documentation describes. */
class OwnCoreTest {

  /** The ball, on its way to a player. */
  private record Ball(NodeId to) implements Comparable<Ball> {
    @Override
    public int compareTo(Ball other) {
      return to.compareTo(other.to);
    }
  }

  private record State(boolean holds, int throwsSoFar) {}

  private sealed interface Input {
    record Received(Ball ball) implements Input {}

    record ThrowTo(NodeId q) implements Input {}
  }

  /** Catches the ball and throws it to somebody else, at most so many times. */
  private static class Player implements Core<State, Input, Ball> {

    private final NodeId p;
    private final List<NodeId> others;
    private final boolean first;
    private final int maxThrows;

    Player(NodeId p, SortedSet<NodeId> player, NodeId first, int maxThrows) {
      this.p = p;
      this.others = player.stream().filter(q -> !q.equals(p)).toList();
      this.first = p.equals(first);
      this.maxThrows = maxThrows;
    }

    @Override
    public State initial() {
      return new State(first, 0);
    }

    @Override
    public List<Input> localInputs(State state) {
      return new ArrayList<>(others.stream().map(Input.ThrowTo::new).toList());
    }

    @Override
    public Input delivery(Ball message) {
      return new Input.Received(message);
    }

    @Override
    public Optional<Step<State, Ball>> step(State state, Input input) {
      return switch (input) {
        case Input.Received ignored -> Optional.of(caught(state));
        case Input.ThrowTo(NodeId q) when state.holds() && state.throwsSoFar() < maxThrows ->
            Optional.of(thrown(state, q));
        case Input.ThrowTo ignored -> Optional.empty();
      };
    }

    private Step<State, Ball> caught(State state) {
      return new Step<>(Action.of("Catch", p), new State(true, state.throwsSoFar()), List.of());
    }

    Step<State, Ball> thrown(State state, NodeId q) {
      return new Step<>(
          Action.of("Throw", p, q),
          new State(false, state.throwsSoFar() + 1),
          List.of(new Ball(q)));
    }
  }

  /** Keeps the ball while it throws it. */
  private static final class Juggler extends Player {
    Juggler(NodeId p, SortedSet<NodeId> player, NodeId first, int maxThrows) {
      super(p, player, first, maxThrows);
    }

    @Override
    Step<State, Ball> thrown(State state, NodeId q) {
      Step<State, Ball> step = super.thrown(state, q);
      return new Step<>(
          step.action(), new State(true, step.state().throwsSoFar()), step.messages());
    }
  }

  private interface PlayerOf {
    Player create(NodeId p, SortedSet<NodeId> player, NodeId first, int maxThrows);
  }

  private record TurnsBinding(PlayerOf player) implements Binding<Ball> {

    @Override
    public String protocol() {
      return "turns";
    }

    @Override
    public Cluster<Ball> cluster(Constants constants) {
      SortedSet<NodeId> players = constants.nodes("Player");
      Cluster.Builder<Ball> cluster =
          Cluster.on(MessageSet.to((Ball ball) -> List.of(ball.to())).consuming());
      for (NodeId p : players) {
        cluster.node(p, player.create(p, players, players.first(), constants.number("MaxThrows")));
      }
      return cluster.build();
    }

    @Override
    public SequencedMap<String, Function<World<Ball>, Object>> variables() {
      return new Variables<Ball>()
          .each("holds", State.class, State::holds)
          .each("throws", State.class, State::throwsSoFar)
          .network("msgs")
          .build();
    }
  }

  private static ComparisonReport compare(Binding<Ball> binding) throws Exception {
    URL tla = Objects.requireNonNull(OwnCoreTest.class.getResource("turns/Turns.tla"));
    Path module = Path.of(tla.toURI());
    SpecSource source = SpecSource.ofFiles(module, module.resolveSibling("Turns.cfg"), List.of());
    try (Spec spec = Spec.load(source)) {
      return Comparison.run(
          spec,
          binding,
          binding.cluster(new Constants(spec.constants())),
          ComparisonOptions.DEFAULT);
    }
  }

  @Test
  void a_core_of_ones_own_is_compared_with_a_spec_of_ones_own() throws Exception {
    ComparisonReport report = compare(new TurnsBinding(Player::new));
    assertThat(report.divergence()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(report.actions()).containsOnlyKeys("Catch", "Throw");
    assertThat(report.states()).isGreaterThan(100);
  }

  @Test
  void and_so_is_a_wrong_one() throws Exception {
    Divergence divergence = compare(new TurnsBinding(Juggler::new)).divergence().orElseThrow();
    assertThat(divergence.kind()).isEqualTo(Divergence.Kind.OTHER_STATE);
    assertThat(divergence.length()).isEqualTo(1);
    assertThat(divergence.differences())
        .extracting(Difference::toString)
        .containsExactly("holds[ann]: the spec has FALSE, the code TRUE");
  }
}
