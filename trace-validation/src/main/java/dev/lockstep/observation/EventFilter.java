package dev.lockstep.observation;

import dev.lockstep.tlc.ActionFilter;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Steps;
import dev.lockstep.value.TlaValue;
import java.util.List;

/**
 * The instances of actions that a logged call may be.
 *
 * @param call the call
 */
public record EventFilter(LoggedCall call) implements ActionFilter {

  /** Returns the instances that an event with a single step may be. */
  public static ActionFilter of(Steps steps) {
    return steps.calls().isEmpty() ? ActionFilter.ALL : new EventFilter(steps.calls().getLast());
  }

  @Override
  public boolean wantsName(String name) {
    return call.action().equals(name);
  }

  @Override
  public boolean wants(String name, List<TlaValue> values) {
    if (!call.action().equals(name)) {
      return false;
    }
    if (call.arguments().isEmpty()) {
      return true;
    }
    List<LoggedValue> logged = call.arguments().get();
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
