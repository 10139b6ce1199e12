package dev.lockstep.durable.restart;

import dev.lockstep.durable.Value;
import java.util.Comparator;
import java.util.List;

/**
 * What a program asks for in one of its steps. It depends on what the program drew in the beginning
 * and on the values of the steps before; which way does not matter, and here it is the last one.
 *
 * @param draw what the program drew from what is no step; a deterministic one draws the same always
 * @param last what came of the step before; {@link Value#NO_VALUE} in the first step
 * @see "Program.tla, Argument"
 */
public record Argument(Value draw, Value last) implements Comparable<Argument> {

  private static final Comparator<Argument> ORDER =
      Comparator.comparing(Argument::draw).thenComparing(Argument::last);

  /**
   * Returns what a program asks for after these values.
   *
   * @see "Program.tla, ArgumentAfter"
   */
  public static Argument after(Value draw, List<Value> outcomes) {
    return new Argument(draw, outcomes.isEmpty() ? Value.NO_VALUE : outcomes.getLast());
  }

  @Override
  public int compareTo(Argument other) {
    return ORDER.compare(this, other);
  }
}
