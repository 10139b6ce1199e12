package dev.lockstep.conformance;

import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where code and spec part.
 *
 * @param kind in which way
 * @param run the shortest run of the code to the state in which they part, the initial state first;
 *     empty if the initial state itself has no counterpart in the spec
 * @param action the step in question; empty if it is the initial state that differs
 * @param differences where the state of the code differs from the one that the spec wants; if it
 *     would allow several, from the nearest
 * @param expected the variables after the step as the spec wants them, where there is such a state
 * @param observed the variables after the step as the code has them, where there is such a state
 * @param falseConjunct for {@link Kind#NOT_ALLOWED}: the first guard of the spec that is false
 * @param message what else there is to say; may be empty
 */
public record Divergence(
    Kind kind,
    List<TraceStep> run,
    Optional<ActionCall> action,
    List<Difference> differences,
    Optional<Map<String, TlaValue>> expected,
    Optional<Map<String, TlaValue>> observed,
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
    CODE_FAILED("the code fails"),
    /** The same inputs in the same world led to different steps. */
    NOT_A_FUNCTION("the code takes different steps when asked twice");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }

    /** Returns the kind as a word for programs, in lower case with hyphens. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
    return Math.max(0, run.size() - 1) + (action.isPresent() ? 1 : 0);
  }
}
