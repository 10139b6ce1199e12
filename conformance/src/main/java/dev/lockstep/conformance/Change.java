package dev.lockstep.conformance;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One difference between two states: a variable, or as small a part of one as can be named.
 *
 * @param path the variable and the keys below it, for example {@code rmState[rm1]}; for an element
 *     of a set, the set
 * @param before its value before; empty if there was none, as for a new element of a set
 * @param after its value after; empty if there is none any more
 */
public record Change(String path, Optional<TlaValue> before, Optional<TlaValue> after) {

  /** Returns the differences from {@code before} to {@code after}, by variable. */
  public static List<Change> between(
      SortedMap<String, TlaValue> before, SortedMap<String, TlaValue> after) {
    List<Change> changes = new ArrayList<>();
    TreeMap<String, TlaValue> all = new TreeMap<>(before);
    all.putAll(after);
    for (String variable : all.keySet()) {
      add(
          variable,
          Optional.ofNullable(before.get(variable)),
          Optional.ofNullable(after.get(variable)),
          changes);
    }
    return changes;
  }

  private static void add(
      String path, Optional<TlaValue> before, Optional<TlaValue> after, List<Change> changes) {
    if (before.equals(after)) {
      return;
    }
    if (before.isPresent() && after.isPresent()) {
      TlaValue from = before.get();
      TlaValue to = after.get();
      if (from instanceof TlaValue.SetOf old && to instanceof TlaValue.SetOf now) {
        elements(path, old, now, changes);
        return;
      }
      Optional<Map<String, TlaValue>> old = parts(from);
      Optional<Map<String, TlaValue>> now = parts(to);
      if (old.isPresent() && now.isPresent() && old.get().keySet().equals(now.get().keySet())) {
        old.get()
            .forEach(
                (key, value) ->
                    add(
                        path + key,
                        Optional.of(value),
                        Optional.ofNullable(now.get().get(key)),
                        changes));
        return;
      }
    }
    changes.add(new Change(path, before, after));
  }

  private static void elements(
      String path, TlaValue.SetOf before, TlaValue.SetOf after, List<Change> changes) {
    for (TlaValue gone : before.elements()) {
      if (!after.elements().contains(gone)) {
        changes.add(new Change(path, Optional.of(gone), Optional.empty()));
      }
    }
    for (TlaValue added : after.elements()) {
      if (!before.elements().contains(added)) {
        changes.add(new Change(path, Optional.empty(), Optional.of(added)));
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

  /** Returns the change as one line, with {@code +} and {@code -} for elements of sets. */
  @Override
  public String toString() {
    if (before.isEmpty()) {
      return path + " + " + after.map(TlaValue::toString).orElse("");
    }
    if (after.isEmpty()) {
      return path + " - " + before.get();
    }
    return path + ": " + before.get() + " -> " + after.get();
  }
}
