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
import org.jspecify.annotations.Nullable;

/** Reads events from JSON: objects one after the other, or in one array. */
final class JsonEvents {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** How the parser's messages begin where a line was cut off. */
  private static final List<String> CUT_OFF =
      List.of(
          "Unexpected end-of-input",
          "Illegal unquoted character ((CTRL-CHAR, code 10))",
          "Illegal unquoted character ((CTRL-CHAR, code 13))");

  private static final String HINT =
      "A log has one JSON object a line; docs/histories.md describes it.";

  private final String file;
  private final JsonParser parser;
  private final HistoryBuilder builder;

  /** The line in which the last event began. */
  private int begun = 1;

  private JsonEvents(String file, JsonParser parser, HistoryBuilder builder) {
    this.file = file;
    this.parser = parser;
    this.builder = builder;
  }

  static void read(String file, InputStream input, HistoryBuilder builder)
      throws HistoryException, IOException {
    try (JsonParser parser = JSON.createParser(input)) {
      read(file, parser, builder);
    }
  }

  private static void read(String file, JsonParser parser, HistoryBuilder builder)
      throws HistoryException, IOException {
    JsonEvents events = new JsonEvents(file, parser, builder);
    try {
      events.events();
    } catch (JsonProcessingException e) {
      if (endsInside(e)) {
        throw new HistoryException(
            file,
            events.begun,
            "the line ends inside a JSON object; if the log was cut off while it was written,"
                + " remove this line",
            HINT);
      }
      throw new HistoryException(
          file,
          e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
          e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
          "this is not JSON: " + e.getOriginalMessage(),
          HINT);
    }
  }

  /**
   * At the end of the file, or of a line within a text: JSON has no texts of several lines. The
   * parser has no exception of its own for all of these.
   */
  private static boolean endsInside(JsonProcessingException e) {
    return CUT_OFF.stream().anyMatch(e.getOriginalMessage()::startsWith);
  }

  private void events() throws IOException, HistoryException {
    JsonToken token = parser.nextToken();
    boolean array = token == JsonToken.START_ARRAY;
    if (array) {
      token = next();
    }
    while (token != null && token != JsonToken.END_ARRAY) {
      if (token != JsonToken.START_OBJECT) {
        throw problem("an event is a JSON object, and this is none");
      }
      builder.add(event());
      token = array ? next() : parser.nextToken();
    }
    if (array && (token == null || parser.nextToken() != null)) {
      throw problem("the array of events does not end the file");
    }
  }

  /** The next token of the array of all events, which may be cut off between two of them. */
  private @Nullable JsonToken next() throws IOException, HistoryException {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException e) {
      if (!endsInside(e)) {
        throw e;
      }
      throw problem(
          "the file ends within its array of events; if the log was cut off while it was written,"
              + " end it with ]");
    }
  }

  private Event event() throws IOException, HistoryException {
    begun = line();
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
    return new Event(begun, process, type, function, key, value);
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
    return new HistoryException(file, line(), problem, HINT);
  }

  private int line() {
    var location = parser.currentTokenLocation();
    return location == null ? 0 : location.getLineNr();
  }
}
