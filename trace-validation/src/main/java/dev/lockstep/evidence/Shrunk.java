package dev.lockstep.evidence;

import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceWriter;
import dev.lockstep.validation.Validation;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;

/**
 * What is left of a rejected run.
 *
 * @param header its header, with the name of the spec and its constants
 * @param events what is left of the events, each with the place where it stood
 * @param before how many events the run had
 * @param whole where the whole run stops
 * @param stop where what is left stops: at the same event, for the same reason
 * @param silenced the variables that no longer occur, though the log had them
 * @param tried how many shorter runs were tried
 * @param minimal whether no event can be left out; if not, the budget ran out
 */
public record Shrunk(
    TraceHeader header,
    List<TraceEvent> events,
    int before,
    Validation.Stop whole,
    Validation.Stop stop,
    SortedSet<String> silenced,
    long tried,
    boolean minimal) {

  /** Copies the events. */
  public Shrunk {
    events = List.copyOf(events);
  }

  /**
   * Returns where the events stood, in order: the first is on line 2 of the log that is written.
   */
  public List<Origin> origins() {
    return events.stream().map(TraceEvent::origin).toList();
  }

  /**
   * Says whether trace format v1 can express the events: not if one may be no step at all, or is
   * several steps. A log that is written of those says more or less than they do.
   */
  public boolean isWritable() {
    return events.stream()
        .map(TraceEvent::steps)
        .allMatch(
            steps -> steps.stuttering() == Steps.Stuttering.NEVER && steps.calls().size() <= 1);
  }

  /** Writes it as a log of its own. */
  public void writeTo(TraceWriter writer) throws IOException {
    writer.header(header);
    for (TraceEvent event : events) {
      writer.event(event);
    }
  }
}
