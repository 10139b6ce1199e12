package dev.lockstep.corpus;

import dev.lockstep.causality.Order;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.validation.Validation;
import java.util.List;
import java.util.Optional;

/**
 * A run of a log with its verdict.
 *
 * @param number its number in the log, counted from 1
 * @param header what the log says about it before its first event
 * @param validation what was found out
 * @param warnings what is to be said about its header, and about the order of its events
 * @param order what orders its events, if they are in several logs
 */
public record RunReport(
    int number,
    TraceHeader header,
    Validation validation,
    List<String> warnings,
    Optional<Order> order) {

  /** Copies the warnings. */
  public RunReport {
    warnings = List.copyOf(warnings);
  }

  /** Creates the report of a run in one log. */
  public RunReport(int number, TraceHeader header, Validation validation, List<String> warnings) {
    this(number, header, validation, warnings, Optional.empty());
  }

  /** Returns the same without the ways to the states, which keep a long run in memory. */
  RunReport withoutPaths() {
    return new RunReport(number, header, validation.withoutPaths(), warnings, order);
  }
}
