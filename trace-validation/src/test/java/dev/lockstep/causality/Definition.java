package dev.lockstep.causality;

import dev.lockstep.trace.Causality;
import dev.lockstep.trace.TraceEvent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The orders by their definitions, on all events at once: what may come after which events. Events
 * are numbered through all logs.
 */
final class Definition {

  private record Numbered(int log, TraceEvent event) {}

  private final Order order;
  private final List<Numbered> events = new ArrayList<>();

  Definition(Order order, List<List<TraceEvent>> logs) {
    this.order = order;
    for (int log = 0; log < logs.size(); log++) {
      for (TraceEvent event : logs.get(log)) {
        events.add(new Numbered(log, event));
      }
    }
  }

  int size() {
    return events.size();
  }

  TraceEvent event(int number) {
    return events.get(number).event();
  }

  /** Returns the events that may be next. */
  List<Integer> next(BitSet taken) {
    List<Integer> ready = new ArrayList<>();
    for (int number = 0; number < events.size(); number++) {
      if (!taken.get(number) && isReady(number, taken)) {
        ready.add(number);
      }
    }
    return ready;
  }

  /** Returns, for each number of events, the sets of so many that may come first. */
  List<Set<BitSet>> cuts() {
    List<Set<BitSet>> levels = new ArrayList<>();
    Set<BitSet> level = Set.of(new BitSet());
    while (!level.isEmpty()) {
      levels.add(level);
      Set<BitSet> after = new LinkedHashSet<>();
      for (BitSet taken : level) {
        for (int number : next(taken)) {
          BitSet more = (BitSet) taken.clone();
          more.set(number);
          after.add(more);
        }
      }
      level = after;
    }
    return levels;
  }

  private boolean isReady(int number, BitSet taken) {
    for (int other = 0; other < events.size(); other++) {
      if (other != number && !taken.get(other) && precedes(other, number)) {
        return false;
      }
    }
    return order != Order.MESSAGES || isSent(number, taken);
  }

  private boolean precedes(int first, int second) {
    Numbered one = events.get(first);
    Numbered two = events.get(second);
    if (one.log() == two.log()) {
      return first < second;
    }
    Causality left = one.event().causality();
    Causality right = two.event().causality();
    return switch (order) {
      case VECTOR -> {
        String node = one.event().node().orElseThrow();
        yield left.vector().getOrDefault(node, 0L) <= right.vector().getOrDefault(node, 0L);
      }
      case LAMPORT -> left.clock().orElseThrow() < right.clock().orElseThrow();
      case MESSAGES, LOGS, AUTO -> false;
    };
  }

  private boolean isSent(int number, BitSet taken) {
    for (String id : event(number).causality().received()) {
      boolean sentAtAll = false;
      boolean sentBefore = false;
      for (int other = 0; other < events.size(); other++) {
        boolean sends = event(other).causality().sent().contains(id);
        sentAtAll |= sends;
        sentBefore |= sends && taken.get(other);
      }
      if (sentAtAll && !sentBefore) {
        return false;
      }
    }
    return true;
  }
}
