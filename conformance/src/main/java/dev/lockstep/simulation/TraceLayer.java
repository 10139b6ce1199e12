package dev.lockstep.simulation;

import dev.lockstep.conformance.Budget;
import dev.lockstep.mutants.KillLayer;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The logs of simulated runs, validated against the spec: sees every step that is not one of the
 * spec's, whether a property notices or not, as far as a log tells.
 */
public final class TraceLayer implements KillLayer {

  private final long seed;
  private final long runs;
  private final long events;

  /**
   * Creates the layer.
   *
   * @param runs how many runs under {@code seed} there are at most
   * @param events after how many events of all runs no further run begins
   */
  public TraceLayer(long seed, long runs, long events) {
    this.seed = seed;
    this.runs = runs;
    this.events = events;
  }

  @Override
  public String name() {
    return "traces";
  }

  @Override
  public <M> Finding look(KillLayer.Subject<M> code, Budget budget) throws SpecException {
    long start = System.nanoTime();
    Optional<dev.lockstep.simulation.Subject<M>> subject =
        Subjects.of(code.model().binding(), code.cluster());
    if (subject.isEmpty()) {
      return new Finding(false, Duration.ZERO, OptionalInt.empty(), "");
    }
    Simulation<M> simulation = new Simulation<>(subject.get(), Faults.DEFAULT);
    Validator validator = new Validator(code.model().spec(), SearchOptions.DEFAULT);
    long read = 0;
    for (long run = 0;
        run < runs && read < events && budget.reached(0, since(start)).isEmpty();
        run++) {
      Recording<M> recording = simulation.record(seed, run);
      if (recording.events().isEmpty()) {
        continue;
      }
      read += recording.events().size();
      Validation validation = recording.validate(validator);
      if (validation.verdict() == Verdict.VIOLATED) {
        return new Finding(
            true,
            since(start),
            OptionalInt.of((int) validation.matched() + 1),
            validation.stopped().map(TraceLayer::evidence).orElse(""));
      }
    }
    return new Finding(false, since(start), OptionalInt.empty(), "");
  }

  private static String evidence(Validation.Stop stop) {
    return stop.reason().kind() + stop.event().action().map(action -> " " + action).orElse("");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
