package dev.lockstep.simulation;

import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Network;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.core.NodeId;
import dev.lockstep.trace.Causality;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.value.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes down a run in the words of the trace format: for each step its action, what the node that
 * took it then sees of itself, what it sent, and its clock.
 *
 * @param <M> the messages
 */
final class Recorder<M> implements Witness<M> {

  /** Logs tell nodes by their names, whatever they are in the spec. */
  private static final Codec NAMES_AS_TEXT = Codec.withModelValues(Set.of());

  private final Subject<M> subject;
  private final Consumer<TraceEvent> sink;

  private final SequencedMap<String, Function<World<M>, Object>> variables;
  private final String network;
  private World<M> last;

  Recorder(Subject<M> subject, Consumer<TraceEvent> sink) {
    this.subject = subject;
    this.sink = sink;
    this.variables = subject.binding().variables();
    this.last = subject.cluster().initial();
    this.network = network();
  }

  /** Returns what the log says about the run before its first event. */
  static TraceHeader header(Subject<?> subject, long seed, long run) {
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    subject.constants().forEach((name, value) -> constants.put(name, logged(value)));
    return TraceHeader.of(subject.spec(), constants)
        .withProtocol(subject.binding().protocol())
        .withSeed(seed, run);
  }

  @Override
  public void saw(long micros, NodeId node, long clock, Transition<M> transition) {
    List<LoggedValue> arguments =
        transition.action().arguments().stream().map(Recorder::logged).toList();
    SortedMap<Place, LoggedValue> state =
        transition.event() instanceof Event.NetworkFault
            ? Collections.emptySortedMap()
            : observe(transition.target(), node);
    sink.accept(
        new TraceEvent(
            Origin.NONE,
            Optional.of(node.name()),
            Causality.ofClock(Optional.of(clock)),
            Steps.of(LoggedCall.of(transition.action().name(), arguments)),
            state,
            changes(transition)));
    last = transition.target();
  }

  /** The variable that holds the messages in flight. */
  private String network() {
    for (Map.Entry<String, Function<World<M>, Object>> variable : variables.entrySet()) {
      if (variable.getValue().apply(last) instanceof Network) {
        return variable.getKey();
      }
    }
    throw new IllegalStateException("the binding has no variable for the network");
  }

  private SortedMap<Place, LoggedValue> observe(World<M> world, NodeId node) {
    SortedMap<Place, LoggedValue> seen = new TreeMap<>();
    for (Place place : subject.observed(node)) {
      Function<World<M>, Object> variable = variables.get(place.variable());
      if (variable == null) {
        throw new IllegalStateException("the binding has no variable for " + place);
      }
      Object value = variable.apply(world);
      for (Place.Segment segment : place.path()) {
        if (!(segment instanceof Place.Key key)) {
          throw new IllegalStateException(
              "a simulated node logs values, not projections: " + place);
        }
        value = at(value, key.text(), place);
      }
      seen.put(place, logged(value));
    }
    return seen;
  }

  /** The keys of functions are nodes, or strings. */
  private static Object at(Object value, String key, Place place) {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getKey().toString().equals(key)) {
          return entry.getValue();
        }
      }
    }
    throw new IllegalStateException("there is no " + place + " in " + value);
  }

  private SortedMap<String, List<Change>> changes(Transition<M> transition) {
    List<Change> changes = new ArrayList<>();
    for (M message : last.network().notIn(transition.target().network())) {
      changes.add(change(Change.Operator.REMOVE_ELEMENT, message));
    }
    for (M message : transition.sent()) {
      changes.add(change(Change.Operator.ADD_ELEMENT, message));
    }
    if (changes.isEmpty()) {
      changes.add(new Change(Change.Operator.UNCHANGED, List.of(), List.of()));
    }
    return new TreeMap<>(Map.of(network, changes));
  }

  private Change change(Change.Operator operator, M message) {
    return new Change(operator, List.of(), List.of(logged(message)));
  }

  private static LoggedValue logged(Object value) {
    return LoggedValue.of(NAMES_AS_TEXT.encode(value));
  }
}
