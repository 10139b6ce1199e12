package dev.lockstep.causality;

import dev.lockstep.search.Cut;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import java.util.List;

/** Which events of other logs an event has to wait for. */
interface HappensBefore {

  /** No log. */
  int NONE = -1;

  /**
   * Takes note of an event that was read; events of a log come in its order.
   *
   * @param number its number in its log, counted from 0
   * @throws TraceException if what it says about its order cannot be
   */
  void add(int log, int number, TraceEvent event) throws TraceException;

  /**
   * Returns a log that has to go on before the next event of {@code log} after {@code cut} can
   * happen, or {@link #NONE}. Once an event need not wait after a cut, it need not after a larger
   * one.
   */
  int waitsFor(int log, Cut cut) throws TraceException;

  /** Forgets the events of {@code log} before {@code number}: all further cuts contain them. */
  void forget(int log, int number);

  /** Returns what a user should know about the order. */
  List<String> warnings();
}
