package dev.lockstep.simulation;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
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
}
