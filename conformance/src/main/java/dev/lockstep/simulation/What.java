package dev.lockstep.simulation;

import dev.lockstep.core.NodeId;

/**
 * What can be on the agenda of a run.
 *
 * @param <M> the messages
 */
sealed interface What<M> {

  /** A copy of a message arrives, or would have. */
  record Arrival<M>(Copy<M> copy, boolean lost) implements What<M> {}

  /** A timer of a node runs out. */
  record Fire<M>(NodeId node, Object input) implements What<M> {}

  /** The disk of a node has synced what was written to it. */
  record Synced<M>(NodeId node) implements What<M> {}

  /** The power of a node fails while its disk is at work. */
  record PowerFails<M>(NodeId node, boolean torn) implements What<M> {}

  /** A node that stopped goes on. */
  record Resume<M>(NodeId node) implements What<M> {}

  /** A node that is down comes back. */
  record Restart<M>(NodeId node) implements What<M> {}

  /** A partition ends. */
  record Heal<M>() implements What<M> {}
}
