package dev.lockstep.conformance;

import dev.lockstep.core.NodeId;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The state of a whole cluster as an immutable value: every node, the messages in flight, and what
 * a model that is bounded has used up of its bounds.
 *
 * @param <M> the messages
 */
public final class World<M> {

  private final List<NodeId> nodes;
  private final NodeStatus[] statuses;
  private final Network<M> network;
  private final Object used;

  /** Computed when somebody asks, 0 before: most worlds of a simulation are never looked up. */
  private int hash;

  World(List<NodeId> nodes, NodeStatus[] statuses, Network<M> network, Object used) {
    this.nodes = nodes;
    this.statuses = statuses;
    this.network = network;
    this.used = used;
  }

  /** Returns the names of the nodes, in the order of the cluster. */
  public List<NodeId> nodes() {
    return nodes;
  }

  /**
   * Returns whether {@code node} is up and its state, or down and its disk.
   *
   * @throws IllegalArgumentException if there is no such node
   */
  public NodeStatus status(NodeId node) {
    return statuses[indexOf(node)];
  }

  /** Returns the status of the node with this index among {@link #nodes}. */
  NodeStatus status(int index) {
    return statuses[index];
  }

  /** Returns the messages in flight. */
  public Network<M> network() {
    return network;
  }

  /** Returns what is used up of the bounds of the model; a constant if there are none. */
  public Object used() {
    return used;
  }

  World<M> with(NodeId node, NodeStatus status, Network<M> after) {
    NodeStatus[] copy = statuses.clone();
    copy[indexOf(node)] = status;
    return new World<>(nodes, copy, after, used);
  }

  World<M> with(Network<M> after) {
    return new World<>(nodes, statuses, after, used);
  }

  World<M> withUsed(Object after) {
    return after.equals(used) ? this : new World<>(nodes, statuses, network, after);
  }

  private int indexOf(NodeId node) {
    int index = nodes.indexOf(node);
    if (index < 0) {
      throw new IllegalArgumentException("no node " + node + " among " + nodes);
    }
    return index;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof World<?> that
        && hashCode() == that.hashCode()
        && Arrays.equals(statuses, that.statuses)
        && network.equals(that.network)
        && used.equals(that.used);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = 31 * (31 * Arrays.hashCode(statuses) + network.hashCode()) + used.hashCode();
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "World[", "]");
    for (int i = 0; i < statuses.length; i++) {
      text.add(nodes.get(i) + "=" + statuses[i]);
    }
    return text.add("network=" + network).toString();
  }
}
