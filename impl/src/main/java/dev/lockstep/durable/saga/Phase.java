package dev.lockstep.durable.saga;

/**
 * What an orchestrator is about.
 *
 * @see "Saga.tla, Phase"
 */
public enum Phase {
  /** It asks for one step after the other. */
  RUNNING,
  /** It has given up a step, and does not know yet what has become of it. */
  CANCELLING,
  /** It undoes what was done. */
  COMPENSATING,
  /** All steps are done, and it stays at that. */
  COMPLETED,
  /** No effect stands, and it stays at that. */
  COMPENSATED
}
