package dev.lockstep.durable.jdbc;

/**
 * A worker's program does something else than what is in the journal: it was changed, or it is not
 * deterministic. The execution is halted, and nothing of it is lost.
 */
public final class MismatchException extends DurableException {

  private final String execution;
  private final int step;

  MismatchException(String execution, int step, String recorded, String asked) {
    super(
        ("execution \"%s\", step %d: the journal says %s, the program of this worker asks for %s;"
                + " the execution is halted. The program was changed, or does not do the same each"
                + " time: deploy the one that wrote the journal, then call proceed(\"%s\")")
            .formatted(execution, step, recorded, asked, execution));
    this.execution = execution;
    this.step = step;
  }

  /** Returns the id of the execution. */
  public String execution() {
    return execution;
  }

  /** Returns the number of the step, from 1. */
  public int step() {
    return step;
  }
}
