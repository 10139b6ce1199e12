package dev.lockstep.driver;

import dev.lockstep.observation.Difference;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.tlc.ModelChecker.TraceStep;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.value.TlaValue;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where an implementation and its spec part.
 *
 * @param kind in which way
 * @param run the run to the state in which they part, as the spec sees it, the initial state first
 * @param action the step in question; empty if it is a state that differs
 * @param differences where what was observed differs from what the spec wants; if it would allow
 *     several states, from the nearest
 * @param expected the variables after the step as the spec wants them, where it allows the step
 * @param observed what was observed after the step
 * @param falseConjunct for a step that the spec forbids: the first guard that is false
 * @param allowed what the spec allows in the state in which they part
 * @param message what else there is to say; may be empty
 * @param details further lines, such as the end of the command's standard error
 * @param shortest whether no shorter run along shortest paths shows a difference
 */
public record Finding(
    Kind kind,
    List<TraceStep> run,
    Optional<ActionCall> action,
    List<Difference> differences,
    Optional<Map<String, TlaValue>> expected,
    SortedMap<Place, LoggedValue> observed,
    Optional<Conjunct> falseConjunct,
    List<ActionCall> allowed,
    String message,
    List<String> details,
    boolean shortest) {

  /** The ways in which they can part. */
  public enum Kind {
    /** The first observation fits no initial state. */
    INITIAL_STATE("the code does not start as the spec does"),
    /** The spec allows the step, the code does not take it. */
    REFUSED("the code refuses a step that the spec allows"),
    /** Both take the step, to different states. */
    OTHER_STATE("the code takes the step to another state than the spec"),
    /** The spec forbids the step, the code takes it. */
    FORBIDDEN("the code takes a step that the spec forbids"),
    /** A step was refused, and yet something changed. */
    CHANGED_BY_REFUSAL("the code refuses the step, but what is observed changes"),
    /** The code says that it would take a step that the spec forbids. */
    OFFERED("the code would accept a step that the spec forbids"),
    /** The spec allows a step that the code says it would not take. */
    NOT_OFFERED("the code would not accept a step that the spec allows"),
    /** It threw, reported an error, or ended. */
    CODE_FAILED("the code fails"),
    /** No answer in time. */
    TIMED_OUT("the code does not answer in time"),
    /** What happened does not happen again. */
    NOT_A_FUNCTION("the code does something else when the same steps are taken again");

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

  /** Copies the collections. */
  public Finding {
    run = List.copyOf(run);
    differences = List.copyOf(differences);
    observed = Collections.unmodifiableSortedMap(new TreeMap<>(observed));
    allowed = List.copyOf(allowed);
    details = List.copyOf(details);
  }

  /** Returns the number of steps to the difference, the step that differs included. */
  public int length() {
    return Math.max(0, run.size() - 1) + (action.isPresent() ? 1 : 0);
  }

  Finding as(Kind other, String why) {
    return new Finding(
        other,
        run,
        action,
        differences,
        expected,
        observed,
        falseConjunct,
        allowed,
        why,
        details,
        false);
  }

  Finding expecting(Map<String, TlaValue> values, List<Difference> where) {
    return new Finding(
        kind,
        run,
        action,
        where,
        Optional.of(values),
        observed,
        falseConjunct,
        allowed,
        message,
        details,
        shortest);
  }

  Finding markedShortest() {
    return new Finding(
        kind,
        run,
        action,
        differences,
        expected,
        observed,
        falseConjunct,
        allowed,
        message,
        details,
        true);
  }
}
