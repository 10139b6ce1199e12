package dev.lockstep.mapping;

import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Translates values: texts everywhere, and in some fields also numbers and booleans. */
record Values(
    SortedMap<String, LoggedValue> texts,
    SortedMap<String, LoggedValue> ofField,
    Optional<String> nil) {

  Values in(SortedMap<String, LoggedValue> field) {
    return new Values(texts, field, nil);
  }

  LoggedValue value(LoggedValue value) {
    return switch (value) {
      case LoggedValue.Text text ->
          or(ofField.get(text.value()), or(texts.get(text.value()), text));
      case LoggedValue.Whole whole -> or(ofField.get(whole.toString()), whole);
      case LoggedValue.Truth truth -> or(ofField.get(truth.toString()), truth);
      case LoggedValue.Nothing nothing ->
          or(
              ofField.get(nothing.toString()),
              nil.<LoggedValue>map(LoggedValue.Text::new).orElse(nothing));
      case LoggedValue.Items items ->
          new LoggedValue.Items(items.values().stream().map(this::value).toList());
      case LoggedValue.Fields fields -> {
        SortedMap<String, LoggedValue> mapped = new TreeMap<>();
        fields.values().forEach((name, field) -> mapped.put(key(name), value(field)));
        yield new LoggedValue.Fields(mapped);
      }
    };
  }

  private static LoggedValue or(@Nullable LoggedValue mapped, LoggedValue otherwise) {
    return mapped == null ? otherwise : mapped;
  }

  /** Translates a key of a function or a record. */
  String key(String text) {
    return keyText(value(new LoggedValue.Text(text)));
  }

  Place.Segment segment(Place.Segment segment) {
    return segment instanceof Place.Key key ? new Place.Key(key(key.text())) : segment;
  }

  /** An argument of an action: there {@code null} means "not logged". */
  LoggedValue argument(LoggedValue value) {
    return value instanceof LoggedValue.Nothing ? value : value(value);
  }

  /** Returns the text by which a key is called that is logged as {@code value}. */
  static String keyText(LoggedValue value) {
    return switch (value) {
      case LoggedValue.Text text -> text.value();
      case LoggedValue.Truth truth -> truth.value() ? "TRUE" : "FALSE";
      default -> value.toString();
    };
  }
}
