package dev.lockstep.simulation;

import dev.lockstep.conformance.Transition;
import dev.lockstep.core.NodeId;

/**
 * Sees every step of a run, in order.
 *
 * @param <M> the messages
 */
@FunctionalInterface
interface Witness<M> {

  /**
   * Is told of a step.
   *
   * @param micros the virtual time, in microseconds
   * @param node who took it: a node, or {@link Run#NETWORK}
   * @param clock that node's clock afterwards
   * @param transition the step
   */
  void saw(long micros, NodeId node, long clock, Transition<M> transition);
}
