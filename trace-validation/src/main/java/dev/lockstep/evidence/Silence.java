package dev.lockstep.evidence;

import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Ways in which an event says less. */
final class Silence {

  private Silence() {}

  /** Says nothing about any variable. */
  static TraceEvent aboutAll(TraceEvent event) {
    return event.withState(new TreeMap<>()).withDelta(new TreeMap<>());
  }

  /** Says nothing about {@code variable}. */
  static UnaryOperator<TraceEvent> about(String variable) {
    return event -> {
      SortedMap<Place, LoggedValue> state = new TreeMap<>(event.state());
      state.keySet().removeIf(place -> place.variable().equals(variable));
      SortedMap<String, List<Change>> delta = new TreeMap<>(event.delta());
      delta.remove(variable);
      return event.withState(state).withDelta(delta);
    };
  }

  /** Leaves out one thing that {@code event} says, each in turn. */
  static List<UnaryOperator<TraceEvent>> each(TraceEvent event) {
    Stream<UnaryOperator<TraceEvent>> places =
        event.state().keySet().stream().map(Silence::withoutPlace);
    Stream<UnaryOperator<TraceEvent>> changes =
        event.delta().keySet().stream().map(Silence::withoutChanges);
    return Stream.concat(places, changes).toList();
  }

  private static UnaryOperator<TraceEvent> withoutPlace(Place place) {
    return event -> {
      SortedMap<Place, LoggedValue> state = new TreeMap<>(event.state());
      state.remove(place);
      return event.withState(state);
    };
  }

  private static UnaryOperator<TraceEvent> withoutChanges(String variable) {
    return event -> {
      SortedMap<String, List<Change>> delta = new TreeMap<>(event.delta());
      delta.remove(variable);
      return event.withDelta(delta);
    };
  }

  /** Leaves the arguments of all calls open. */
  static TraceEvent withoutArguments(TraceEvent event) {
    Steps steps = event.steps();
    boolean any =
        steps.calls().stream().anyMatch(call -> call.arguments().filter(Silence::some).isPresent());
    return any
        ? event.with(
            new Steps(
                steps.calls().stream().map(call -> LoggedCall.of(call.action())).toList(),
                steps.stuttering()))
        : event;
  }

  private static boolean some(List<LoggedValue> arguments) {
    return !arguments.isEmpty();
  }
}
