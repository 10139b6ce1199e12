package dev.lockstep.conformance.consensus.raftmembership;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Limits;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Membership;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Raft with single-server membership change. There is no variable beside those of Raft: a
 * configuration is in the log.
 *
 * @see "RaftMembership.tla and MCRaftMembership.tla"
 */
public final class RaftMembershipBinding extends RaftBinding {

  private final Function<Collection<NodeId>, Membership> membership;

  /** Creates it. */
  public RaftMembershipBinding() {
    this(Membership::new);
  }

  /** Creates it with other code, for example a mutant, given the first voters. */
  RaftMembershipBinding(Function<Collection<NodeId>, Membership> membership) {
    this.membership = membership;
  }

  @Override
  public String protocol() {
    return "raft-membership";
  }

  @Override
  protected List<? extends Extension<?>> extensions(Constants constants) {
    return List.of(membership.apply(constants.nodes("InitialVoters")));
  }

  @Override
  protected Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    if (!constants.values().containsKey("MaxElections")) {
      return super.bounded(cluster, constants);
    }
    return cluster.bounded(
        new MCRaftMembership(
            new Membership(constants.nodes("InitialVoters")),
            MCRaft.withoutElections(constants),
            constants.number("MaxElections"),
            constants.number("MaxLog")));
  }

  /** The bounds of {@code MCRaftMembership.tla}: terms, and members, beside those of Raft. */
  private record MCRaftMembership(Membership membership, MCRaft raft, int maxTerm, int maxLog)
      implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      return raft.allows(source, action) && allowsMore(source, action);
    }

    private boolean allowsMore(World<Message> source, Action action) {
      return switch (action.name()) {
        case "Timeout" -> disk(source, node(action, 0)).currentTerm() < maxTerm;
        case "AppendEntries" -> membership.configuration(log(source, action)).has(node(action, 1));
        case "AddLearner", "PromoteLearner", "RemoveServer" ->
            log(source, action).lastIndex() < maxLog;
        default -> true;
      };
    }
  }
}
