package dev.lockstep.durable.jdbc;

/** An id or a name is empty, too long, or has characters that cannot be stored. */
public final class BadNameException extends DurableException {

  BadNameException(String message) {
    super(message);
  }
}
