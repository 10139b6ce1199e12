package dev.lockstep.conformance.consensus.raftreadindex;

import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What clients may have known when a read began: what no server has to remember, and the property
 * of reads is stated with. It watches a simulation, and forbids nothing.
 *
 * @param known the highest index that any client may know to be committed
 * @param floor that, when a read began that waits: by server, and by the name of the read
 * @see "RaftReadIndexHistory.tla"
 */
public record ReadHistory(long known, NavigableMap<NodeId, NavigableMap<String, Long>> floor) {

  /** Nothing is committed and nothing is read. */
  public static final ReadHistory NOTHING = new ReadHistory(0, Collections.emptyNavigableMap());

  /** Returns the highest index that a read at a server has to see; 0 if it does not wait there. */
  public long floor(NodeId i, Object read) {
    return floor.getOrDefault(i, Collections.emptyNavigableMap()).getOrDefault(read.toString(), 0L);
  }

  /**
   * Returns what is remembered after a step to {@code target}.
   *
   * @see "RaftReadIndexHistory.tla, Watch"
   */
  public ReadHistory after(Action action, World<Message> target) {
    long highest = known;
    for (NodeId i : target.nodes()) {
      if (target.status(i) instanceof NodeStatus.Up(State state)) {
        highest = Math.max(highest, state.commitIndex());
      }
    }
    if (!action.name().equals("ClientRead")) {
      return highest == known ? this : new ReadHistory(highest, floor);
    }
    NodeId i = (NodeId) action.arguments().getFirst();
    NavigableMap<NodeId, NavigableMap<String, Long>> all = new TreeMap<>(floor);
    NavigableMap<String, Long> atServer =
        new TreeMap<>(all.getOrDefault(i, Collections.emptyNavigableMap()));
    atServer.put(action.arguments().get(1).toString(), known);
    all.put(i, atServer);
    return new ReadHistory(highest, all);
  }
}
