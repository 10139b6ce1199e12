package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells a run of the code in the words of the spec, as TLC tells a counterexample. */
final class RunBuilder<M> {

  private final Encoding<M> encoding;
  private final List<TraceStep> steps = new ArrayList<>();

  RunBuilder(Encoding<M> encoding, World<M> initial) {
    this.encoding = encoding;
    steps.add(new TraceStep(Optional.empty(), encoding.values(initial)));
  }

  void step(Action action, World<M> target) {
    steps.add(new TraceStep(Optional.of(encoding.call(action)), encoding.values(target)));
  }

  List<TraceStep> build() {
    return List.copyOf(steps);
  }
}
