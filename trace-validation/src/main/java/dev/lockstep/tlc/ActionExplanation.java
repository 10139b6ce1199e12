package dev.lockstep.tlc;

import java.util.List;

/**
 * Why an instance of an action is, or is not, enabled in a state.
 *
 * @param call the instance
 * @param conjuncts its guards, in the order of the spec, up to and including the first false one
 * @param enabled whether all of them hold and some successor exists
 */
public record ActionExplanation(ActionCall call, List<Conjunct> conjuncts, boolean enabled) {

  /** Copies the conjuncts. */
  public ActionExplanation {
    conjuncts = List.copyOf(conjuncts);
  }
}
