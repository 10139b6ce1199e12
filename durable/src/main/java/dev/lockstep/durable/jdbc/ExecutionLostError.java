package dev.lockstep.durable.jdbc;

/**
 * Ends the run of a program on this worker: the execution waits, has ended, or belongs to another
 * worker. It is no failure. Programs must not catch it; if one does, its next word to the {@link
 * Context} throws it again.
 */
public final class ExecutionLostError extends Error {

  ExecutionLostError(String id) {
    super("execution \"" + id + "\" is no longer run here", null, false, false);
  }
}
