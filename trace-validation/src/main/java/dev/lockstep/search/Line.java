package dev.lockstep.search;

import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of one log, in the order of its lines. Keeps those that may be asked for again. */
public final class Line implements Schedule {

  private final TraceSource source;
  private final Window<TraceEvent> window = new Window<>();
  private boolean ended;

  /** Creates the schedule of the run whose header {@code source} has just returned. */
  public Line(TraceSource source) {
    this.source = source;
  }

  @Override
  public Cut start() {
    return Cut.start(1);
  }

  @Override
  public List<Next> next(Cut cut) throws TraceException {
    while (window.end() <= cut.level()) {
      if (!readOne()) {
        return List.of();
      }
    }
    return List.of(new Next(window.get(cut.level()), cut.after(0)));
  }

  private boolean readOne() throws TraceException {
    if (ended) {
      return false;
    }
    Optional<TraceEvent> event = source.nextEvent();
    event.ifPresent(window::add);
    ended = event.isEmpty();
    return !ended;
  }

  @Override
  public void forget(Cut cut) {
    window.forget(cut.level());
  }

  @Override
  public boolean readAhead(int limit) throws TraceException {
    boolean more = true;
    while (more && window.size() < limit) {
      more = readOne();
    }
    return ended;
  }

  @Override
  public long known() {
    return window.end();
  }

  @Override
  public Map<String, Long> lastMentions(long from, long to) {
    Map<String, Long> last = new HashMap<>();
    for (long number = Math.max(from, window.first());
        number < Math.min(to, window.end());
        number++) {
      long upTo = number + 1;
      Mentions.in(window.get(number)).forEach(text -> last.put(text, upTo));
    }
    return last;
  }
}
