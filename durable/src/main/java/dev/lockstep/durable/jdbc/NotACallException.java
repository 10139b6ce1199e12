package dev.lockstep.durable.jdbc;

/** Somebody wants to settle a step that is the program's own affair, or that of time. */
public final class NotACallException extends DurableException {

  NotACallException(String message) {
    super(message);
  }
}
