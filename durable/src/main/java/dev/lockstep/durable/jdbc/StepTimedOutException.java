package dev.lockstep.durable.jdbc;

/** Nobody has settled a call by its deadline. */
public final class StepTimedOutException extends StepFailedException {

  StepTimedOutException(String execution, int i, StepName name) {
    super(execution, i, name, new Failure(null, "nobody settled it by its deadline"));
  }
}
