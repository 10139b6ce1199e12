package dev.lockstep.causality;

import dev.lockstep.search.Cut;
import dev.lockstep.search.Mentions;
import dev.lockstep.search.Schedule;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The events of several logs of one run, in every order in which they may have happened: those of
 * one log one after the other, those of different logs as an {@link Order} says. Events that may
 * come next are given in the order that is most likely the one in which they happened: by clock,
 * then by log.
 */
public final class MergedLogs implements Schedule {

  /** How many events of each log are looked at to find out what the logs have. */
  private static final int LOOK = 1000;

  private record Candidate(Next next, long clock) {}

  private final Logs logs;
  private final Order wanted;
  private Order order;
  private @Nullable HappensBefore before;

  /**
   * Creates the schedule of one run.
   *
   * @param sources the logs, each just after its header
   * @param order what orders their events
   */
  public MergedLogs(List<? extends TraceSource> sources, Order order) {
    this(sources, order, Logs.FAR);
  }

  MergedLogs(List<? extends TraceSource> sources, Order order, int far) {
    this.logs = new Logs(sources, far);
    this.wanted = order;
    this.order = order;
  }

  /** Returns what orders the events; {@link Order#AUTO} until the first of them was asked for. */
  public Order order() {
    return order;
  }

  /** Returns what a user should know about the order, as far as the logs were read. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (before != null) {
      warnings.addAll(before.warnings());
    }
    if (wanted == Order.AUTO && order != Order.VECTOR && logs.haveVectors()) {
      warnings.add(
          "some later events have vector clocks, which were not used; --order vector uses them");
    }
    if (wanted == Order.AUTO
        && (order == Order.LAMPORT || order == Order.LOGS)
        && logs.haveMessages()) {
      warnings.add(
          "some later events name messages, which were not used; --order messages uses them");
    }
    if (order == Order.MESSAGES || order == Order.LOGS) {
      for (Map.Entry<String, SequencedSet<Integer>> node : logs.nodes().entrySet()) {
        if (node.getValue().size() > 1) {
          warnings.add(
              "node "
                  + node.getKey()
                  + " has events in several logs ("
                  + String.join(", ", node.getValue().stream().map(logs::name).toList())
                  + "), whose order is not known");
        }
      }
    }
    return List.copyOf(warnings);
  }

  private HappensBefore before() throws TraceException {
    HappensBefore known = before;
    if (known == null) {
      order = wanted == Order.AUTO ? whatTheyHave() : wanted;
      known =
          switch (order) {
            case VECTOR -> new VectorOrder(logs);
            case MESSAGES -> new MessageOrder(logs);
            case LAMPORT -> new LamportOrder(logs);
            case LOGS, AUTO -> new LineOrder(logs);
          };
      logs.follow(known);
      before = known;
    }
    return known;
  }

  /** Clocks are in every event or of no use; messages may be rare. */
  private Order whatTheyHave() throws TraceException {
    if (logs.count() == 1) {
      return Order.LOGS;
    }
    boolean clocks = false;
    for (int log = 0; log < logs.count(); log++) {
      clocks |= logs.get(log, 0).flatMap(TraceEvent::clock).isPresent();
    }
    if (logs.haveVectors()) {
      return Order.VECTOR;
    }
    for (int number = 1; number < LOOK && !logs.haveMessages() && !logs.allEnded(); number++) {
      logs.readOnAll(HappensBefore.NONE);
    }
    return logs.haveMessages() ? Order.MESSAGES : clocks ? Order.LAMPORT : Order.LOGS;
  }

  @Override
  public Cut start() {
    return Cut.start(logs.count());
  }

  @Override
  public List<Next> next(Cut cut) throws TraceException {
    HappensBefore known = before();
    // The order has to know all events that could be next before it compares them.
    List<Optional<TraceEvent>> heads = new ArrayList<>();
    for (int log = 0; log < logs.count(); log++) {
      heads.add(logs.get(log, cut.taken(log)));
    }
    List<Candidate> ready = new ArrayList<>();
    boolean complete = true;
    for (int log = 0; log < logs.count(); log++) {
      Optional<TraceEvent> event = heads.get(log);
      complete &= event.isEmpty();
      if (event.isPresent() && known.waitsFor(log, cut) == HappensBefore.NONE) {
        Next next = new Next(event.get(), cut.after(log));
        ready.add(new Candidate(next, likelyTime(event.get(), cut.taken(log))));
      }
    }
    if (ready.isEmpty() && !complete) {
      throw circle(known, cut);
    }
    ready.sort(Comparator.comparingLong(Candidate::clock));
    return ready.stream().map(Candidate::next).toList();
  }

  /** The sum of a vector clock grows along happens-before, as a Lamport clock does. */
  private static long likelyTime(TraceEvent event, int number) {
    if (event.clock().isPresent()) {
      return event.clock().get();
    }
    return event.causality().vector().isEmpty()
        ? number
        : event.causality().vector().values().stream().mapToLong(Long::longValue).sum();
  }

  /** If no event can be next, each waits for another, so that following them ends in a circle. */
  private TraceException circle(HappensBefore known, Cut cut) throws TraceException {
    int log = 0;
    while (logs.get(log, cut.taken(log)).isEmpty()) {
      log++;
    }
    List<Integer> way = new ArrayList<>();
    while (!way.contains(log)) {
      way.add(log);
      log = known.waitsFor(log, cut);
    }
    List<Integer> around = way.subList(way.indexOf(log), way.size());
    List<String> waiting = new ArrayList<>();
    for (int index = 0; index < around.size(); index++) {
      int each = around.get(index);
      int other = around.get((index + 1) % around.size());
      TraceEvent start = logs.get(other, cut.taken(other)).orElseThrow();
      waiting.add(
          describe(each, logs.get(each, cut.taken(each)).orElseThrow())
              + " waits for an event "
              + (each == other ? "after itself" : "at or after " + logs.place(other, start)));
    }
    return logs.malformed(
        log,
        logs.get(log, cut.taken(log)).orElseThrow(),
        "by their "
            + order.words()
            + ", the events go around in a circle: "
            + String.join("; ", waiting)
            + ". One of these lines has a wrong clock or message, or does not stand where it"
            + " belongs");
  }

  private String describe(int log, TraceEvent event) {
    return event.steps()
        + event.node().map(node -> " of " + node).orElse("")
        + " ("
        + logs.place(log, event)
        + ")";
  }

  @Override
  public void forget(Cut cut) {
    for (int log = 0; log < logs.count() && before != null; log++) {
      before.forget(log, cut.taken(log));
    }
    logs.forget(cut);
  }

  @Override
  public boolean readAhead(int limit) throws TraceException {
    before();
    boolean more = true;
    while (more && logs.kept() < limit) {
      more = logs.readOnAll(HappensBefore.NONE);
    }
    return logs.allEnded();
  }

  @Override
  public long known() {
    return logs.known();
  }

  /** Returns how many events are kept. */
  int kept() {
    return logs.kept();
  }

  @Override
  public Map<String, Long> lastMentions(long from, long to) {
    // An event comes after all that stand before it in its log, and maybe after all other logs.
    Map<String, Long> last = new HashMap<>();
    for (int log = 0; log < logs.count(); log++) {
      for (TraceEvent event : logs.kept(log, to)) {
        Mentions.in(event).forEach(text -> last.put(text, Long.MAX_VALUE));
      }
    }
    return last;
  }
}
