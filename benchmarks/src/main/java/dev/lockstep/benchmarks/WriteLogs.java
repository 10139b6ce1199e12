package dev.lockstep.benchmarks;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes logs of random behaviours of two-phase commit with three participants and every fault,
 * which can go on for ever. Run with {@code LOG EVENTS action|both} it writes one log, event by
 * event, so that its length is limited by the disk only; with {@code FOLDER EVENTS action|both
 * COUNT} it writes a corpus of so many logs.
 */
public final class WriteLogs {

  private static final long SEED = 1;

  private WriteLogs() {}

  /** Writes one log or many. */
  public static void main(String[] arguments) throws SpecException, IOException {
    Path target = Path.of(arguments[0]);
    int events = Integer.parseInt(arguments[1]);
    boolean values = arguments[2].equals("both");
    try (Spec spec = RandomWalk.twoPhaseCommit()) {
      if (arguments.length == 3) {
        write(spec, target, events, values, SEED);
        return;
      }
      Files.createDirectories(target);
      for (int number = 1; number <= Integer.parseInt(arguments[3]); number++) {
        Path log = target.resolve("run-%05d.ndjson".formatted(number));
        write(spec, log, events, values, number);
      }
    }
  }

  /** Writes the log of a behaviour of {@code events} steps. */
  static void write(Spec spec, Path log, int events, boolean values, long seed)
      throws SpecException, IOException {
    SortedMap<String, LoggedValue> constants = new TreeMap<>();
    spec.constants().forEach((name, value) -> constants.put(name, LoggedValue.of(value)));
    Random random = new Random(seed);
    SpecState state = spec.initialStates().getFirst();
    try (TraceWriter writer = new TraceWriter(Files.newOutputStream(log))) {
      writer.header(TraceHeader.of("TwoPhaseCommit", constants));
      for (int event = 0; event < events; event++) {
        List<SpecStep> steps = spec.successors(state);
        SpecStep step = steps.get(random.nextInt(steps.size()));
        writer.event(event(step, values));
        state = step.target();
      }
    }
  }

  private static TraceEvent event(SpecStep step, boolean values) {
    List<LoggedValue> arguments = step.action().arguments().stream().map(LoggedValue::of).toList();
    TraceEvent event = TraceEvent.ANY.with(LoggedCall.of(step.action().name(), arguments));
    if (!values) {
      return event;
    }
    SortedMap<Place, LoggedValue> state = new TreeMap<>();
    step.target()
        .values()
        .forEach((variable, value) -> state.put(Place.of(variable), LoggedValue.of(value)));
    return event.withState(state);
  }
}
