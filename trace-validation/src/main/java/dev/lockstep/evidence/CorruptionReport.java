package dev.lockstep.evidence;

import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What became of corrupted runs.
 *
 * @param runs how many runs were corrupted
 * @param events how many events they have
 * @param kinds how many corrupted runs of each kind were tried and rejected, the most telling kind
 *     first
 * @param spots what was corrupted, by kind: where the largest share survived first
 * @param survivors the corrupted runs that were accepted, the most telling first
 */
public record CorruptionReport(
    long runs, long events, List<Tally> kinds, List<Spot> spots, List<Survivor> survivors) {

  /** Nothing was corrupted. */
  public static final CorruptionReport NONE =
      new CorruptionReport(0, 0, List.of(), List.of(), List.of());

  /** Copies the lists. */
  public CorruptionReport {
    kinds = List.copyOf(kinds);
    spots = List.copyOf(spots);
    survivors = List.copyOf(survivors);
  }

  /**
   * How corrupted runs of one kind fared.
   *
   * @param kind the kind, in words
   * @param tried how many there were
   * @param rejected how many the spec rejects
   * @param inconclusive for how many a budget ran out
   */
  public record Tally(String kind, long tried, long rejected, long inconclusive) {

    /** Returns how many were accepted. */
    public long survived() {
      return tried - rejected - inconclusive;
    }

    /** Returns the share of those decided that was rejected, from 0 to 1; 1 if none was decided. */
    public double share() {
      return tried == inconclusive ? 1 : (double) rejected / (tried - inconclusive);
    }
  }

  /**
   * What was corrupted, and how often nobody noticed.
   *
   * @param kind how, in words
   * @param subject an action, an argument of one, or a variable
   * @param tried how often it was corrupted
   * @param survived how often that was accepted
   */
  public record Spot(String kind, String subject, long tried, long survived) {

    /** Returns the share that was accepted. */
    public double share() {
      return (double) survived / tried;
    }
  }

  /**
   * A corrupted run that was accepted.
   *
   * @param kind how it was corrupted, in words
   * @param origin where the event stands
   * @param number the number of the event in its run, counted from 1
   * @param subject what was corrupted
   * @param words what was changed
   */
  public record Survivor(String kind, Origin origin, long number, String subject, String words) {}

  /** Returns the sum of all kinds. */
  public Tally total() {
    return new Tally(
        "all",
        kinds.stream().mapToLong(Tally::tried).sum(),
        kinds.stream().mapToLong(Tally::rejected).sum(),
        kinds.stream().mapToLong(Tally::inconclusive).sum());
  }

  /** Returns what can be corrupted without being noticed, at least sometimes. */
  public List<Spot> unnoticed() {
    return spots.stream().filter(spot -> spot.survived() > 0).toList();
  }

  /** Returns what became of the runs of both reports. */
  public CorruptionReport and(CorruptionReport other) {
    List<Tally> tallies = new ArrayList<>();
    for (Fault.Kind kind : Fault.Kind.values()) {
      List<Tally> ofKind =
          Stream.concat(kinds.stream(), other.kinds.stream())
              .filter(tally -> tally.kind().equals(kind.word()))
              .toList();
      if (!ofKind.isEmpty()) {
        tallies.add(
            new Tally(
                kind.word(),
                ofKind.stream().mapToLong(Tally::tried).sum(),
                ofKind.stream().mapToLong(Tally::rejected).sum(),
                ofKind.stream().mapToLong(Tally::inconclusive).sum()));
      }
    }
    record What(String kind, String subject) {}
    Map<What, Spot> merged =
        new TreeMap<>(Comparator.comparing(What::kind).thenComparing(What::subject));
    Stream.concat(spots.stream(), other.spots.stream())
        .forEach(
            spot ->
                merged.merge(
                    new What(spot.kind(), spot.subject()),
                    spot,
                    (one, more) ->
                        new Spot(
                            one.kind(),
                            one.subject(),
                            one.tried() + more.tried(),
                            one.survived() + more.survived())));
    return sorted(
        runs + other.runs,
        events + other.events,
        tallies,
        List.copyOf(merged.values()),
        Stream.concat(survivors.stream(), other.survivors.stream()).toList());
  }

  /** The most telling first: kinds in their order, then what is noticed least, then by place. */
  private static CorruptionReport sorted(
      long runs, long events, List<Tally> kinds, List<Spot> spots, List<Survivor> survivors) {
    List<String> order = Stream.of(Fault.Kind.values()).map(Fault.Kind::word).toList();
    List<Spot> sortedSpots =
        spots.stream()
            .sorted(
                Comparator.comparingInt((Spot spot) -> order.indexOf(spot.kind()))
                    .thenComparing(Comparator.comparingDouble(Spot::share).reversed())
                    .thenComparing(Comparator.comparingLong(Spot::survived).reversed())
                    .thenComparing(Spot::subject))
            .toList();
    Map<String, Integer> rank = new TreeMap<>();
    for (Spot spot : sortedSpots) {
      rank.put(spot.kind() + "\n" + spot.subject(), rank.size());
    }
    List<Survivor> sortedSurvivors =
        survivors.stream()
            .sorted(
                Comparator.comparingInt(
                        (Survivor one) ->
                            rank.getOrDefault(one.kind() + "\n" + one.subject(), rank.size()))
                    .thenComparing(one -> one.origin().file())
                    .thenComparingLong(Survivor::number)
                    .thenComparing(Survivor::words))
            .toList();
    return new CorruptionReport(runs, events, kinds, sortedSpots, sortedSurvivors);
  }

  /** Collects what becomes of the corruptions of one run. */
  static final class Builder {
    private record What(Fault.Kind kind, String subject) {}

    private final List<TraceEvent> events;
    private final Map<Fault.Kind, long[]> kinds = new EnumMap<>(Fault.Kind.class);
    private final Map<What, long[]> spots =
        new TreeMap<>(Comparator.comparing(What::kind).thenComparing(What::subject));
    private final List<Survivor> survivors = new ArrayList<>();

    Builder(List<TraceEvent> events) {
      this.events = events;
    }

    private static final int TRIED = 0;
    private static final int REJECTED = 1;
    private static final int UNDECIDED = 2;

    private void count(Fault fault, int outcome) {
      long[] counts = kinds.computeIfAbsent(fault.kind(), ignored -> new long[3]);
      counts[TRIED]++;
      if (outcome != TRIED) {
        counts[outcome]++;
      }
      long[] ofSpot =
          spots.computeIfAbsent(new What(fault.kind(), fault.subject()), ignored -> new long[2]);
      ofSpot[0]++;
      if (outcome == TRIED) {
        ofSpot[1]++;
      }
    }

    void rejected(Fault fault) {
      count(fault, REJECTED);
    }

    void undecided(Fault fault) {
      count(fault, UNDECIDED);
    }

    void survived(Fault fault) {
      count(fault, TRIED);
      survivors.add(
          new Survivor(
              fault.kind().word(),
              events.get(fault.at()).origin(),
              fault.at() + 1L,
              fault.subject(),
              fault.words()));
    }

    CorruptionReport build() {
      List<Tally> tallies = new ArrayList<>();
      kinds.forEach(
          (kind, counts) ->
              tallies.add(
                  new Tally(kind.word(), counts[TRIED], counts[REJECTED], counts[UNDECIDED])));
      List<Spot> all = new ArrayList<>();
      spots.forEach(
          (what, counts) ->
              all.add(new Spot(what.kind().word(), what.subject(), counts[0], counts[1])));
      return sorted(1, events.size(), tallies, all, survivors);
    }
  }
}
