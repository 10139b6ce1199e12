package dev.lockstep.driver;

import java.util.List;

/**
 * A step that an implementation would accept.
 *
 * @param action the name of the action in the spec
 * @param arguments its arguments, in order, as plain Java values
 */
public record Step(String action, List<Object> arguments) {

  /** Copies the arguments. */
  public Step {
    arguments = List.copyOf(arguments);
  }

  /** Returns the step {@code action(arguments)}. */
  public static Step of(String action, Object... arguments) {
    return new Step(action, List.of(arguments));
  }
}
