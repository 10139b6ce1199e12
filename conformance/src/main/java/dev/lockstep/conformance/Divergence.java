package dev.lockstep.conformance;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where code and spec part.
 *
 * @param kind in which way
 * @param scenario the shortest run of the code to the state in which they part
 * @param action the step in question; empty if it is the initial state that differs
 * @param differences what the code has, told as changes to what the spec wants: {@code before} is
 *     the spec's value and {@code after} the code's. For {@link Kind#OTHER_STATE}, to the nearest
 *     state that the spec allows
 * @param expected the variables after the step as the spec wants them, where there is such a state
 * @param observed the variables after the step as the code has them, where there is such a state
 * @param falseConjunct for {@link Kind#NOT_ALLOWED}: the first guard of the spec that is false
 * @param message for the last two kinds: what went wrong
 */
public record Divergence(
    Kind kind,
    Scenario scenario,
    Optional<ActionCall> action,
    List<Change> differences,
    Optional<SortedMap<String, TlaValue>> expected,
    Optional<SortedMap<String, TlaValue>> observed,
    Optional<Conjunct> falseConjunct,
    String message) {

  /** The ways in which code and spec can part. */
  public enum Kind {
    /** They do not start alike. */
    INITIAL_STATE("the code does not start as the spec does"),
    /** The code takes an action that the spec does not have, or does not enable here. */
    NOT_ALLOWED("the code takes a step that the spec does not allow"),
    /** Both take the action, but to different states. */
    OTHER_STATE("the code takes the step to another state than the spec"),
    /** The spec allows a step that the code does not take. */
    NOT_TAKEN("the code does not take a step that the spec allows"),
    /** The code is in a state that has no counterpart in the spec. */
    NO_SUCH_STATE("the code reaches a state that the spec cannot express"),
    /** The code threw an exception. */
    CODE_FAILED("the code fails");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }

    /** Returns the kind as a sentence, in lower case and without a full stop. */
    public String sentence() {
      return sentence;
    }
  }

  /** Copies the differences. */
  public Divergence {
    differences = List.copyOf(differences);
  }

  /** Returns the number of steps to the difference, the step that differs included. */
  public int length() {
    return scenario.steps().size() + (action.isPresent() ? 1 : 0);
  }
}
