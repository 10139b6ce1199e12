package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;

/**
 * Something that may happen to a cluster: the cause of a transition. Whether it does anything is
 * for the core to say.
 *
 * @param <M> the messages
 */
public sealed interface Event<M> {

  /** A message arrives. */
  record Deliver<M>(NodeId to, M message) implements Event<M> {}

  /** A timer fires or the application chooses: an input of the node's own. */
  record Local<M>(NodeId node, Object input) implements Event<M> {}

  /** A node that is up crashes. */
  record Crash<M>(NodeId node) implements Event<M> {}

  /** A node that is down starts again. */
  record Restart<M>(NodeId node) implements Event<M> {}

  /** The network does something by itself. */
  record NetworkFault<M>(Action action) implements Event<M> {}
}
