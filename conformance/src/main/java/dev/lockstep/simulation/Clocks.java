package dev.lockstep.simulation;

import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lamport's clocks of the nodes and of the network. They order more than messages: the network is a
 * set, so to put a message into it again after it was lost, and to lose it after it was received,
 * are ordered, too. So are the steps that depend on the time that all nodes live in, for which the
 * protocol has to say which ones these are. Therefore every order of a run's events that follows
 * the clocks is a behaviour of the spec, not only the order in which they happened.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <M> the messages
 * @see "L. Lamport: Time, Clocks, and the Ordering of Events in a Distributed System, 1978"
 */
final class Clocks<M> {

  private static final int MUCH = 1_000;

  private final List<NodeId> all;
  private final Map<NodeId, Long> nodes = new HashMap<>();
  private final Map<M, Long> lastUse = new HashMap<>();
  private final Map<M, Long> lastLoss = new HashMap<>();
  private long network;
  private long time;
  private int muchToRemember = MUCH;

  /** Starts all clocks at 0. */
  Clocks(Collection<NodeId> all) {
    this.all = List.copyOf(all);
  }

  /** Returns the clock of a node after its last step. */
  long of(NodeId node) {
    return nodes.getOrDefault(node, 0L);
  }

  /** A node takes a step by itself. */
  long tick(NodeId node) {
    return advance(node, 0);
  }

  /** A node takes a step because of a message. */
  long receive(NodeId node, M message, long sentAt) {
    long clock = advance(node, sentAt);
    lastUse.merge(message, clock, Math::max);
    return clock;
  }

  /** A node is about to send: what was lost before is lost before. */
  void beforeSending(NodeId node, Iterable<M> messages) {
    for (M message : messages) {
      nodes.merge(node, lastLoss.getOrDefault(message, 0L), Math::max);
    }
  }

  /** A node has sent in the step that it took last. */
  void sent(NodeId node, Iterable<M> messages) {
    for (M message : messages) {
      lastUse.merge(message, of(node), Math::max);
    }
  }

  /** A node is about to take a step that depends on the time: it comes after all earlier ones. */
  void beforeTimed(NodeId node) {
    nodes.merge(node, time, Math::max);
  }

  /** The step that a node took last depended on the time. */
  void timed(NodeId node) {
    time = of(node);
  }

  /** The network loses a message. */
  long lose(M message) {
    network = Math.max(network, lastUse.getOrDefault(message, 0L)) + 1;
    lastLoss.put(message, network);
    if (lastLoss.size() + lastUse.size() > muchToRemember) {
      forget();
    }
    return network;
  }

  /** What no clock can still be behind makes no difference any more. */
  private void forget() {
    lastUse.values().removeIf(clock -> clock <= network);
    if (nodes.keySet().containsAll(all)) {
      long slowest = Collections.min(nodes.values());
      lastLoss.values().removeIf(clock -> clock <= slowest);
    }
    muchToRemember = Math.max(MUCH, 2 * (lastLoss.size() + lastUse.size()));
  }

  private long advance(NodeId node, long seen) {
    long clock = Math.max(of(node), seen) + 1;
    nodes.put(node, clock);
    return clock;
  }
}
