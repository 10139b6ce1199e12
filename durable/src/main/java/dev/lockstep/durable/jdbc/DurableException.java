package dev.lockstep.durable.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong with durable executions. The message says what happened, where, and what to do.
 * Whoever gets one can rely on it that nothing was written by halves.
 */
public abstract class DurableException extends RuntimeException {

  DurableException(String message) {
    super(message);
  }

  DurableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
