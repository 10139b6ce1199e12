package dev.lockstep.conformance.commitment.twophasecommit;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.MessageSet;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Two-phase commit: a coordinator and its participants on a lossy network, each of which may crash
 * at any moment.
 *
 * @see "TwoPhaseCommit.tla"
 */
public final class TwoPhaseCommitBinding implements Binding<Message> {

  private static final String CRASHED = "crashed";

  @Override
  public String protocol() {
    return "two-phase-commit";
  }

  @Override
  public Cluster<Message> cluster(Constants constants) {
    return cluster(constants.nodes("RM"));
  }

  /** Returns the cluster of the cores as they are. */
  public static Cluster<Message> cluster(Collection<NodeId> rm) {
    return cluster(rm, new Coordinator(rm), Participant::new);
  }

  /** Returns a cluster of other cores, for example mutants. */
  public static Cluster<Message> cluster(
      Collection<NodeId> rm,
      Coordinator coordinator,
      Function<NodeId, ? extends Participant> participant) {
    Cluster.Builder<Message> cluster =
        Cluster.on(MessageSet.to((Message message) -> List.of(message.to())).lossy("LoseMessage"));
    cluster.node(Message.TM, coordinator, Action.of("TMCrash"));
    for (NodeId r : new TreeSet<>(rm)) {
      cluster.node(r, participant.apply(r), Action.of("RMCrash", r));
    }
    return cluster.build();
  }

  @Override
  public SequencedMap<String, Function<World<Message>, Object>> variables() {
    Class<Participant.State> rm = Participant.State.class;
    Class<Coordinator.State> tm = Coordinator.State.class;
    return new Variables<Message>()
        .each(
            "rmState",
            TwoPhaseCommitBinding::isRm,
            rm,
            Participant.State::rmState,
            rmLog -> CRASHED)
        .each("rmLog", TwoPhaseCommitBinding::isRm, rm, Participant.State::rmLog, rmLog -> rmLog)
        .one("tmState", Message.TM, tm, Coordinator.State::tmState, tmLog -> CRASHED)
        .one("tmLog", Message.TM, tm, Coordinator.State::tmLog, tmLog -> tmLog)
        .one("tmPrepared", Message.TM, tm, Coordinator.State::tmPrepared, tmLog -> Set.of())
        .network("msgs")
        .build();
  }

  private static boolean isRm(NodeId node) {
    return !node.equals(Message.TM);
  }
}
