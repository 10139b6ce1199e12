package dev.lockstep.search;

import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.TraceException;
import java.util.Collection;
import java.util.Map;

/** Advances all nodes at once, level by level: what it does not reach, nothing reaches. */
final class Sweep {

  private final Schedule schedule;
  private final Expander expander;
  private final Meter meter;

  Sweep(Schedule schedule, Expander expander, Meter meter) {
    this.schedule = schedule;
    this.expander = expander;
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
            expander.withHidden(nodes, move.event(), number),
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
