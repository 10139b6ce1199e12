package dev.lockstep.search;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** All nodes after the same number of events, by the events that were taken. */
final class Level {

  private final long number;
  private final SequencedMap<Cut, Frontier> frontiers = new LinkedHashMap<>();

  Level(long number) {
    this.number = number;
  }

  /** Returns how many events were taken. */
  long number() {
    return number;
  }

  void add(Cut cut, Node node) {
    frontiers.computeIfAbsent(cut, ignored -> new Frontier()).add(node);
  }

  boolean isEmpty() {
    return frontiers.isEmpty();
  }

  long size() {
    long size = 0;
    for (Frontier frontier : frontiers.values()) {
      size += frontier.size();
    }
    return size;
  }

  Collection<Map.Entry<Cut, Frontier>> frontiers() {
    return frontiers.entrySet();
  }

  /** Returns the same nodes, as {@code quotient} has them. */
  Level modulo(Quotient quotient) {
    Level result = new Level(number);
    frontiers.forEach(
        (cut, frontier) ->
            frontier.nodes().forEach(node -> result.add(cut, quotient.representative(node))));
    return result;
  }

  /** Returns the nodes by cut, in the names of the log. */
  List<Outcome.Reached> reached() {
    return frontiers.entrySet().stream()
        .map(
            entry ->
                new Outcome.Reached(
                    entry.getKey(), entry.getValue().nodes().stream().map(Node::named).toList()))
        .toList();
  }
}
