package dev.lockstep.conformance.consensus.raftjoint;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Limits;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.JointConfiguration;
import dev.lockstep.consensus.raft.JointConsensus;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Raft with joint consensus. There is no variable beside those of Raft: a configuration is in the
 * log.
 *
 * @see "RaftJoint.tla and MCRaftJoint.tla"
 */
public final class RaftJointBinding extends RaftBinding {

  private final Function<Collection<NodeId>, JointConsensus> joint;

  /** Creates it. */
  public RaftJointBinding() {
    this(JointConsensus::new);
  }

  /** Creates it with other code, for example a mutant, given the first voters. */
  RaftJointBinding(Function<Collection<NodeId>, JointConsensus> joint) {
    this.joint = joint;
  }

  @Override
  public String protocol() {
    return "raft-joint";
  }

  @Override
  protected List<? extends Extension<?>> extensions(Constants constants) {
    return List.of(joint.apply(constants.nodes("InitialVoters")));
  }

  @Override
  protected Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    if (!constants.values().containsKey("MaxElections")) {
      return super.bounded(cluster, constants);
    }
    return cluster.bounded(
        new MCRaftJoint(
            new JointConsensus(constants.nodes("InitialVoters")),
            MCRaft.withoutElections(constants),
            constants.number("MaxElections"),
            constants.number("MaxLog")));
  }

  /** The bounds of {@code MCRaftJoint.tla}: terms, and voters, beside those of Raft. */
  private record MCRaftJoint(JointConsensus joint, MCRaft raft, int maxTerm, int maxLog)
      implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      return raft.allows(source, action) && allowsMore(source, action);
    }

    private boolean allowsMore(World<Message> source, Action action) {
      return switch (action.name()) {
        case "Timeout" -> disk(source, node(action, 0)).currentTerm() < maxTerm;
        case "AppendEntries" -> {
          JointConfiguration now = joint.configuration(log(source, action));
          NodeId j = node(action, 1);
          yield now.from().contains(j) || now.to().contains(j);
        }
        case "EnterJoint" -> log(source, action).lastIndex() + 1 < maxLog;
        case "LeaveJoint" -> log(source, action).lastIndex() < maxLog;
        default -> true;
      };
    }
  }
}
