package dev.lockstep.tlc;

import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An action of a spec applied to values, for example {@code TMRcvPrepared(rm1)}.
 *
 * @param name the name of the operator
 * @param arguments the values of its parameters, in order
 */
public record ActionCall(String name, List<TlaValue> arguments) {

  /** Copies the arguments. */
  public ActionCall {
    arguments = List.copyOf(arguments);
  }

  @Override
  public String toString() {
    return arguments.isEmpty()
        ? name
        : arguments.stream()
            .map(TlaValue::toString)
            .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
