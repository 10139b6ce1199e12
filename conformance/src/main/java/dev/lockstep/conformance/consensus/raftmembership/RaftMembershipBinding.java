package dev.lockstep.conformance.consensus.raftmembership;

import dev.lockstep.conformance.Bounds;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Membership;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * Raft with single-server membership change. There is no variable beside those of Raft: a
 * configuration is in the log.
 *
 * @see "RaftMembership.tla and MCRaftMembership.tla"
 */
public class RaftMembershipBinding extends RaftBinding {

  /** Creates it. */
  public RaftMembershipBinding() {}

  @Override
  public final String protocol() {
    return "raft-membership";
  }

  @Override
  protected final List<? extends Extension<?>> extensions(Constants constants) {
    return List.of(membership(constants));
  }

  /** Returns what changes the configuration: as it is, or in a mutant otherwise. */
  protected Membership membership(Constants constants) {
    return new Membership(constants.nodes("InitialVoters"));
  }

  @Override
  protected final Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    if (!constants.values().containsKey("MaxElections")) {
      return super.bounded(cluster, constants);
    }
    if (!constants.values().containsKey("MaxElections")) {
      return super.bounded(cluster, constants);
    }
    return cluster.bounded(
        new MCRaftMembership(
            new Membership(constants.nodes("InitialVoters")),
            new MCRaft(Integer.MAX_VALUE, constants.number("MaxLog"), constants.number("MaxBatch")),
            constants.number("MaxElections"),
            constants.number("MaxLog")));
  }

  /** The bounds of {@code MCRaftMembership.tla}: terms, and members, beside those of Raft. */
  private record MCRaftMembership(Membership membership, MCRaft raft, int maxTerm, int maxLog)
      implements Bounds<Message, String> {

    @Override
    public String initial() {
      return raft.initial();
    }

    @Override
    public Optional<String> after(
        String used, World<Message> source, Action action, World<Message> target) {
      return allows(source, action) ? raft.after(used, source, action, target) : Optional.empty();
    }

    private boolean allows(World<Message> source, Action action) {
      return switch (action.name()) {
        case "Timeout" -> disk(source, node(action, 0)).currentTerm() < maxTerm;
        case "AppendEntries" -> membership.configuration(log(source, action)).has(node(action, 1));
        case "AddLearner", "PromoteLearner", "RemoveServer" ->
            log(source, action).lastIndex() < maxLog;
        default -> true;
      };
    }

    private static Log log(World<Message> world, Action action) {
      return disk(world, node(action, 0)).log();
    }

    private static NodeId node(Action action, int argument) {
      return (NodeId) action.arguments().get(argument);
    }
  }
}
