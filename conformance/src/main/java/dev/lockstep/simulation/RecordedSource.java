package dev.lockstep.simulation;

import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.util.Iterator;
import java.util.Optional;

/** The log of a run that was never written to a file. Not safe for use by several threads. */
public final class RecordedSource implements TraceSource {

  private final Recording<?> recording;
  private final Iterator<TraceEvent> events;
  private boolean started;
  private int line = 1;

  /** Creates a source with one run in it. */
  public RecordedSource(Recording<?> recording) {
    this.recording = recording;
    this.events = recording.events().iterator();
  }

  @Override
  public String name() {
    return "run " + recording.result().run();
  }

  @Override
  public Optional<TraceHeader> nextRun() {
    boolean first = !started;
    started = true;
    return first ? Optional.of(recording.header()) : Optional.empty();
  }

  /** Events have the line numbers that they would have in a file. */
  @Override
  public Optional<TraceEvent> nextEvent() {
    line++;
    return events.hasNext()
        ? Optional.of(events.next().from(new Origin(name(), line)))
        : Optional.empty();
  }

  @Override
  public void close() {
    // There is nothing to give back.
  }
}
