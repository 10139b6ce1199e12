package dev.lockstep.trace;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a UTF-8 file, one at a time. A line longer than the limit is an error before it is
 * in memory.
 */
public final class LineReader implements Closeable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final InputStream input;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private byte[] line = new byte[1024];
  private int lineBytes;
  private int lineNumber;

  private LineReader(String name, InputStream input, int maxLineBytes) {
    this.name = name;
    this.input = input;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Opens {@code file}.
   *
   * @param maxLineBytes the longest line that is read
   */
  public static LineReader open(Path file, int maxLineBytes) throws TraceException {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new TraceException(name, 0, 0, "this is a directory; name the log file inside", null);
    }
    try {
      return new LineReader(name, Files.newInputStream(file), maxLineBytes);
    } catch (NoSuchFileException e) {
      throw new TraceException(name, 0, 0, "there is no such file; check the path", e);
    } catch (AccessDeniedException e) {
      throw new TraceException(name, 0, 0, "no permission to read this file", e);
    } catch (IOException e) {
      throw new TraceException(name, 0, 0, "cannot be opened: " + e.getMessage(), e);
    }
  }

  /** Reads from {@code input}, which messages call {@code name}. */
  public static LineReader of(String name, InputStream input, int maxLineBytes) {
    return new LineReader(name, input, maxLineBytes);
  }

  /** Returns the name of the file, as the user gave it. */
  public String name() {
    return name;
  }

  /** Returns the number of the line returned last, counted from 1; 0 before the first. */
  public int lineNumber() {
    return lineNumber;
  }

  /** Returns the next line that is not blank, without its end. */
  public Optional<String> next() throws TraceException {
    while (readLine()) {
      lineNumber++;
      String text = decode();
      if (!text.isBlank()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  /**
   * Says whether there is text that {@link #next} would read, as far as that can be said without
   * waiting. What is blank is skipped.
   */
  public boolean isReady() throws TraceException {
    while (position < limit || hasInput()) {
      if (position == limit && !fill()) {
        return false;
      }
      if (!Character.isWhitespace(buffer[position])) {
        return true;
      }
      if (buffer[position++] == '\n') {
        lineNumber++;
      }
    }
    return false;
  }

  private boolean hasInput() {
    try {
      return input.available() > 0;
    } catch (IOException e) {
      // It is closed: nothing comes any more.
      return false;
    }
  }

  private boolean readLine() throws TraceException {
    lineBytes = 0;
    boolean any = false;
    while (true) {
      if (position == limit && !fill()) {
        return any;
      }
      any = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      append(end);
      position = end;
      if (end < limit) {
        position++;
        return true;
      }
    }
  }

  private void append(int end) throws TraceException {
    int count = end - position;
    if (count > maxLineBytes - lineBytes) {
      throw new TraceException(
          name,
          lineNumber + 1,
          0,
          "this line is longer than the limit of "
              + maxLineBytes
              + " bytes; an event is one line. Log deltas instead of whole values, or raise the"
              + " limit with --max-line-bytes",
          null);
    }
    if (lineBytes + count > line.length) {
      int wanted = Math.max(lineBytes + count, (int) Math.min(2L * line.length, maxLineBytes));
      line = Arrays.copyOf(line, wanted);
    }
    System.arraycopy(buffer, position, line, lineBytes, count);
    lineBytes += count;
  }

  private boolean fill() throws TraceException {
    try {
      position = 0;
      limit = Math.max(0, input.read(buffer));
      return limit > 0;
    } catch (IOException e) {
      throw new TraceException(
          name, lineNumber + 1, 0, "reading failed here: " + e.getMessage(), e);
    }
  }

  private String decode() throws TraceException {
    int start = lineNumber == 1 && startsWith(0xEF, 0xBB, 0xBF) ? 3 : 0;
    if (lineNumber == 1
        && (startsWith(0xFE, 0xFF)
            || startsWith(0xFF, 0xFE)
            || startsWith(0, '{')
            || startsWith('{', 0))) {
      throw new TraceException(name, 1, 1, "this is UTF-16; a log must be UTF-8: convert it", null);
    }
    if (lineNumber == 1 && startsWith(0x1F, 0x8B)) {
      throw new TraceException(
          name, 1, 1, "this is compressed with gzip; unpack it first: gunzip " + name, null);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(line, start, lineBytes - start);
    CharBuffer characters = CharBuffer.allocate(lineBytes - start);
    try {
      var result = decoder.decode(bytes, characters, true);
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      throw new TraceException(
          name,
          lineNumber,
          characters.position() + 1,
          "the bytes here are not UTF-8; a log must be UTF-8 text, one JSON object a line",
          e);
    }
    return characters.flip().toString();
  }

  private boolean startsWith(int... bytes) {
    if (lineBytes < bytes.length) {
      return false;
    }
    for (int index = 0; index < bytes.length; index++) {
      if ((line[index] & 0xFF) != bytes[index]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
