package dev.lockstep.recorder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A log that a process before this one wrote, or nothing. */
final class EarlierLog {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int BLOCK = 8192;

  private final Path file;
  private final boolean empty;

  private EarlierLog(Path file, boolean empty) {
    this.file = file;
    this.empty = empty;
  }

  /**
   * Looks at {@code file} and cuts off a last line that a crash left unfinished: no call of {@link
   * Event#record} has returned for it, and no reader takes it.
   *
   * @throws IOException if the file is something else than a log; it is then left as it is
   */
  static EarlierLog repair(Path file) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() == 0) {
        return new EarlierLog(file, true);
      }
      byte[] wanted = Line.HEADER_START.getBytes(StandardCharsets.UTF_8);
      if (!new String(read(channel, 0, wanted.length), StandardCharsets.UTF_8)
          .equals(Line.HEADER_START)) {
        throw new IOException(
            file + " is no log in trace format v1: it does not start with " + Line.HEADER_START);
      }
      long end = endOfLastLine(channel);
      channel.truncate(end);
      return new EarlierLog(file, end == 0);
    } catch (NoSuchFileException e) {
      return new EarlierLog(file, true);
    }
  }

  boolean isEmpty() {
    return empty;
  }

  /**
   * Returns the stamps of the last events of the nodes in the last run.
   *
   * @throws IOException if that run does not have {@code header}, or cannot be read
   */
  Map<String, Stamp> stamps(byte[] header) throws IOException {
    Map<String, Stamp> stamps = new HashMap<>();
    String last = "";
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Line.HEADER_START)) {
          last = line;
          stamps.clear();
        } else if (!line.isBlank()) {
          note(line, stamps);
        }
      }
    }
    String wanted = new String(header, StandardCharsets.UTF_8).strip();
    if (!last.equals(wanted)) {
      throw new IOException(
          "%s has another run than the one to go on with: its header is %s, not %s"
              .formatted(file, last, wanted));
    }
    return stamps;
  }

  private static void note(String line, Map<String, Stamp> stamps) throws IOException {
    String node = "";
    long clock = 0;
    TreeMap<String, Long> vector = new TreeMap<>();
    try (JsonParser json = FACTORY.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "node" -> node = json.getText();
          case "clock" -> clock = json.getLongValue();
          case "vector" -> {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
              vector.put(json.currentName(), json.nextLongValue(0));
            }
          }
          default -> json.skipChildren();
        }
      }
    }
    stamps.put(node, Stamp.of(clock, vector));
  }

  private static long endOfLastLine(SeekableByteChannel channel) throws IOException {
    for (long end = channel.size(); end > 0; end = Math.max(0, end - BLOCK)) {
      long start = Math.max(0, end - BLOCK);
      byte[] block = read(channel, start, (int) (end - start));
      for (int i = block.length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return start + i + 1;
        }
      }
    }
    return 0;
  }

  private static byte[] read(SeekableByteChannel channel, long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    channel.position(from);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Until all of it is there, or the file ends.
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
