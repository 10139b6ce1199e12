package dev.lockstep.simulation;

import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.util.List;

/**
 * A run and its log, in memory.
 *
 * @param result what the run came to
 * @param header the first line of the log
 * @param events the other lines
 * @param <M> the messages
 */
public record Recording<M>(RunResult<M> result, TraceHeader header, List<TraceEvent> events) {

  /** Copies the events. */
  public Recording {
    events = List.copyOf(events);
  }

  /**
   * Validates the log.
   *
   * @param validator for the spec of the log, with its constants
   */
  public Validation validate(Validator validator) throws SpecException {
    try {
      RecordedSource source = new RecordedSource(this);
      return validator.validate(source, source.nextRun().orElseThrow());
    } catch (TraceException e) {
      throw new IllegalStateException(
          "a log of the simulator cannot be read: " + e.getMessage(), e);
    }
  }
}
