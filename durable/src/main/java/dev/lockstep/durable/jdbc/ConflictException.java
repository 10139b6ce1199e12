package dev.lockstep.durable.jdbc;

/** An id is taken by an execution of something else. */
public final class ConflictException extends DurableException {

  ConflictException(String message) {
    super(message);
  }
}
