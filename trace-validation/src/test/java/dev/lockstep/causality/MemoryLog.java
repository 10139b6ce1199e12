package dev.lockstep.causality;

import dev.lockstep.testing.Log;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log in memory with a name and any number of runs; its first header is at line 1. */
final class MemoryLog implements TraceSource {

  private record Part(TraceHeader header, List<TraceEvent> events) {}

  private final String name;
  private final List<Part> parts = new ArrayList<>();
  private int part = -1;
  private int next;

  MemoryLog(String name) {
    this.name = name;
  }

  /** A log with one run, whose header was read. */
  static MemoryLog started(String name, List<TraceEvent> events) {
    MemoryLog log = new MemoryLog(name).run(Log.HEADER, events);
    log.part = 0;
    return log;
  }

  MemoryLog run(TraceHeader header, List<TraceEvent> events) {
    List<TraceEvent> placed = new ArrayList<>();
    events.forEach(event -> placed.add(event.from(new Origin(name, placed.size() + 2))));
    parts.add(new Part(header, placed));
    return this;
  }

  /** Starts again before the first run. */
  void restart() {
    part = -1;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<TraceHeader> nextRun() {
    part++;
    next = 0;
    return part < parts.size() ? Optional.of(parts.get(part).header()) : Optional.empty();
  }

  @Override
  public Optional<TraceEvent> nextEvent() {
    List<TraceEvent> events = parts.get(part).events();
    return next < events.size() ? Optional.of(events.get(next++)) : Optional.empty();
  }

  @Override
  public void close() {}
}
