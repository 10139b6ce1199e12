package dev.lockstep.conformance;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what is known of a divergence; which of it there is depends on the kind. */
final class DivergenceBuilder {

  private final Divergence.Kind kind;
  private final List<TraceStep> run;
  private Optional<ActionCall> action = Optional.empty();
  private Optional<Map<String, TlaValue>> expected = Optional.empty();
  private Optional<Map<String, TlaValue>> observed = Optional.empty();
  private Optional<Conjunct> falseConjunct = Optional.empty();
  private String message = "";

  DivergenceBuilder(Divergence.Kind kind, List<TraceStep> run) {
    this.kind = kind;
    this.run = run;
  }

  DivergenceBuilder action(ActionCall call) {
    this.action = Optional.of(call);
    return this;
  }

  DivergenceBuilder expected(Optional<Map<String, TlaValue>> values) {
    this.expected = values;
    return this;
  }

  DivergenceBuilder observed(Map<String, TlaValue> values) {
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
    List<Difference> differences =
        expected.isPresent() && observed.isPresent()
            ? Difference.between(expected.get(), observed.get())
            : List.of();
    return new Divergence(
        kind, run, action, differences, expected, observed, falseConjunct, message);
  }
}
