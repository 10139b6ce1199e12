package dev.lockstep.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * JSON that can stand inside an HTML page: no character of it ends a script, starts a comment or
 * ends a line.
 */
final class PageJson {

  /** Writes a document. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static final ObjectMapper MAPPER = new ObjectMapper(factory());

  private PageJson() {}

  private static JsonFactory factory() {
    JsonFactory factory = new JsonFactory();
    factory.setCharacterEscapes(new InsideHtml());
    return factory;
  }

  /** Escapes what means something to HTML, and the line ends that JavaScript has besides. */
  private static final class InsideHtml extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private final int[] escapes = standardAsciiEscapesForJSON();

    InsideHtml() {
      for (char character : new char[] {'<', '>', '&'}) {
        escapes[character] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      boolean escaped =
          character == LINE_SEPARATOR
              || character == PARAGRAPH_SEPARATOR
              || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
      return escaped
          ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", character))
          : null;
    }
  }

  /** Returns the document that {@code content} writes. */
  static String of(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(text)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
