package dev.lockstep.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which modules a module extends, read off the text of the files without parsing them. */
public final class ExtendedModules {

  private static final Pattern COMMENT =
      Pattern.compile("\\(\\*.*?\\*\\)|\\\\\\*[^\\n]*", Pattern.DOTALL);
  private static final Pattern EXTENDS =
      Pattern.compile("(?m)^\\s*EXTENDS\\s+(\\w+(?:\\s*,\\s*\\w+)*)");

  private ExtendedModules() {}

  /**
   * Returns the names that stand behind EXTENDS.
   *
   * @param text the text of a module
   */
  public static SortedSet<String> namedIn(String text) {
    SortedSet<String> names = new TreeSet<>();
    Matcher matcher = EXTENDS.matcher(withoutComments(text));
    while (matcher.find()) {
      names.addAll(List.of(matcher.group(1).split("\\s*,\\s*")));
    }
    return names;
  }

  /**
   * Returns {@code module} and all modules that it extends, directly or by way of others: the text
   * of each without comments, by name. What is in none of the directories, as the standard modules,
   * is left out.
   *
   * @param directories where to look, in order
   * @throws IOException if a file cannot be read
   */
  public static SequencedMap<String, String> of(String module, List<Path> directories)
      throws IOException {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    Deque<String> waiting = new ArrayDeque<>(List.of(module));
    while (!waiting.isEmpty()) {
      String name = waiting.remove();
      Optional<Path> file = file(name, directories);
      if (file.isPresent() && !texts.containsKey(name)) {
        String text = withoutComments(Files.readString(file.get()));
        texts.put(name, text);
        waiting.addAll(namedIn(text));
      }
    }
    return Collections.unmodifiableSequencedMap(texts);
  }

  private static Optional<Path> file(String module, List<Path> directories) {
    return directories.stream()
        .map(directory -> directory.resolve(module + ".tla"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String withoutComments(String text) {
    return COMMENT.matcher(text).replaceAll(" ");
  }
}
