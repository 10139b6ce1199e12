package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceException;
import java.util.List;
import java.util.Optional;

/** A line of a foreign log before it is known to be an event. */
record RawFields(Origin origin, Json.Fields line, Optional<FieldPath> nodePath)
    implements LoggedFields {

  @Override
  public Optional<LoggedValue> node() throws TraceException {
    return nodePath.isEmpty() ? Optional.empty() : find(nodePath.get());
  }

  @Override
  public Optional<LoggedValue> find(FieldPath path) throws TraceException {
    Optional<Json> value = line.at(path.keys());
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(value.get().logged(origin, path.toString()));
  }

  @Override
  public Optional<List<LoggedValue>> arguments() {
    return Optional.empty();
  }

  @Override
  public Optional<LoggedValue> argument(String parameter) {
    return Optional.empty();
  }
}
