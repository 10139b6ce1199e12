package dev.lockstep.trace;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The runs of a log, read as a stream: first the header of a run, then its events. Not safe for use
 * by several threads.
 */
public interface TraceSource extends Closeable {

  /** Returns the name of the file, as the user gave it. */
  String name();

  /** Skips what is left of the current run and returns the header of the next one, if any. */
  Optional<TraceHeader> nextRun() throws TraceException;

  /** Returns the next event of the current run, if any. */
  Optional<TraceEvent> nextEvent() throws TraceException;

  /** Returns the fields seen so far that have no part in the verdict. */
  default SortedSet<String> unusedFields() {
    return Collections.emptySortedSet();
  }

  /**
   * Returns how many events seen so far were left out because the mapping says that the spec does
   * not model them, by their name in the log.
   */
  default SortedMap<String, Long> notModelled() {
    return Collections.emptySortedMap();
  }

  /** Returns how many lines seen so far are no events, as the mapping selects others. */
  default long notSelected() {
    return 0;
  }

  /**
   * Returns the fields that the mapping asks for and that no event so far had: probably a slip in
   * the mapping.
   */
  default SortedSet<String> missingFields() {
    return Collections.emptySortedSet();
  }

  @Override
  void close() throws IOException;
}
