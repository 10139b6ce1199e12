package dev.lockstep.durable.jdbc;

/**
 * An execution has not ended yet, or is halted, as the message says. It is no failure of the
 * execution.
 */
public final class StillRunningException extends DurableException {

  StillRunningException(String message) {
    super(message);
  }
}
