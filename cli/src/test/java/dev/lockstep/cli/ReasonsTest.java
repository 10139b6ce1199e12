package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of reason, as a person reads it. Each file in {@code reasons} has logs, a command and
 * exactly what it prints; {@code -Dlockstep.golden=rewrite} writes what it prints now.
 */
class ReasonsTest {

  private static final Path GOLDEN =
      Path.of("src", "test", "resources", "dev", "lockstep", "cli", "reasons");

  private static final Pattern LOG = Pattern.compile("(?ms)^=== (\\S+)\\n(.*?)(?=^=== |^\\$ )");
  private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ lockstep (.*)$");

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> each_reason_reads_as_written_down() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(GOLDEN)) {
      files = all.sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(7);
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private void check(Path file) throws IOException {
    String text = Files.readString(file);
    Path place = Files.createTempDirectory(directory, "case");
    Matcher logs = LOG.matcher(text);
    while (logs.find()) {
      Files.writeString(place.resolve(logs.group(1)), logs.group(2));
    }
    Matcher command = COMMAND.matcher(text);
    assertThat(command.find()).as("%s has a command", file).isTrue();
    List<String> words = new ArrayList<>();
    for (String word : command.group(1).split(" ", -1)) {
      Path log = place.resolve(word);
      words.add(Files.exists(log) ? log.toString() : word);
    }
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    String printed =
        (run.out() + run.err())
            .replace(place + "/", "")
            .replaceAll("[0-9]+(\\.[0-9]+)? s\\)", "T)");
    String actual =
        text.substring(0, command.end()) + "\n" + printed + "exit code " + run.exitCode() + "\n";
    if (System.getProperty("lockstep.golden", "").equals("rewrite")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(text);
  }
}
