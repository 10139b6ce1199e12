package dev.lockstep.durable.saga;

/**
 * What a service has on disk of its step.
 *
 * @see "Saga.tla, StepRecord"
 */
public enum StepRecord {
  /** Nothing. */
  NONE,
  /** It was executed. */
  DONE,
  /** It cannot be executed. */
  FAILED,
  /** It was cancelled before it was executed: a tombstone, for the request that may still come. */
  CANCELLED,
  /** It was executed, and undone. */
  COMPENSATED
}
