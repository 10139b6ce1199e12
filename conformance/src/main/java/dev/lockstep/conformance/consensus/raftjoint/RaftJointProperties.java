package dev.lockstep.conformance.consensus.raftjoint;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.JointConfiguration;
import dev.lockstep.consensus.raft.JointConsensus;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Role;
import dev.lockstep.consensus.raft.State;

/**
 * The properties of {@code RaftJoint.tla} over worlds, under the same names.
 *
 * @param joint what says what the configuration is
 */
record RaftJointProperties(JointConsensus joint) {

  boolean throughJoint(World<Message> world) {
    return world.nodes().stream().allMatch(i -> throughJoint(RaftBinding.disk(world, i).log()));
  }

  private boolean throughJoint(Log log) {
    for (long n = log.snapshot().index() + 1; n <= log.lastIndex(); n++) {
      if (log.at(n).value() instanceof JointConfiguration now
          && !follows(joint.configuration(log.upTo(n - 1)), now)) {
        return false;
      }
    }
    return true;
  }

  private static boolean follows(JointConfiguration before, JointConfiguration now) {
    return now.isJoint()
        ? !before.isJoint() && now.from().equals(before.to())
        : before.isJoint() && now.to().equals(before.to());
  }

  boolean oneChangeAtATime(World<Message> world) {
    return world.nodes().stream()
        .allMatch(
            i ->
                !(world.status(i) instanceof NodeStatus.Up(State state))
                    || state.role() != Role.LEADER
                    || oneChangeAtATime(state));
  }

  private static boolean oneChangeAtATime(State leader) {
    int open = 0;
    boolean own = false;
    for (long n = leader.commitIndex() + 1; n <= leader.log().lastIndex(); n++) {
      if (leader.log().at(n).value() instanceof JointConfiguration) {
        open++;
        own |= leader.log().termAt(n) == leader.currentTerm();
      }
    }
    return !own || open == 1;
  }
}
