package dev.lockstep.conformance;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Scenario;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The run to a divergence as a scenario, to be replayed and validated. */
final class DivergenceScenario {

  private DivergenceScenario() {}

  /**
   * Returns the run to a divergence; its last event is the step in which code and spec differ, as
   * the code takes it or, if it does not, as the spec allows it.
   *
   * @param constants the constants of the spec itself, without those of a model around it
   */
  static Scenario of(
      String spec, String protocol, SortedMap<String, TlaValue> constants, Divergence divergence) {
    SortedMap<String, LoggedValue> logged = new TreeMap<>();
    constants.forEach((name, value) -> logged.put(name, LoggedValue.of(value)));
    TraceHeader header = TraceHeader.of(spec, logged).withProtocol(protocol);
    List<TraceEvent> events = new ArrayList<>();
    for (TraceStep step : divergence.run()) {
      if (step.action().isPresent()) {
        events.add(event(step.action().get(), Optional.of(step.state())));
      } else {
        header = header.withState(state(step.state()));
      }
    }
    divergence
        .action()
        .ifPresent(
            call -> events.add(event(call, divergence.observed().or(() -> divergence.expected()))));
    return new Scenario("", header, events);
  }

  private static TraceEvent event(ActionCall call, Optional<Map<String, TlaValue>> after) {
    return Scenario.step(call, after.map(DivergenceScenario::state).orElseGet(TreeMap::new));
  }

  private static SortedMap<Place, LoggedValue> state(Map<String, TlaValue> values) {
    SortedMap<Place, LoggedValue> state = new TreeMap<>();
    values.forEach((variable, value) -> state.put(Place.of(variable), LoggedValue.of(value)));
    return state;
  }
}
