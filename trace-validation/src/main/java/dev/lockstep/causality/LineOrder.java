package dev.lockstep.causality;

import dev.lockstep.search.Cut;
import dev.lockstep.trace.TraceEvent;
import java.util.List;

/** Nothing is known about events of different logs. */
final class LineOrder implements HappensBefore {

  private final boolean several;

  LineOrder(Logs logs) {
    this.several = logs.count() > 1;
  }

  @Override
  public void add(int log, int number, TraceEvent event) {}

  @Override
  public int waitsFor(int log, Cut cut) {
    return NONE;
  }

  @Override
  public void forget(int log, int number) {}

  @Override
  public List<String> warnings() {
    return several
        ? List.of("nothing orders the events of different logs: any interleaving is accepted")
        : List.of();
  }
}
