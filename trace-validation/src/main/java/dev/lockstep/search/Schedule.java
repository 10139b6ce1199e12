package dev.lockstep.search;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import java.util.List;
import java.util.Map;

/**
 * The events of a run and the orders in which they may have happened. Reads them as they are asked
 * for. Not safe for use by several threads.
 */
public interface Schedule {

  /**
   * An event that may be next.
   *
   * @param event the event
   * @param after the cut after it
   */
  record Next(TraceEvent event, Cut after) {}

  /** Returns the cut before all events. */
  Cut start();

  /** Returns the events that may come next after {@code cut}; none if all were taken. */
  List<Next> next(Cut cut) throws TraceException;

  /** Promises that {@link #next} will only be asked about cuts that contain {@code cut}. */
  void forget(Cut cut);

  /**
   * Reads on to the end of the run, but not more than {@code limit} events beyond those forgotten.
   *
   * @return whether all events are known now
   */
  boolean readAhead(int limit) throws TraceException;

  /** Returns how many events are known, those that were forgotten included. */
  long known();

  /**
   * Returns all texts that events mention which are taken after {@code from} events and among the
   * first {@code to}; or more than these. For each the number of events up to the last one that
   * mentions it, or more.
   */
  Map<String, Long> lastMentions(long from, long to);
}
