package dev.lockstep.causality;

import dev.lockstep.search.Cut;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A message is received after one of the events that send it. Remembers the name of every message
 * that was sent, for it may be received again at any time.
 */
final class MessageOrder implements HappensBefore {

  private static final int SHOWN = 3;

  private record Send(int log, int number) {}

  /** The events that send a message; forgotten once every further cut has one of them. */
  private static final class Sends {
    private final List<Send> known = new ArrayList<>();
    private boolean done;

    boolean any(Cut cut) {
      return done || known.stream().anyMatch(send -> send.number < cut.taken(send.log));
    }
  }

  private final Logs logs;
  private final Map<String, Sends> sends = new HashMap<>();

  /** How many events receive a message that no known event sends. */
  private final Map<String, Integer> open = new HashMap<>();

  /** Messages that were received although no log has their sending. */
  private final TreeSet<String> orphans = new TreeSet<>();

  MessageOrder(Logs logs) {
    this.logs = logs;
  }

  @Override
  public void add(int log, int number, TraceEvent event) throws TraceException {
    for (String id : event.causality().received()) {
      if (!sends.containsKey(id)) {
        open.merge(id, 1, Integer::sum);
      }
    }
    for (String id : event.causality().sent()) {
      if (orphans.contains(id)) {
        throw logs.malformed(
            log,
            event,
            "this event sends the message "
                + id
                + ", which was received so long before in another log that it was taken for one"
                + " whose sending was not logged; sort the logs so that both are nearer to each"
                + " other");
      }
      open.remove(id);
      Sends ofId = sends.computeIfAbsent(id, ignored -> new Sends());
      if (!ofId.done) {
        ofId.known.add(new Send(log, number));
      }
    }
  }

  @Override
  public int waitsFor(int log, Cut cut) throws TraceException {
    for (String id : logs.get(log, cut.taken(log)).orElseThrow().causality().received()) {
      if (orphans.contains(id)) {
        continue;
      }
      boolean more = true;
      while (more && !sends.containsKey(id)) {
        more = logs.readOnAll(HappensBefore.NONE);
      }
      Sends ofId = sends.get(id);
      if (ofId == null) {
        orphans.add(id);
      } else if (!ofId.any(cut)) {
        return ofId.known.getFirst().log;
      }
    }
    return NONE;
  }

  @Override
  public void forget(int log, int number) {
    for (TraceEvent event : logs.kept(log, number)) {
      for (String id : event.causality().sent()) {
        Sends ofId = sends.computeIfAbsent(id, ignored -> new Sends());
        ofId.done = true;
        ofId.known.clear();
      }
    }
  }

  @Override
  public List<String> warnings() {
    if (orphans.isEmpty()) {
      return List.of();
    }
    int receipts = orphans.stream().mapToInt(id -> open.getOrDefault(id, 0)).sum();
    return List.of(
        receipts
            + (receipts == 1 ? " event receives" : " events receive")
            + " messages that no log sends ("
            + String.join(", ", orphans.stream().limit(SHOWN).toList())
            + (orphans.size() > SHOWN ? ", …" : "")
            + "): nothing orders them after their sending");
  }
}
