package dev.lockstep.observation;

import dev.lockstep.trace.Place;
import dev.lockstep.trace.Projection;
import dev.lockstep.value.TlaValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a place: a value, or why there is none.
 *
 * @param value the value, if there is one
 * @param problem otherwise a sentence about what is missing
 */
record Reading(Optional<TlaValue> value, String problem) {

  /** Returns what stands at {@code place} if its variable has the value {@code ofVariable}. */
  static Reading of(Place place, TlaValue ofVariable) {
    Place way = Place.of(place.variable());
    TlaValue value = ofVariable;
    for (Place.Segment segment : place.path()) {
      TlaValue next = step(segment, value);
      if (next == null) {
        return new Reading(Optional.empty(), problem(segment, way, value));
      }
      value = next;
      way = way.then(segment);
    }
    return new Reading(Optional.of(value), "");
  }

  /** Returns the value alone: what {@link #of} says in fewer steps. */
  static @Nullable TlaValue valueAt(Place place, TlaValue ofVariable) {
    TlaValue value = ofVariable;
    for (Place.Segment segment : place.path()) {
      if (value == null) {
        return null;
      }
      value = step(segment, value);
    }
    return value;
  }

  private static @Nullable TlaValue step(Place.Segment segment, TlaValue value) {
    return switch (segment) {
      case Place.Key key -> Deltas.child(value, key.text());
      case Projection projection -> projection.of(value).orElse(null);
    };
  }

  private static String problem(Place.Segment segment, Place way, TlaValue value) {
    return switch (segment) {
      case Place.Key key -> "nothing: there is no such place";
      case Projection projection ->
          "nothing: "
              + projection.word()
              + " is for "
              + projection.needs()
              + ", and "
              + way
              + " is "
              + Observations.cut(value);
    };
  }
}
