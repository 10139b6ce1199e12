package dev.lockstep.benchmarks;

import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.trace.TraceWriter;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time to validate a log, by its length: ten times the events should take ten times as long.
 * What is logged of an event is one of: its action with arguments, everybody's state, or both.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class ValidationBenchmark extends TlcBenchmark {

  private static final long SEED = 1;

  /** The number of events. */
  @Param({"1000", "10000", "100000"})
  int events;

  /** What an event says. */
  @Param({"action", "state", "both"})
  String logged = "both";

  @SuppressWarnings("NullAway.Init")
  private Spec spec;

  @SuppressWarnings("NullAway.Init")
  private Validator validator;

  @SuppressWarnings("NullAway.Init")
  private Path log;

  /** Writes the log of a random behaviour. */
  @Setup
  public void write() throws SpecException, IOException {
    spec = RandomWalk.twoPhaseCommit();
    validator = new Validator(spec, SearchOptions.DEFAULT);
    log = Files.createTempFile("lockstep-benchmark", ".ndjson");
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    spec.constants().forEach((name, value) -> constants.put(name, LoggedValue.of(value)));
    try (TraceWriter writer = new TraceWriter(Files.newOutputStream(log))) {
      writer.header(TraceHeader.of("TwoPhaseCommit", constants));
      for (SpecStep step : RandomWalk.of(spec, events, SEED)) {
        writer.event(event(step));
      }
    }
  }

  /** Removes the log. */
  @TearDown
  public void remove() throws IOException {
    spec.close();
    Files.delete(log);
  }

  /** Reads and validates it. */
  @Benchmark
  public Validation validate() throws TraceException, SpecException, IOException {
    try (TraceSource source = TraceReader.open(log, TraceReader.DEFAULT_MAX_LINE_BYTES)) {
      Validation validation = validator.validate(source, source.nextRun().orElseThrow());
      if (validation.verdict() != Verdict.HOLDS) {
        throw new IllegalStateException("a behaviour of the spec is not one: " + validation);
      }
      return validation;
    }
  }

  private TraceEvent event(SpecStep step) {
    TraceEvent event = TraceEvent.ANY;
    if (!logged.equals("state")) {
      List<LoggedValue> arguments =
          step.action().arguments().stream().map(LoggedValue::of).toList();
      event = event.with(LoggedCall.of(step.action().name(), arguments));
    }
    if (!logged.equals("action")) {
      SortedMap<Place, LoggedValue> state = new TreeMap<>();
      step.target()
          .values()
          .forEach((variable, value) -> state.put(Place.of(variable), LoggedValue.of(value)));
      event = event.withState(state);
    }
    return event;
  }
}
