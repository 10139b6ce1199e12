package dev.lockstep.conformance;

import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of a {@link Comparison}.
 *
 * @param verdict holds if every step of either side was found on the other
 * @param initialStates the initial states of the spec
 * @param states the distinct states of the spec that the code was in
 * @param worlds the distinct worlds of the code; more than states if the binding drops something
 * @param edges the steps that were found on both sides
 * @param depth the length of the shortest run to the state that is farthest away
 * @param actions for every action: on how many edges it stands
 * @param neverTaken actions of the spec that neither side ever took in this model
 * @param latitude every declared freedom, used or not
 * @param membersSampled under symmetry, up to which states, worlds and edges are counted then: one
 *     in how many of the members of known classes that were met was compared, too
 * @param members under symmetry: how many worlds were compared besides the first of each class
 * @param bytes how much memory the worlds that were reached take in the end
 * @param elapsed how long it took, the time before it was resumed included
 * @param threads how many threads worked
 * @param divergence where code and spec part, if they do
 * @param exhausted which budget ran out, if one did
 */
public record ComparisonReport(
    Verdict verdict,
    long initialStates,
    long states,
    long worlds,
    long edges,
    int depth,
    SortedMap<String, Long> actions,
    List<String> neverTaken,
    List<LatitudeUse> latitude,
    OptionalInt membersSampled,
    long members,
    long bytes,
    Duration elapsed,
    int threads,
    Optional<Divergence> divergence,
    Optional<String> exhausted) {

  /**
   * A declared freedom and how often it was needed.
   *
   * @param edges how many of the spec's steps the code left out
   */
  public record LatitudeUse(Latitude latitude, long edges) {}

  /** Copies the collections. */
  public ComparisonReport {
    actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
    neverTaken = List.copyOf(neverTaken);
    latitude = List.copyOf(latitude);
  }

  /** Says whether states, worlds and edges are counted up to the model's symmetry. */
  public boolean symmetric() {
    return membersSampled.isPresent();
  }

  /**
   * Returns the probability that two of the worlds were taken for one, if their fingerprints are as
   * good as random.
   */
  public double collisionProbability() {
    return (double) worlds * worlds / Math.pow(2, 65);
  }

  /** Returns how many steps of both sides were compared in a second. */
  public long edgesPerSecond() {
    return Math.round(edges / Math.max(elapsed.toNanos() / 1e9, 1e-9));
  }
}
