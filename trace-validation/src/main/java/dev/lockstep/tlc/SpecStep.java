package dev.lockstep.tlc;

import java.util.List;

/**
 * A step that the spec allows.
 *
 * @param calls the operators on the way from the next-state relation down to the action, outermost
 *     first; the last is the action itself. A disjunct without a name has the name of the operator
 *     around it
 * @param target the state after the step
 */
public record SpecStep(List<ActionCall> calls, SpecState target) {

  /** Copies the calls. */
  public SpecStep {
    calls = List.copyOf(calls);
  }

  /** Returns the innermost call: the label of this step. */
  public ActionCall action() {
    return calls.getLast();
  }
}
