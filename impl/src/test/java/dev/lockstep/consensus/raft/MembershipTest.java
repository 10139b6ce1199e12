package dev.lockstep.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MembershipTest {

  private static final NodeId S1 = new NodeId("s1");
  private static final NodeId S2 = new NodeId("s2");
  private static final NodeId S3 = new NodeId("s3");

  private final Membership membership = new Membership(List.of(S1));
  private final JointConsensus joint = new JointConsensus(List.of(S1));

  @Test
  void a_server_goes_by_the_latest_configuration_in_its_log() {
    Configuration two = Configuration.of(List.of(S1, S2));
    Log log =
        Log.EMPTY
            .append(new Entry(1, Value.NO_OP))
            .append(new Entry(1, two))
            .append(new Entry(1, new Value("v")));

    assertThat(membership.configuration(Log.EMPTY)).isEqualTo(Configuration.of(List.of(S1)));
    assertThat(membership.configuration(log)).isEqualTo(two);
    assertThat(Membership.configurationIndex(log)).isEqualTo(2);
    assertThat(membership.configuration(log.upTo(1))).isEqualTo(Configuration.of(List.of(S1)));
  }

  @Test
  void a_snapshot_carries_the_latest_configuration() {
    Snapshots snapshots =
        new Snapshots(Membership.keepingConfiguration(StateMachine.remembering(2)), 1);
    Configuration two = Configuration.of(List.of(S1, S2));
    Log log =
        Log.EMPTY
            .append(new Entry(1, new Value("v1")))
            .append(new Entry(1, Configuration.of(List.of(S1, S3))))
            .append(new Entry(1, two))
            .append(new Entry(1, new Value("v2")));

    Log compacted = log.compact(new Snapshot(4, 1, snapshots.imageAt(log, 4)));

    assertThat(compacted.snapshot().image()).containsExactly(two, new Value("v1"), new Value("v2"));
    assertThat(membership.configuration(compacted)).isEqualTo(two);
    assertThat(Membership.configurationIndex(compacted)).isZero();
  }

  @Test
  void the_only_voter_decides_alone_and_changes_nothing_before_it_has_committed() {
    Raft raft = new Raft(S1, List.of(S1, S2), List.of(), 1, List.of(membership));
    State leader = after(raft, raft.initial(), new Input.Timeout(), new Input.Lead());

    assertThat(raft.step(leader, new Input.AddLearner(S2))).isEmpty();
    State committed = after(raft, leader, new Input.Commit());
    assertThat(raft.step(committed, new Input.AddLearner(S2))).isPresent();
    assertThat(raft.step(committed, new Input.AddLearner(S3))).as("no such server").isEmpty();
    assertThat(raft.step(committed, new Input.RemoveServer(S1))).as("the last voter").isEmpty();
    assertThat(raft.step(committed, new Input.PromoteLearner(S2))).as("no learner").isEmpty();
  }

  @Test
  void a_client_cannot_write_a_configuration() {
    Raft raft = new Raft(S1, List.of(S1, S2), List.of(), 1, List.of(membership));
    Raft other = new Raft(S1, List.of(S1, S2), List.of(), 1, List.of(joint));
    State leader = after(raft, raft.initial(), new Input.Timeout(), new Input.Lead());

    assertThat(raft.step(leader, new Input.Request(Configuration.of(List.of(S2))))).isEmpty();
    assertThat(other.step(leader, new Input.Request(JointConfiguration.only(List.of(S2)))))
        .isEmpty();
    assertThat(raft.step(leader, new Input.Request(new Value("v")))).isPresent();
  }

  @Test
  void old_and_new_voters_decide_while_a_configuration_is_joint() {
    Raft raft = new Raft(S1, List.of(S1, S2, S3), List.of(), 1, List.of(joint));
    State leader =
        after(raft, raft.initial(), new Input.Timeout(), new Input.Lead(), new Input.Commit());

    State changing = after(raft, leader, new Input.EnterJoint(new TreeSet<>(List.of(S2, S3))));

    assertThat(raft.voters(changing))
        .containsExactly(new TreeSet<>(List.of(S1)), new TreeSet<>(List.of(S2, S3)));
    assertThat(raft.step(changing, new Input.Commit())).isEmpty();
    assertThat(raft.step(changing, new Input.LeaveJoint())).isEmpty();
    assertThat(joint.isRetired(S1, changing)).isFalse();
  }

  @Test
  void somebody_has_to_vote() {
    assertThatThrownBy(() -> new Membership(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("somebody has to vote");
    assertThatThrownBy(() -> new JointConsensus(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static State after(Raft raft, State state, Input... inputs) {
    State now = state;
    for (Input input : inputs) {
      Optional<State> next = raft.step(now, input).map(step -> step.state());
      assertThat(next).as("%s in %s", input, now).isPresent();
      now = next.orElseThrow();
    }
    return now;
  }
}
