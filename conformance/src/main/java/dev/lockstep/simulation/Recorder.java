package dev.lockstep.simulation;

import dev.lockstep.conformance.Event;
import dev.lockstep.conformance.Transition;
import dev.lockstep.core.NodeId;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Writes down a run in the words of the trace format: for each step its action, what the node that
 * took it then sees of itself, what it sent, and its clock.
 *
 * @param <M> the messages
 */
final class Recorder<M> implements Witness<M> {

  private final Scenario<M> scenario;
  private final Consumer<TraceEvent> sink;

  Recorder(Scenario<M> scenario, Consumer<TraceEvent> sink) {
    this.scenario = scenario;
    this.sink = sink;
  }

  static TraceHeader header(Scenario<?> scenario, long seed, long run) {
    return TraceHeader.of(scenario.spec(), scenario.constants())
        .withProtocol(scenario.protocol())
        .withSeed(seed, run);
  }

  @Override
  public void saw(long micros, NodeId node, long clock, Transition<M> transition) {
    List<LoggedValue> arguments =
        transition.action().arguments().stream().map(scenario::argument).toList();
    SortedMap<Place, LoggedValue> state =
        transition.event() instanceof Event.NetworkFault
            ? Collections.emptySortedMap()
            : scenario.observe(transition.target(), node);
    sink.accept(
        new TraceEvent(
            0,
            Optional.of(node.name()),
            Optional.of(clock),
            Optional.of(transition.action().name()),
            Optional.of(arguments),
            state,
            scenario.changes(transition),
            false));
  }
}
