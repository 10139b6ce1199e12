package dev.lockstep.causality;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;

/** The events of one node in a log of several. */
final class SplitLog implements TraceSource {

  private final TraceSource whole;
  private final Iterator<TraceEvent> events;

  private SplitLog(TraceSource whole, List<TraceEvent> events) {
    this.whole = whole;
    this.events = events.iterator();
  }

  /** Reads the rest of the run that {@code whole} is at, and takes its nodes apart. */
  static List<TraceSource> byNode(TraceSource whole) throws TraceException {
    SequencedMap<String, List<TraceEvent>> nodes = new LinkedHashMap<>();
    Optional<TraceEvent> event = whole.nextEvent();
    while (event.isPresent()) {
      nodes
          .computeIfAbsent(event.get().node().orElse(""), ignored -> new ArrayList<>())
          .add(event.get());
      event = whole.nextEvent();
    }
    List<TraceSource> logs = new ArrayList<>();
    nodes.values().forEach(ofNode -> logs.add(new SplitLog(whole, ofNode)));
    return logs.isEmpty() ? List.of(whole) : logs;
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public Optional<TraceHeader> nextRun() throws TraceException {
    return whole.nextRun();
  }

  @Override
  public Optional<TraceEvent> nextEvent() {
    return events.hasNext() ? Optional.of(events.next()) : Optional.empty();
  }

  @Override
  public SortedSet<String> unusedFields() {
    return whole.unusedFields();
  }

  @Override
  public void close() {
    // The whole log belongs to whoever opened it.
  }
}
