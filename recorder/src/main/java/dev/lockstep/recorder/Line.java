package dev.lockstep.recorder;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The bytes of a line of a log, its line feed included. */
final class Line {

  /** How every header starts, and no event. */
  static final String HEADER_START = "{\"lockstep-trace\"";

  private static final JsonFactory FACTORY = new JsonFactory();

  private static final int USUAL_BYTES = 512;

  private Line() {}

  /** What a header says. */
  record Header(
      String spec,
      @Nullable String protocol,
      Map<String, @Nullable Object> constants,
      @Nullable Long seed,
      Map<String, @Nullable Object> state) {

    byte[] toBytes() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
      try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
        json.writeStartObject();
        json.writeNumberField("lockstep-trace", 1);
        json.writeStringField("spec", spec);
        if (protocol != null) {
          json.writeStringField("protocol", protocol);
        }
        json.writeFieldName("constants");
        value(json, constants);
        if (seed != null) {
          json.writeNumberField("seed", seed);
        }
        if (!state.isEmpty()) {
          json.writeFieldName("state");
          value(json, state);
        }
        json.writeEndObject();
      }
      bytes.write('\n');
      return bytes.toByteArray();
    }
  }

  /** A change of a variable. */
  record Change(Operator operator, List<String> path, List<@Nullable Object> arguments) {

    private void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("op", operator.word());
      if (!path.isEmpty()) {
        json.writeFieldName("path");
        value(json, path);
      }
      if (!arguments.isEmpty()) {
        json.writeFieldName("args");
        value(json, arguments);
      }
      json.writeEndObject();
    }
  }

  /**
   * Returns the line of {@code event} at {@code node}.
   *
   * @param vector the vector clock, empty if the log has none
   */
  static byte[] of(String node, long clock, SortedMap<String, Long> vector, Event event)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("node", node);
      json.writeNumberField("clock", clock);
      if (!vector.isEmpty()) {
        json.writeObjectFieldStart("vector");
        for (Map.Entry<String, Long> count : vector.entrySet()) {
          json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
      }
      if (event.action != null) {
        json.writeStringField("action", event.action);
      }
      field(json, "args", event.arguments);
      if (!event.state.isEmpty()) {
        json.writeFieldName("state");
        value(json, event.state);
      }
      if (!event.delta.isEmpty()) {
        json.writeObjectFieldStart("delta");
        for (Map.Entry<String, List<Change>> changes : event.delta.entrySet()) {
          json.writeArrayFieldStart(changes.getKey());
          for (Change change : changes.getValue()) {
            change.write(json);
          }
          json.writeEndArray();
        }
        json.writeEndObject();
      }
      field(json, "sent", event.sent);
      field(json, "received", event.received);
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static void field(JsonGenerator json, String name, List<?> values) throws IOException {
    if (!values.isEmpty()) {
      json.writeFieldName(name);
      value(json, values);
    }
  }

  /** Writes what {@link Values} made. */
  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Integer number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      case List<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          value(json, item);
        }
        json.writeEndArray();
      }
      case Map<?, ?> fields -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          json.writeFieldName((String) field.getKey());
          value(json, field.getValue());
        }
        json.writeEndObject();
      }
      default -> throw new IllegalStateException("not a copy: " + value.getClass());
    }
  }
}
