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
 * @param origin where it was read
 * @param node the node that took the step
 * @param causality what it knows about the order of events at different nodes
 * @param steps the steps of the spec that it amounts to
 * @param state values after the step, by place
 * @param delta changes of variables by this step, by variable; they constrain the whole variable
 */
public record TraceEvent(
    Origin origin,
    Optional<String> node,
    Causality causality,
    Steps steps,
    SortedMap<Place, LoggedValue> state,
    SortedMap<String, List<Change>> delta) {

  /** The event that says nothing: some step was taken. */
  public static final TraceEvent ANY =
      new TraceEvent(
          Origin.NONE,
          Optional.empty(),
          Causality.NONE,
          Steps.ANY,
          new TreeMap<>(),
          new TreeMap<>());

  /** Copies lists and maps. */
  public TraceEvent {
    state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
    SortedMap<String, List<Change>> copy = new TreeMap<>();
    delta.forEach((variable, changes) -> copy.put(variable, List.copyOf(changes)));
    delta = Collections.unmodifiableSortedMap(copy);
  }

  /** Returns the line that it stands on, counted from 1; 0 if it was not read from a file. */
  public int line() {
    return origin.line();
  }

  /** Returns the logical clock of its node after the step. */
  public Optional<Long> clock() {
    return causality.clock();
  }

  /** Returns the name of its action, the last one if it is composed of several. */
  public Optional<String> action() {
    return lastCall().map(LoggedCall::action);
  }

  /** Returns the arguments of its action, the last one if it is composed of several. */
  public Optional<List<LoggedValue>> arguments() {
    return lastCall().flatMap(LoggedCall::arguments);
  }

  private Optional<LoggedCall> lastCall() {
    return steps.calls().isEmpty() ? Optional.empty() : Optional.of(steps.calls().getLast());
  }

  /** Returns this event as read from {@code newOrigin}. */
  public TraceEvent from(Origin newOrigin) {
    return new TraceEvent(newOrigin, node, causality, steps, state, delta);
  }

  /** Returns this event as taken by {@code name}. */
  public TraceEvent at(String name) {
    return new TraceEvent(origin, Optional.of(name), causality, steps, state, delta);
  }

  /** Returns this event with what is known about the order of events. */
  public TraceEvent after(Causality newCausality) {
    return new TraceEvent(origin, node, newCausality, steps, state, delta);
  }

  /** Returns this event as these steps. */
  public TraceEvent with(Steps newSteps) {
    return new TraceEvent(origin, node, causality, newSteps, state, delta);
  }

  /** Returns this event as a step of {@code call}. */
  public TraceEvent with(LoggedCall call) {
    return with(Steps.of(call));
  }

  /** Returns this event with exactly these observed values. */
  public TraceEvent withState(SortedMap<Place, LoggedValue> observed) {
    return new TraceEvent(origin, node, causality, steps, observed, delta);
  }

  /** Returns this event with exactly these changes. */
  public TraceEvent withDelta(SortedMap<String, List<Change>> changes) {
    return new TraceEvent(origin, node, causality, steps, state, changes);
  }
}
