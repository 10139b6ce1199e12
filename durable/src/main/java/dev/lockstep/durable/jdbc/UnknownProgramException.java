package dev.lockstep.durable.jdbc;

/** A process does not have the program that somebody wants to be run. */
public final class UnknownProgramException extends DurableException {

  UnknownProgramException(String message) {
    super(message);
  }
}
