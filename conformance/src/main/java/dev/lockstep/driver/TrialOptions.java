package dev.lockstep.driver;

import dev.lockstep.conformance.Budget;
import dev.lockstep.paths.Cover;
import java.time.Duration;

/**
 * How an implementation is tried.
 *
 * @param exploration how much of the spec may be visited
 * @param cover what the paths cover
 * @param maxLength the most steps of a path
 * @param seed which of many sets of paths
 * @param maxSteps how many steps the code may be asked to take
 * @param maxTime how long it may take, exploration included
 * @param probe whether steps that the spec forbids are tried as well
 * @param freedom what is left open to the code
 */
public record TrialOptions(
    Budget exploration,
    Cover cover,
    int maxLength,
    long seed,
    long maxSteps,
    Duration maxTime,
    boolean probe,
    Freedom freedom) {

  /** The length of paths, if nothing else is said. */
  public static final int DEFAULT_LENGTH = 100;

  /** Everything is tried, however long it takes. */
  public static final TrialOptions ALL =
      new TrialOptions(
          Budget.UNLIMITED,
          Cover.EDGES,
          DEFAULT_LENGTH,
          0,
          Long.MAX_VALUE,
          Budget.UNLIMITED.maxTime(),
          true,
          Freedom.NONE);

  /** Returns these options with other limits. */
  public TrialOptions within(long steps, Duration time) {
    return new TrialOptions(exploration, cover, maxLength, seed, steps, time, probe, freedom);
  }

  /** Returns these options with what is left open to the code. */
  public TrialOptions with(Freedom other) {
    return new TrialOptions(exploration, cover, maxLength, seed, maxSteps, maxTime, probe, other);
  }

  /** Returns these options without steps that the spec forbids. */
  public TrialOptions withoutProbes() {
    return new TrialOptions(exploration, cover, maxLength, seed, maxSteps, maxTime, false, freedom);
  }

  /** Returns these options with other paths. */
  public TrialOptions with(Cover what, int length, long newSeed) {
    return new TrialOptions(exploration, what, length, newSeed, maxSteps, maxTime, probe, freedom);
  }

  /** Returns these options with a limit to how much of the spec is visited. */
  public TrialOptions with(Budget states) {
    return new TrialOptions(states, cover, maxLength, seed, maxSteps, maxTime, probe, freedom);
  }
}
