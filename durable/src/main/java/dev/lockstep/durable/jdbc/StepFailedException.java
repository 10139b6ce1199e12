package dev.lockstep.durable.jdbc;

/**
 * A step of a program has failed, and that is recorded: each replay throws it again. The program
 * may catch it and go on, for example to undo what it did before.
 */
public class StepFailedException extends FailedException {

  private final String step;

  StepFailedException(String execution, int i, StepName name, Failure failure) {
    super("execution \"%s\", step %d (%s) failed".formatted(execution, i, name), failure);
    this.step = name.name();
  }

  /** Returns the name of the step. */
  public final String step() {
    return step;
  }
}
