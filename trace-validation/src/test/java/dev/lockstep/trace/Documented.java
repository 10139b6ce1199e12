package dev.lockstep.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The examples in the documentation. */
public final class Documented {

  private Documented() {}

  /** Returns the block behind {@code <!-- example: name -->}, without its indent. */
  public static String example(String name) throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "trace-format.md"));
    String start = "<!-- example: " + name + " -->";
    int at = docs.indexOf(start);
    if (at < 0) {
      throw new AssertionError("the documentation has no example " + name);
    }
    int from = at + start.length();
    return docs.substring(from, docs.indexOf("<!--", from))
        .lines()
        .dropWhile(line -> !line.startsWith("    "))
        .takeWhile(line -> line.startsWith("    "))
        .map(line -> line.substring(4))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
