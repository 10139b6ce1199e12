package dev.lockstep.simulation;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What may go wrong in a run, and how often. Faults stop after {@code lastMicros}, so that what a
 * protocol promises for the time after that can be checked: crashed nodes are back, partitions are
 * healed, messages get through.
 *
 * @param rates how often each fault happens: a probability; 0, or no entry, turns it off
 * @param spans how long those take that take a while; no entry is {@link Fault#usualSpan}
 * @param latency how long a message travels; a wide range reorders messages
 * @param sync how long a disk takes to make a write last
 * @param disk what a node does with its disk
 * @param lastMicros when faults stop, in microseconds of virtual time
 */
public record Faults(
    Map<Fault, Double> rates,
    Map<Fault, Span> spans,
    Span latency,
    Span sync,
    Disk disk,
    long lastMicros) {

  private static final long USUALLY_LAST_MICROS = 10_000_000;

  /** A network and machines that fail more often than real ones, but let a protocol get on. */
  public static final Faults DEFAULT =
      new Faults(
          usualRates(),
          Map.of(),
          Span.ofMillis(1, 40),
          new Span(0, 2_000),
          Disk.SYNCS,
          USUALLY_LAST_MICROS);

  /** Nothing fails, and messages arrive in the order in which they are sent. */
  public static final Faults NONE =
      new Faults(Map.of(), Map.of(), Span.ofMillis(1, 1), Span.NONE, Disk.SYNCS, 0);

  /** Copies the maps, and refuses what is not a probability. */
  public Faults {
    rates.forEach(
        (fault, rate) -> {
          if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(
                "the rate of " + fault + " must be between 0 and 1, not " + rate);
          }
        });
    rates = copy(rates);
    spans = copy(spans);
  }

  /** Returns the rate of {@code fault}. */
  public double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  /**
   * Returns how long {@code fault} takes.
   *
   * @throws IllegalArgumentException if it takes no time
   */
  public Span span(Fault fault) {
    Span span = spans.get(fault);
    return span != null
        ? span
        : fault
            .usualSpan()
            .orElseThrow(() -> new IllegalArgumentException(fault + " has no duration"));
  }

  /** Returns the same with another rate of one fault. */
  public Faults with(Fault fault, double rate) {
    Map<Fault, Double> changed = new TreeMap<>(rates);
    changed.put(fault, rate);
    return new Faults(changed, spans, latency, sync, disk, lastMicros);
  }

  /**
   * Returns the same with another duration of one fault.
   *
   * @throws IllegalArgumentException if it takes no time
   */
  public Faults with(Fault fault, Span span) {
    if (fault.usualSpan().isEmpty()) {
      throw new IllegalArgumentException(fault + " has no duration");
    }
    Map<Fault, Span> changed = new TreeMap<>(spans);
    changed.put(fault, span);
    return new Faults(rates, changed, latency, sync, disk, lastMicros);
  }

  /** Returns the same with messages that travel for another time. */
  public Faults withLatency(Span span) {
    return new Faults(rates, spans, span, sync, disk, lastMicros);
  }

  /** Returns the same with disks that take another time. */
  public Faults withSync(Span span) {
    return new Faults(rates, spans, latency, span, disk, lastMicros);
  }

  /** Returns the same with other disks. */
  public Faults withDisk(Disk other) {
    return new Faults(rates, spans, latency, sync, other, lastMicros);
  }

  /** Returns the same with another end of all faults. */
  public Faults withLastMicros(long micros) {
    return new Faults(rates, spans, latency, sync, disk, micros);
  }

  /** Returns the rates of all faults by name, in the order of {@link Fault}. */
  public Map<String, Double> ratesByName() {
    Map<String, Double> byName = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      byName.put(fault.toString(), rate(fault));
    }
    return Collections.unmodifiableMap(byName);
  }

  private static Map<Fault, Double> usualRates() {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    Arrays.stream(Fault.values()).forEach(fault -> rates.put(fault, fault.usualRate()));
    return rates;
  }

  /** In the order of the faults, on every machine. */
  private static <V> SortedMap<Fault, V> copy(Map<Fault, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
