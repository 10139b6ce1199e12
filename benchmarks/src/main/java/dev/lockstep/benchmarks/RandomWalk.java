package dev.lockstep.benchmarks;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A long behaviour of a spec, the same for the same seed, whose steps are chosen by chance. */
final class RandomWalk {

  private RandomWalk() {}

  /** Returns the model of two-phase commit with three participants and every fault. */
  static Spec twoPhaseCommit() throws SpecException {
    Catalog catalog = Catalog.load();
    Protocol protocol = catalog.protocol("two-phase-commit");
    try (SpecFiles files = catalog.extract(protocol)) {
      SpecSource source = files.model(protocol.model("full"));
      return Spec.load(source);
    }
  }

  /** Returns {@code length} steps from an initial state of {@code spec}. */
  static List<SpecStep> of(Spec spec, int length, long seed) throws SpecException {
    Random random = new Random(seed);
    List<SpecStep> walk = new ArrayList<>(length);
    SpecState state = spec.initialStates().getFirst();
    while (walk.size() < length) {
      List<SpecStep> steps = spec.successors(state);
      if (steps.isEmpty()) {
        throw new IllegalStateException("this behaviour ends after " + walk.size() + " steps");
      }
      SpecStep step = steps.get(random.nextInt(steps.size()));
      walk.add(step);
      state = step.target();
    }
    return walk;
  }
}
