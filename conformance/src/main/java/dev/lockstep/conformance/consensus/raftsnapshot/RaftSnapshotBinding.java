package dev.lockstep.conformance.consensus.raftsnapshot;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Limits;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Snapshots;
import dev.lockstep.consensus.raft.Snapshots.Incoming;
import dev.lockstep.consensus.raft.Snapshots.Transfers;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.StateMachine;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Raft with log compaction.
 *
 * @see "RaftSnapshot.tla and MCRaftSnapshot.tla"
 */
public final class RaftSnapshotBinding extends RaftBinding {

  private static final int CHUNK = 1;

  /** Creates it. */
  public RaftSnapshotBinding() {}

  @Override
  public String protocol() {
    return "raft-snapshot";
  }

  @Override
  protected List<? extends Extension<?>> extensions(Constants constants) {
    return List.of(new Snapshots(machine(constants), chunk(constants)));
  }

  static StateMachine machine(Constants constants) {
    return StateMachine.remembering(constants.number("ImageSize"));
  }

  /** Simulations have no such constant. */
  static int chunk(Constants constants) {
    return constants.values().containsKey("MaxChunk") ? constants.number("MaxChunk") : CHUNK;
  }

  @Override
  protected Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    if (!constants.values().containsKey("Far") || constants.nodes("Far").isEmpty()) {
      return super.bounded(cluster, constants);
    }
    Cluster<Message> bounded =
        constants.values().containsKey("MaxElections")
            ? cluster.bounded(new OnlyFar(MCRaft.of(constants), constants.nodes("Far")))
            : super.bounded(cluster, constants);
    return bounded.startingIn(Middle.of(constants));
  }

  /**
   * The bounds of {@code MCRaftSnapshot.tla} where somebody is far behind: nobody else crashes, a
   * crash makes a server lose something and is over at once, and nothing is lost but chunks.
   */
  private record OnlyFar(MCRaft raft, SortedSet<NodeId> far) implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      return raft.allows(source, action) && allowsMore(source, action);
    }

    private boolean allowsMore(World<Message> source, Action action) {
      if (far.stream().anyMatch(i -> source.status(i) instanceof NodeStatus.Down)) {
        return action.name().equals("Restart") && far.contains(action.arguments().getFirst());
      }
      return switch (action.name()) {
        case "Crash" -> far.contains(action.arguments().getFirst()) && loses(source, action);
        case "LoseMessage" -> action.arguments().getFirst() instanceof Message.InstallSnapshot;
        default -> true;
      };
    }

    private static boolean loses(World<Message> source, Action crash) {
      return source.status((NodeId) crash.arguments().getFirst())
              instanceof NodeStatus.Up(State state)
          && (state.commitIndex() > state.log().snapshot().index()
              || !transfers(state).incoming().equals(Incoming.NOTHING_YET));
    }
  }

  @Override
  protected void addVariables(Variables<Message> variables) {
    onDisk(variables, "image", disk -> disk.log().snapshot().image());
    inMemory(
        variables,
        "incoming",
        state -> fields(transfers(state).incoming()),
        disk -> fields(Incoming.NOTHING_YET));
    variables.variable(
        "nextOffset", world -> inMemoryOfEach(world, (state, j) -> transfers(state).next(j), 0));
  }

  /** Returns what a server remembers of the snapshots that it receives and sends. */
  static Transfers transfers(State state) {
    return state.extra(Transfers.class);
  }

  private static Map<String, Object> fields(Incoming incoming) {
    return new TreeMap<>(
        Map.of("term", incoming.term(), "index", incoming.index(), "data", incoming.data()));
  }
}
