package dev.lockstep.search;

import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Advances all nodes at once, level by level: what it does not reach, nothing reaches. */
final class Sweep {

  private final Schedule schedule;
  private final Expander expander;
  private final Hidden hidden;
  private final Meter meter;

  Sweep(Schedule schedule, Expander expander, Hidden hidden, Meter meter) {
    this.schedule = schedule;
    this.expander = expander;
    this.hidden = hidden;
    this.meter = meter;
  }

  /** Returns the nodes after one event more; none if no event can follow or all were taken. */
  Level advance(Level level, Quotient quotient)
      throws TraceException, SpecException, OutOfBudgetException {
    Level next = new Level(level.number() + 1);
    long number = next.number();
    for (Map.Entry<Cut, Frontier> entry : level.frontiers()) {
      Collection<Node> nodes = entry.getValue().nodes();
      for (Schedule.Next move : schedule.next(entry.getKey())) {
        expander.expand(
            withHidden(nodes, move.event(), number),
            move.event(),
            number,
            node -> {
              next.add(move.after(), quotient.representative(node));
              meter.keep(next.size(), move.event(), number);
            });
        meter.checkTime(move.event(), number);
      }
    }
    return next;
  }

  private Collection<Node> withHidden(Collection<Node> nodes, TraceEvent event, long number)
      throws SpecException, OutOfBudgetException {
    if (hidden.isNone()) {
      return nodes;
    }
    Set<SpecState> seen = new HashSet<>();
    nodes.forEach(node -> seen.add(node.searched()));
    List<Node> all = new ArrayList<>(nodes);
    List<Node> last = all;
    for (int steps = 0; steps < hidden.max() && !last.isEmpty(); steps++) {
      last = expander.hidden(List.copyOf(last), event, number, seen);
      all.addAll(last);
    }
    return all;
  }

  /** Says whether every event was taken. */
  boolean isComplete(Level level) throws TraceException {
    for (Map.Entry<Cut, Frontier> entry : level.frontiers()) {
      if (!schedule.next(entry.getKey()).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
