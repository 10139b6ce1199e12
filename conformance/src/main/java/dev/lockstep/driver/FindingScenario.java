package dev.lockstep.driver;

import dev.lockstep.driver.Finding.Kind;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Scenario;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The run to a finding as a scenario, to be replayed and validated. */
public final class FindingScenario {

  private FindingScenario() {}

  /** Writes the run to a finding to a file, as a whole or not at all. */
  public static void write(Path file, BoundedModel model, Finding finding) throws IOException {
    of(model, finding).write(file);
  }

  /**
   * Returns the run to a finding, with the step that differs. That step has the values that the
   * code showed if it took it, else those that the spec wants.
   */
  public static Scenario of(BoundedModel model, Finding finding) {
    TraceStep first = finding.run().getFirst();
    List<TraceEvent> events = new ArrayList<>();
    Map<String, TlaValue> before = first.state();
    for (TraceStep step : finding.run().subList(1, finding.run().size())) {
      events.add(Scenario.step(step.action().orElseThrow(), places(before, step.state())));
      before = step.state();
    }
    if (finding.action().isPresent()) {
      boolean taken = finding.kind() == Kind.FORBIDDEN || finding.kind() == Kind.OTHER_STATE;
      SortedMap<Place, LoggedValue> after =
          taken || finding.expected().isEmpty()
              ? finding.observed()
              : places(before, finding.expected().get());
      events.add(Scenario.step(finding.action().get(), after));
    }
    TraceHeader header = model.header().withState(places(Map.of(), first.state()));
    return new Scenario("", header, events);
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
}
