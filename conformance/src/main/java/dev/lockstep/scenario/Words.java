package dev.lockstep.scenario;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.value.TlaValue;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How scenarios write actions, messages, and what has changed. */
final class Words {

  private Words() {}

  /** Returns an action, a message or another value as it is written in a command. */
  static String of(Object value) {
    return switch (value) {
      case Action action ->
          action.arguments().isEmpty()
              ? action.name()
              : action.name() + "(" + list(action.arguments()) + ")";
      case NodeId node -> node.name();
      case Record message -> message.getClass().getSimpleName() + "(" + list(parts(message)) + ")";
      default -> value.toString();
    };
  }

  /** Returns values as a list with commas. */
  static String list(Collection<?> values) {
    return values.stream().map(Words::of).collect(Collectors.joining(", "));
  }

  /** Says whether two words of a command are the same, however they are spaced. */
  static boolean same(String one, String other) {
    return one.replaceAll("\\s", "").equals(other.replaceAll("\\s", ""));
  }

  /** Returns a line for each place whose value differs, in the order of the variables. */
  static List<String> changes(Map<String, TlaValue> before, Map<String, TlaValue> after) {
    List<String> changes = new ArrayList<>();
    after.forEach(
        (variable, value) ->
            add(changes, variable, Objects.requireNonNull(before.get(variable)), value));
    return changes;
  }

  private static void add(List<String> changes, String place, TlaValue before, TlaValue after) {
    if (before.equals(after)) {
      return;
    }
    Map<String, TlaValue> old = parts(before);
    Map<String, TlaValue> now = parts(after);
    if (!now.isEmpty() && old.keySet().equals(now.keySet())) {
      now.forEach(
          (key, value) ->
              add(changes, place + "[" + key + "]", Objects.requireNonNull(old.get(key)), value));
    } else {
      changes.add(place + ": " + before + " -> " + after);
    }
  }

  /** The parts of a function or a record; nothing for other values. */
  private static Map<String, TlaValue> parts(TlaValue value) {
    Map<String, TlaValue> parts = new TreeMap<>();
    if (value instanceof TlaValue.FunctionOf function) {
      function.mappings().forEach((key, part) -> parts.put(key.toString(), part));
    } else if (value instanceof TlaValue.RecordOf fields) {
      parts.putAll(fields.fields());
    }
    return parts;
  }

  private static List<Object> parts(Record message) {
    List<Object> parts = new ArrayList<>();
    for (RecordComponent component : message.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        parts.add(component.getAccessor().invoke(message));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component + " of a message", e);
      }
    }
    return parts;
  }
}
