package dev.lockstep.conformance;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One difference between the state that the spec wants and the one that the code is in: a variable,
 * or as small a part of one as can be named.
 *
 * @param place the variable and the keys below it, for example {@code rmState[rm1]}; for an element
 *     of a set, the set
 * @param expected the spec's value; empty for an element that only the code has
 * @param observed the code's value; empty for an element that only the spec has
 */
public record Difference(String place, Optional<TlaValue> expected, Optional<TlaValue> observed) {

  /** Returns the differences from {@code expected} to {@code observed}, by variable. */
  public static List<Difference> between(
      Map<String, TlaValue> expected, Map<String, TlaValue> observed) {
    List<Difference> differences = new ArrayList<>();
    TreeMap<String, TlaValue> all = new TreeMap<>(expected);
    all.putAll(observed);
    for (String variable : all.keySet()) {
      add(
          variable,
          Optional.ofNullable(expected.get(variable)),
          Optional.ofNullable(observed.get(variable)),
          differences);
    }
    return differences;
  }

  private static void add(
      String place,
      Optional<TlaValue> expected,
      Optional<TlaValue> observed,
      List<Difference> differences) {
    if (expected.equals(observed)) {
      return;
    }
    if (expected.isPresent() && observed.isPresent()) {
      TlaValue from = expected.get();
      TlaValue to = observed.get();
      if (from instanceof TlaValue.SetOf old && to instanceof TlaValue.SetOf now) {
        elements(place, old, now, differences);
        return;
      }
      Optional<Map<String, TlaValue>> old = parts(from);
      Optional<Map<String, TlaValue>> now = parts(to);
      if (old.isPresent() && now.isPresent() && old.get().keySet().equals(now.get().keySet())) {
        old.get()
            .forEach(
                (key, value) ->
                    add(
                        place + key,
                        Optional.of(value),
                        Optional.ofNullable(now.get().get(key)),
                        differences));
        return;
      }
    }
    differences.add(new Difference(place, expected, observed));
  }

  private static void elements(
      String place,
      TlaValue.SetOf expected,
      TlaValue.SetOf observed,
      List<Difference> differences) {
    for (TlaValue gone : expected.elements()) {
      if (!observed.elements().contains(gone)) {
        differences.add(new Difference(place, Optional.of(gone), Optional.empty()));
      }
    }
    for (TlaValue added : observed.elements()) {
      if (!expected.elements().contains(added)) {
        differences.add(new Difference(place, Optional.empty(), Optional.of(added)));
      }
    }
  }

  private static Optional<Map<String, TlaValue>> parts(TlaValue value) {
    Map<String, TlaValue> parts = new TreeMap<>();
    return switch (value) {
      case TlaValue.RecordOf record -> {
        record.fields().forEach((field, part) -> parts.put("." + field, part));
        yield Optional.of(parts);
      }
      case TlaValue.FunctionOf function -> {
        function.mappings().forEach((key, part) -> parts.put("[" + key + "]", part));
        yield Optional.of(parts);
      }
      case TlaValue.Bool ignored -> Optional.empty();
      case TlaValue.Int ignored -> Optional.empty();
      case TlaValue.Str ignored -> Optional.empty();
      case TlaValue.ModelValue ignored -> Optional.empty();
      case TlaValue.SetOf ignored -> Optional.empty();
      case TlaValue.SequenceOf ignored -> Optional.empty();
    };
  }

  /** Returns the difference as one line. */
  @Override
  public String toString() {
    if (expected.isEmpty()) {
      return place + ": only in the code: " + observed.map(TlaValue::toString).orElse("");
    }
    return observed.isEmpty()
        ? place + ": only in the spec: " + expected.get()
        : place + ": the spec has " + expected.get() + ", the code " + observed.get();
  }
}
