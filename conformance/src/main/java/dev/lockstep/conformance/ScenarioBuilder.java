package dev.lockstep.conformance;

import dev.lockstep.conformance.Scenario.ScenarioStep;
import dev.lockstep.core.Action;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Tells a run of the code in the words of the spec. */
final class ScenarioBuilder<M> {

  private final Encoding<M> encoding;
  private final SortedMap<String, TlaValue> initial;
  private final List<ScenarioStep> steps = new ArrayList<>();
  private SortedMap<String, TlaValue> last;

  ScenarioBuilder(Encoding<M> encoding, World<M> initial) {
    this.encoding = encoding;
    this.initial = encoding.values(initial);
    this.last = this.initial;
  }

  void step(Action action, World<M> target) {
    SortedMap<String, TlaValue> after = encoding.values(target);
    steps.add(
        new ScenarioStep(steps.size() + 1, encoding.call(action), Change.between(last, after)));
    last = after;
  }

  Scenario build() {
    return new Scenario(initial, steps, last);
  }
}
