package dev.lockstep.validation;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the constants of a configuration the values that a log names. */
final class ConfigConstants {

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern ASSIGNMENT = Pattern.compile("\\b([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*");
  private static final Pattern ATOM = Pattern.compile("\"[^\"]*\"|[^\\s{},]+");

  private ConfigConstants() {}

  /** Returns the names that {@code config} assigns a value. */
  static SortedMap<String, String> assignments(String config) {
    String text = withoutComments(config);
    SortedMap<String, String> assignments = new TreeMap<>();
    Matcher matcher = ASSIGNMENT.matcher(text);
    int from = 0;
    while (matcher.find(from)) {
      int end = endOfValue(text, matcher.end());
      assignments.put(matcher.group(1), text.substring(matcher.end(), end));
      from = Math.max(end, matcher.end());
    }
    return assignments;
  }

  /**
   * Returns {@code config} with the constants set to {@code values}. A text becomes a model value,
   * or a string where the value that it replaces has strings.
   *
   * @throws IllegalArgumentException if a configuration cannot express a value
   */
  static String replace(String config, SortedMap<String, LoggedValue> values) {
    String text = withoutComments(config);
    StringBuilder added = new StringBuilder();
    SortedMap<String, String> assignments = assignments(text);
    for (String name : values.keySet()) {
      boolean strings = Optional.ofNullable(assignments.get(name)).orElse("").contains("\"");
      added
          .append("CONSTANT ")
          .append(name)
          .append(" = ")
          .append(value(values.get(name), strings))
          .append('\n');
    }
    StringBuilder kept = new StringBuilder();
    Matcher matcher = ASSIGNMENT.matcher(text);
    int from = 0;
    while (matcher.find(from)) {
      int end = Math.max(endOfValue(text, matcher.end()), matcher.end());
      kept.append(text, from, values.containsKey(matcher.group(1)) ? matcher.start() : end);
      from = end;
    }
    return kept.append(text.substring(from)).append('\n').append(added).toString();
  }

  /**
   * Returns the value of a constant that {@code logged} stands for: a text that can be an
   * identifier is a model value, unless {@code strings}; an array is a set.
   *
   * @throws IllegalArgumentException if a configuration cannot express it
   */
  static TlaValue value(LoggedValue logged, boolean strings) {
    return switch (logged) {
      case LoggedValue.Whole whole -> TlaValue.of(whole.value());
      case LoggedValue.Truth truth -> TlaValue.of(truth.value());
      case LoggedValue.Text text ->
          !strings && IDENTIFIER.matcher(text.value()).matches()
              ? new TlaValue.ModelValue(text.value())
              : TlaValue.of(text.value());
      case LoggedValue.Items items -> {
        List<TlaValue> elements = new ArrayList<>();
        boolean allStrings = strings || items.values().stream().anyMatch(ConfigConstants::noName);
        items.values().forEach(item -> elements.add(value(item, allStrings)));
        yield TlaValue.set(elements);
      }
      case LoggedValue.Fields fields ->
          throw new IllegalArgumentException(
              "a configuration cannot give a constant a record or a function: " + fields);
      case LoggedValue.Nothing ignored ->
          throw new IllegalArgumentException("null is no value of a constant");
    };
  }

  private static boolean noName(LoggedValue value) {
    return value instanceof LoggedValue.Text text && !IDENTIFIER.matcher(text.value()).matches();
  }

  private static int endOfValue(String text, int start) {
    if (start < text.length() && text.charAt(start) == '{') {
      int depth = 0;
      for (int at = start; at < text.length(); at++) {
        char character = text.charAt(at);
        depth += character == '{' ? 1 : character == '}' ? -1 : 0;
        if (depth == 0) {
          return at + 1;
        }
      }
      return text.length();
    }
    Matcher atom = ATOM.matcher(text);
    return atom.find(start) && atom.start() == start ? atom.end() : start;
  }

  private static String withoutComments(String config) {
    return config.replaceAll("(?s)\\(\\*.*?\\*\\)", " ").replaceAll("\\\\\\*[^\\n]*", "");
  }
}
