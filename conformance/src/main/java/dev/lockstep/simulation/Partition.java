package dev.lockstep.simulation;

import dev.lockstep.core.NodeId;
import java.util.List;
import java.util.TreeSet;

/**
 * A cut through the cluster that messages do not cross.
 *
 * @param side the nodes on one side of it
 * @param bothWays whether it also stops messages to that side
 * @param untilMicros when it is healed
 */
record Partition(TreeSet<NodeId> side, boolean bothWays, long untilMicros) {

  /** Draws a cut with somebody on both sides of it; there must be two nodes at least. */
  static Partition draw(List<NodeId> nodes, long nowMicros, Span duration, Dice dice) {
    TreeSet<NodeId> side = new TreeSet<>();
    for (NodeId node : nodes) {
      if (dice.chance(0.5)) {
        side.add(node);
      }
    }
    if (side.isEmpty() || side.size() == nodes.size()) {
      side.clear();
      side.add(nodes.get(dice.below(nodes.size())));
    }
    return new Partition(side, dice.chance(0.5), nowMicros + dice.within(duration));
  }

  boolean stops(NodeId from, NodeId to) {
    return side.contains(from) != side.contains(to) && (bothWays || side.contains(from));
  }
}
