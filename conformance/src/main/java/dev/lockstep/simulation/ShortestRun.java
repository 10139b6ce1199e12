package dev.lockstep.simulation;

import dev.lockstep.conformance.Transition;
import java.util.List;

/**
 * A run that breaks a property in as few steps as were found.
 *
 * @param steps the steps; none of them can be left out
 * @param thenCalm whether the property falls not in the last step but in what follows, in which
 *     nothing fails any more and the protocol nevertheless does not do what it is for
 * @param <M> the messages
 */
public record ShortestRun<M>(List<Transition<M>> steps, boolean thenCalm) {

  /** Copies the steps. */
  public ShortestRun {
    steps = List.copyOf(steps);
  }
}
