package dev.lockstep.evidence;

import dev.lockstep.observation.Difference;
import dev.lockstep.tlc.Conjunct;
import dev.lockstep.validation.Reason;
import dev.lockstep.validation.Validation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a shorter log is rejected for the same reason as the whole one. That it stops at the same
 * event goes without saying.
 */
@FunctionalInterface
public interface SameReason {

  /**
   * The same kind of reason; if a guard is false, the same guard; if values differ, some of the
   * same places and no others; if an invariant is broken, the same one.
   */
  SameReason CAUSE =
      (whole, shorter) ->
          whole.reason().kind().equals(shorter.reason().kind())
              && switch (shorter.reason()) {
                case Reason.NotEnabled now ->
                    Objects.equals(place(guard(whole.reason())), place(guard(now)));
                case Reason.ValuesDiffer now ->
                    places(whole.reason()).containsAll(places(now))
                        && places(now).isEmpty() == places(whole.reason()).isEmpty();
                case Reason.InitialStateImpossible now ->
                    places(whole.reason()).containsAll(places(now))
                        && places(now).isEmpty() == places(whole.reason()).isEmpty();
                case Reason.InvariantBroken now ->
                    whole.reason() instanceof Reason.InvariantBroken before
                        && before.invariant().equals(now.invariant());
                case Reason.UnknownAction ignored -> true;
                case Reason.UnknownArgument ignored -> true;
                case Reason.OrderImpossible ignored -> true;
              };

  /**
   * As {@link #CAUSE}, and the guard is false with the same values, or the same values differ: the
   * events that lead up to these values stay.
   */
  SameReason VALUES =
      (whole, shorter) ->
          CAUSE.same(whole, shorter)
              && guard(whole.reason())
                  .map(Conjunct::values)
                  .equals(guard(shorter.reason()).map(Conjunct::values))
              && differences(whole.reason()).containsAll(differences(shorter.reason()));

  /** Says whether a log that stops at {@code shorter} shows what stops the whole one. */
  boolean same(Validation.Stop whole, Validation.Stop shorter);

  private static Optional<Conjunct> guard(Reason reason) {
    return reason instanceof Reason.NotEnabled notEnabled
        ? notEnabled.conjuncts().stream().findFirst().map(Reason.FalseConjunct::conjunct)
        : Optional.empty();
  }

  private static Optional<List<Object>> place(Optional<Conjunct> guard) {
    return guard.map(
        conjunct ->
            List.of(conjunct.module(), conjunct.line(), conjunct.column(), conjunct.text()));
  }

  private static List<String> places(Reason reason) {
    return differences(reason).stream().map(Difference::place).toList();
  }

  private static List<Difference> differences(Reason reason) {
    return switch (reason) {
      case Reason.ValuesDiffer differ -> differ.differences();
      case Reason.InitialStateImpossible initial -> initial.differences();
      default -> List.of();
    };
  }
}
