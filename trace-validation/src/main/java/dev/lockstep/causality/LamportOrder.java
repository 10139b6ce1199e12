package dev.lockstep.causality;

import dev.lockstep.search.Cut;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Smaller Lamport clocks first: the clocks of a log must not go back, so that its next is least.
 */
final class LamportOrder implements HappensBefore {

  private final Logs logs;
  private final List<Map<String, TraceEvent>> lastOfNode = new ArrayList<>();
  private final @Nullable TraceEvent[] last;

  LamportOrder(Logs logs) {
    this.logs = logs;
    this.last = new @Nullable TraceEvent[logs.count()];
    for (int log = 0; log < logs.count(); log++) {
      lastOfNode.add(new HashMap<>());
    }
  }

  @Override
  public void add(int log, int number, TraceEvent event) throws TraceException {
    if (event.clock().isEmpty()) {
      throw logs.malformed(
          log,
          event,
          "this event has no Lamport clock, so that its place among the events of other logs is"
              + " not known; log \"clock\" with every event, or validate with --order messages or"
              + " logs");
    }
    Optional<TraceEvent> before = event.node().map(node -> lastOfNode.get(log).put(node, event));
    if (before.isPresent() && clock(before.get()) >= clock(event)) {
      throw logs.malformed(
          log,
          event,
          "the Lamport clock of node "
              + event.node().orElse("")
              + " does not advance: it is "
              + clock(event)
              + " here and "
              + clock(before.get())
              + " in the event before ("
              + logs.place(log, before.get())
              + "); a clock advances with every event of its node");
    }
    TraceEvent previous = last[log];
    if (previous != null && clock(previous) > clock(event)) {
      throw logs.malformed(
          log,
          event,
          "the Lamport clock goes back from "
              + clock(previous)
              + " ("
              + logs.place(log, previous)
              + ") to "
              + clock(event)
              + ": a log of several nodes has to be in the order of its clocks; sort its lines by"
              + " them, or take the nodes apart with --by-node");
    }
    last[log] = event;
  }

  @Override
  public int waitsFor(int log, Cut cut) throws TraceException {
    TraceEvent event = logs.get(log, cut.taken(log)).orElseThrow();
    for (int other = 0; other < logs.count(); other++) {
      Optional<TraceEvent> head =
          other == log ? Optional.empty() : logs.get(other, cut.taken(other));
      if (head.isEmpty()) {
        continue;
      }
      if (clock(head.get()) < clock(event)) {
        return other;
      }
      if (clock(head.get()) == clock(event)
          && event.node().isPresent()
          && event.node().equals(head.get().node())) {
        throw logs.malformed(
            log,
            event,
            "node "
                + event.node().get()
                + " has two events with the Lamport clock "
                + clock(event)
                + ", here and at "
                + logs.place(other, head.get())
                + "; leave out one of the logs if both are of the same events, else give the nodes"
                + " different names");
      }
    }
    return NONE;
  }

  private static long clock(TraceEvent event) {
    return event.clock().orElseThrow();
  }

  @Override
  public void forget(int log, int number) {}

  @Override
  public List<String> warnings() {
    return List.of();
  }
}
