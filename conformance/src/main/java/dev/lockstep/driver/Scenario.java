package dev.lockstep.driver;

import dev.lockstep.driver.Finding.Kind;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.paths.PathFile;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceWriter;
import dev.lockstep.trace.WholeFile;
import dev.lockstep.value.TlaValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Steps to take one after the other: a run in trace format v1 of which the actions, their arguments
 * and the initial state matter. What it says about the states after steps is for readers; a replay
 * asks the spec.
 *
 * @param name how messages call it
 * @param state the initial state, as far as it says so
 * @param calls the steps
 * @param lines for each step, the line on which it stands
 */
public record Scenario(
    String name, SortedMap<Place, LoggedValue> state, List<LoggedCall> calls, List<Integer> lines) {

  /** Copies the lists. */
  public Scenario {
    state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
    calls = List.copyOf(calls);
    lines = List.copyOf(lines);
  }

  /**
   * Writes the run to a finding, with the step that differs. That step has the values that the code
   * showed if it took it, else those that the spec wants.
   */
  public static void write(Path file, BoundedModel model, Finding finding) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TraceWriter writer = new TraceWriter(bytes)) {
      TraceStep first = finding.run().getFirst();
      writer.header(model.header().withState(places(Map.of(), first.state())));
      Map<String, TlaValue> before = first.state();
      for (TraceStep step : finding.run().subList(1, finding.run().size())) {
        writer.event(PathFile.event(step.action().orElseThrow(), places(before, step.state())));
        before = step.state();
      }
      if (finding.action().isPresent()) {
        boolean taken = finding.kind() == Kind.FORBIDDEN || finding.kind() == Kind.OTHER_STATE;
        SortedMap<Place, LoggedValue> after =
            taken || finding.expected().isEmpty()
                ? finding.observed()
                : places(before, finding.expected().get());
        writer.event(PathFile.event(finding.action().get(), after));
      }
    }
    WholeFile.write(file, output -> output.write(bytes.toByteArray()));
  }

  /** The variables that have other values than before. */
  private static SortedMap<Place, LoggedValue> places(
      Map<String, TlaValue> before, Map<String, TlaValue> after) {
    SortedMap<Place, LoggedValue> places = new TreeMap<>();
    after.forEach(
        (variable, value) -> {
          if (!value.equals(before.get(variable))) {
            places.put(Place.of(variable), LoggedValue.of(value));
          }
        });
    return places;
  }

  /**
   * Reads the first run of a file.
   *
   * @throws TraceException if it is no log in trace format v1, or an event is not one whole step
   */
  public static Scenario read(Path file) throws TraceException, IOException {
    try (TraceReader reader = TraceReader.open(file)) {
      TraceHeader header =
          reader
              .nextRun()
              .orElseThrow(
                  () -> new TraceException(file.toString(), 1, 0, "there is no run in it", null));
      List<LoggedCall> calls = new ArrayList<>();
      List<Integer> lines = new ArrayList<>();
      for (Optional<TraceEvent> event = reader.nextEvent();
          event.isPresent();
          event = reader.nextEvent()) {
        List<LoggedCall> steps = event.get().steps().calls();
        if (steps.size() != 1 || steps.getFirst().arguments().isEmpty()) {
          throw new TraceException(
              file.toString(),
              event.get().line(),
              0,
              "a step to replay needs one \"action\" and all of its \"args\"",
              null);
        }
        calls.add(steps.getFirst());
        lines.add(event.get().line());
      }
      return new Scenario(file.toString(), header.state(), calls, lines);
    }
  }

  /** Returns the call that the step at {@code index} is, among those of a model. */
  ActionCall call(int index, Ground ground) throws DriverException {
    LoggedCall wanted = calls.get(index);
    return ground.universe().stream()
        .filter(call -> Ground.matches(wanted, call))
        .findFirst()
        .orElseThrow(
            () ->
                new DriverException(
                    name
                        + ":"
                        + lines.get(index)
                        + ": the model has no step "
                        + wanted
                        + " that the code supports",
                    "A scenario belongs to a model: give the one that it was written for."));
  }
}
