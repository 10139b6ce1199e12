package dev.lockstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What turns one state into the next: the smallest parts that change, to be applied in order. A
 * part is found by positions: of the variable, then of elements, fields or keys.
 */
final class Edits {

  /**
   * One edit.
   *
   * @param path where
   * @param at the position there of the first part to take out; -1 if the whole is replaced
   * @param removed how many parts are taken out
   * @param added the numbers of the values that are put in: elements, or keys and images in turn
   */
  private record Edit(List<Integer> path, int at, int removed, List<Integer> added) {}

  private final ToIntFunction<TlaValue> number;
  private final List<Edit> edits = new ArrayList<>();

  private Edits(ToIntFunction<TlaValue> number) {
    this.number = number;
  }

  /** Returns the edits between two states of the same variables. */
  static Edits between(
      Collection<TlaValue> before, Collection<TlaValue> after, ToIntFunction<TlaValue> number) {
    Edits edits = new Edits(number);
    Iterator<TlaValue> old = before.iterator();
    int variable = 0;
    for (TlaValue value : after) {
      edits.compare(List.of(variable), old.next(), value);
      variable++;
    }
    return edits;
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  private void compare(List<Integer> path, TlaValue before, TlaValue after) {
    if (before instanceof SetOf left && after instanceof SetOf right) {
      sets(path, left, right);
    } else if (before instanceof SequenceOf left && after instanceof SequenceOf right) {
      sequences(path, left.elements(), right.elements());
    } else if (before instanceof RecordOf left
        && after instanceof RecordOf right
        && left.fields().keySet().equals(right.fields().keySet())) {
      Iterator<TlaValue> old = left.fields().values().iterator();
      int position = 0;
      for (TlaValue field : right.fields().values()) {
        compare(inside(path, position), old.next(), field);
        position++;
      }
    } else if (before instanceof FunctionOf left && after instanceof FunctionOf right) {
      functions(path, left, right);
    } else if (!before.equals(after)) {
      edits.add(new Edit(path, -1, 0, List.of(number.applyAsInt(after))));
    }
  }

  private void sets(List<Integer> path, SetOf before, SetOf after) {
    Iterator<TlaValue> old = before.elements().iterator();
    TlaValue left = next(old);
    int position = 0;
    for (TlaValue right : after.elements()) {
      while (left != null && TlaValue.ORDER.compare(left, right) < 0) {
        edits.add(new Edit(path, position, 1, List.of()));
        left = next(old);
      }
      if (left != null && TlaValue.ORDER.compare(left, right) == 0) {
        left = next(old);
      } else {
        edits.add(new Edit(path, position, 0, List.of(number.applyAsInt(right))));
      }
      position++;
    }
    for (; left != null; left = next(old)) {
      edits.add(new Edit(path, position, 1, List.of()));
    }
  }

  private void functions(List<Integer> path, FunctionOf before, FunctionOf after) {
    Iterator<Map.Entry<TlaValue, TlaValue>> old = before.mappings().entrySet().iterator();
    Map.Entry<TlaValue, TlaValue> left = next(old);
    int position = 0;
    for (Map.Entry<TlaValue, TlaValue> right : after.mappings().entrySet()) {
      while (left != null && TlaValue.ORDER.compare(left.getKey(), right.getKey()) < 0) {
        edits.add(new Edit(path, position, 1, List.of()));
        left = next(old);
      }
      if (left != null && TlaValue.ORDER.compare(left.getKey(), right.getKey()) == 0) {
        compare(inside(path, position), left.getValue(), right.getValue());
        left = next(old);
      } else {
        List<Integer> added =
            List.of(number.applyAsInt(right.getKey()), number.applyAsInt(right.getValue()));
        edits.add(new Edit(path, position, 0, added));
      }
      position++;
    }
    for (; left != null; left = next(old)) {
      edits.add(new Edit(path, position, 1, List.of()));
    }
  }

  private void sequences(List<Integer> path, List<TlaValue> before, List<TlaValue> after) {
    int shorter = Math.min(before.size(), after.size());
    if (before.size() == after.size()) {
      for (int index = 0; index < shorter; index++) {
        compare(inside(path, index), before.get(index), after.get(index));
      }
      return;
    }
    int start = 0;
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<Integer> added = new ArrayList<>();
    after
        .subList(start, after.size() - end)
        .forEach(element -> added.add(number.applyAsInt(element)));
    edits.add(new Edit(path, start, before.size() - end - start, added));
  }

  private static List<Integer> inside(List<Integer> path, int position) {
    List<Integer> longer = new ArrayList<>(path);
    longer.add(position);
    return longer;
  }

  private static <T> @Nullable T next(Iterator<T> iterator) {
    return iterator.hasNext() ? iterator.next() : null;
  }

  /** Writes each edit as {@code [path, number]} or {@code [path, at, removed, numbers…]}. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Edit edit : edits) {
      json.writeStartArray();
      json.writeStartArray();
      for (int position : edit.path()) {
        json.writeNumber(position);
      }
      json.writeEndArray();
      if (edit.at() >= 0) {
        json.writeNumber(edit.at());
        json.writeNumber(edit.removed());
      }
      for (int value : edit.added()) {
        json.writeNumber(value);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
