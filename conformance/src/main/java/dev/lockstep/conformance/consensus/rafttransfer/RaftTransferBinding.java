package dev.lockstep.conformance.consensus.rafttransfer;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Limits;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.Transfer;
import dev.lockstep.consensus.raft.Transfer.Target;
import dev.lockstep.core.Action;
import java.util.List;

/**
 * Raft with leadership transfer.
 *
 * @see "RaftTransfer.tla and MCRaftTransfer.tla"
 */
public final class RaftTransferBinding extends RaftBinding {

  private final Transfer transfer;

  /** Creates it. */
  public RaftTransferBinding() {
    this(new Transfer());
  }

  /** Creates it with another extension, for example a mutant. */
  RaftTransferBinding(Transfer transfer) {
    this.transfer = transfer;
  }

  @Override
  public String protocol() {
    return "raft-transfer";
  }

  @Override
  protected List<? extends Extension<?>> extensions(Constants constants) {
    return List.of(transfer);
  }

  @Override
  protected void addVariables(Variables<Message> variables) {
    inMemory(variables, "transferTo", state -> target(state).to(), disk -> Target.NONE.to());
  }

  @Override
  protected Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    return constants.values().containsKey("MaxElections")
        ? cluster.bounded(new MCRaftTransfer(MCRaft.of(constants)))
        : super.bounded(cluster, constants);
  }

  /** The bounds of {@code MCRaftTransfer.tla}: an election is one, whatever it comes from. */
  private record MCRaftTransfer(MCRaft raft) implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      return raft.allows(
          source,
          action.name().equals("RcvTimeoutNow")
              ? Action.of("Timeout", action.arguments().getFirst())
              : action);
    }
  }

  /** Returns to whom a server that is up hands over. */
  static Target target(State state) {
    return state.extra(Target.class);
  }
}
