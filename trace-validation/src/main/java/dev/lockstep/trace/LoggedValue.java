package dev.lockstep.trace;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A value as a log writes it, in JSON. JSON has fewer kinds of values than TLA+, so one logged
 * value can stand for several: {@link #matches} says for which. {@code toString} prints JSON.
 */
public sealed interface LoggedValue {

  /** A JSON string: a string of TLA+ or the model value of that name. */
  record Text(String value) implements LoggedValue {
    @Override
    public String toString() {
      return quote(value);
    }
  }

  /** A JSON number without fraction that fits TLC's 32 bits. */
  record Whole(int value) implements LoggedValue {
    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }

  /** {@code true} or {@code false}. */
  record Truth(boolean value) implements LoggedValue {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** A JSON array: a set or a sequence. */
  record Items(List<LoggedValue> values) implements LoggedValue {
    /** Copies the values. */
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return values.stream().map(LoggedValue::toString).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** A JSON object: a record or a function; a key is the text of an element of the domain. */
  record Fields(SortedMap<String, LoggedValue> values) implements LoggedValue {
    /** Copies the fields. */
    public Fields {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    @Override
    public String toString() {
      return values.entrySet().stream()
          .map(field -> quote(field.getKey()) + ":" + field.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  /** JSON's {@code null}: as an argument of an action "not logged", elsewhere equal to nothing. */
  record Nothing() implements LoggedValue {
    @Override
    public String toString() {
      return "null";
    }
  }

  /** Returns how a log writes {@code value}. */
  static LoggedValue of(TlaValue value) {
    return switch (value) {
      case TlaValue.Bool bool -> new Truth(bool.value());
      case TlaValue.Int integer -> new Whole(integer.value());
      case TlaValue.Str string -> new Text(string.value());
      case TlaValue.ModelValue model -> new Text(model.name());
      case TlaValue.SetOf set -> items(set.elements());
      case TlaValue.SequenceOf sequence -> items(sequence.elements());
      case TlaValue.RecordOf record -> {
        SortedMap<String, LoggedValue> fields = new TreeMap<>();
        record.fields().forEach((name, field) -> fields.put(name, of(field)));
        yield new Fields(fields);
      }
      case TlaValue.FunctionOf function -> {
        SortedMap<String, LoggedValue> fields = new TreeMap<>();
        function.mappings().forEach((key, image) -> fields.put(keyText(key), of(image)));
        yield new Fields(fields);
      }
    };
  }

  /**
   * Returns the text by which a log names an element of a function's domain: the content of a
   * string, the name of a model value, digits, and TLA+ syntax for all else.
   */
  static String keyText(TlaValue key) {
    return switch (key) {
      case TlaValue.Str string -> string.value();
      case TlaValue.ModelValue model -> model.name();
      default -> key.toString();
    };
  }

  /** Says whether this logged value can stand for {@code value}. */
  default boolean matches(TlaValue value) {
    return switch (this) {
      case Text text ->
          (value instanceof TlaValue.Str string && string.value().equals(text.value()))
              || (value instanceof TlaValue.ModelValue model && model.name().equals(text.value()));
      case Whole whole -> value instanceof TlaValue.Int integer && integer.value() == whole.value();
      case Truth truth -> value instanceof TlaValue.Bool bool && bool.value() == truth.value();
      case Nothing ignored -> false;
      case Items items -> itemsMatch(items.values(), value);
      case Fields fields -> fieldsMatch(fields.values(), value);
    };
  }

  private static boolean itemsMatch(List<LoggedValue> logged, TlaValue value) {
    return switch (value) {
      case TlaValue.SequenceOf sequence -> {
        if (sequence.elements().size() != logged.size()) {
          yield false;
        }
        for (int index = 0; index < logged.size(); index++) {
          if (!logged.get(index).matches(sequence.elements().get(index))) {
            yield false;
          }
        }
        yield true;
      }
      case TlaValue.SetOf set -> SetMatching.matches(logged, set.elements());
      default -> false;
    };
  }

  private static boolean fieldsMatch(SortedMap<String, LoggedValue> logged, TlaValue value) {
    return switch (value) {
      case TlaValue.RecordOf record ->
          logged.keySet().equals(record.fields().keySet())
              && record.fields().entrySet().stream()
                  .allMatch(field -> fieldMatches(logged, field.getKey(), field.getValue()));
      case TlaValue.FunctionOf function ->
          logged.size() == function.mappings().size()
              && function.mappings().entrySet().stream()
                  .allMatch(
                      mapping ->
                          fieldMatches(logged, keyText(mapping.getKey()), mapping.getValue()));
      case TlaValue.SequenceOf sequence -> {
        if (logged.size() != sequence.elements().size()) {
          yield false;
        }
        for (int index = 0; index < sequence.elements().size(); index++) {
          String key = Integer.toString(index + 1);
          if (!fieldMatches(logged, key, sequence.elements().get(index))) {
            yield false;
          }
        }
        yield true;
      }
      default -> false;
    };
  }

  private static boolean fieldMatches(
      SortedMap<String, LoggedValue> logged, String key, TlaValue value) {
    LoggedValue field = logged.get(key);
    return field != null && field.matches(value);
  }

  private static Items items(Iterable<TlaValue> elements) {
    List<LoggedValue> values = new ArrayList<>();
    elements.forEach(element -> values.add(of(element)));
    return new Items(values);
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      if (character == '"' || character == '\\') {
        quoted.append('\\').append(character);
      } else if (character < ' ') {
        quoted.append(String.format("\\u%04x", (int) character));
      } else {
        quoted.append(character);
      }
    }
    return quoted.append('"').toString();
  }
}
