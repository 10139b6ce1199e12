package dev.lockstep.tlc.engine;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The steps from a state, each once. */
final class Steps {

  /** Up to how many targets of the same calls are compared one by one, without fingerprints. */
  private static final int FEW = 4;

  private final List<SpecStep> steps = new ArrayList<>();
  private final Map<List<ActionCall>, Targets> targets = new HashMap<>();

  void add(List<ActionCall> calls, EngineState target) {
    if (targets.computeIfAbsent(calls, ignored -> new Targets()).add(target)) {
      steps.add(new SpecStep(calls, target));
    }
  }

  List<SpecStep> all() {
    return List.copyOf(steps);
  }

  private static final class Targets {
    private final List<EngineState> few = new ArrayList<>(1);
    private final Set<SpecState> many = new HashSet<>();

    boolean add(EngineState target) {
      if (many.isEmpty()) {
        if (few.stream().anyMatch(target::sameValues)) {
          return false;
        }
        if (few.size() < FEW) {
          return few.add(target);
        }
        many.addAll(few);
      }
      return many.add(target);
    }
  }
}
