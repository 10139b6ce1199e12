package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceException;
import java.util.List;
import java.util.Optional;

/** The fields of one event, in the words of the log. */
interface LoggedFields {

  Origin origin();

  /** Returns the node of the event. */
  Optional<LoggedValue> node() throws TraceException;

  /** Returns what stands at {@code path}. */
  Optional<LoggedValue> find(FieldPath path) throws TraceException;

  /** Returns the arguments of the action, if they are a list. */
  Optional<List<LoggedValue>> arguments() throws TraceException;

  /** Returns the argument that the log gives under the name of a parameter. */
  Optional<LoggedValue> argument(String parameter) throws TraceException;

  /** Returns what {@code reference} stands for. */
  default Optional<LoggedValue> find(Reference reference) throws TraceException {
    return switch (reference) {
      case Reference.Node ignored -> node();
      case Reference.Field field -> find(field.path());
      case Reference.Constant constant -> Optional.of(constant.value());
    };
  }

  /** Returns an error in the line of this event. */
  default TraceException fail(String message) {
    return new TraceException(origin().file(), origin().line(), 0, message, null);
  }
}
