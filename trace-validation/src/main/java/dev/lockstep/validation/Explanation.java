package dev.lockstep.validation;

import dev.lockstep.search.Node;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.TraceEvent;
import java.util.List;
import java.util.Optional;

/**
 * What was possible at an event.
 *
 * @param event the event
 * @param number its number in the run, counted from 1
 * @param stateCount how many states the spec can be in before it
 * @param state one of them: the one that the rest speaks of
 * @param fits the ways in which the event can be taken from any of these states; not all if they
 *     are many
 * @param fitCount how many states it leads to
 * @param reason why it cannot be taken, if it cannot
 * @param others the steps that the spec allows in {@code state} which are not this event
 * @param refused for each action that cannot be taken in {@code state} the first guard that is
 *     false
 */
public record Explanation(
    TraceEvent event,
    long number,
    long stateCount,
    SpecState state,
    List<Fit> fits,
    long fitCount,
    Optional<Reason> reason,
    List<ActionCall> others,
    List<Refused> refused) {

  /** Copies the lists. */
  public Explanation {
    fits = List.copyOf(fits);
    others = List.copyOf(others);
    refused = List.copyOf(refused);
  }

  /**
   * One way to take the event.
   *
   * @param from the state before it
   * @param steps the steps, those that the log does not show included
   */
  public record Fit(SpecState from, List<Node.Taken> steps) {
    /** Copies the steps. */
    public Fit {
      steps = List.copyOf(steps);
    }
  }

  /**
   * An action that cannot be taken.
   *
   * @param action the instance, or the name if there is none
   * @param guard the first guard that is false; absent if nothing could be quantified over
   */
  public record Refused(String action, Optional<Reason.FalseConjunct> guard) {}
}
