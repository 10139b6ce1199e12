package dev.lockstep.report;

import dev.lockstep.diagram.Roles;
import dev.lockstep.search.Node;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.RecordOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a run: which step sent them, which received them, which lost them. What the log
 * says about messages sent and received comes first; otherwise they are those that enter and leave
 * the spec's network.
 */
final class Messages {

  /** What became of a message; the page knows it by its number. */
  enum Fate {
    RECEIVED(0),
    LOST(1),
    UNDER_WAY(2);

    final int number;

    Fate(int number) {
      this.number = number;
    }
  }

  /** A message on its way; {@code -1} where the row or {@code null} where the lane is unknown. */
  static final class Flight {
    final String label;
    final @Nullable String from;
    final int sent;
    @Nullable String to;
    int ended = -1;
    Fate fate = Fate.UNDER_WAY;

    private Flight(String label, @Nullable String from, @Nullable String to, int sent) {
      this.label = label;
      this.from = from;
      this.to = to;
      this.sent = sent;
    }
  }

  private final Roles roles;
  private final boolean logged;
  private final List<Flight> flights = new ArrayList<>();
  private final Map<Object, List<Flight>> open = new HashMap<>();
  private SortedMap<TlaValue, Integer> inFlight = Collections.emptySortedMap();

  /**
   * Starts in {@code state}.
   *
   * @param logged whether the log says which messages were sent and received
   */
  Messages(Roles roles, boolean logged, Optional<SpecState> state) {
    this.roles = roles;
    this.logged = logged;
    if (!logged && state.isPresent()) {
      inFlight = roles.messages(state.get().values());
    }
  }

  List<Flight> flights() {
    return flights;
  }

  /** Takes a row that shows an event of the log. */
  void event(int row, @Nullable String lane, TraceEvent event) {
    if (!logged) {
      return;
    }
    for (String name : event.causality().received()) {
      receive(row, lane, name, name);
    }
    for (String name : event.causality().sent()) {
      send(name, new Flight(name, lane, null, row));
    }
  }

  /** Takes a row that shows a step. */
  void step(int row, @Nullable String lane, Node.Taken taken, SortedMap<String, TlaValue> state) {
    if (logged || taken.call().isEmpty()) {
      return;
    }
    SortedMap<TlaValue, Integer> after = roles.messages(state);
    List<RecordOf> removed = more(after, inFlight);
    if (lane != null) {
      List<RecordOf> received = new ArrayList<>(roles.received(taken.call().get(), lane, inFlight));
      for (RecordOf message : removed) {
        if (!received.contains(message) && goesTo(message, lane)) {
          received.add(message);
        }
      }
      for (RecordOf message : received) {
        receive(row, lane, message, roles.label(message));
      }
      removed.removeAll(received);
    }
    for (RecordOf message : removed) {
      lose(row, message);
    }
    for (RecordOf message : more(inFlight, after)) {
      send(
          message,
          new Flight(
              roles.label(message),
              roles.from(message).orElse(lane),
              roles.to(message).orElse(null),
              row));
    }
    inFlight = after;
  }

  private boolean goesTo(RecordOf message, String lane) {
    return roles.to(message).map(to -> to.equals(lane)).orElse(true);
  }

  private void send(Object message, Flight flight) {
    flights.add(flight);
    List<Flight> sent = open.computeIfAbsent(message, ignored -> new ArrayList<>());
    sent.removeIf(earlier -> earlier.fate != Fate.UNDER_WAY);
    sent.add(flight);
  }

  private void receive(int row, @Nullable String lane, Object message, String label) {
    List<Flight> sent = open.computeIfAbsent(message, ignored -> new ArrayList<>());
    Flight arrived = null;
    for (Flight flight : sent) {
      if (flight.fate == Fate.UNDER_WAY) {
        arrived = flight;
        break;
      }
    }
    if (arrived == null) {
      // Received once more, by this node or another, or sent before the first row.
      Flight last = sent.isEmpty() ? null : sent.getLast();
      String from =
          last != null
              ? last.from
              : message instanceof RecordOf record ? roles.from(record).orElse(null) : null;
      arrived = new Flight(label, from, lane, last == null ? -1 : last.sent);
      send(message, arrived);
    }
    arrived.to = lane;
    arrived.ended = row;
    arrived.fate = Fate.RECEIVED;
  }

  private void lose(int row, RecordOf message) {
    for (Flight flight : open.getOrDefault(message, List.of())) {
      if (flight.fate == Fate.UNDER_WAY) {
        flight.ended = row;
        flight.fate = Fate.LOST;
        return;
      }
    }
  }

  private static List<RecordOf> more(
      SortedMap<TlaValue, Integer> less, SortedMap<TlaValue, Integer> more) {
    List<RecordOf> found = new ArrayList<>();
    more.forEach(
        (message, copies) -> {
          if (copies > less.getOrDefault(message, 0)) {
            found.add((RecordOf) message);
          }
        });
    return found;
  }
}
