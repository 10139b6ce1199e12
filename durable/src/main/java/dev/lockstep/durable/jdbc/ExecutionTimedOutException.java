package dev.lockstep.durable.jdbc;

/** An execution has not ended by its deadline. */
public final class ExecutionTimedOutException extends DurableException {

  ExecutionTimedOutException(String message) {
    super(message);
  }
}
