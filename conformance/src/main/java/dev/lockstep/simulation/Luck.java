package dev.lockstep.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides in a run what goes wrong, each fault from a source of its own, and counts it. Not safe
 * for use by several threads.
 */
final class Luck {

  private final Faults faults;
  private final Dice latencies;
  private final Dice timers;
  private final Dice syncs;
  private final Map<Fault, Source> sources = new EnumMap<>(Fault.class);
  private final SortedMap<String, Long> counts = new TreeMap<>();

  private record Source(Dice dice, double rate) {}

  Luck(Faults faults, Dice dice) {
    this.faults = faults;
    this.latencies = dice.split();
    this.timers = dice.split();
    this.syncs = dice.split();
    for (Fault fault : Fault.values()) {
      sources.put(fault, new Source(dice.split(), faults.rate(fault)));
    }
  }

  /** Says whether {@code fault} strikes this time. */
  boolean strikes(Fault fault, long micros) {
    Source source = source(fault);
    return source.dice().chance(source.rate()) && micros < faults.lastMicros();
  }

  /** Says whether {@code fault} can strike at all at this time. */
  boolean isOn(Fault fault, long micros) {
    return source(fault).rate() > 0 && micros < faults.lastMicros();
  }

  /** Returns the source for whatever else is to be decided about {@code fault}. */
  Dice of(Fault fault) {
    return source(fault).dice();
  }

  private Source source(Fault fault) {
    Source source = sources.get(fault);
    if (source == null) {
      throw new IllegalStateException("no source for " + fault);
    }
    return source;
  }

  long duration(Fault fault) {
    return of(fault).within(faults.span(fault));
  }

  long latency() {
    return latencies.within(faults.latency());
  }

  long sync() {
    return syncs.within(faults.sync());
  }

  long timer(Timer timer) {
    return timer.draw(timers);
  }

  void count(Fault fault) {
    count(fault.toString());
  }

  /** Counts something that follows from a fault. */
  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  SortedMap<String, Long> counts() {
    return counts;
  }
}
