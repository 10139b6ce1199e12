package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Message.Prepare;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.commitment.twophasecommit.RmState;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitBinding;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterTest {

  private static final NodeId RM1 = new NodeId("rm1");
  private static final List<NodeId> TWO = List.of(RM1, new NodeId("rm2"));

  private final Cluster<Message> cluster = TwoPhaseCommitBinding.cluster(TWO);

  private record Counted<M>(Set<World<M>> worlds, long steps) {}

  private static <M> Counted<M> explore(Cluster<M> cluster) {
    Set<World<M>> worlds = new HashSet<>(Set.of(cluster.initial()));
    Deque<World<M>> queue = new ArrayDeque<>(worlds);
    long steps = 0;
    while (!queue.isEmpty()) {
      for (Transition<M> transition : cluster.transitions(queue.remove())) {
        steps++;
        if (worlds.add(transition.target())) {
          queue.add(transition.target());
        }
      }
    }
    return new Counted<>(worlds, steps);
  }

  @Test
  void the_cores_alone_have_as_many_worlds_and_steps_as_the_spec_has_states_and_edges() {
    Counted<Message> counted = explore(cluster);
    assertThat(counted.worlds()).hasSize(12_960);
    assertThat(counted.steps()).isEqualTo(96_097 - 1);
  }

  @Test
  void every_step_is_what_its_event_leads_to() {
    for (World<Message> world : explore(cluster).worlds()) {
      List<Transition<Message>> applied =
          cluster.events(world).stream()
              .map(event -> cluster.apply(world, event))
              .flatMap(Optional::stream)
              .toList();
      assertThat(cluster.transitions(world)).isEqualTo(applied);
    }
  }

  @Test
  void a_crash_leaves_the_log_and_a_restart_brings_the_node_back_with_it() {
    World<Message> world =
        run(
            cluster.initial(),
            new Event.Local<>(Message.TM, new Coordinator.Input.Begin()),
            new Event.Deliver<>(RM1, new Prepare(RM1)),
            new Event.Crash<>(RM1));
    assertThat(world.status(RM1)).isEqualTo(new NodeStatus.Down(RmState.PREPARED));
    assertThat(cluster.durable(world, RM1)).isEqualTo(RmState.PREPARED);
    World<Message> back = run(world, new Event.Restart<>(RM1));
    assertThat(cluster.durable(back, RM1)).isEqualTo(RmState.PREPARED);
    assertThat(back.network().messages()).contains(new Prepared(RM1));
  }

  @Test
  void what_cannot_happen_is_refused_with_the_world_in_the_message() {
    World<Message> world = run(cluster.initial(), new Event.Crash<>(RM1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.apply(world, new Event.Deliver<>(RM1, new Prepare(RM1))))
        .withMessageContaining("rm1 is down");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.apply(world, new Event.Crash<>(RM1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.apply(world, new Event.Restart<>(Message.TM)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                cluster.apply(
                    world, new Event.NetworkFault<>(Action.of("LoseMessage", new Prepare(RM1)))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.status(new NodeId("nobody")))
        .withMessageContaining("nobody");
    assertThatIllegalStateException()
        .isThrownBy(() -> Cluster.on(MessageSet.<String>to(message -> List.of())).build());
  }

  @Test
  void what_a_model_leaves_out_never_happens() {
    Cluster<Message> calm = cluster.without(List.of("LoseMessage")).without(List.of("TMCrash"));
    assertThat(calm.leftOut()).containsExactly("LoseMessage", "TMCrash");
    Set<String> seen = new HashSet<>();
    for (World<Message> world : explore(calm).worlds()) {
      calm.transitions(world).forEach(transition -> seen.add(transition.action().name()));
    }
    assertThat(seen).contains("RMCrash", "TMCommit").doesNotContain("LoseMessage", "TMCrash");
  }

  private World<Message> run(World<Message> world, Event<Message> event) {
    return cluster.apply(world, event).orElseThrow().target();
  }

  private World<Message> run(
      World<Message> world, Event<Message> first, Event<Message> second, Event<Message> third) {
    return run(run(run(world, first), second), third);
  }
}
