package dev.lockstep.simulation;

import dev.lockstep.conformance.Transition;
import java.util.List;

/**
 * A run that breaks a property in as few steps as were found.
 *
 * @param steps the steps; none of them can be left out
 * @param ending what breaks the property behind them
 * @param <M> the messages
 */
public record ShortestRun<M>(List<Transition<M>> steps, Ending ending) {

  /** What breaks a property. */
  public enum Ending {
    /** The last step. */
    LAST_STEP,
    /** What comes after it: nothing fails any more, and the protocol is never done. */
    NEVER_DONE,
    /** What may come after it: something to which the code throws an exception. */
    THROWS
  }

  /** Copies the steps. */
  public ShortestRun {
    steps = List.copyOf(steps);
  }
}
