package dev.lockstep.simulation;

import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Budget;
import dev.lockstep.mutants.KillLayer;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The logs of simulated runs, validated against the spec: sees every step that is not one of the
 * spec's, whether a property notices or not, as far as a log tells. Not safe for use by several
 * threads.
 */
public final class TraceLayer implements KillLayer, AutoCloseable {

  private final Optional<SpecFiles> files;
  private final long seed;
  private final long runs;
  private final long events;
  private Optional<Spec> plain = Optional.empty();

  private TraceLayer(Optional<SpecFiles> files, long seed, long runs, long events) {
    this.files = files;
    this.seed = seed;
    this.runs = runs;
    this.events = events;
  }

  /**
   * Creates the layer for runs that nothing bounds but time, against the plain spec.
   *
   * @param files the files of the protocol
   * @param runs how many runs under {@code seed} there are at most
   * @param events after how many events of all runs no further run begins; no run has more
   */
  public static TraceLayer ofSimulations(SpecFiles files, long seed, long runs, long events) {
    return new TraceLayer(Optional.of(files), seed, runs, events);
  }

  /**
   * Creates the layer for runs within the bounds of a model, against the spec of the model, which
   * may be a wrong one.
   *
   * @param runs how many runs under {@code seed} there are at most
   * @param events after how many events of all runs no further run begins; no run has more
   */
  public static TraceLayer ofModels(long seed, long runs, long events) {
    return new TraceLayer(Optional.empty(), seed, runs, events);
  }

  @Override
  public boolean looksAtModel() {
    return files.isEmpty();
  }

  @Override
  public String name() {
    return "traces";
  }

  @Override
  public <M> Finding look(KillLayer.Subject<M> code, Budget budget) throws SpecException {
    long start = System.nanoTime();
    Optional<dev.lockstep.simulation.Subject<M>> subject =
        files.isPresent()
            ? Subjects.with(code.binding(), code.mutant(), SimulationLayer.NODES)
            : Subjects.of(code.binding(), code.cluster());
    if (subject.isEmpty()) {
      return new Finding(false, Duration.ZERO, OptionalInt.empty(), "");
    }
    // A protocol that never gets there would go on for long.
    Simulation<M> simulation = new Simulation<>(subject.get(), Faults.DEFAULT, events);
    Spec spec = files.isPresent() ? plain(files.get(), subject.get()) : code.spec();
    Validator validator = new Validator(spec, SearchOptions.DEFAULT);
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

  private Spec plain(SpecFiles protocol, dev.lockstep.simulation.Subject<?> subject)
      throws SpecException {
    if (plain.isEmpty()) {
      plain = Optional.of(Spec.load(protocol.spec(Subjects.constants(subject))));
    }
    return plain.get();
  }

  /** Forgets the spec. */
  @Override
  public void close() {
    plain.ifPresent(Spec::close);
    plain = Optional.empty();
  }

  private static String evidence(Validation.Stop stop) {
    return stop.reason().kind() + stop.event().action().map(action -> " " + action).orElse("");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
