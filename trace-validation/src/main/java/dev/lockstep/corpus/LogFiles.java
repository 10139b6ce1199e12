package dev.lockstep.corpus;

import dev.lockstep.trace.TraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The logs that a user means: files, directories with all logs in them and below, and patterns such
 * as {@code runs/**}{@code /*.ndjson} that the shell has not expanded.
 *
 * @param logs the files, those of a directory or pattern in alphabetical order
 * @param leftOut files in the directories that do not look like logs
 */
public record LogFiles(List<Path> logs, List<Path> leftOut) {

  private static final String PATTERN = "*?[{";

  /** Copies the lists. */
  public LogFiles {
    logs = List.copyOf(logs);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Finds the files.
   *
   * @throws TraceException if a directory has no logs, or a pattern matches no file
   */
  public static LogFiles of(List<String> words) throws TraceException {
    List<Path> logs = new ArrayList<>();
    List<Path> leftOut = new ArrayList<>();
    for (String word : words) {
      try {
        Path path = Path.of(word);
        if (Files.isDirectory(path)) {
          addDirectory(path, logs, leftOut);
        } else if (!Files.exists(path) && isPattern(word)) {
          logs.addAll(matching(word));
        } else {
          logs.add(path);
        }
      } catch (InvalidPathException | PatternSyntaxException e) {
        throw new TraceException(
            word, 0, 0, "this is neither a file name nor a pattern: " + e.getMessage(), e);
      } catch (IOException e) {
        throw new TraceException(word, 0, 0, "cannot be listed: " + e.getMessage(), e);
      }
    }
    return new LogFiles(logs, leftOut);
  }

  private static void addDirectory(Path directory, List<Path> logs, List<Path> leftOut)
      throws IOException, TraceException {
    List<Path> files = files(directory, file -> !isHidden(directory, file));
    List<Path> found = files.stream().filter(LogFiles::looksLikeLog).toList();
    if (found.isEmpty()) {
      throw new TraceException(
          directory.toString(),
          0,
          0,
          "there is no log in this directory; logs are called *.ndjson, *.jsonl, *.json or *.log;"
              + " name files that are called otherwise one by one, or by a pattern",
          null);
    }
    logs.addAll(found);
    files.stream().filter(file -> !looksLikeLog(file)).forEach(leftOut::add);
  }

  /** A log that is still being written by {@code simulate} has a name with a dot in front. */
  private static boolean isHidden(Path directory, Path file) {
    for (Path part : directory.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean looksLikeLog(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.contains(".ndjson")
        || name.contains(".jsonl")
        || name.endsWith(".json")
        || name.endsWith(".log");
  }

  private static boolean isPattern(String word) {
    return word.chars().anyMatch(character -> PATTERN.indexOf(character) >= 0);
  }

  private static List<Path> matching(String word) throws IOException, TraceException {
    int fixed = 0;
    while (PATTERN.indexOf(word.charAt(fixed)) < 0) {
      fixed++;
    }
    int slash = word.lastIndexOf('/', fixed);
    Path start = Path.of(slash < 0 ? "." : slash == 0 ? "/" : word.substring(0, slash));
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + word);
    List<Path> found =
        Files.isDirectory(start)
            ? files(start, file -> matcher.matches(slash < 0 ? start.relativize(file) : file))
            : List.of();
    if (found.isEmpty()) {
      throw new TraceException(word, 0, 0, "no file matches this pattern", null);
    }
    return slash < 0 ? found.stream().map(start::relativize).toList() : found;
  }

  private static List<Path> files(Path start, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> tree = Files.walk(start)) {
      return tree.filter(Files::isRegularFile).filter(wanted).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
