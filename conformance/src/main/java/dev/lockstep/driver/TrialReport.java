package dev.lockstep.driver;

import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of a {@link Trial}.
 *
 * @param model what was tried, for people
 * @param states the states that the code was in, of {@code allStates}
 * @param allStates the states of the model that can be reached with what the code supports
 * @param edges the steps of the spec that the code took, of {@code allEdges}
 * @param allEdges the steps of the spec between those states
 * @param notSupported the steps of the spec that were left out with the actions in {@code
 *     unsupported}, as far as the model has them
 * @param actions for each action, how many of its steps were taken and how many there are
 * @param paths the paths that were walked
 * @param steps the steps that the code was asked to take, all in all
 * @param forbiddenTried how often a step was tried that the spec forbids
 * @param forbiddenStates in how many states all such steps were tried
 * @param withoutEffect how many of them the code took, though without effect
 * @param beyondTried how many steps were tried that the spec allows, but the bounds of the model do
 *     not
 * @param enabledAsked in how many states the code said what it would accept
 * @param observed the variables that were observed
 * @param neverObserved the variables that were not
 * @param unsupported the actions that the code does not support, with reasons
 * @param freedom what is left open to the code
 * @param leftOpen for each action, how often the code made use of it by refusing
 * @param notTaken why the code did not take some steps of the spec, though nothing is wrong
 * @param finding where code and spec part, if they do
 * @param cut whether a budget ran out before all states of the model were known: then it is the
 *     bound of what was walked, and not the model
 * @param exhausted which budget ran out, if one did
 * @param elapsed how long it took
 */
public record TrialReport(
    String model,
    long states,
    long allStates,
    long edges,
    long allEdges,
    long notSupported,
    SortedMap<String, Coverage> actions,
    long paths,
    long steps,
    long forbiddenTried,
    long forbiddenStates,
    long withoutEffect,
    long beyondTried,
    long enabledAsked,
    List<String> observed,
    List<String> neverObserved,
    SortedMap<String, String> unsupported,
    Freedom freedom,
    SortedMap<String, Long> leftOpen,
    NotTaken notTaken,
    Optional<Finding> finding,
    boolean cut,
    Optional<String> exhausted,
    Duration elapsed) {

  /**
   * How much of something was covered.
   *
   * @param taken how much was
   * @param all how much there is
   */
  public record Coverage(long taken, long all) {}

  /**
   * Steps of the spec that the code did not take, though all was walked; counted only then.
   *
   * @param refused those that it refused where it may
   * @param behind those that can only be reached through them
   * @param notChosen those that it never chose, since the action has other outcomes
   */
  public record NotTaken(long refused, long behind, long notChosen) {

    /** Nothing was left, or it was not counted. */
    static final NotTaken NONE = new NotTaken(0, 0, 0);
  }

  /** Copies the collections. */
  public TrialReport {
    actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
    observed = List.copyOf(observed);
    neverObserved = List.copyOf(neverObserved);
    unsupported = Collections.unmodifiableSortedMap(new TreeMap<>(unsupported));
    leftOpen = Collections.unmodifiableSortedMap(new TreeMap<>(leftOpen));
  }

  /** Returns the verdict: violated if they part, inconclusive if a budget ran out. */
  public Verdict verdict() {
    if (finding.isPresent()) {
      return Verdict.VIOLATED;
    }
    return exhausted.isPresent() ? Verdict.INCONCLUSIVE : Verdict.HOLDS;
  }

  /** Returns how many steps the code took in a second. */
  public long stepsPerSecond() {
    return Math.round(steps / Math.max(elapsed.toNanos() / 1e9, 1e-9));
  }
}
