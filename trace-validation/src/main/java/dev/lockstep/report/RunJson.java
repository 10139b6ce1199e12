package dev.lockstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.validation.Advice;
import dev.lockstep.validation.Validation;
import dev.lockstep.value.TlaValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A drawn run as JSON for the page. Members of rows have names of one letter, for there are many;
 * what is said often is written once and named by its number.
 */
final class RunJson {

  private final Drawing drawing;
  private final TraceHeader header;
  private final Validation validation;
  private final List<String> variables;
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  private RunJson(Drawing drawing, TraceHeader header, Validation validation) {
    this.drawing = drawing;
    this.header = header;
    this.validation = validation;
    this.variables =
        drawing.start.map(state -> List.copyOf(state.values().keySet())).orElse(List.of());
  }

  /** Returns the JSON. */
  static String of(Drawing drawing, TraceHeader header, Validation validation, boolean known) {
    return PageJson.of(json -> new RunJson(drawing, header, validation).write(json, known));
  }

  private void write(JsonGenerator json, boolean known) throws IOException {
    json.writeStartObject();
    strings(json, "variables", variables);
    strings(json, "lanes", drawing.lanes);
    json.writeNumberField("leftOut", drawing.leftOut);
    json.writeNumberField("leftOutAfter", drawing.leftOutAfter);
    json.writeStringField("arrows", drawing.loggedMessages ? "log" : known ? "catalog" : "guess");
    json.writeArrayFieldStart("start");
    if (drawing.start.isPresent()) {
      for (TlaValue value : drawing.start.get().values().values()) {
        json.writeNumber(drawing.values.number(value));
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
    for (Row row : drawing.rows) {
      write(json, row);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("messages");
    for (Messages.Flight flight : drawing.messages.flights()) {
      write(json, flight);
    }
    json.writeEndArray();
    if (validation.stopped().isPresent()) {
      write(json, validation.stopped().get());
    }
    json.writeFieldName("values");
    drawing.values.write(json);
    strings(json, "texts", texts);
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private void write(JsonGenerator json, Row row) throws IOException {
    json.writeStartObject();
    json.writeNumberField("k", row.kind().number);
    json.writeNumberField("e", row.number());
    if (row.parts() > 1) {
      json.writeArrayFieldStart("p");
      json.writeNumber(row.part());
      json.writeNumber(row.parts());
      json.writeEndArray();
    }
    int lane = drawing.lane(row.lane().orElse(null));
    if (lane >= 0) {
      json.writeNumberField("n", lane);
    }
    json.writeNumberField("c", text(row.call()));
    if (row.edits().filter(edits -> !edits.isEmpty()).isPresent()) {
      json.writeFieldName("d");
      row.edits().get().write(json);
    }
    if (row.event().isPresent()) {
      write(json, row.event().get(), row);
    } else if (row.kind() == Row.Kind.START && drawing.leftOut == 0) {
      observed(json, header.state(), Map.of());
    }
    json.writeEndObject();
  }

  private void write(JsonGenerator json, TraceEvent event, Row row) throws IOException {
    if (event.line() > 0) {
      json.writeNumberField("l", event.line());
    }
    if (!event.origin().file().isEmpty()) {
      json.writeNumberField("f", text(event.origin().file()));
    }
    if (!row.loggedAs().isEmpty()) {
      json.writeNumberField("w", text(row.loggedAs()));
    }
    String order = order(event);
    if (!order.isEmpty()) {
      json.writeNumberField("t", text(order));
    }
    if (row.isLastPart()) {
      observed(json, event.state(), event.delta());
    }
  }

  private static String order(TraceEvent event) {
    List<String> parts = new ArrayList<>();
    event.clock().ifPresent(clock -> parts.add("clock " + clock));
    if (!event.causality().vector().isEmpty()) {
      parts.add(
          event.causality().vector().entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", ", "vector clock (", ")")));
    }
    return String.join(", ", parts);
  }

  /** What the log says about values: variable, place and value in turn. */
  private void observed(
      JsonGenerator json, SortedMap<Place, LoggedValue> state, Map<String, List<Change>> delta)
      throws IOException {
    if (state.isEmpty() && delta.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("s");
    for (Map.Entry<Place, LoggedValue> place : state.entrySet()) {
      json.writeNumber(variables.indexOf(place.getKey().variable()));
      json.writeNumber(text(place.getKey().toString()));
      json.writeNumber(text(place.getValue().toString()));
    }
    for (Map.Entry<String, List<Change>> changes : delta.entrySet()) {
      for (Change change : changes.getValue()) {
        json.writeNumber(variables.indexOf(changes.getKey()));
        json.writeNumber(text(changes.getKey()));
        json.writeNumber(text(change.toString()));
      }
    }
    json.writeEndArray();
  }

  private void write(JsonGenerator json, Messages.Flight flight) throws IOException {
    json.writeStartArray();
    json.writeNumber(text(flight.label));
    json.writeNumber(drawing.lane(flight.from));
    json.writeNumber(drawing.lane(flight.to));
    json.writeNumber(flight.sent);
    json.writeNumber(flight.ended);
    json.writeNumber(flight.fate.number);
    json.writeEndArray();
  }

  private void write(JsonGenerator json, Validation.Stop stop) throws IOException {
    json.writeObjectFieldStart("stop");
    json.writeStringField("kind", stop.reason().kind().toLowerCase(Locale.ROOT));
    json.writeNumberField("number", stop.number());
    json.writeNumberField("line", stop.event().line());
    json.writeFieldName("reason");
    json.writeTree(ReasonJson.of(stop.reason()));
    json.writeStringField("advice", Advice.of(stop.reason()));
    strings(json, "allowed", stop.allowed().stream().map(Object::toString).toList());
    json.writeBooleanField("moreAllowed", stop.moreAllowed());
    json.writeEndObject();
  }

  private int text(String text) {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    texts.add(text);
    numbers.put(text, texts.size() - 1);
    return texts.size() - 1;
  }
}
