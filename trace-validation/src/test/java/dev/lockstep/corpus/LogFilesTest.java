package dev.lockstep.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.trace.TraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {

  @TempDir Path directory;

  @BeforeEach
  void create() throws IOException {
    Files.createDirectories(directory.resolve("b/deep"));
    for (String name :
        List.of(
            "a.ndjson",
            "b/c.log",
            "b/deep/trace.ndjson.4RM",
            "b/.d.ndjson.unfinished",
            "LICENSE",
            "we[i]rd.txt")) {
      Files.writeString(directory.resolve(name), "");
    }
  }

  @Test
  void a_directory_means_all_logs_in_it_and_below_in_order() throws Exception {
    LogFiles files = LogFiles.of(List.of(directory.toString()));

    assertThat(files.logs())
        .containsExactly(
            directory.resolve("a.ndjson"),
            directory.resolve("b/c.log"),
            directory.resolve("b/deep/trace.ndjson.4RM"));
    assertThat(files.leftOut())
        .containsExactly(directory.resolve("LICENSE"), directory.resolve("we[i]rd.txt"));
  }

  @Test
  void a_pattern_means_the_files_that_match() throws Exception {
    assertThat(LogFiles.of(List.of(directory + "/**/*.ndjson*")).logs())
        .containsExactly(
            directory.resolve("b/.d.ndjson.unfinished"),
            directory.resolve("b/deep/trace.ndjson.4RM"));
    assertThat(LogFiles.of(List.of(directory + "/{a,b}.ndjson")).logs())
        .containsExactly(directory.resolve("a.ndjson"));
  }

  @Test
  void a_file_is_taken_as_it_is_called_even_if_that_looks_like_a_pattern() throws Exception {
    String weird = directory.resolve("we[i]rd.txt").toString();

    assertThat(LogFiles.of(List.of(weird, "missing.ndjson")).logs())
        .containsExactly(Path.of(weird), Path.of("missing.ndjson"));
  }

  @Test
  void nothing_found_is_an_error_that_says_what_logs_are_called() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> LogFiles.of(List.of(empty.toString())))
        .withMessageContaining("there is no log in this directory")
        .withMessageContaining("*.ndjson");
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> LogFiles.of(List.of(directory + "/*.xyz")))
        .withMessageContaining("no file matches this pattern");
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> LogFiles.of(List.of(directory + "/{a")))
        .withMessageContaining("neither a file name nor a pattern");
  }
}
