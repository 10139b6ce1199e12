package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import java.util.List;

/** What a field must be: one of some values, where {@code null} also stands for no such field. */
record Condition(FieldPath path, List<Reference> oneOf) {

  Condition {
    oneOf = List.copyOf(oneOf);
  }

  static boolean all(List<Condition> conditions, LoggedFields fields) throws TraceException {
    for (Condition condition : conditions) {
      if (!condition.holds(fields)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(LoggedFields fields) throws TraceException {
    LoggedValue value = fields.find(path).orElse(new LoggedValue.Nothing());
    for (Reference wanted : oneOf) {
      if (fields.find(wanted).orElse(new LoggedValue.Nothing()).equals(value)) {
        return true;
      }
    }
    return false;
  }
}
