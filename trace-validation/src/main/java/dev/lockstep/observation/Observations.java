package dev.lockstep.observation;

import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecState;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares what a log observed with steps and states of a spec. Safe for use by several threads.
 */
public final class Observations {

  private static final int MAX_TEXT = 400;

  private final Deltas deltas;

  private Observations(Deltas deltas) {
    this.deltas = deltas;
  }

  /** Returns the comparisons with steps and states of {@code spec}. */
  public static Observations of(Spec spec, List<SpecState> initialStates) {
    Map<String, TlaValue> initialValues = new HashMap<>();
    for (String variable : spec.variables()) {
      List<TlaValue> distinct =
          initialStates.stream().map(state -> state.get(variable)).distinct().limit(2).toList();
      if (distinct.size() == 1) {
        initialValues.put(variable, distinct.getFirst());
      }
    }
    return new Observations(new Deltas(spec.modelValues(), initialValues));
  }

  /** What an event says about one variable. */
  private record OfVariable(
      String name, List<Map.Entry<Place, LoggedValue>> places, List<Change> changes) {}

  /**
   * What an event says, by variable: those whose values are small come first, since most steps can
   * be told apart by them, and converting a large value takes long.
   */
  private List<OfVariable> byVariable(TraceEvent event, SpecState sample) {
    SortedMap<String, List<Map.Entry<Place, LoggedValue>>> places = new TreeMap<>();
    event.delta().keySet().forEach(variable -> places.put(variable, new ArrayList<>()));
    for (Map.Entry<Place, LoggedValue> observed : event.state().entrySet()) {
      places
          .computeIfAbsent(observed.getKey().variable(), ignored -> new ArrayList<>())
          .add(observed);
    }
    List<OfVariable> variables = new ArrayList<>();
    places.forEach(
        (name, ofName) ->
            variables.add(
                new OfVariable(name, ofName, event.delta().getOrDefault(name, List.of()))));
    if (variables.size() > 1) {
      Map<String, Integer> weights = new HashMap<>();
      variables.forEach(
          variable -> weights.put(variable.name(), weight(sample.get(variable.name()))));
      variables.sort(Comparator.comparing(variable -> weights.getOrDefault(variable.name(), 0)));
    }
    return variables;
  }

  private static int weight(TlaValue value) {
    return switch (value) {
      case TlaValue.SetOf set -> 1 + weight(set.elements());
      case TlaValue.SequenceOf sequence -> 1 + weight(sequence.elements());
      case TlaValue.RecordOf record -> 1 + weight(record.fields().values());
      case TlaValue.FunctionOf function ->
          1 + weight(function.mappings().keySet()) + weight(function.mappings().values());
      default -> 1;
    };
  }

  private static int weight(Collection<TlaValue> values) {
    return values.stream().mapToInt(Observations::weight).sum();
  }

  /** Compares the steps of one event from many states. */
  public final class Comparison {
    private final List<OfVariable> variables;

    private Comparison(List<OfVariable> variables) {
      this.variables = variables;
    }

    /** Returns what compares the steps from {@code state}. */
    public Before from(SpecState state) {
      return new Before(state, variables);
    }
  }

  /** Returns what compares steps with {@code event}; {@code sample} shows how large values are. */
  public Comparison compare(TraceEvent event, SpecState sample) {
    return new Comparison(byVariable(event, sample));
  }

  /** Returns the values before a step, to find {@link #differences}. */
  public Before before(SpecState state) {
    return new Before(state, List.of());
  }

  /** The values before a step, each converted once however many steps are compared. */
  public final class Before {
    private final SpecState state;
    private final List<OfVariable> variables;
    private final Map<String, TlaValue> values = new HashMap<>();
    private final Map<String, Optional<TlaValue>> expected = new HashMap<>();

    private Before(SpecState state, List<OfVariable> variables) {
      this.state = state;
      this.variables = variables;
    }

    TlaValue get(String variable) {
      return values.computeIfAbsent(variable, state::get);
    }

    /** Says whether the step to {@code target} agrees with the event. */
    public boolean agrees(SpecState target) {
      for (OfVariable variable : variables) {
        TlaValue value = target.get(variable.name());
        for (Map.Entry<Place, LoggedValue> observed : variable.places()) {
          TlaValue there = Reading.valueAt(observed.getKey(), value);
          if (there == null || !observed.getValue().matches(there)) {
            return false;
          }
        }
        if (!variable.changes().isEmpty() && !changesLeadTo(variable, value)) {
          return false;
        }
      }
      return true;
    }

    private boolean changesLeadTo(OfVariable variable, TlaValue value) {
      String name = variable.name();
      Optional<TlaValue> known = expected.get(name);
      if (known == null) {
        known = deltas.certain(name, variable.changes(), get(name));
        expected.put(name, known);
      }
      if (known.isPresent()) {
        return known.get().equals(value);
      }
      try {
        return deltas.apply(name, variable.changes(), get(name), value).equals(value);
      } catch (Deltas.Inapplicable e) {
        return false;
      }
    }
  }

  /** Says whether {@code state} agrees with whole values and values at places. */
  public boolean agree(SortedMap<Place, LoggedValue> observed, SpecState state) {
    return differences(observed, state).isEmpty();
  }

  /** Returns where the step disagrees with {@code event}. */
  public List<Difference> differences(TraceEvent event, Before old, SpecState target) {
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
  public List<Difference> differences(SortedMap<Place, LoggedValue> observed, SpecState state) {
    List<Difference> differences = new ArrayList<>();
    observed.forEach(
        (place, logged) -> {
          Reading reading = Reading.of(place, state.get(place.variable()));
          if (reading.value().isEmpty()) {
            differences.add(
                new Difference(
                    place.toString(),
                    cut(logged),
                    cut(logged),
                    reading.problem(),
                    List.of(place.variable() + " is " + cut(state.get(place.variable())))));
          } else if (!logged.matches(reading.value().get())) {
            differences.add(
                new Difference(
                    place.toString(),
                    cut(logged),
                    cut(logged),
                    cut(reading.value().get()),
                    List.of()));
          }
        });
    return differences;
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

  /** Returns the text of {@code value}, shortened to what a report has room for. */
  public static String cut(Object value) {
    String text = value.toString();
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
