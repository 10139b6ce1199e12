package dev.lockstep.causality;

import dev.lockstep.search.Cut;
import dev.lockstep.search.Window;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The logs of one run, read as far as was asked, without what is not asked for again. */
final class Logs {

  /** How many events are kept at most to look for one that may be far ahead. */
  static final int FAR = 1_000_000;

  private final List<TraceSource> sources;
  private final List<Window<TraceEvent>> windows = new ArrayList<>();
  private final boolean[] ended;
  private final Map<String, SequencedSet<Integer>> nodes = new TreeMap<>();
  private final int far;
  private int kept;
  private boolean vectors;
  private boolean messages;
  private @Nullable HappensBefore order;

  Logs(List<? extends TraceSource> sources, int far) {
    this.sources = List.copyOf(sources);
    this.far = far;
    this.sources.forEach(source -> windows.add(new Window<>()));
    this.ended = new boolean[sources.size()];
  }

  /** Returns how many logs there are. */
  int count() {
    return sources.size();
  }

  String name(int log) {
    return sources.get(log).name();
  }

  /** Tells {@code follower} of every event that was read, and of every one that will be. */
  void follow(HappensBefore follower) throws TraceException {
    for (int log = 0; log < count(); log++) {
      Window<TraceEvent> window = windows.get(log);
      for (long number = window.first(); number < window.end(); number++) {
        follower.add(log, (int) number, window.get(number));
      }
    }
    order = follower;
  }

  /** Returns an event, if the log has so many. */
  Optional<TraceEvent> get(int log, int number) throws TraceException {
    Window<TraceEvent> window = windows.get(log);
    while (window.end() <= number) {
      if (!readOne(log)) {
        return Optional.empty();
      }
    }
    return Optional.of(window.get(number));
  }

  /** Reads one more event of {@code log}, if it has one and not too many are kept. */
  boolean readOn(int log) throws TraceException {
    return kept < far && readOne(log);
  }

  /** Reads one more event of each log other than {@code except}, in the same way. */
  boolean readOnAll(int except) throws TraceException {
    boolean any = false;
    for (int log = 0; log < count(); log++) {
      any |= log != except && readOn(log);
    }
    return any;
  }

  private boolean readOne(int log) throws TraceException {
    if (ended[log]) {
      return false;
    }
    Optional<TraceEvent> read = sources.get(log).nextEvent();
    if (read.isEmpty()) {
      ended[log] = true;
      return false;
    }
    TraceEvent event = read.get();
    Window<TraceEvent> window = windows.get(log);
    int number = Math.toIntExact(window.end());
    window.add(event);
    kept++;
    vectors |= !event.causality().vector().isEmpty();
    messages |= !event.causality().sent().isEmpty() || !event.causality().received().isEmpty();
    event
        .node()
        .ifPresent(node -> nodes.computeIfAbsent(node, n -> new LinkedHashSet<>()).add(log));
    if (order != null) {
      order.add(log, number, event);
    }
    return true;
  }

  /** Says whether all events of all logs were read. */
  boolean allEnded() {
    for (boolean end : ended) {
      if (!end) {
        return false;
      }
    }
    return true;
  }

  /** Returns how many events were read, those that were forgotten included. */
  long known() {
    return windows.stream().mapToLong(Window::end).sum();
  }

  /** Returns how many events are kept. */
  int kept() {
    return kept;
  }

  /** Returns the number of the first event of {@code log} that is kept. */
  int first(int log) {
    return (int) windows.get(log).first();
  }

  /** Returns the events of {@code log} that are kept and have smaller numbers than {@code end}. */
  List<TraceEvent> kept(int log, long end) {
    Window<TraceEvent> window = windows.get(log);
    List<TraceEvent> events = new ArrayList<>();
    for (long number = window.first(); number < Math.min(end, window.end()); number++) {
      events.add(window.get(number));
    }
    return events;
  }

  /** Forgets the events that {@code cut} contains. */
  void forget(Cut cut) {
    for (int log = 0; log < count(); log++) {
      Window<TraceEvent> window = windows.get(log);
      kept -= window.size();
      window.forget(cut.taken(log));
      kept += window.size();
    }
  }

  /** Says whether any event has a vector clock. */
  boolean haveVectors() {
    return vectors;
  }

  /** Says whether any event names a message. */
  boolean haveMessages() {
    return messages;
  }

  /** Returns the logs of each node. */
  Map<String, SequencedSet<Integer>> nodes() {
    return nodes;
  }

  /** Returns where {@code event} of {@code log} stands, for a sentence. */
  String place(int log, TraceEvent event) {
    Origin origin = event.origin();
    String file = origin.file().isEmpty() ? name(log) : origin.file();
    return file + (origin.line() == 0 ? "" : ", line " + origin.line());
  }

  /** Returns an error about {@code event} of {@code log}. */
  TraceException malformed(int log, TraceEvent event, String problem) {
    String file = event.origin().file().isEmpty() ? name(log) : event.origin().file();
    return new TraceException(file, event.line(), 0, problem, null);
  }
}
