package dev.lockstep.history;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Histories written down in tests. */
public final class Histories {

  private Histories() {}

  /** Reads lines of JSON or EDN. */
  public static History read(Keys keys, String... lines) throws HistoryException {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      return HistoryReader.read("test", new ByteArrayInputStream(bytes), keys);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Reads events in short form, separated by semicolons: {@code 0 invoke write 1}, that is process,
   * type, f and value as EDN. Blanks may be missing after the type's first letter: {@code 0i},
   * {@code 0o}, {@code 0f}, {@code 0?} are invoke, ok, fail and info.
   */
  public static History of(String events) throws HistoryException {
    return of(Keys.FIELD, events);
  }

  /** The same, with keys where {@code keys} says. */
  public static History of(Keys keys, String events) throws HistoryException {
    StringBuilder text = new StringBuilder();
    for (String event : events.strip().split("\\s*;\\s*", -1)) {
      if (!event.isBlank()) {
        text.append(line(event));
      }
    }
    return read(keys, text.toString());
  }

  private static String line(String event) {
    String[] parts = event.split("\\s+", 3);
    int last = parts[0].length() - 1;
    String type =
        switch (parts[0].charAt(last)) {
          case 'i' -> ":invoke";
          case 'o' -> ":ok";
          case 'f' -> ":fail";
          default -> ":info";
        };
    return "{:process %s, :type %s, :f :%s, :value %s}\n"
        .formatted(
            parts[0].substring(0, last), type, parts[1], parts.length > 2 ? parts[2] : "nil");
  }
}
