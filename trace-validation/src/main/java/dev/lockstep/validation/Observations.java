package dev.lockstep.validation;

import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what a log observed with steps and states of the spec. */
final class Observations {

  private static final int MAX_TEXT = 400;

  private final Deltas deltas;

  Observations(Deltas deltas) {
    this.deltas = deltas;
  }

  /** The values before a step, each converted once however many steps are compared. */
  static final class Before {
    private final SpecState state;
    private final Map<String, TlaValue> values = new HashMap<>();

    Before(SpecState state) {
      this.state = state;
    }

    TlaValue get(String variable) {
      return values.computeIfAbsent(variable, state::get);
    }
  }

  /** Says whether the step from {@code old} to {@code target} agrees with {@code event}. */
  boolean agree(TraceEvent event, Before old, SpecState target) {
    for (Map.Entry<Place, LoggedValue> observed : event.state().entrySet()) {
      TlaValue value = valueAt(observed.getKey(), target);
      if (value == null || !observed.getValue().matches(value)) {
        return false;
      }
    }
    for (Map.Entry<String, List<Change>> changes : event.delta().entrySet()) {
      String variable = changes.getKey();
      TlaValue value = target.get(variable);
      try {
        if (!deltas.apply(variable, changes.getValue(), old.get(variable), value).equals(value)) {
          return false;
        }
      } catch (Deltas.Inapplicable e) {
        return false;
      }
    }
    return true;
  }

  /** Says whether {@code state} agrees with whole values and values at places. */
  boolean agree(SortedMap<Place, LoggedValue> observed, SpecState state) {
    return differences(observed, state).isEmpty();
  }

  /** Returns where the step disagrees with {@code event}. */
  List<Difference> differences(TraceEvent event, Before old, SpecState target) {
    List<Difference> differences = new ArrayList<>(differences(event.state(), target));
    for (Map.Entry<String, List<Change>> changes : event.delta().entrySet()) {
      String variable = changes.getKey();
      TlaValue value = target.get(variable);
      String logged =
          changes.getValue().stream().map(Change::toString).collect(Collectors.joining(", then "));
      try {
        TlaValue expected = deltas.apply(variable, changes.getValue(), old.get(variable), value);
        if (!expected.equals(value)) {
          differences.add(
              new Difference(variable, logged, cut(expected), cut(value), notes(expected, value)));
        }
      } catch (Deltas.Inapplicable e) {
        differences.add(
            new Difference(
                variable,
                logged,
                "not possible: " + e.getMessage(),
                cut(value),
                List.of("before the event it is " + cut(old.get(variable)))));
      }
    }
    return differences;
  }

  /** Returns where {@code state} disagrees with values at places. */
  List<Difference> differences(SortedMap<Place, LoggedValue> observed, SpecState state) {
    List<Difference> differences = new ArrayList<>();
    observed.forEach(
        (place, logged) -> {
          TlaValue value = valueAt(place, state);
          if (value == null) {
            differences.add(
                new Difference(
                    place.toString(),
                    cut(logged),
                    cut(logged),
                    "nothing: there is no such place",
                    List.of(place.variable() + " is " + cut(state.get(place.variable())))));
          } else if (!logged.matches(value)) {
            differences.add(
                new Difference(place.toString(), cut(logged), cut(logged), cut(value), List.of()));
          }
        });
    return differences;
  }

  private static @Nullable TlaValue valueAt(Place place, SpecState state) {
    TlaValue value = state.get(place.variable());
    for (String key : place.path()) {
      if (value == null) {
        return null;
      }
      value = Deltas.child(value, key);
    }
    return value;
  }

  private static List<String> notes(TlaValue expected, TlaValue value) {
    if (expected instanceof TlaValue.SetOf logged && value instanceof TlaValue.SetOf spec) {
      List<String> notes = new ArrayList<>();
      addDifference(notes, "only in the log: ", logged.elements(), spec.elements());
      addDifference(notes, "only in the spec: ", spec.elements(), logged.elements());
      return notes;
    }
    return List.of();
  }

  private static void addDifference(
      List<String> notes, String what, SortedSet<TlaValue> left, SortedSet<TlaValue> right) {
    SortedSet<TlaValue> rest = new TreeSet<>(TlaValue.ORDER);
    rest.addAll(left);
    rest.removeAll(right);
    if (!rest.isEmpty()) {
      notes.add(
          what + cut(rest.stream().map(TlaValue::toString).collect(Collectors.joining(", "))));
    }
  }

  static String cut(Object value) {
    String text = value.toString();
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
