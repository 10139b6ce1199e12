package dev.lockstep.simulation;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What many runs came to.
 *
 * @param runs how many runs there were
 * @param steps how many steps they took
 * @param micros how much virtual time passed in all of them, in microseconds
 * @param outcomes how many runs ended with which outcome
 * @param faults how many faults there were, by kind
 * @param actions how many steps there were, by action
 * @param violations how many runs broke which property
 * @param unfinished how many runs took as many steps as they may and were stopped
 * @param first the run with the lowest number that broke a property
 * @param <M> the messages
 */
public record Summary<M>(
    long runs,
    long steps,
    long micros,
    SortedMap<String, Long> outcomes,
    SortedMap<String, Long> faults,
    SortedMap<String, Long> actions,
    SortedMap<String, Long> violations,
    long unfinished,
    Optional<RunResult<M>> first) {

  /** Copies the maps. */
  public Summary {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
    actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
    violations = Collections.unmodifiableSortedMap(new TreeMap<>(violations));
  }

  /** Adds up results; the order in which they come makes no difference. */
  static final class Builder<M> {
    private long runs;
    private long steps;
    private long micros;
    private long unfinished;
    private final SortedMap<String, Long> outcomes = new TreeMap<>();
    private final SortedMap<String, Long> faults = new TreeMap<>();
    private final SortedMap<String, Long> actions = new TreeMap<>();
    private final SortedMap<String, Long> violations = new TreeMap<>();
    private Optional<RunResult<M>> first = Optional.empty();

    synchronized long add(RunResult<M> result) {
      runs++;
      steps += result.steps();
      micros += result.micros();
      unfinished += result.ending() == RunResult.Ending.OUT_OF_STEPS ? 1 : 0;
      outcomes.merge(result.outcome(), 1L, Long::sum);
      result.faults().forEach((kind, count) -> faults.merge(kind, count, Long::sum));
      result.actions().forEach((action, count) -> actions.merge(action, count, Long::sum));
      if (result.violation().isPresent()) {
        violations.merge(result.violation().get().property(), 1L, Long::sum);
        if (first.isEmpty() || result.run() < first.get().run()) {
          first = Optional.of(result);
        }
      }
      return runs;
    }

    synchronized Summary<M> build() {
      return new Summary<>(
          runs, steps, micros, outcomes, faults, actions, violations, unfinished, first);
    }
  }
}
