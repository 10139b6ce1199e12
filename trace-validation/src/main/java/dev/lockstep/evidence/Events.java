package dev.lockstep.evidence;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.util.Iterator;
import java.util.Optional;

/** The events of one run that are in memory, after its header. */
final class Events implements TraceSource {

  private final String name;
  private final Iterator<TraceEvent> events;

  Events(String name, Iterable<TraceEvent> events) {
    this.name = name;
    this.events = events.iterator();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<TraceHeader> nextRun() {
    return Optional.empty();
  }

  @Override
  public Optional<TraceEvent> nextEvent() {
    return events.hasNext() ? Optional.of(events.next()) : Optional.empty();
  }

  @Override
  public void close() {}
}
