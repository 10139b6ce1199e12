package dev.lockstep.conformance;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run from an initial state, as the spec would tell it.
 *
 * @param initial the values of the variables at the start
 * @param steps the steps, in order
 * @param last the values of the variables at the end
 */
public record Scenario(
    SortedMap<String, TlaValue> initial,
    List<ScenarioStep> steps,
    SortedMap<String, TlaValue> last) {

  /**
   * One step.
   *
   * @param number its place in the scenario, counted from 1
   * @param changes what it changed
   */
  public record ScenarioStep(int number, ActionCall action, List<Change> changes) {

    /** Copies the changes. */
    public ScenarioStep {
      changes = List.copyOf(changes);
    }
  }

  /** Copies values and steps. */
  public Scenario {
    initial = Collections.unmodifiableSortedMap(new TreeMap<>(initial));
    steps = List.copyOf(steps);
    last = Collections.unmodifiableSortedMap(new TreeMap<>(last));
  }
}
