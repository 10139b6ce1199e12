package dev.lockstep.conformance;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.trace.TraceWriter;
import dev.lockstep.trace.WholeFile;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run, step by step, in the trace format: each event names its action with all arguments, and may
 * say what the state is afterwards. It can be replayed against code and validated against the spec.
 *
 * @param header the spec, the protocol, the constants, the initial state
 * @param events the steps
 */
public record Scenario(TraceHeader header, List<TraceEvent> events) {

  /** Copies the events. */
  public Scenario {
    events = List.copyOf(events);
  }

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
    return new Scenario(header, events);
  }

  private static TraceEvent event(ActionCall call, Optional<Map<String, TlaValue>> after) {
    return TraceEvent.ANY
        .with(LoggedCall.of(call.name(), call.arguments().stream().map(LoggedValue::of).toList()))
        .withState(after.map(Scenario::state).orElseGet(TreeMap::new));
  }

  private static SortedMap<Place, LoggedValue> state(Map<String, TlaValue> values) {
    SortedMap<Place, LoggedValue> state = new TreeMap<>();
    values.forEach((variable, value) -> state.put(Place.of(variable), LoggedValue.of(value)));
    return state;
  }

  /** Writes it to a file, as a whole or not at all. */
  public void write(Path file) throws IOException {
    WholeFile.write(
        file,
        output -> {
          try (TraceWriter writer = new TraceWriter(output)) {
            writer.header(header);
            for (TraceEvent event : events) {
              writer.event(event);
            }
          }
        });
  }

  /**
   * Reads one: the first run of a log.
   *
   * @throws TraceException if it is not in the trace format, or an event does not name exactly one
   *     action with all its arguments
   */
  public static Scenario read(Path file) throws TraceException, IOException {
    try (TraceSource source = TraceReader.open(file, TraceReader.DEFAULT_MAX_LINE_BYTES)) {
      TraceHeader header =
          source
              .nextRun()
              .orElseThrow(() -> new TraceException(file.toString(), 0, 0, "it is empty", null));
      List<TraceEvent> events = new ArrayList<>();
      for (Optional<TraceEvent> event = source.nextEvent();
          event.isPresent();
          event = source.nextEvent()) {
        events.add(complete(event.get(), file));
      }
      return new Scenario(header, events);
    }
  }

  private static TraceEvent complete(TraceEvent event, Path file) throws TraceException {
    boolean oneStep =
        event.steps().calls().size() == 1 && event.steps().stuttering() == Steps.Stuttering.NEVER;
    if (!oneStep
        || event.arguments().isEmpty()
        || event.arguments().get().contains(new LoggedValue.Nothing())) {
      throw new TraceException(
          file.toString(),
          event.line(),
          0,
          "an event of a scenario names one action with all its arguments; this is "
              + event.steps(),
          null);
    }
    return event;
  }
}
