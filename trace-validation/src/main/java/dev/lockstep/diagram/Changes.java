package dev.lockstep.diagram;

import dev.lockstep.value.TlaValue;
import dev.lockstep.value.TlaValue.FunctionOf;
import dev.lockstep.value.TlaValue.Int;
import dev.lockstep.value.TlaValue.RecordOf;
import dev.lockstep.value.TlaValue.SequenceOf;
import dev.lockstep.value.TlaValue.SetOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is different in a state from the one before it: the smallest parts of the variables that
 * changed, one line each, such as {@code rmState[rm1]: "working" -> "prepared"} or {@code msgs: +
 * [rm |-> rm1, type |-> "Commit"]}.
 */
public final class Changes {

  private final List<String> lines = new ArrayList<>();

  private Changes() {}

  /** Returns a line for each change, in the order of the variables in {@code after}. */
  public static List<String> between(Map<String, TlaValue> before, Map<String, TlaValue> after) {
    Changes changes = new Changes();
    after.forEach(
        (variable, value) ->
            changes.compare(variable, before.getOrDefault(variable, value), value));
    return List.copyOf(changes.lines);
  }

  private void compare(String path, TlaValue before, TlaValue after) {
    if (before.equals(after)) {
      return;
    }
    if (before instanceof SetOf left && after instanceof SetOf right) {
      compareSets(path, left, right);
    } else if (before instanceof SequenceOf left && after instanceof SequenceOf right) {
      compareSequences(path, left, right);
    } else if (before instanceof RecordOf left && after instanceof RecordOf right) {
      compareRecords(path, left, right);
    } else if (isFunction(before) && isFunction(after)) {
      compareFunctions(path, mappings(before), mappings(after));
    } else {
      replaced(path, before, after);
    }
  }

  private void compareSets(String path, SetOf before, SetOf after) {
    for (TlaValue element : after.elements()) {
      if (!before.elements().contains(element)) {
        lines.add(path + ": + " + element);
      }
    }
    for (TlaValue element : before.elements()) {
      if (!after.elements().contains(element)) {
        lines.add(path + ": - " + element);
      }
    }
  }

  private void compareSequences(String path, SequenceOf before, SequenceOf after) {
    List<TlaValue> left = before.elements();
    List<TlaValue> right = after.elements();
    int common = 0;
    while (common < left.size()
        && common < right.size()
        && left.get(common).equals(right.get(common))) {
      common++;
    }
    if (common == left.size()) {
      right.subList(common, right.size()).forEach(e -> lines.add(path + ": append " + e));
    } else if (left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        compare(path + "[" + (i + 1) + "]", left.get(i), right.get(i));
      }
    } else if (!right.isEmpty()
        && left.subList(left.size() - right.size(), left.size()).equals(right)) {
      left.subList(0, left.size() - right.size())
          .forEach(e -> lines.add(path + ": remove first " + e));
    } else if (common == right.size()) {
      left.subList(common, left.size()).forEach(e -> lines.add(path + ": remove last " + e));
    } else {
      replaced(path, before, after);
    }
  }

  private void compareRecords(String path, RecordOf before, RecordOf after) {
    if (!before.fields().keySet().equals(after.fields().keySet())) {
      replaced(path, before, after);
      return;
    }
    after
        .fields()
        .forEach(
            (field, value) ->
                compare(
                    path + "." + field, Objects.requireNonNull(before.fields().get(field)), value));
  }

  private void compareFunctions(
      String path, SortedMap<TlaValue, TlaValue> before, SortedMap<TlaValue, TlaValue> after) {
    for (Map.Entry<TlaValue, TlaValue> mapping : after.entrySet()) {
      String inside = path + "[" + mapping.getKey() + "]";
      TlaValue old = before.get(mapping.getKey());
      if (old == null) {
        lines.add(inside + ": new " + mapping.getValue());
      } else {
        compare(inside, old, mapping.getValue());
      }
    }
    for (Map.Entry<TlaValue, TlaValue> mapping : before.entrySet()) {
      if (!after.containsKey(mapping.getKey())) {
        lines.add(path + "[" + mapping.getKey() + "]: gone");
      }
    }
  }

  private void replaced(String path, TlaValue before, TlaValue after) {
    lines.add(path + ": " + before + " -> " + after);
  }

  /** The empty function prints as the empty sequence, and a bag may become that. */
  private static boolean isFunction(TlaValue value) {
    return value instanceof FunctionOf
        || (value instanceof SequenceOf sequence && sequence.elements().isEmpty());
  }

  private static SortedMap<TlaValue, TlaValue> mappings(TlaValue value) {
    if (value instanceof FunctionOf function) {
      return function.mappings();
    }
    SortedMap<TlaValue, TlaValue> mappings = new TreeMap<>(TlaValue.ORDER);
    if (value instanceof SequenceOf sequence) {
      for (int i = 0; i < sequence.elements().size(); i++) {
        mappings.put(new Int(i + 1), sequence.elements().get(i));
      }
    }
    return mappings;
  }
}
