package dev.lockstep.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads events from JSON: objects one after the other, or in one array. */
final class JsonEvents {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final JsonParser parser;
  private final HistoryBuilder builder;

  private JsonEvents(String file, JsonParser parser, HistoryBuilder builder) {
    this.file = file;
    this.parser = parser;
    this.builder = builder;
  }

  static void read(String file, InputStream input, HistoryBuilder builder)
      throws HistoryException, IOException {
    try (JsonParser parser = JSON.createParser(input)) {
      new JsonEvents(file, parser, builder).events();
    } catch (JsonProcessingException e) {
      throw new HistoryException(
          file,
          e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
          e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
          "this is not JSON: " + e.getOriginalMessage(),
          "A log has one JSON object a line; docs/histories.md describes it.");
    }
  }

  private void events() throws IOException, HistoryException {
    JsonToken token = parser.nextToken();
    boolean array = token == JsonToken.START_ARRAY;
    if (array) {
      token = parser.nextToken();
    }
    while (token != null && token != JsonToken.END_ARRAY) {
      if (token != JsonToken.START_OBJECT) {
        throw problem("an event is a JSON object, and this is none");
      }
      builder.add(event());
      token = parser.nextToken();
    }
    if (array && (token == null || parser.nextToken() != null)) {
      throw problem("the array of events does not end the file");
    }
  }

  private Event event() throws IOException, HistoryException {
    int line = line();
    Value process = null;
    Value type = null;
    Value function = null;
    Value key = null;
    Value value = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "process" -> process = value();
        case "type" -> type = value();
        case "f" -> function = value();
        case "key" -> key = value();
        case "value" -> value = value();
        default -> {
          builder.unused(name);
          parser.skipChildren();
        }
      }
    }
    return new Event(line, process, type, function, key, value);
  }

  private Value value() throws IOException, HistoryException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw problem("the file ends within a value");
    }
    return switch (token) {
      case VALUE_NULL -> Value.Nil.NIL;
      case VALUE_TRUE -> new Value.Bool(true);
      case VALUE_FALSE -> new Value.Bool(false);
      case VALUE_STRING -> new Value.Text(parser.getText());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? Value.number(parser.getDecimalValue())
              : new Value.Int(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> Value.number(parser.getDecimalValue());
      case START_ARRAY -> array();
      case START_OBJECT -> object();
      default -> throw problem("a value was expected");
    };
  }

  private Value array() throws IOException, HistoryException {
    List<Value> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return new Value.Sequence(elements);
  }

  /** Objects are compared as a whole: what is in them matters to nobody here. */
  private Value object() throws IOException, HistoryException {
    List<String> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.add(new Value.Text(name) + " " + value());
    }
    members.sort(null);
    return new Value.Word("{" + String.join(", ", members) + "}");
  }

  private HistoryException problem(String problem) {
    return new HistoryException(
        file, line(), problem, "A log has one JSON object a line; docs/histories.md describes it.");
  }

  private int line() {
    var location = parser.currentTokenLocation();
    return location == null ? 0 : location.getLineNr();
  }
}
