package dev.lockstep.trace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An action of the spec as a log names it. {@code toString} prints it with {@code ?} for an
 * argument that was not logged.
 *
 * @param action the name of the action
 * @param arguments its arguments, {@link LoggedValue.Nothing} for one that was not logged; absent
 *     if none was
 */
public record LoggedCall(String action, Optional<List<LoggedValue>> arguments) {

  /** Copies the arguments. */
  public LoggedCall {
    arguments = arguments.map(List::copyOf);
  }

  /** Returns the call of {@code action} with unknown arguments. */
  public static LoggedCall of(String action) {
    return new LoggedCall(action, Optional.empty());
  }

  /** Returns the call of {@code action} with {@code arguments}. */
  public static LoggedCall of(String action, List<LoggedValue> arguments) {
    return new LoggedCall(action, Optional.of(arguments));
  }

  @Override
  public String toString() {
    return arguments
        .filter(values -> !values.isEmpty())
        .map(
            values ->
                values.stream()
                    .map(value -> value instanceof LoggedValue.Nothing ? "?" : value.toString())
                    .collect(Collectors.joining(", ", action + "(", ")")))
        .orElse(action);
  }
}
