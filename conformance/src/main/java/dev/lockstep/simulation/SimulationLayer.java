package dev.lockstep.simulation;

import dev.lockstep.conformance.Budget;
import dev.lockstep.mutants.KillLayer;
import dev.lockstep.mutants.Mutant;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The properties of the protocol, checked in simulated runs: sees what breaks a promise before the
 * seeds run out. What it found in a mutant it remembers, for that does not depend on the model.
 * Safe for use by several threads.
 */
public final class SimulationLayer implements KillLayer {

  /** How many nodes a simulation has that is not bounded by a model. */
  static final int NODES = 3;

  private static final int PATIENCE = 10;

  private final long seed;
  private final long runs;
  private final long steps;
  private final Map<Optional<String>, Finding> known = new ConcurrentHashMap<>();

  /**
   * Creates the layer, for the mutants of one protocol.
   *
   * @param runs how many runs under {@code seed} there are at most
   * @param steps after how many steps of all runs no further run begins
   */
  public SimulationLayer(long seed, long runs, long steps) {
    this.seed = seed;
    this.runs = runs;
    this.steps = steps;
  }

  @Override
  public String name() {
    return "simulation";
  }

  /** A run has no bounds but time: it is that of the simulation's subject. */
  @Override
  public boolean looksAtModel() {
    return false;
  }

  @Override
  public SimulationLayer patient() {
    return new SimulationLayer(seed, PATIENCE * runs, PATIENCE * steps);
  }

  @Override
  public <M> Finding look(KillLayer.Subject<M> code, Budget budget) {
    return known.computeIfAbsent(code.mutant().map(Mutant::id), id -> simulate(code, budget));
  }

  private <M> Finding simulate(KillLayer.Subject<M> code, Budget budget) {
    long start = System.nanoTime();
    Optional<dev.lockstep.simulation.Subject<M>> subject =
        Subjects.with(code.model().binding(), code.mutant(), NODES);
    if (subject.isEmpty()) {
      return new Finding(false, Duration.ZERO, OptionalInt.empty(), "");
    }
    Simulation<M> simulation = new Simulation<>(subject.get(), Faults.DEFAULT);
    long taken = 0;
    for (long run = 0;
        run < runs && taken < steps && budget.reached(0, since(start)).isEmpty();
        run++) {
      RunResult<M> result = simulation.run(seed, run);
      taken += result.steps();
      Optional<Violation<M>> violation = result.violation();
      if (violation.isPresent()) {
        Optional<ShortestRun<M>> shortest = new Shrinker<>(simulation).shrink(violation.get());
        return new Finding(
            true,
            since(start),
            shortest
                .map(found -> OptionalInt.of(found.steps().size()))
                .orElseGet(OptionalInt::empty),
            violation.get().property());
      }
    }
    return new Finding(false, since(start), OptionalInt.empty(), "");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
