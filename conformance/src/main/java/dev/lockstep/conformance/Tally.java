package dev.lockstep.conformance;

import dev.lockstep.conformance.ComparisonReport.LatitudeUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a comparison counts. Not safe for use by several threads. */
final class Tally {

  private final SortedMap<String, Latitude> latitude = new TreeMap<>();
  private final SortedMap<String, Long> leftOut = new TreeMap<>();
  private final Map<String, Long> actions = new HashMap<>();
  private long edges;
  private long members;

  Tally(List<Latitude> declared) {
    declared.forEach(freedom -> latitude.put(freedom.action(), freedom));
  }

  /** Takes over what was counted before. */
  void resume(Checkpoint checkpoint) {
    edges = checkpoint.edges();
    members = checkpoint.members();
    actions.putAll(checkpoint.actions());
    leftOut.putAll(checkpoint.leftOut());
  }

  /** Says whether the code may leave out steps of {@code action}. */
  boolean mayLeaveOut(String action) {
    return latitude.containsKey(action);
  }

  /** Counts a step of the spec that the code may leave out and does. */
  void leftOut(String action) {
    leftOut.merge(action, 1L, Long::sum);
  }

  /** Counts the steps of an expansion, of which so many are left out. */
  void count(Expansion<?> expansion, int missing) {
    edges += expansion.spec().size() - missing;
    expansion.spec().forEach(step -> actions.merge(step.action().name(), 1L, Long::sum));
  }

  /** Counts a member of a known class that was compared, too. */
  void countMember() {
    members++;
  }

  long edges() {
    return edges;
  }

  long members() {
    return members;
  }

  SortedMap<String, Long> actions() {
    return new TreeMap<>(actions);
  }

  SortedMap<String, Long> leftOut() {
    return leftOut;
  }

  List<LatitudeUse> latitude() {
    return latitude.values().stream()
        .map(freedom -> new LatitudeUse(freedom, leftOut.getOrDefault(freedom.action(), 0L)))
        .toList();
  }
}
