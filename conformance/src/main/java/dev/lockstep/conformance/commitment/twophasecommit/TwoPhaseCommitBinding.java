package dev.lockstep.conformance.commitment.twophasecommit;

import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.commitment.twophasecommit.Participant;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.MessageSet;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
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
    SequencedMap<String, Function<World<Message>, Object>> variables = new LinkedHashMap<>();
    variables.put(
        "rmState",
        world ->
            forEachRm(
                world,
                status ->
                    switch (status) {
                      case NodeStatus.Up(Object state) -> ((Participant.State) state).rmState();
                      case NodeStatus.Down ignored -> CRASHED;
                    }));
    variables.put(
        "rmLog",
        world ->
            forEachRm(
                world,
                status ->
                    switch (status) {
                      case NodeStatus.Up(Object state) -> ((Participant.State) state).rmLog();
                      case NodeStatus.Down(Object rmLog) -> rmLog;
                    }));
    variables.put(
        "tmState",
        world ->
            switch (world.status(Message.TM)) {
              case NodeStatus.Up(Object state) -> ((Coordinator.State) state).tmState();
              case NodeStatus.Down ignored -> CRASHED;
            });
    variables.put(
        "tmLog",
        world ->
            switch (world.status(Message.TM)) {
              case NodeStatus.Up(Object state) -> ((Coordinator.State) state).tmLog();
              case NodeStatus.Down(Object tmLog) -> tmLog;
            });
    variables.put(
        "tmPrepared",
        world ->
            switch (world.status(Message.TM)) {
              case NodeStatus.Up(Object state) -> ((Coordinator.State) state).tmPrepared();
              case NodeStatus.Down ignored -> Set.of();
            });
    variables.put("msgs", World::network);
    return variables;
  }

  private static Map<NodeId, Object> forEachRm(
      World<Message> world, Function<NodeStatus, Object> value) {
    Map<NodeId, Object> all = new TreeMap<>();
    for (NodeId node : world.nodes()) {
      if (!node.equals(Message.TM)) {
        all.put(node, value.apply(world.status(node)));
      }
    }
    return all;
  }
}
