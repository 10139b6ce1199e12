package dev.lockstep.simulation;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run came to.
 *
 * @param run its number under the seed
 * @param ending why it ended
 * @param steps how many steps the spec's actions took
 * @param micros how much virtual time passed, in microseconds
 * @param outcome what came of it, in the words of the subject
 * @param faults how many faults there were, by kind
 * @param actions how many steps there were, by action
 * @param violation the property that fell, if one did
 * @param <M> the messages
 */
public record RunResult<M>(
    long run,
    Ending ending,
    long steps,
    long micros,
    String outcome,
    SortedMap<String, Long> faults,
    SortedMap<String, Long> actions,
    Optional<Violation<M>> violation) {

  /** Why a run ended. */
  public enum Ending {
    /** The protocol has done what it is for, and nothing is on its way any more. */
    DONE,
    /** Nothing more can happen, and the protocol has not done what it is for. */
    STUCK,
    /** Virtual time is up. */
    OUT_OF_TIME,
    /** The run has taken as many steps as it may. */
    OUT_OF_STEPS,
    /** A property fell. */
    VIOLATED
  }

  /** Copies the maps. */
  public RunResult {
    faults = Collections.unmodifiableSortedMap(new TreeMap<>(faults));
    actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
  }
}
