package dev.lockstep.durable.jdbc;

/** The program of an execution has thrown an exception, and that is how the execution ended. */
public final class ExecutionFailedException extends FailedException {

  ExecutionFailedException(String id, Failure failure) {
    super("execution \"" + id + "\" failed", failure);
  }
}
