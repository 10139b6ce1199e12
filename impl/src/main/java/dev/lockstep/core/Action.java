package dev.lockstep.core;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An action of the spec with its arguments, for example {@code TMRcvPrepared(rm1)}: the label of a
 * step, the same word in spec, code and trace.
 *
 * @param name the name of the operator in the spec
 * @param arguments the values of its parameters in order: {@link NodeId}s, messages or other values
 *     of the protocol
 */
public record Action(String name, List<Object> arguments) {

  /** Copies the arguments. */
  public Action {
    arguments = List.copyOf(arguments);
  }

  /** Returns the action {@code name} applied to {@code arguments}. */
  public static Action of(String name, Object... arguments) {
    return new Action(name, List.of(arguments));
  }

  @Override
  public String toString() {
    return arguments.isEmpty()
        ? name
        : arguments.stream()
            .map(Object::toString)
            .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
