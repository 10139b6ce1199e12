package dev.lockstep.validation;

import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Optional;

/** The instances of actions that an event may be a step of. */
record EventFilter(String action, Optional<List<LoggedValue>> arguments) implements ActionFilter {

  static ActionFilter of(TraceEvent event) {
    return event.action().isPresent()
        ? new EventFilter(event.action().get(), event.arguments())
        : ActionFilter.ALL;
  }

  @Override
  public boolean wantsName(String name) {
    return action.equals(name);
  }

  @Override
  public boolean wants(String name, List<TlaValue> values) {
    if (!action.equals(name)) {
      return false;
    }
    if (arguments.isEmpty()) {
      return true;
    }
    List<LoggedValue> logged = arguments.get();
    if (logged.size() != values.size()) {
      return false;
    }
    for (int index = 0; index < logged.size(); index++) {
      LoggedValue argument = logged.get(index);
      if (!(argument instanceof LoggedValue.Nothing) && !argument.matches(values.get(index))) {
        return false;
      }
    }
    return true;
  }
}
