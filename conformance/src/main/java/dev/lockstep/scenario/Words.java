package dev.lockstep.scenario;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.value.Codec;
import dev.lockstep.value.TlaValue;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How scenarios write actions, messages, and what has changed. */
final class Words {

  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  /** Writes words as the spec does. */
  private static final Codec SPEC = Codec.withModelValues(Set.of());

  private Words() {}

  /** Returns an action, a message or another value as it is written in a command. */
  static String of(Object value) {
    return switch (value) {
      case Action action ->
          action.arguments().isEmpty()
              ? action.name()
              : action.name() + "(" + list(action.arguments()) + ")";
      case NodeId node -> node.name();
      case Enum<?> word -> SPEC.encode(word).toString();
      case String text -> SPEC.encode(text).toString();
      case Record message when !saysItself(message) ->
          message.getClass().getSimpleName() + "(" + list(parts(message)) + ")";
      default -> value.toString();
    };
  }

  /** Says whether a record has a text of its own, such as the name of a value. */
  private static boolean saysItself(Record value) {
    return !value.toString().startsWith(value.getClass().getSimpleName() + "[");
  }

  /** Returns values as a list with commas. */
  static String list(Collection<?> values) {
    return values.stream().map(Words::of).collect(Collectors.joining(", "));
  }

  /** Says whether two words of a command are the same, however they are spaced. */
  static boolean same(String one, String other) {
    return one.replaceAll("\\s", "").equals(other.replaceAll("\\s", ""));
  }

  /** Returns the arguments of a command, between its outermost parentheses. */
  static List<String> arguments(String command) {
    List<String> arguments = new ArrayList<>();
    int open = command.indexOf('(');
    int close = command.lastIndexOf(')');
    if (open < 0 || close < open || command.substring(open + 1, close).isBlank()) {
      return arguments;
    }
    int depth = 0;
    StringBuilder argument = new StringBuilder();
    for (char letter : command.substring(open + 1, close).toCharArray()) {
      depth += OPENING.indexOf(letter) >= 0 ? 1 : CLOSING.indexOf(letter) >= 0 ? -1 : 0;
      if (letter == ',' && depth == 0) {
        arguments.add(argument.toString().strip());
        argument.setLength(0);
      } else {
        argument.append(letter);
      }
    }
    arguments.add(argument.toString().strip());
    return arguments;
  }

  /** Refuses a command with a bracket that has no other one. */
  static void checkBrackets(Scenario.Block block) throws ScenarioException {
    Deque<Character> open = new ArrayDeque<>();
    for (char letter : block.command().toCharArray()) {
      int closing = CLOSING.indexOf(letter);
      if (OPENING.indexOf(letter) >= 0) {
        open.push(letter);
      } else if (closing >= 0 && (open.isEmpty() || open.pop() != OPENING.charAt(closing))) {
        throw new ScenarioException(
            block.line(), "a '" + letter + "' closes nothing in: " + block.command());
      }
    }
    if (!open.isEmpty()) {
      throw new ScenarioException(
          block.line(), "a '" + open.pop() + "' is never closed in: " + block.command());
    }
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
