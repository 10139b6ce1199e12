package dev.lockstep.corpus;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.evidence.Coverage;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.mapping.SpecNames;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.Explanation;
import dev.lockstep.validation.RunSpecs;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Validates logs, run by run, each against the spec with the constants of its header. Safe for use
 * by several threads.
 */
public final class LogValidator {

  /** Opens a log. */
  @FunctionalInterface
  public interface Log {
    /** Returns the log from its beginning, to be closed by the caller. */
    TraceSource open() throws TraceException;
  }

  /** Takes a run that was read into memory. */
  @FunctionalInterface
  public interface RunReader {
    /** Takes the run with this number in its log, counted from 1. */
    void accept(int number, Spec spec, TraceHeader header, List<TraceEvent> events)
        throws TraceException, SpecException, IOException, InterruptedException;
  }

  private final RunSpecs specs;
  private final Mapping mapping;
  private final SearchOptions options;
  private final Optional<Coverage> coverage;
  private final Map<Spec, Validator> validators = new ConcurrentHashMap<>();

  /** Creates a validator of logs that {@code mapping} translates. */
  public LogValidator(RunSpecs specs, Mapping mapping, SearchOptions options) {
    this(specs, mapping, options, Optional.empty());
  }

  /**
   * Creates a validator of logs that {@code mapping} translates.
   *
   * @param coverage is told what the runs cover of the spec that are accepted
   */
  public LogValidator(
      RunSpecs specs, Mapping mapping, SearchOptions options, Optional<Coverage> coverage) {
    this.coverage = coverage;
    this.specs = specs;
    this.mapping = mapping;
    this.options = options;
  }

  /** Validates all runs of a log; a log that cannot be read is part of the report. */
  public LogReport validate(String name, Log log) throws SpecException, IOException {
    return validate(name, log, run -> true);
  }

  /**
   * Validates all runs of a log.
   *
   * @param goOn is told each run when its verdict is known, and says whether to go on to the next
   */
  public LogReport validate(String name, Log log, Predicate<RunReport> goOn)
      throws SpecException, IOException {
    List<RunReport> runs = new ArrayList<>();
    SpecNames[] names = {SpecNames.NONE};
    try (TraceSource source = log.open()) {
      TraceSource mapped = mapping.apply(source, () -> names[0]);
      Optional<TraceHeader> header = mapped.nextRun();
      while (header.isPresent()) {
        Spec spec = prepare(header.get(), name, names);
        Validation validation = validate(spec, mapped, header.get());
        RunReport run =
            new RunReport(
                runs.size() + 1, header.get(), validation, specs.warnings(header.get(), spec));
        runs.add(run);
        header = goOn.test(run) ? mapped.nextRun() : Optional.empty();
      }
      return new LogReport(name, runs, Optional.empty());
    } catch (TraceException e) {
      return new LogReport(name, runs, Optional.of(e));
    }
  }

  /**
   * Reads all runs of a log into memory, in the words of the spec.
   *
   * @param reader is given each run
   * @throws TraceException if the log cannot be read
   */
  public void read(String name, Log log, RunReader reader)
      throws TraceException, SpecException, IOException, InterruptedException {
    SpecNames[] names = {SpecNames.NONE};
    try (TraceSource source = log.open()) {
      TraceSource mapped = mapping.apply(source, () -> names[0]);
      Optional<TraceHeader> header = mapped.nextRun();
      for (int number = 1; header.isPresent(); number++) {
        Spec spec = prepare(header.get(), name, names);
        List<TraceEvent> events = new ArrayList<>();
        for (Optional<TraceEvent> event = mapped.nextEvent();
            event.isPresent();
            event = mapped.nextEvent()) {
          events.add(event.get());
        }
        reader.accept(number, spec, header.get(), events);
        header = mapped.nextRun();
      }
    }
  }

  /**
   * Says what was possible at an event.
   *
   * @param run the number of the run in the log, counted from 1
   * @param event the number of the event in the run, counted from 1
   * @return nothing if the log has no such run, or the run does not get there
   */
  public List<Explanation> explain(String name, Log log, int run, long event)
      throws TraceException, SpecException, IOException {
    SpecNames[] names = {SpecNames.NONE};
    try (TraceSource source = log.open()) {
      TraceSource mapped = mapping.apply(source, () -> names[0]);
      Optional<TraceHeader> header = mapped.nextRun();
      for (int number = 1; number < run && header.isPresent(); number++) {
        header = mapped.nextRun();
      }
      if (header.isEmpty()) {
        return List.of();
      }
      return validator(prepare(header.get(), name, names)).explain(mapped, header.get(), event);
    }
  }

  private Spec prepare(TraceHeader header, String name, SpecNames[] names)
      throws TraceException, SpecException {
    Spec spec = specs.spec(header, name);
    names[0] = specs.names(spec);
    mapping.check(names[0]);
    checkHidden(spec);
    return spec;
  }

  private void checkHidden(Spec spec) throws TraceException {
    for (String action : options.hidden().actions()) {
      if (!spec.actions().containsKey(action)) {
        throw new TraceException(
            "hidden actions",
            0,
            0,
            "the spec "
                + spec.module()
                + " has no action "
                + action
                + Nearest.hint(action, spec.actions().keySet()),
            null);
      }
    }
  }

  private Validation validate(Spec spec, TraceSource source, TraceHeader header)
      throws TraceException, SpecException {
    return coverage.isPresent()
        ? coverage.get().validate(spec, options, source, header)
        : validator(spec).validate(source, header);
  }

  private Validator validator(Spec spec) throws SpecException {
    Validator known = validators.get(spec);
    if (known == null) {
      known = new Validator(spec, options);
      validators.put(spec, known);
    }
    return known;
  }
}
