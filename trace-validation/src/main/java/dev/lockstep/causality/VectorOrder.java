package dev.lockstep.causality;

import dev.lockstep.search.Cut;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An event comes after all events that its vector clock counts. Reads a log as far as needed to
 * know that what comes later in it is not counted. A node that has no event in any log makes it
 * read everything, because its events could still come.
 */
final class VectorOrder implements HappensBefore {

  /** Up to which of its events a node was asked for, and by whom. */
  private record Claim(long counter, int log, TraceEvent event) {}

  /** The events of one node in one log. */
  private static final class Track {
    private final NavigableMap<Long, Integer> numbers = new TreeMap<>();
    private TraceEvent last = TraceEvent.ANY;
    private long counter;

    /** Returns how many events of the log have to come before what knows {@code known} events. */
    int upTo(long known) {
      Map.Entry<Long, Integer> entry = numbers.floorEntry(known);
      return entry == null ? 0 : entry.getValue() + 1;
    }
  }

  private final Logs logs;
  private final List<Map<String, Track>> tracks = new ArrayList<>();
  private final List<SortedMap<Integer, int[]>> needs = new ArrayList<>();
  private final Map<String, Claim> claims = new HashMap<>();

  VectorOrder(Logs logs) {
    this.logs = logs;
    for (int log = 0; log < logs.count(); log++) {
      tracks.add(new HashMap<>());
      needs.add(new TreeMap<>());
    }
  }

  @Override
  public void add(int log, int number, TraceEvent event) throws TraceException {
    long counter = counter(log, event);
    String node = event.node().orElseThrow();
    Track track = tracks.get(log).computeIfAbsent(node, ignored -> new Track());
    checkForward(log, event, track);
    Claim claim = claims.get(node);
    if (claim != null && counter <= claim.counter) {
      throw late(log, event, claim);
    }
    track.numbers.put(counter, number);
    track.counter = counter;
    track.last = event;
  }

  private long counter(int log, TraceEvent event) throws TraceException {
    SortedMap<String, Long> vector = event.causality().vector();
    if (vector.isEmpty()) {
      throw logs.malformed(
          log,
          event,
          "this event has no vector clock, but others have, so that its place among them is not"
              + " known; log \"vector\" with every event, or validate with --order messages,"
              + " lamport or logs");
    }
    if (event.node().isEmpty()) {
      throw logs.malformed(
          log,
          event,
          "this event has a vector clock but no \"node\", so that it is not known which counter is"
              + " its own");
    }
    Long own = vector.get(event.node().get());
    if (own == null || own < 1) {
      throw logs.malformed(
          log,
          event,
          "the vector clock "
              + vector
              + " does not count this event of its own node "
              + event.node().get()
              + ": its counter there has to be 1 or more");
    }
    return own;
  }

  private void checkForward(int log, TraceEvent event, Track track) throws TraceException {
    String node = event.node().orElseThrow();
    SortedMap<String, Long> vector = event.causality().vector();
    for (Map.Entry<String, Long> before : track.last.causality().vector().entrySet()) {
      long now = vector.getOrDefault(before.getKey(), 0L);
      if (before.getKey().equals(node) ? now <= before.getValue() : now < before.getValue()) {
        throw logs.malformed(
            log,
            event,
            "the vector clock of node "
                + node
                + (now == before.getValue() ? " does not advance" : " goes back")
                + ": "
                + before.getKey()
                + " is "
                + now
                + " here and "
                + before.getValue()
                + " in the event before ("
                + logs.place(log, track.last)
                + "); give a node that starts anew another name, and sort the lines of a node by"
                + " its own counter");
      }
    }
  }

  private TraceException late(int log, TraceEvent event, Claim claim) {
    String node = event.node().orElseThrow();
    return logs.malformed(
        log,
        event,
        "this event of node "
            + node
            + " happened before the one at "
            + logs.place(claim.log, claim.event)
            + ", whose vector clock counts "
            + claim.counter
            + " events of "
            + node
            + ", "
            + (log == claim.log
                ? "but stands after it in the same log; sort its lines, or take the nodes apart"
                    + " with --by-node"
                : "but comes too late in its log to be put before it; give each node one log of its"
                    + " own"));
  }

  @Override
  public int waitsFor(int log, Cut cut) throws TraceException {
    int number = cut.taken(log);
    int[] needed = needs.get(log).get(number);
    if (needed == null) {
      needed = needs(log, number);
      needs.get(log).put(number, needed);
    }
    for (int other = 0; other < needed.length; other++) {
      if (cut.taken(other) < needed[other]) {
        return other;
      }
    }
    return NONE;
  }

  private int[] needs(int log, int number) throws TraceException {
    TraceEvent event = logs.get(log, number).orElseThrow();
    int[] needed = new int[logs.count()];
    for (Map.Entry<String, Long> known : event.causality().vector().entrySet()) {
      if (known.getValue() > 0) {
        need(needed, log, number, known.getKey(), known.getValue());
      }
    }
    return needed;
  }

  private void need(int[] needed, int log, int number, String node, long counter)
      throws TraceException {
    TraceEvent event = logs.get(log, number).orElseThrow();
    boolean more = true;
    while (more && tracks.stream().noneMatch(ofLog -> ofLog.containsKey(node))) {
      more = logs.readOnAll(NONE);
    }
    for (int other = 0; other < needed.length; other++) {
      Track track = tracks.get(other).get(node);
      if (track == null) {
        continue;
      }
      if (other == log) {
        int until = track.upTo(counter);
        if (until > number + 1) {
          TraceEvent later = logs.get(log, until - 1).orElseThrow();
          throw late(log, later, new Claim(counter, log, event));
        }
        continue;
      }
      while (track.counter <= counter && logs.readOn(other)) {}
      needed[other] = Math.max(needed[other], track.upTo(counter));
      if (event.node().orElseThrow().equals(node) && track.numbers.containsKey(counter)) {
        throw clash(log, event, other, track.numbers.get(counter));
      }
    }
    claims.merge(node, new Claim(counter, log, event), (a, b) -> a.counter >= b.counter ? a : b);
  }

  private TraceException clash(int log, TraceEvent event, int other, int number)
      throws TraceException {
    return logs.malformed(
        log,
        event,
        "node "
            + event.node().orElseThrow()
            + " has two events with the counter "
            + event.causality().vector().get(event.node().orElseThrow())
            + ", here and at "
            + logs.place(other, logs.get(other, number).orElseThrow())
            + "; leave out one of the logs if both are of the same events, else give the nodes"
            + " different names");
  }

  @Override
  public void forget(int log, int number) {
    needs.get(log).headMap(number).clear();
    for (Track track : tracks.get(log).values()) {
      while (!track.numbers.isEmpty() && track.numbers.firstEntry().getValue() < number) {
        track.numbers.pollFirstEntry();
      }
    }
  }

  @Override
  public List<String> warnings() {
    List<String> unknown =
        claims.keySet().stream()
            .filter(node -> tracks.stream().noneMatch(ofLog -> ofLog.containsKey(node)))
            .sorted()
            .toList();
    return unknown.isEmpty()
        ? List.of()
        : List.of(
            "the vector clocks count events of "
                + String.join(", ", unknown)
                + ", of which no log has any: is a log missing?");
  }
}
