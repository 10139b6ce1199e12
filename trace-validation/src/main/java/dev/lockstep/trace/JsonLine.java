package dev.lockstep.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.lockstep.catalog.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON, or a small file of it, read token by token, with errors that say where they
 * are. The current token is always the first one of the next value to read. Depth, the length of a
 * number and the number of tokens are bounded, so that no line takes more memory than its length
 * allows to expect.
 */
public final class JsonLine implements AutoCloseable {

  private static final int MAX_DEPTH = 200;
  private static final int MAX_DIGITS = 1000;
  private static final long MAX_TOKENS = 3_000_000;
  private static final int MAX_SENTENCE = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .maxTokenCount(MAX_TOKENS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String file;
  private final int line;
  private final JsonParser parser;
  private JsonLocation last = JsonLocation.NA;

  /** What reads the value of one field of an object. */
  public interface FieldReader {
    /** Reads the value of the field {@code name}, or of the element at position {@code name}. */
    void read(String name) throws TraceException;
  }

  /**
   * Starts to read {@code text}.
   *
   * @param file what messages call the file
   * @param line the number of its first line in the file
   */
  public JsonLine(String file, int line, String text) throws TraceException {
    this.file = file;
    this.line = line;
    try {
      this.parser = FACTORY.createParser(text);
    } catch (IOException e) {
      throw new TraceException(file, line, 0, "not readable as JSON: " + e.getMessage(), e);
    }
    advance();
  }

  /** Returns the line of the token that was read last, such as the name of the current field. */
  public int lastLine() {
    return line + Math.max(last.getLineNr(), 1) - 1;
  }

  /** Returns the column of the token that was read last, counted from 1. */
  public int lastColumn() {
    return Math.max(last.getColumnNr(), 0);
  }

  /** Returns the column of the next value, counted from 1. */
  public int column() {
    return Math.max(parser.currentTokenLocation().getColumnNr(), 0);
  }

  /** Reads an object: {@code reader} is called for each field, placed on its value. */
  public void object(String what, FieldReader reader) throws TraceException {
    if (token() != JsonToken.START_OBJECT) {
      throw unexpected(what, "a JSON object");
    }
    advance();
    while (token() == JsonToken.FIELD_NAME) {
      String name = textOfToken();
      advance();
      reader.read(name);
    }
    advance();
  }

  /** Reads an array: {@code reader} is called for each element, with its position as text. */
  public void array(String what, FieldReader reader) throws TraceException {
    if (token() != JsonToken.START_ARRAY) {
      throw unexpected(what, "an array");
    }
    advance();
    int index = 1;
    while (token() != JsonToken.END_ARRAY) {
      reader.read(Integer.toString(index++));
    }
    advance();
  }

  /** Reads a string. */
  public String string(String what) throws TraceException {
    if (token() != JsonToken.VALUE_STRING) {
      throw unexpected(what, "a string");
    }
    String text = textOfToken();
    advance();
    return text;
  }

  /** Reads a string or a number or a boolean as the text of a key. */
  public String keyText(String what) throws TraceException {
    String text =
        switch (token()) {
          case VALUE_STRING, VALUE_NUMBER_INT -> textOfToken();
          case VALUE_TRUE -> "TRUE";
          case VALUE_FALSE -> "FALSE";
          default -> throw unexpected(what, "a string or a number");
        };
    advance();
    return text;
  }

  /** Reads an integer of 64 bits. */
  public long integer(String what) throws TraceException {
    if (token() != JsonToken.VALUE_NUMBER_INT) {
      throw unexpected(what, "an integer");
    }
    try {
      long value = parser.getLongValue();
      advance();
      return value;
    } catch (IOException e) {
      throw fail("\"" + Nearest.shortened(what) + "\" does not fit 64 bits", e);
    }
  }

  /** Reads an array of any values. */
  public List<LoggedValue> values(String what) throws TraceException {
    List<LoggedValue> values = new ArrayList<>();
    array(what, index -> values.add(value(what)));
    return values;
  }

  /** Reads any value. */
  public LoggedValue value(String what) throws TraceException {
    LoggedValue value;
    switch (token()) {
      case START_OBJECT -> {
        SortedMap<String, LoggedValue> fields = new TreeMap<>();
        object(what, name -> fields.put(name, value(what)));
        return new LoggedValue.Fields(fields);
      }
      case START_ARRAY -> {
        return new LoggedValue.Items(values(what));
      }
      case VALUE_STRING -> value = new LoggedValue.Text(textOfToken());
      case VALUE_TRUE -> value = new LoggedValue.Truth(true);
      case VALUE_FALSE -> value = new LoggedValue.Truth(false);
      case VALUE_NULL -> value = new LoggedValue.Nothing();
      case VALUE_NUMBER_INT -> value = whole(what);
      case VALUE_NUMBER_FLOAT ->
          throw fail(
              "\""
                  + Nearest.shortened(what)
                  + "\" has a number with a fraction or an exponent; TLC has integers only: log an"
                  + " integer or a string",
              null);
      default -> throw unexpected(what, "a value");
    }
    advance();
    return value;
  }

  /** Returns whether the next value is an object. */
  public boolean atObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  /** Returns whether the next value is an array. */
  public boolean atArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /** Returns whether the next value is a string. */
  public boolean atString() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  /** Returns whether the next value is a number of any kind. */
  public boolean atNumber() {
    JsonToken token = parser.currentToken();
    return token != null && token.isNumeric();
  }

  /** Reads a number of any kind, as it is written. */
  public String number(String what) throws TraceException {
    if (!atNumber()) {
      throw unexpected(what, "a number");
    }
    String text = textOfToken();
    advance();
    return text;
  }

  /** Reads {@code true} or {@code false}. */
  public boolean truth(String what) throws TraceException {
    JsonToken token = token();
    if (!token.isBoolean()) {
      throw unexpected(what, "true or false");
    }
    advance();
    return token == JsonToken.VALUE_TRUE;
  }

  /** Returns whether the next value is {@code null}. */
  public boolean atNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Checks that nothing but white space is left. */
  public void end() throws TraceException {
    if (parser.currentToken() != null) {
      throw fail("there is more on this line after the first JSON object; one object a line", null);
    }
  }

  /** Skips any value. */
  public void skip() throws TraceException {
    try {
      parser.skipChildren();
    } catch (IOException e) {
      throw broken(e);
    }
    advance();
  }

  /** Returns an error at the token that was read last, such as the name of the current field. */
  public TraceException failAtLast(String message, @Nullable Throwable cause) {
    return fail(last, message, cause);
  }

  /** Returns an error at the current token. */
  public TraceException fail(String message, @Nullable Throwable cause) {
    return fail(parser.currentTokenLocation(), message, cause);
  }

  private TraceException fail(JsonLocation location, String message, @Nullable Throwable cause) {
    return new TraceException(
        file, line + location.getLineNr() - 1, location.getColumnNr(), message, cause);
  }

  private LoggedValue whole(String what) throws TraceException {
    try {
      long value = parser.getLongValue();
      if (value == (int) value) {
        return new LoggedValue.Whole((int) value);
      }
    } catch (IOException e) {
      throw tooLarge(what, e);
    }
    throw tooLarge(what, null);
  }

  private TraceException tooLarge(String what, @Nullable IOException cause) {
    return fail(
        "\""
            + Nearest.shortened(what)
            + "\" has an integer that does not fit TLC's 32 bits; log it as a string",
        cause);
  }

  private TraceException unexpected(String what, String expected) throws TraceException {
    return fail(
        "\"" + Nearest.shortened(what) + "\" must be " + expected + ", not " + found(), null);
  }

  private String found() throws TraceException {
    return switch (token()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_NULL -> "null";
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> {
        String text = Nearest.shortened(textOfToken());
        yield token() == JsonToken.VALUE_STRING ? "the string " + new LoggedValue.Text(text) : text;
      }
      default -> "the end of something";
    };
  }

  private JsonToken token() throws TraceException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw fail("the line ends too early", null);
    }
    return token;
  }

  private String textOfToken() throws TraceException {
    String text;
    try {
      text = parser.getText();
    } catch (IOException e) {
      throw broken(e);
    }
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at)) && !isPair(text, at++)) {
        throw fail(
            "this text is not Unicode: it has one half of a surrogate pair (\\ud800 to \\udfff)"
                + " without the other",
            null);
      }
    }
    return text;
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private void advance() throws TraceException {
    try {
      last = parser.currentTokenLocation();
      parser.nextToken();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private TraceException broken(IOException e) {
    JsonLocation location =
        e instanceof JsonProcessingException json && json.getLocation() != null
            ? json.getLocation()
            : parser.currentLocation();
    return new TraceException(
        file,
        line + Math.max(location.getLineNr(), 1) - 1,
        Math.max(location.getColumnNr(), 0),
        explain(e),
        e);
  }

  private static String explain(IOException e) {
    if (e instanceof JsonEOFException) {
      return "the line ends inside a JSON object; if the log was cut off while it was written,"
          + " remove this line";
    }
    if (e instanceof StreamConstraintsException) {
      return "values are nested deeper than "
          + MAX_DEPTH
          + " levels, a number has more than "
          + MAX_DIGITS
          + " digits, or there are more than "
          + MAX_TOKENS
          + " names and values; log less";
    }
    String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : "";
    if (message.startsWith("Duplicate field")) {
      return "this field is there twice in one object: "
          + Nearest.shortened(message.substring("Duplicate field ".length()))
          + "; keep one";
    }
    return "this is not JSON; one JSON object a line is expected"
        + (message.isEmpty() ? "" : " (" + firstSentence(message) + ")");
  }

  private static String firstSentence(String message) {
    int end = message.indexOf(": was expecting");
    String sentence = end < 0 ? message : message.substring(0, end);
    return sentence.length() > MAX_SENTENCE ? sentence.substring(0, MAX_SENTENCE) + "…" : sentence;
  }

  @Override
  public void close() throws TraceException {
    try {
      parser.close();
    } catch (IOException e) {
      throw broken(e);
    }
  }
}
