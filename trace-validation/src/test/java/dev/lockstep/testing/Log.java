package dev.lockstep.testing;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A log in memory with one run. */
public final class Log implements TraceSource {

  public static final TraceHeader HEADER =
      new TraceHeader(
          1,
          Optional.empty(),
          Optional.empty(),
          new TreeMap<>(),
          Optional.empty(),
          Optional.empty(),
          new TreeMap<>());

  private final String name;
  private final Iterator<TraceEvent> events;

  public Log(List<TraceEvent> events) {
    this("log", events);
  }

  public Log(String name, List<TraceEvent> events) {
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
