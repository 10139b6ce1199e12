package dev.lockstep.conformance.consensus.raftprevote;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Limits;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.RequestPreVote;
import dev.lockstep.consensus.raft.PreVote;
import dev.lockstep.consensus.raft.PreVote.Touch;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Raft with pre-vote and check quorum.
 *
 * @see "RaftPreVote.tla and MCRaftPreVote.tla"
 */
public final class RaftPreVoteBinding extends RaftBinding {

  private final PreVote preVote;

  /** Creates it. */
  public RaftPreVoteBinding() {
    this(new PreVote());
  }

  /** Creates it with another extension, for example a mutant. */
  RaftPreVoteBinding(PreVote preVote) {
    this.preVote = preVote;
  }

  @Override
  public String protocol() {
    return "raft-pre-vote";
  }

  @Override
  protected List<? extends Extension<?>> extensions(Constants constants) {
    return List.of(preVote);
  }

  @Override
  protected void addVariables(Variables<Message> variables) {
    inMemory(variables, "heard", state -> touch(state).heard(), disk -> Touch.NONE.heard());
    inMemory(
        variables, "preVotes", state -> touch(state).preVotes(), disk -> Touch.NONE.preVotes());
    inMemory(
        variables, "contacts", state -> touch(state).contacts(), disk -> Touch.NONE.contacts());
  }

  @Override
  protected Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    return constants.values().containsKey("MaxAsked")
        ? cluster.bounded(new MCRaftPreVote(MCRaft.of(constants), constants.number("MaxAsked")))
        : super.bounded(cluster, constants);
  }

  /** The bounds of {@code MCRaftPreVote.tla}: those of {@code MCRaft.tla}, and one more. */
  private record MCRaftPreVote(MCRaft raft, int maxAsked) implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      return raft.allows(source, action)
          && (!action.name().equals("AskForPreVotes") || mayAsk(source, node(action, 0)));
    }

    private boolean mayAsk(World<Message> world, NodeId i) {
      if (!(world.status(i) instanceof NodeStatus.Up(State state))
          || !touch(state).preVotes().isEmpty()) {
        return false;
      }
      Set<Object> asked = new HashSet<>();
      for (Message message : world.network().messages()) {
        if (message instanceof RequestPreVote m) {
          asked.add(List.of(m.from(), m.term()));
        }
      }
      asked.add(List.of(i, state.currentTerm() + 1));
      return asked.size() <= maxAsked;
    }
  }

  /** Returns what a server that is up knows of its leader, and so on. */
  static Touch touch(State state) {
    return state.extra(Touch.class);
  }
}
