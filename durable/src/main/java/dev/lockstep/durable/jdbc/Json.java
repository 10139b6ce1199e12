package dev.lockstep.durable.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Values of programs as JSON text. */
final class Json {

  private final ObjectMapper mapper;

  Json(ObjectMapper mapper) {
    this.mapper = mapper.copy().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * Returns the text of a value.
   *
   * @param what it is, for the message
   */
  String write(String what, @Nullable Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new ValueException(
          "%s: a value of %s cannot be written as JSON: %s. Use a record, a collection or a simple"
                  .formatted(
                      what,
                      value == null ? "null" : value.getClass().getName(),
                      e.getOriginalMessage())
              + " type, or give the builder an ObjectMapper that can",
          e);
    }
  }

  /**
   * Reads a value.
   *
   * @param what it is, for the message
   */
  <T> @Nullable T read(String what, String text, Class<T> type) {
    try {
      return type == Void.class || type == void.class ? null : mapper.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new ValueException(
          "%s: %s cannot be read as %s: %s. Give the type that wrote it, or give the builder an"
                  .formatted(what, shortened(text), type.getName(), e.getOriginalMessage())
              + " ObjectMapper that can",
          e);
    }
  }

  /** Says whether two texts are the same JSON, whatever the order of fields. */
  boolean isSame(String one, String other) {
    try {
      return one.equals(other) || mapper.readTree(one).equals(mapper.readTree(other));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  static String shortened(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }
}
