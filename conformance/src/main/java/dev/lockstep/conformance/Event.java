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

  /**
   * A node that is up crashes, and its disk keeps something else than it promised: a write that was
   * reported as done is gone, or took an older one with it. No step of a spec, unless by accident.
   *
   * @param left what is on the disk, of the type of {@link dev.lockstep.core.DurableCore#durable}
   */
  record CrashLosing<M>(NodeId node, Object left) implements Event<M> {}

  /** A node that is down starts again. */
  record Restart<M>(NodeId node) implements Event<M> {}

  /** The network does something by itself. */
  record NetworkFault<M>(Action action) implements Event<M> {}
}
