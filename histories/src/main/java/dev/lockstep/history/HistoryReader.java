package dev.lockstep.history;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads logs of operations: JSON, one object a line or one array of them, or EDN as Jepsen writes
 * it, one map a line or one vector of them. Which of the two it is shows in its first characters.
 * The format is described in docs/histories.md.
 */
public final class HistoryReader {

  /** What some editors put before a text in UTF-8: the byte-order mark. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Enough to get past blank lines and comments at the start. */
  private static final int LOOK_AHEAD = 1 << 16;

  private HistoryReader() {}

  /**
   * Reads a log.
   *
   * @throws HistoryException if it is malformed, or says what no client can have done
   * @throws IOException if the file cannot be read
   */
  public static History read(Path file, Keys keys) throws HistoryException, IOException {
    if (Files.isDirectory(file)) {
      throw new HistoryException(
          file.toString(),
          0,
          "is a directory",
          "A file is expected, with one JSON object a line or EDN as Jepsen writes it; name one in"
              + " this directory.");
    }
    try (InputStream input = Files.newInputStream(file)) {
      return read(file.toString(), input, keys);
    }
  }

  /** Reads a log that messages call {@code name}. */
  public static History read(String name, InputStream input, Keys keys)
      throws HistoryException, IOException {
    HistoryBuilder builder = new HistoryBuilder(name, keys);
    BufferedInputStream buffered = new BufferedInputStream(input, LOOK_AHEAD);
    skipMark(buffered);
    if (isJson(buffered)) {
      JsonEvents.read(name, buffered, builder);
    } else {
      try (BufferedReader text =
          new BufferedReader(
              new InputStreamReader(
                  buffered,
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPORT)
                      .onUnmappableCharacter(CodingErrorAction.REPORT)))) {
        EdnEvents.read(name, text, builder);
      } catch (CharacterCodingException e) {
        throw new HistoryException(name, 0, "this is not text in UTF-8", "Logs are UTF-8.");
      }
    }
    return builder.build();
  }

  private static void skipMark(BufferedInputStream input) throws IOException {
    input.mark(MARK.length);
    if (!Arrays.equals(input.readNBytes(MARK.length), MARK)) {
      input.reset();
    }
  }

  /** JSON has a quote after its first brace, EDN has not; comments are EDN's alone. */
  private static boolean isJson(BufferedInputStream input) throws IOException {
    input.mark(LOOK_AHEAD);
    byte[] start = input.readNBytes(LOOK_AHEAD - 1);
    input.reset();
    for (byte b : start) {
      char c = (char) (b & 0xFF);
      if (c == '"') {
        return true;
      }
      if (c == ';' || c == '#' || c == ':' || c == '(' || Character.isLetterOrDigit(c)) {
        return false;
      }
    }
    return true;
  }
}
