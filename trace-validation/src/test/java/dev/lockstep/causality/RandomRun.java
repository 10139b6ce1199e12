package dev.lockstep.causality;

import dev.lockstep.trace.Causality;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Events of nodes that send each other messages, with all kinds of clocks. */
final class RandomRun {

  private record Message(String id, SortedMap<String, Long> vector, long clock) {}

  private RandomRun() {}

  /** Returns the events in the order in which they happened. */
  static List<TraceEvent> events(Random random, int nodes, int length) {
    Map<String, SortedMap<String, Long>> vectors = new HashMap<>();
    Map<String, Long> clocks = new HashMap<>();
    List<Message> network = new ArrayList<>();
    List<TraceEvent> events = new ArrayList<>();
    for (int index = 0; index < length; index++) {
      String node = "n" + random.nextInt(nodes);
      SortedMap<String, Long> vector = vectors.computeIfAbsent(node, ignored -> new TreeMap<>());
      long clock = clocks.getOrDefault(node, 0L);
      List<String> received = new ArrayList<>();
      List<String> sent = new ArrayList<>();
      if (!network.isEmpty() && random.nextInt(3) == 0) {
        // Messages stay in the network: they may be received more than once.
        Message message = network.get(random.nextInt(network.size()));
        message.vector.forEach((other, counter) -> vector.merge(other, counter, Math::max));
        clock = Math.max(clock, message.clock);
        received.add(message.id);
      }
      vector.merge(node, 1L, Long::sum);
      clocks.put(node, clock + 1);
      if (random.nextInt(3) == 0) {
        // Sometimes one more event sends a message that exists.
        String id = "m" + (random.nextInt(6) == 0 ? random.nextInt(index + 1) : index);
        sent.add(id);
        network.add(new Message(id, new TreeMap<>(vector), clock + 1));
      }
      events.add(
          TraceEvent.ANY
              .at(node)
              .with(LoggedCall.of("Event" + index))
              .after(new Causality(Optional.of(clock + 1), vector, sent, received)));
    }
    return events;
  }

  /** Returns the events by node, or with several nodes in a log, some of them missing. */
  static List<List<TraceEvent>> logs(
      Random random, List<TraceEvent> events, int logs, boolean gaps, boolean byClock) {
    List<List<TraceEvent>> split = new ArrayList<>();
    Map<String, Integer> logOfNode = new HashMap<>();
    for (int log = 0; log < logs; log++) {
      split.add(new ArrayList<>());
    }
    for (TraceEvent event : events) {
      int log =
          logOfNode.computeIfAbsent(
              event.node().orElseThrow(), ignored -> random.nextInt(split.size()));
      if (!gaps || random.nextInt(5) > 0) {
        split.get(log).add(event);
      }
    }
    if (byClock) {
      split.forEach(log -> log.sort(Comparator.comparingLong(e -> e.clock().orElseThrow())));
    }
    return split;
  }
}
