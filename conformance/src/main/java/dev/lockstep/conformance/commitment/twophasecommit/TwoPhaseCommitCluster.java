package dev.lockstep.conformance.commitment.twophasecommit;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.MessageSet;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** A coordinator and its participants on a lossy network; every node may crash at any moment. */
public final class TwoPhaseCommitCluster {

  private TwoPhaseCommitCluster() {}

  /** Returns the cluster of the cores as they are. */
  public static Cluster<Message> of(Collection<NodeId> rm) {
    return of(rm, new Coordinator(rm), Participant::new);
  }

  /** Returns a cluster of other cores, for example mutants. */
  public static Cluster<Message> of(
      Collection<NodeId> rm,
      Coordinator coordinator,
      Function<NodeId, ? extends Participant> participant) {
    Cluster.Builder<Message> cluster =
        Cluster.on(
            MessageSet.to((Message message) -> List.of(message.to())).lossy("LoseMessage"));
    cluster.node(Message.TM, coordinator, Action.of("TMCrash"));
    for (NodeId r : new TreeSet<>(rm)) {
      cluster.node(r, participant.apply(r), Action.of("RMCrash", r));
    }
    return cluster.build();
  }
}
