package dev.lockstep.durable.restart;

import dev.lockstep.durable.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a runner is in a program.
 *
 * @param draw what the program drew in the beginning; {@link Value#NO_VALUE} if it has not begun
 * @param outcomes the values that the runner was told, of the first steps in order
 * @see "Restart.tla, Run"
 */
public record Run(Value draw, List<Value> outcomes) {

  /** No run. */
  public static final Run NONE = new Run(Value.NO_VALUE, List.of());

  /** Copies the values. */
  public Run {
    outcomes = List.copyOf(outcomes);
  }

  /** Says whether the program has begun. */
  public boolean isRunning() {
    return !equals(NONE);
  }

  /**
   * Returns the step whose value the runner does not know yet.
   *
   * @see "Restart.tla, NextStep"
   */
  public int nextStep() {
    return outcomes.size() + 1;
  }

  /** Returns what the program asks for in that step. */
  public Argument argument() {
    return Argument.after(draw, outcomes);
  }

  /** Returns the same run with the value of one more step. */
  public Run told(Value value) {
    List<Value> more = new ArrayList<>(outcomes);
    more.add(value);
    return new Run(draw, more);
  }
}
