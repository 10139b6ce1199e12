package dev.lockstep.simulation;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What may go wrong in a run, and how often. A rate is a probability; 0 turns its fault off. Faults
 * stop after {@code lastMicros}, so that what a protocol promises for the time after that can be
 * checked: crashed nodes are back, partitions are healed, messages get through.
 *
 * @param loss per copy of a message: it never arrives
 * @param duplication per arrival: the same message arrives once more, later
 * @param crash per step: some node crashes right after it
 * @param partition per step: a part of the cluster is cut off right after it, in both directions or
 *     in one
 * @param latency how long a message travels; a wide range reorders messages
 * @param outage how long a crashed node stays down
 * @param cut how long a partition lasts
 * @param lastMicros when faults stop, in microseconds of virtual time
 */
public record Faults(
    double loss,
    double duplication,
    double crash,
    double partition,
    Span latency,
    Span outage,
    Span cut,
    long lastMicros) {

  /** A network and machines that fail more often than real ones, but let a protocol get on. */
  public static final Faults DEFAULT =
      new Faults(
          0.05,
          0.05,
          0.03,
          0.02,
          Span.ofMillis(1, 40),
          Span.ofMillis(5, 800),
          Span.ofMillis(20, 500),
          10_000_000);

  /** Nothing fails, and messages arrive in the order in which they are sent. */
  public static final Faults NONE =
      new Faults(0, 0, 0, 0, Span.ofMillis(1, 1), Span.ofMillis(5, 800), Span.ofMillis(20, 500), 0);

  /** Refuses what is not a probability. */
  public Faults {
    for (double rate : List.of(loss, duplication, crash, partition)) {
      if (!(rate >= 0 && rate <= 1)) {
        throw new IllegalArgumentException("a rate must be between 0 and 1, not " + rate);
      }
    }
  }

  /** Returns the same with another rate of lost messages. */
  public Faults withLoss(double rate) {
    return new Faults(rate, duplication, crash, partition, latency, outage, cut, lastMicros);
  }

  /** Returns the same with another rate of duplicated messages. */
  public Faults withDuplication(double rate) {
    return new Faults(loss, rate, crash, partition, latency, outage, cut, lastMicros);
  }

  /** Returns the same with another rate of crashes. */
  public Faults withCrash(double rate) {
    return new Faults(loss, duplication, rate, partition, latency, outage, cut, lastMicros);
  }

  /** Returns the same with another rate of partitions. */
  public Faults withPartition(double rate) {
    return new Faults(loss, duplication, crash, rate, latency, outage, cut, lastMicros);
  }

  /** Returns the same with messages that travel for another time. */
  public Faults withLatency(Span span) {
    return new Faults(loss, duplication, crash, partition, span, outage, cut, lastMicros);
  }

  /** Returns the same with another end of all faults. */
  public Faults withLastMicros(long micros) {
    return new Faults(loss, duplication, crash, partition, latency, outage, cut, micros);
  }

  /** Returns the rates by name. */
  public SortedMap<String, Double> rates() {
    return new TreeMap<>(
        Map.of("loss", loss, "duplication", duplication, "crash", crash, "partition", partition));
  }
}
