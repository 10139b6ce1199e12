package dev.lockstep.search;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What a search may use and should do.
 *
 * @param maxStates the most states that it keeps at a time
 * @param maxTime the most time for one run
 * @param checkInvariants whether ways that break an invariant of the configuration are told apart
 * @param hidden the actions that the log does not show
 * @param lookAhead whether it may read on before it has decided about an event; not for a log that
 *     is still being written
 * @param keepPaths whether the way to each node is kept; memory then grows with the log
 * @param ways is told what all ways have in common, which is then not kept; only if paths are
 * @param progress is told the number of events that match, after each
 */
public record SearchOptions(
    long maxStates,
    Duration maxTime,
    boolean checkInvariants,
    Hidden hidden,
    boolean lookAhead,
    boolean keepPaths,
    Optional<WayListener> ways,
    LongConsumer progress) {

  /** 200,000 states, ten minutes, looking ahead. */
  public static final SearchOptions DEFAULT =
      new SearchOptions(
          200_000,
          Duration.ofMinutes(10),
          false,
          Hidden.NONE,
          true,
          false,
          Optional.empty(),
          matched -> {});

  /** Returns these options with other budgets. */
  public SearchOptions withBudget(long states, Duration time) {
    return new SearchOptions(
        states, time, checkInvariants, hidden, lookAhead, keepPaths, ways, progress);
  }

  /** Returns these options, with invariants told apart or not. */
  public SearchOptions withInvariants(boolean check) {
    return new SearchOptions(
        maxStates, maxTime, check, hidden, lookAhead, keepPaths, ways, progress);
  }

  /** Returns these options with hidden actions. */
  public SearchOptions withHidden(Hidden actions) {
    return new SearchOptions(
        maxStates, maxTime, checkInvariants, actions, lookAhead, keepPaths, ways, progress);
  }

  /** Returns these options for a log that is still being written. */
  public SearchOptions withoutLookAhead() {
    return new SearchOptions(
        maxStates, maxTime, checkInvariants, hidden, false, keepPaths, ways, progress);
  }

  /** Returns these options, with the way to each node kept. */
  public SearchOptions withPaths() {
    return new SearchOptions(
        maxStates, maxTime, checkInvariants, hidden, lookAhead, true, ways, progress);
  }

  /**
   * Returns these options, with paths kept as far as they are not handed to {@code listener}:
   * memory then does not grow with a log that determines the state.
   */
  public SearchOptions withWays(WayListener listener) {
    return new SearchOptions(
        maxStates,
        maxTime,
        checkInvariants,
        hidden,
        lookAhead,
        true,
        Optional.of(listener),
        progress);
  }

  /** Returns these options with a listener. */
  public SearchOptions withProgress(LongConsumer listener) {
    return new SearchOptions(
        maxStates, maxTime, checkInvariants, hidden, lookAhead, keepPaths, ways, listener);
  }
}
