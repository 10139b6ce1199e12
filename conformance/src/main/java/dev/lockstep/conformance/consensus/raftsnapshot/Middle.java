package dev.lockstep.conformance.consensus.raftsnapshot;

import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.consensus.raft.RaftBinding;
import dev.lockstep.consensus.raft.Input;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Snapshots;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.NodeId;
import java.util.List;
import java.util.SortedSet;

/**
 * The world in which models begin where somebody is far behind, reached by a run of the code as it
 * is. So nobody has to believe that it can be reached.
 *
 * @see "MCRaftSnapshot.tla, Middle"
 */
final class Middle {

  private final Cluster<Message> cluster;
  private World<Message> world;

  private Middle(Cluster<Message> cluster) {
    this.cluster = cluster;
    this.world = cluster.initial();
  }

  static World<Message> of(Constants constants) {
    SortedSet<NodeId> near = constants.nodes("Server");
    near.removeAll(constants.nodes("Far"));
    List<Value> values =
        constants.nodes("Value").stream().map(node -> new Value(node.name())).toList();
    Cluster<Message> cluster =
        RaftBinding.cluster(
            constants.nodes("Server"),
            values,
            values.size(),
            List.of(
                new Snapshots(
                    RaftSnapshotBinding.machine(constants), RaftSnapshotBinding.chunk(constants))),
            Raft::new);
    return new Middle(cluster).run(near, values, constants.nodes("Asleep"));
  }

  private World<Message> run(SortedSet<NodeId> near, List<Value> values, SortedSet<NodeId> asleep) {
    NodeId first = near.first();
    List<NodeId> others = near.stream().skip(1).toList();
    elect(first, near);
    values.subList(0, values.size() - 1).forEach(value -> take(first, new Input.Request(value)));
    others.forEach(j -> take(first, new Input.Replicate(j, 0, values.size())));
    deliverAmong(near);
    take(first, new Input.Commit());
    take(first, new Input.StepDown());
    elect(first, near);
    take(first, new Input.Request(values.getLast()));
    others.forEach(j -> take(first, new Input.Replicate(j, values.size(), 2)));
    deliverAmong(near);
    asleep.forEach(j -> happen(new Event.Crash<>(j)));
    return world;
  }

  private void elect(NodeId leader, SortedSet<NodeId> near) {
    take(leader, new Input.Timeout());
    deliverAmong(near);
    take(leader, new Input.Lead());
  }

  private void take(NodeId i, Input input) {
    happen(new Event.Local<>(i, input));
  }

  /** Delivers what is in flight, and then the answers to it. What has arrived is lost. */
  private void deliverAmong(SortedSet<NodeId> near) {
    for (int i = 0; i < 2; i++) {
      for (Message message : world.network().messages()) {
        if (near.contains(message.to())) {
          happen(new Event.Deliver<>(message.to(), message));
        }
        happen(new Event.NetworkFault<>(world.network().loss(message).orElseThrow()));
      }
    }
  }

  private void happen(Event<Message> event) {
    world = cluster.apply(world, event).orElseThrow().target();
  }
}
