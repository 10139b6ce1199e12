package dev.lockstep.durable.jdbc;

/** An execution has no step of that name, or not yet. */
public final class UnknownStepException extends DurableException {

  UnknownStepException(String message) {
    super(message);
  }
}
