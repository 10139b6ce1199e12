package dev.lockstep.search;

import dev.lockstep.trace.TraceEvent;
import java.time.Duration;

/** Counts what a search does and stops it when a budget runs out. */
final class Meter {

  private static final int STEPS_BETWEEN_CLOCKS = 256;

  private final long maxStates;
  private final Duration maxTime;
  private final long start = System.nanoTime();
  private long examined;
  private long peak;

  Meter(SearchOptions options) {
    this.maxStates = options.maxStates();
    this.maxTime = options.maxTime();
  }

  /** Counts a step that is compared with an event. */
  void step(TraceEvent event, long number) throws OutOfBudgetException {
    if (++examined % STEPS_BETWEEN_CLOCKS == 0) {
      checkTime(event, number);
    }
  }

  /** Counts the states that are kept. */
  void keep(long states, TraceEvent event, long number) throws OutOfBudgetException {
    peak = Math.max(peak, states);
    if (states > maxStates) {
      throw new OutOfBudgetException(
          "the spec can be in more than %d states after %s; log more, or raise --budget-states"
              .formatted(maxStates, place(event, number)));
    }
  }

  void checkTime(TraceEvent event, long number) throws OutOfBudgetException {
    if (System.nanoTime() - start > maxTime.toNanos()) {
      throw new OutOfBudgetException(
          "the time of %d s was up at %s; log more, or raise --budget-seconds"
              .formatted(maxTime.toSeconds(), place(event, number)));
    }
  }

  private static String place(TraceEvent event, long number) {
    return "event " + number + (event.line() == 0 ? "" : " (line " + event.line() + ")");
  }

  long examined() {
    return examined;
  }

  long peak() {
    return peak;
  }
}
