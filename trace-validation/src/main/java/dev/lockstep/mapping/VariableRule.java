package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which place of the spec a field shows.
 *
 * @param field the field, as the mapping file writes it
 * @param target the place; nothing if the field is left out
 * @param values what values of this field are in the spec, by their text in the log
 */
record VariableRule(
    FieldPath field, Optional<Target> target, SortedMap<String, LoggedValue> values) {

  /**
   * A place whose keys may depend on the event.
   *
   * @param variable the variable
   * @param parts the way into its value
   */
  record Target(Word variable, List<Part> parts) {
    Target {
      parts = List.copyOf(parts);
    }
  }

  /** A step of the way. */
  sealed interface Part {}

  /** The same for every event. */
  record Fixed(Place.Segment segment) implements Part {}

  /** A key that the event says. */
  record FromEvent(Reference reference, String text) implements Part {}
}
