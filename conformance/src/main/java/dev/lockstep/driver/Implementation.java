package dev.lockstep.driver;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.value.TlaValue;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * An implementation under test, whatever it is written in: in the words of the log, where one text
 * stands for a string and for a model value. Not safe for use by several threads.
 */
public abstract class Implementation implements AutoCloseable {

  /** What an implementation answered: whether it took the step, and what can be seen of it. */
  record Answer(boolean accepted, SortedMap<Place, LoggedValue> state) {
    Answer {
      state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
    }
  }

  Implementation() {}

  /**
   * Returns an implementation behind a driver in this JVM.
   *
   * @param drivers makes a driver; a further one after one that failed or hung
   * @param stepTimeout how long a call may take
   */
  public static Implementation of(Supplier<? extends Driver> drivers, Duration stepTimeout) {
    return new JavaImplementation(drivers, stepTimeout);
  }

  /** Returns an implementation behind a command that speaks the line protocol. */
  public static Implementation of(CommandLine command) {
    return new PipedImplementation(command);
  }

  /**
   * Says what will be driven; called once, before all else.
   *
   * @param header the name of the spec and its constants
   * @param constants the same constants as values of TLA+
   */
  abstract void open(TraceHeader header, SortedMap<String, TlaValue> constants)
      throws DriverException, CodeFailure;

  /** Returns the actions that cannot be caused, with reasons. */
  abstract Map<String, String> unsupported();

  /** Starts anew in the initial state with these values. */
  abstract Answer init(Map<String, TlaValue> state) throws DriverException, CodeFailure;

  /** Takes a step, if it can. */
  abstract Answer step(ActionCall call) throws DriverException, CodeFailure;

  /** Returns the steps that it would accept, if it can say. */
  abstract Optional<List<LoggedCall>> enabled() throws DriverException, CodeFailure;

  /**
   * Ends what can say too much, before a verdict is told.
   *
   * @throws DriverException if it answered more than it was asked: then no verdict is worth
   *     anything
   */
  void finish() throws DriverException {}

  /** Ends it. */
  @Override
  public abstract void close();
}
