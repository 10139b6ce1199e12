package dev.lockstep.mapping;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an event of some name is in the spec, if some conditions hold.
 *
 * @param when the conditions
 * @param target what the event is
 */
record ActionRule(List<Condition> when, Target target) {

  ActionRule {
    when = List.copyOf(when);
  }

  /** What an event is in the spec. */
  sealed interface Target {}

  /** Nothing that the spec models. */
  record NotModelled() implements Target {}

  /** No step; its values say how things are. */
  record Observation() implements Target {}

  /**
   * Steps of the spec.
   *
   * @param calls the actions, one after the other
   * @param optional whether it may also be no step
   * @param withState whether the values that the event has are those after the step
   */
  record Actions(List<Call> calls, boolean optional, boolean withState) implements Target {
    Actions {
      calls = List.copyOf(calls);
    }
  }

  /**
   * An action and where its arguments are.
   *
   * @param action its name
   * @param listed for each logged argument the parameter that it gives, or nothing for one that is
   *     no parameter
   * @param named by parameter where its value is
   */
  record Call(
      Word action,
      Optional<List<Optional<Word>>> listed,
      Optional<SortedMap<String, Argument>> named) {

    static Call of(Word action) {
      return new Call(action, Optional.empty(), Optional.empty());
    }
  }

  /** Where the value of a parameter is. */
  record Argument(Word parameter, Reference value) {}
}
