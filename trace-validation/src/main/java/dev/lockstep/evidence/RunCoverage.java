package dev.lockstep.evidence;

import dev.lockstep.search.Node;
import dev.lockstep.search.WayListener;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Exercise;
import dev.lockstep.tlc.Part;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one run covers, folded piece by piece while it is validated. */
final class RunCoverage implements WayListener {

  private final Spec spec;
  final Map<String, Long> actions = new HashMap<>();
  final Map<Part, Long> parts = new HashMap<>();
  final Map<String, Long> incomplete = new HashMap<>();
  final Fingerprints states = new Fingerprints();
  private @Nullable SpecException failure;

  RunCoverage(Spec spec) {
    this.spec = spec;
  }

  @Override
  public void follow(SpecState from, List<Node.Taken> steps) {
    states.add(from.fingerprint());
    SpecState before = from;
    for (Node.Taken step : steps) {
      Optional<ActionCall> call = step.call();
      if (call.isPresent()) {
        take(before, call.get(), step.state());
      }
      before = step.state();
    }
  }

  private void take(SpecState from, ActionCall call, SpecState to) {
    states.add(to.fingerprint());
    actions.merge(call.name(), 1L, Long::sum);
    try {
      Exercise exercise = spec.parts(from, call, to);
      exercise.parts().forEach(part -> parts.merge(part, 1L, Long::sum));
      if (!exercise.complete()) {
        incomplete.merge(call.name(), 1L, Long::sum);
      }
    } catch (SpecException e) {
      failure = failure == null ? e : failure;
    }
  }

  /** Throws what could not be thrown from inside of the search. */
  void check() throws SpecException {
    if (failure != null) {
      throw failure;
    }
  }
}
