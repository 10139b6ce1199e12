package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitBinding;
import dev.lockstep.core.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterTest {

  private static final List<NodeId> TWO = List.of(new NodeId("rm1"), new NodeId("rm2"));

  private final Cluster<Message> cluster = TwoPhaseCommitBinding.cluster(TWO);

  @Test
  void the_cores_alone_have_as_many_worlds_and_steps_as_the_spec_has_states_and_edges() {
    Set<World<Message>> worlds = new HashSet<>(Set.of(cluster.initial()));
    Deque<World<Message>> queue = new ArrayDeque<>(worlds);
    long steps = 0;
    while (!queue.isEmpty()) {
      for (Transition<Message> transition : cluster.transitions(queue.remove())) {
        steps++;
        if (worlds.add(transition.target())) {
          queue.add(transition.target());
        }
      }
    }
    assertThat(worlds).hasSize(12_960);
    assertThat(steps).isEqualTo(96_097 - 1);
  }
}
