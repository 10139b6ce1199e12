package dev.lockstep.trace;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One event of a log: a step of the system, as far as it was observed. What it does not mention is
 * not constrained.
 *
 * @param line the line that it stands on, counted from 1; 0 if it was not read from a file
 * @param node the node that took the step
 * @param clock the logical clock of that node after the step
 * @param action the name of the action
 * @param arguments the arguments of the action; {@link LoggedValue.Nothing} for one that was not
 *     logged
 * @param state values after the step, by place
 * @param delta changes of variables by this step, by variable; they constrain the whole variable
 * @param mayStutter whether the event may also be a step that changes nothing
 */
public record TraceEvent(
    int line,
    Optional<String> node,
    Optional<Long> clock,
    Optional<String> action,
    Optional<List<LoggedValue>> arguments,
    SortedMap<Place, LoggedValue> state,
    SortedMap<String, List<Change>> delta,
    boolean mayStutter) {

  /** The event that says nothing: some step was taken. */
  public static final TraceEvent ANY =
      new TraceEvent(
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new TreeMap<>(),
          new TreeMap<>(),
          false);

  /** Copies lists and maps. */
  public TraceEvent {
    arguments = arguments.map(List::copyOf);
    state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
    SortedMap<String, List<Change>> copy = new TreeMap<>();
    delta.forEach((variable, changes) -> copy.put(variable, List.copyOf(changes)));
    delta = Collections.unmodifiableSortedMap(copy);
  }

  /** Returns this event as read from {@code line}. */
  public TraceEvent atLine(int newLine) {
    return new TraceEvent(newLine, node, clock, action, arguments, state, delta, mayStutter);
  }

  /** Returns this event as taken by {@code name} with its clock then at {@code time}. */
  public TraceEvent at(String name, long time) {
    return new TraceEvent(
        line, Optional.of(name), Optional.of(time), action, arguments, state, delta, mayStutter);
  }

  /** Returns this event as a step of the action {@code name}, with arguments unknown. */
  public TraceEvent withAction(String name) {
    return new TraceEvent(
        line, node, clock, Optional.of(name), Optional.empty(), state, delta, mayStutter);
  }

  /** Returns this event as a step of the action {@code name} with {@code values}. */
  public TraceEvent withAction(String name, List<LoggedValue> values) {
    return new TraceEvent(
        line, node, clock, Optional.of(name), Optional.of(values), state, delta, mayStutter);
  }

  /** Returns this event without the name and the arguments of the action. */
  public TraceEvent withoutAction() {
    return new TraceEvent(
        line, node, clock, Optional.empty(), Optional.empty(), state, delta, mayStutter);
  }

  /** Returns this event with exactly these observed values. */
  public TraceEvent withState(SortedMap<Place, LoggedValue> observed) {
    return new TraceEvent(line, node, clock, action, arguments, observed, delta, mayStutter);
  }

  /** Returns this event with exactly these changes. */
  public TraceEvent withDelta(SortedMap<String, List<Change>> changes) {
    return new TraceEvent(line, node, clock, action, arguments, state, changes, mayStutter);
  }
}
