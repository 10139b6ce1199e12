package dev.lockstep.mapping;

import dev.lockstep.trace.JsonLine;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value of a foreign log, with the column where it stands. It may be anything that JSON can
 * express, for most of a foreign log is of no interest: what TLC cannot express, such as a number
 * with a fraction, is an error once it is used.
 */
sealed interface Json {

  int column();

  record Atom(LoggedValue value, int column) implements Json {}

  /** A number as it is written. */
  record Numeral(String text, int column) implements Json {}

  record Items(List<Json> values, int column) implements Json {}

  record Fields(Map<String, Json> values, int column) implements Json {}

  /** Reads a line that must be an object. */
  static Fields line(Origin origin, String text) throws TraceException {
    try (JsonLine json = new JsonLine(origin.file(), origin.line(), text)) {
      Map<String, Json> fields = new LinkedHashMap<>();
      json.object("event", name -> fields.put(name, read(json, name)));
      json.end();
      return new Fields(fields, 1);
    }
  }

  private static Json read(JsonLine json, String what) throws TraceException {
    int column = json.column();
    if (json.atObject()) {
      Map<String, Json> fields = new LinkedHashMap<>();
      json.object(what, name -> fields.put(name, read(json, name)));
      return new Fields(fields.isEmpty() ? Map.of() : fields, column);
    }
    if (json.atArray()) {
      List<Json> items = new ArrayList<>();
      json.array(what, index -> items.add(read(json, what)));
      return new Items(items.isEmpty() ? List.of() : items, column);
    }
    return json.atNumber()
        ? new Numeral(json.number(what), column)
        : new Atom(json.value(what), column);
  }

  /** Returns what stands at {@code keys} inside of this. */
  default Optional<Json> at(List<String> keys) {
    Json here = this;
    for (String key : keys) {
      Json inner =
          switch (here) {
            case Fields fields -> fields.values().get(key);
            case Items items -> EventFields.element(items.values(), key).orElse(null);
            default -> null;
          };
      if (inner == null) {
        return Optional.empty();
      }
      here = inner;
    }
    return Optional.of(here);
  }

  /**
   * Returns this as a value of trace format v1.
   *
   * @param what the name of the field, for messages
   */
  default LoggedValue logged(Origin origin, String what) throws TraceException {
    switch (this) {
      case Atom atom -> {
        return atom.value();
      }
      case Numeral number -> {
        try {
          return new LoggedValue.Whole(Integer.parseInt(number.text()));
        } catch (NumberFormatException e) {
          throw fail(
              origin,
              "\""
                  + what
                  + "\" is a number that is no integer of TLC's 32 bits; map it to null, or log it"
                  + " as a string",
              e);
        }
      }
      case Items items -> {
        List<LoggedValue> values = new ArrayList<>();
        for (Json item : items.values()) {
          values.add(item.logged(origin, what));
        }
        return new LoggedValue.Items(values);
      }
      case Fields fields -> {
        SortedMap<String, LoggedValue> values = new TreeMap<>();
        for (Map.Entry<String, Json> field : fields.values().entrySet()) {
          values.put(field.getKey(), field.getValue().logged(origin, field.getKey()));
        }
        return new LoggedValue.Fields(values);
      }
    }
  }

  /** Returns the text of a string or a number, such as the name of a node. */
  default String text(Origin origin, String what) throws TraceException {
    return switch (this) {
      case Numeral number -> number.text();
      case Atom(LoggedValue.Text text, int column) -> text.value();
      default -> throw fail(origin, "\"" + what + "\" must be a string or a number", null);
    };
  }

  default long counter(Origin origin, String what) throws TraceException {
    if (this instanceof Numeral number) {
      try {
        return Long.parseLong(number.text());
      } catch (NumberFormatException e) {
        throw fail(origin, "\"" + what + "\" must be an integer of 64 bits", e);
      }
    }
    throw fail(origin, "\"" + what + "\" must be an integer", null);
  }

  default boolean isNull() {
    return this instanceof Atom atom && atom.value() instanceof LoggedValue.Nothing;
  }

  default TraceException fail(Origin origin, String message, @Nullable Throwable cause) {
    return new TraceException(origin.file(), origin.line(), column(), message, cause);
  }
}
