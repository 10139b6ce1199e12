package dev.lockstep.history;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.EdnException;
import us.bpsm.edn.EdnIOException;
import us.bpsm.edn.Keyword;
import us.bpsm.edn.TaggedValue;
import us.bpsm.edn.parser.Parseable;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;

/** Reads events from EDN: maps one after the other, or in one vector or list. */
final class EdnEvents {

  private static final Keyword PROCESS = Keyword.newKeyword("process");
  private static final Keyword TYPE = Keyword.newKeyword("type");
  private static final Keyword FUNCTION = Keyword.newKeyword("f");
  private static final Keyword KEY = Keyword.newKeyword("key");
  private static final Keyword VALUE = Keyword.newKeyword("value");

  private static final String HINT =
      "A log has one map a line, {:process 0, :type :invoke, :f :read, :value nil};"
          + " docs/histories.md describes it.";

  private final String file;
  private final Text text;
  private final HistoryBuilder builder;
  private final Map<Object, Value> words = new HashMap<>();

  private EdnEvents(String file, Text text, HistoryBuilder builder) {
    this.file = file;
    this.text = text;
    this.builder = builder;
  }

  static void read(String file, Reader reader, HistoryBuilder builder)
      throws HistoryException, IOException {
    Text text = new Text(reader);
    try {
      new EdnEvents(file, text, builder).events();
    } catch (EdnIOException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } catch (EdnException | NumberFormatException e) {
      throw new HistoryException(file, text.line, "this is not EDN: " + e.getMessage(), HINT);
    } catch (StackOverflowError e) {
      throw new HistoryException(file, text.line, "this is nested too deeply", HINT);
    }
  }

  private void events() throws IOException, HistoryException {
    Parser parser = Parsers.newParser(Parsers.defaultConfiguration());
    int first = text.skip();
    int end = first == '[' ? ']' : first == '(' ? ')' : Parseable.END_OF_INPUT;
    if (end != Parseable.END_OF_INPUT) {
      text.read();
    }
    for (int next = text.skip(); next != end; next = text.skip()) {
      int line = text.line;
      if (next == Parseable.END_OF_INPUT) {
        throw new HistoryException(file, line, "the file ends within its list of events", HINT);
      }
      Object value = parser.nextValue(text);
      while (value instanceof TaggedValue tagged) {
        value = tagged.getValue();
      }
      if (!(value instanceof Map<?, ?> map)) {
        throw new HistoryException(file, line, "an event is a map, and this is none", HINT);
      }
      builder.add(event(line, map));
    }
    if (end != Parseable.END_OF_INPUT) {
      text.read();
      if (text.skip() != Parseable.END_OF_INPUT) {
        throw new HistoryException(file, text.line, "there is more after the list of events", HINT);
      }
    }
  }

  private Event event(int line, Map<?, ?> map) {
    Value process = null;
    Value type = null;
    Value function = null;
    Value key = null;
    Value value = null;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object name = entry.getKey();
      if (PROCESS.equals(name)) {
        process = value(entry.getValue());
      } else if (TYPE.equals(name)) {
        type = value(entry.getValue());
      } else if (FUNCTION.equals(name)) {
        function = value(entry.getValue());
      } else if (KEY.equals(name)) {
        key = value(entry.getValue());
      } else if (VALUE.equals(name)) {
        value = value(entry.getValue());
      } else {
        builder.unused(String.valueOf(name));
      }
    }
    return new Event(line, process, type, function, key, value);
  }

  private Value value(@Nullable Object object) {
    return switch (object) {
      case null -> Value.Nil.NIL;
      case String string -> new Value.Text(string);
      case Long number -> new Value.Int(number);
      case Keyword word ->
          words.computeIfAbsent(word, known -> new Value.Word(String.valueOf(known)));
      case Boolean bool -> new Value.Bool(bool);
      case BigInteger number -> Value.number(new BigDecimal(number));
      case BigDecimal number -> Value.number(number);
      case Double number when Double.isFinite(number) -> Value.number(BigDecimal.valueOf(number));
      case TaggedValue tagged -> value(tagged.getValue());
      case Collection<?> elements -> {
        List<Value> values = new ArrayList<>(elements.size());
        for (Object element : elements) {
          values.add(value(element));
        }
        yield new Value.Sequence(values);
      }
      // Maps are compared as a whole: what is in them matters to nobody here.
      case Map<?, ?> map -> {
        List<String> members = new ArrayList<>();
        map.forEach((name, member) -> members.add(value(name) + " " + value(member)));
        members.sort(null);
        yield new Value.Word("{" + String.join(", ", members) + "}");
      }
      default -> new Value.Word(object.toString());
    };
  }

  /** The characters of a file, with the number of the line that the next one is in. */
  private static final class Text implements Parseable {

    private static final int NONE = -2;

    private final Reader reader;
    private final char[] buffer = new char[1 << 15];
    private int filled;
    private int at;
    private int back = NONE;
    private int line = 1;

    Text(Reader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      int c = back;
      if (c == NONE) {
        if (at == filled) {
          filled = reader.read(buffer);
          at = 0;
          if (filled <= 0) {
            filled = 0;
            return END_OF_INPUT;
          }
        }
        c = buffer[at++];
      } else {
        back = NONE;
      }
      if (c == '\n') {
        line++;
      }
      return c;
    }

    @Override
    public void unread(int c) {
      back = c;
      if (c == '\n') {
        line--;
      }
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }

    /** Skips blanks, commas and comments, and returns the character after them, unread. */
    int skip() throws IOException {
      int c = read();
      while (c == ',' || c == ';' || (c != END_OF_INPUT && Character.isWhitespace(c))) {
        if (c == ';') {
          while (c != '\n' && c != END_OF_INPUT) {
            c = read();
          }
        } else {
          c = read();
        }
      }
      if (c != END_OF_INPUT) {
        unread(c);
      }
      return c;
    }
  }
}
