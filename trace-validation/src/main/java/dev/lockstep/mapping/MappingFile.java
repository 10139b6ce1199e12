package dev.lockstep.mapping;

import dev.lockstep.catalog.Nearest;
import dev.lockstep.search.Hidden;
import dev.lockstep.trace.JsonLine;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a mapping file. */
final class MappingFile {

  private static final String VERSION_FIELD = "lockstep-mapping";

  private static final List<String> FIELDS =
      List.of(VERSION_FIELD, "layout", "actions", "others", "variables", "values", "nil", "hidden");

  private static final List<String> OTHERS = List.of("error", "not-modelled");

  private final String file;
  private final String text;
  private final Mapping.Parts parts = new Mapping.Parts();
  private boolean versioned;

  MappingFile(String file, String text) {
    this.file = file;
    this.text = text;
  }

  Mapping.Parts read() throws TraceException {
    try (JsonLine json = new JsonLine(file, 1, text)) {
      json.object("mapping", field -> field(json, field));
      if (!versioned) {
        throw json.fail("a mapping file must have the field \"lockstep-mapping\":1", null);
      }
      json.end();
    }
    return parts;
  }

  private void field(JsonLine json, String field) throws TraceException {
    switch (field) {
      case VERSION_FIELD -> {
        if (json.integer(field) != 1) {
          throw json.failAtLast("this Lockstep reads version 1 of the mapping file", null);
        }
        versioned = true;
      }
      case "layout" -> parts.layout = Optional.of(LayoutFile.read(json));
      case "actions" -> parts.actions = new ActionsFile(json, parts.check).read();
      case "others" -> {
        String word = json.string(field);
        if (!OTHERS.contains(word)) {
          throw json.failAtLast(
              "\"others\" cannot be "
                  + new LoggedValue.Text(Nearest.shortened(word))
                  + Nearest.hint(word, OTHERS),
              null);
        }
        parts.othersNotModelled = word.equals("not-modelled");
      }
      case "variables" -> parts.variables = new VariablesFile(json, parts.check).read();
      case "values" -> parts.values = values(json, field, parts.check);
      case "nil" -> {
        Word nil = word(json, field);
        parts.check.value(nil);
        parts.nil = Optional.of(nil.text());
      }
      case "hidden" -> parts.hidden = hidden(json);
      default -> throw unknown(json, field, FIELDS);
    }
  }

  private Hidden hidden(JsonLine json) throws TraceException {
    SortedSet<String> actions = new TreeSet<>();
    List<Long> max = new ArrayList<>();
    json.object(
        "hidden",
        field -> {
          switch (field) {
            case "actions" ->
                json.array(
                    field,
                    index -> {
                      Word action = word(json, field);
                      parts.check.action(action, List.of());
                      actions.add(action.text());
                    });
            case "max" -> max.add(json.integer(field));
            default -> throw unknown(json, field, List.of("actions", "max"));
          }
        });
    if (actions.isEmpty() || max.isEmpty()) {
      throw json.failAtLast(
          "\"hidden\" needs \"actions\", the actions that are not logged, and \"max\", the most"
              + " such steps between two events",
          null);
    }
    if (max.getFirst() < 1 || max.getFirst() > Integer.MAX_VALUE) {
      throw json.failAtLast("\"max\" must be at least 1", null);
    }
    return new Hidden(actions, max.getFirst().intValue());
  }

  /** Reads what values are in the spec, by their text in the log. */
  static SortedMap<String, LoggedValue> values(JsonLine json, String what, MappingCheck check)
      throws TraceException {
    SortedMap<String, LoggedValue> values = new TreeMap<>();
    json.object(
        what,
        name -> {
          if (json.atString()) {
            Word word = word(json, name);
            check.value(word);
            values.put(name, new LoggedValue.Text(word.text()));
          } else if (json.atNull() || json.atArray() || json.atObject()) {
            values.put(name, new LoggedValue.Text(json.string(name)));
          } else {
            values.put(name, json.value(name));
          }
        });
    return values;
  }

  static Word word(JsonLine json, String what) throws TraceException {
    String text = json.string(what);
    return new Word(text, json.lastLine(), json.lastColumn());
  }

  /** Reads a string, or nothing for {@code null}. */
  static Optional<Word> wordOrNull(JsonLine json, String what) throws TraceException {
    if (json.atNull()) {
      json.skip();
      return Optional.empty();
    }
    return Optional.of(word(json, what));
  }

  static FieldPath path(JsonLine json, String what) throws TraceException {
    String text = json.string(what);
    try {
      return FieldPath.parse(text);
    } catch (IllegalArgumentException e) {
      throw json.failAtLast(String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads what fields must be. */
  static List<Condition> conditions(JsonLine json, String what) throws TraceException {
    List<Condition> conditions = new ArrayList<>();
    json.object(
        what,
        name -> {
          FieldPath path;
          try {
            path = FieldPath.parse(name);
          } catch (IllegalArgumentException e) {
            throw json.failAtLast(String.valueOf(e.getMessage()), e);
          }
          List<Reference> oneOf = new ArrayList<>();
          if (json.atArray()) {
            json.array(name, index -> oneOf.add(reference(json, name)));
          } else {
            oneOf.add(reference(json, name));
          }
          conditions.add(new Condition(path, oneOf));
        });
    if (conditions.isEmpty()) {
      throw json.failAtLast(
          "\"" + what + "\" names no field; leave it out if there is no condition", null);
    }
    return conditions;
  }

  private static Reference reference(JsonLine json, String name) throws TraceException {
    if (json.atObject() || json.atArray()) {
      throw json.fail(
          "a condition compares a field with a string, a number, true, false or null", null);
    }
    LoggedValue value = json.value(name);
    try {
      return value instanceof LoggedValue.Text text
          ? Reference.orText(text.value())
          : new Reference.Constant(value);
    } catch (IllegalArgumentException e) {
      throw json.failAtLast(String.valueOf(e.getMessage()), e);
    }
  }

  static TraceException unknown(JsonLine json, String field, List<String> known) {
    return json.failAtLast(
        "unknown field \"" + Nearest.shortened(field) + "\"" + Nearest.hint(field, known), null);
  }
}
