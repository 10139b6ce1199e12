package dev.lockstep.trace;

import dev.lockstep.tlc.ActionCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A run to be taken again, step by step: a log in which each event names one action with all its
 * arguments. What it says about the states after steps is for readers and for validation.
 *
 * @param name how messages call it: its file
 * @param header the spec, the protocol, the constants, the initial state
 * @param events the steps
 */
public record Scenario(String name, TraceHeader header, List<TraceEvent> events) {

  /** Copies the events. */
  public Scenario {
    events = List.copyOf(events);
  }

  /** Returns the event in which {@code call} is taken and {@code state} observed afterwards. */
  public static TraceEvent step(ActionCall call, SortedMap<Place, LoggedValue> state) {
    return TraceEvent.ANY
        .with(LoggedCall.of(call.name(), call.arguments().stream().map(LoggedValue::of).toList()))
        .withState(state);
  }

  /** Returns the step that {@code event}, one of these, is. */
  public static LoggedCall call(TraceEvent event) {
    return event.steps().calls().getFirst();
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
    try (TraceReader reader = TraceReader.open(file)) {
      TraceHeader header =
          reader
              .nextRun()
              .orElseThrow(
                  () -> new TraceException(file.toString(), 1, 0, "there is no run in it", null));
      List<TraceEvent> events = new ArrayList<>();
      for (Optional<TraceEvent> event = reader.nextEvent();
          event.isPresent();
          event = reader.nextEvent()) {
        events.add(complete(event.get(), file));
      }
      return new Scenario(file.toString(), header, events);
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
