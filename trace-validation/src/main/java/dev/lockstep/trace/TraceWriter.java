package dev.lockstep.trace;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes trace format v1. The same headers and events give the same bytes: fields in the order of
 * the format, names inside them sorted, no optional white space, lines ended by {@code \n}. A line
 * is handed to the stream as a whole. Not safe for use by several threads.
 */
public final class TraceWriter implements Closeable, Flushable {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final OutputStream output;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** Creates a writer to {@code output}, which it closes when it is closed. */
  public TraceWriter(OutputStream output) {
    this.output = output;
  }

  /** Starts a run. */
  public void header(TraceHeader header) throws IOException {
    try (JsonGenerator json = start()) {
      json.writeStartObject();
      json.writeNumberField(HeaderLine.VERSION_FIELD, 1);
      json.writeStringField("spec", header.spec().orElse(""));
      if (header.protocol().isPresent()) {
        json.writeStringField("protocol", header.protocol().get());
      }
      json.writeObjectFieldStart("constants");
      for (Map.Entry<String, LoggedValue> constant : header.constants().entrySet()) {
        json.writeFieldName(constant.getKey());
        value(json, constant.getValue());
      }
      json.writeEndObject();
      if (header.seed().isPresent()) {
        json.writeNumberField("seed", header.seed().get());
      }
      if (header.run().isPresent()) {
        json.writeNumberField("run", header.run().get());
      }
      state(json, header.state());
      json.writeEndObject();
    }
    finish();
  }

  /** Writes an event of the current run. */
  public void event(TraceEvent event) throws IOException {
    try (JsonGenerator json = start()) {
      json.writeStartObject();
      if (event.node().isPresent()) {
        json.writeStringField("node", event.node().get());
      }
      order(json, event.causality());
      steps(json, event.steps());
      state(json, event.state());
      if (!event.delta().isEmpty()) {
        json.writeObjectFieldStart("delta");
        for (Map.Entry<String, List<Change>> changes : event.delta().entrySet()) {
          json.writeArrayFieldStart(changes.getKey());
          for (Change change : changes.getValue()) {
            change(json, change);
          }
          json.writeEndArray();
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    finish();
  }

  @Override
  public void flush() throws IOException {
    output.flush();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  private static void order(JsonGenerator json, Causality causality) throws IOException {
    if (causality.clock().isPresent()) {
      json.writeNumberField("clock", causality.clock().get());
    }
    if (!causality.vector().isEmpty()) {
      json.writeObjectFieldStart("vector");
      for (Map.Entry<String, Long> counter : causality.vector().entrySet()) {
        json.writeNumberField(counter.getKey(), counter.getValue());
      }
      json.writeEndObject();
    }
    texts(json, "sent", causality.sent());
    texts(json, "received", causality.received());
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    if (texts.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void steps(JsonGenerator json, Steps steps) throws IOException {
    if (steps.composed() || steps.stuttering() == Steps.Stuttering.ALWAYS) {
      json.writeArrayFieldStart("steps");
      for (LoggedCall call : steps.calls()) {
        json.writeStartObject();
        call(json, call);
        json.writeEndObject();
      }
      json.writeEndArray();
    } else if (!steps.calls().isEmpty()) {
      call(json, steps.calls().getFirst());
    }
    if (steps.stuttering() == Steps.Stuttering.MAYBE) {
      json.writeBooleanField("optional", true);
    }
  }

  private static void call(JsonGenerator json, LoggedCall call) throws IOException {
    json.writeStringField("action", call.action());
    if (call.arguments().isPresent()) {
      json.writeFieldName("args");
      values(json, call.arguments().get());
    }
  }

  private static void state(JsonGenerator json, SortedMap<Place, LoggedValue> state)
      throws IOException {
    if (state.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("state");
    for (Map.Entry<Place, LoggedValue> observed : state.entrySet()) {
      json.writeFieldName(observed.getKey().toString());
      value(json, observed.getValue());
    }
    json.writeEndObject();
  }

  private static void change(JsonGenerator json, Change change) throws IOException {
    json.writeStartObject();
    json.writeStringField("op", change.operator().word());
    if (!change.path().isEmpty()) {
      json.writeArrayFieldStart("path");
      for (String segment : change.path()) {
        json.writeString(segment);
      }
      json.writeEndArray();
    }
    if (!change.arguments().isEmpty()) {
      json.writeFieldName("args");
      values(json, change.arguments());
    }
    json.writeEndObject();
  }

  private static void values(JsonGenerator json, List<LoggedValue> values) throws IOException {
    json.writeStartArray();
    for (LoggedValue value : values) {
      value(json, value);
    }
    json.writeEndArray();
  }

  private static void value(JsonGenerator json, LoggedValue value) throws IOException {
    switch (value) {
      case LoggedValue.Text text -> json.writeString(text.value());
      case LoggedValue.Whole whole -> json.writeNumber(whole.value());
      case LoggedValue.Truth truth -> json.writeBoolean(truth.value());
      case LoggedValue.Nothing ignored -> json.writeNull();
      case LoggedValue.Items items -> values(json, items.values());
      case LoggedValue.Fields fields -> {
        json.writeStartObject();
        for (Map.Entry<String, LoggedValue> field : fields.values().entrySet()) {
          json.writeFieldName(field.getKey());
          value(json, field.getValue());
        }
        json.writeEndObject();
      }
    }
  }

  private JsonGenerator start() throws IOException {
    line.reset();
    return FACTORY.createGenerator(line, JsonEncoding.UTF8);
  }

  private void finish() throws IOException {
    line.write('\n');
    line.writeTo(output);
  }
}
