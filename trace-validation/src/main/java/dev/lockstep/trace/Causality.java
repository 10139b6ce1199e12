package dev.lockstep.trace;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an event knows about the order of events at different nodes.
 *
 * @param clock the Lamport clock of its node after the event
 * @param vector the vector clock of its node after the event: for each node how many of its events
 *     happened before or at this one; empty if the log has none
 * @param sent names of the messages that it sent
 * @param received names of the messages that it received
 */
public record Causality(
    Optional<Long> clock,
    SortedMap<String, Long> vector,
    List<String> sent,
    List<String> received) {

  /** Nothing is known. */
  public static final Causality NONE = ofClock(Optional.empty());

  /** Copies the collections. */
  public Causality {
    vector = Collections.unmodifiableSortedMap(new TreeMap<>(vector));
    sent = List.copyOf(sent);
    received = List.copyOf(received);
  }

  /** Returns what a Lamport clock alone says. */
  public static Causality ofClock(Optional<Long> clock) {
    return new Causality(clock, new TreeMap<>(), List.of(), List.of());
  }
}
