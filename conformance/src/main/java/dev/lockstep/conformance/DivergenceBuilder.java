package dev.lockstep.conformance;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Collects what is known of a divergence; which of it there is depends on the kind. */
final class DivergenceBuilder {

  private final Divergence.Kind kind;
  private final Scenario scenario;
  private Optional<ActionCall> action = Optional.empty();
  private Optional<SortedMap<String, TlaValue>> expected = Optional.empty();
  private Optional<SortedMap<String, TlaValue>> observed = Optional.empty();
  private Optional<Conjunct> falseConjunct = Optional.empty();
  private String message = "";

  DivergenceBuilder(Divergence.Kind kind, Scenario scenario) {
    this.kind = kind;
    this.scenario = scenario;
  }

  DivergenceBuilder action(ActionCall call) {
    this.action = Optional.of(call);
    return this;
  }

  DivergenceBuilder expected(Optional<SortedMap<String, TlaValue>> values) {
    this.expected = values;
    return this;
  }

  DivergenceBuilder observed(SortedMap<String, TlaValue> values) {
    this.observed = Optional.of(values);
    return this;
  }

  DivergenceBuilder falseConjunct(Optional<Conjunct> conjunct) {
    this.falseConjunct = conjunct;
    return this;
  }

  DivergenceBuilder message(String text) {
    this.message = text;
    return this;
  }

  Divergence build() {
    List<Change> differences =
        expected.isPresent() && observed.isPresent()
            ? Change.between(expected.get(), observed.get())
            : List.of();
    return new Divergence(
        kind, scenario, action, differences, expected, observed, falseConjunct, message);
  }
}
