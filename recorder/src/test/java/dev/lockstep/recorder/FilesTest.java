package dev.lockstep.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs in files: new ones, ones that are there, ones that a crash left behind. */
class FilesTest {

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("n.ndjson");
  }

  private static LogBuilder log() {
    return TraceLog.of("S").constant("C", List.of("a"));
  }

  private static void record(LogBuilder builder, Path file, String... actions) throws IOException {
    try (TraceLog log = builder.open(file)) {
      for (String action : actions) {
        log.node("n").event(action).record();
      }
    }
  }

  private List<String> actions() throws IOException {
    return Lines.of(file).stream().map(line -> line.path("action").asText("header")).toList();
  }

  @Test
  void a_line_is_in_the_file_as_soon_as_it_is_recorded() throws IOException {
    try (TraceLog log = log().open(file)) {
      assertThat(Lines.of(file)).hasSize(1);
      log.node("n").event("A").record();
      assertThat(Lines.of(file)).hasSize(2);
    }
  }

  @Test
  void a_file_that_is_there_is_never_overwritten() throws IOException {
    record(log(), file, "A");
    String before = Files.readString(file);

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> log().open(file))
        .withMessageContaining("n.ndjson")
        .withMessageContaining("a log is not overwritten; take another name");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void a_further_run_has_a_header_and_clocks_of_its_own() throws IOException {
    record(log().appendRun(), file, "A", "B");
    record(log().appendRun().seed(2), file, "C");

    assertThat(actions()).containsExactly("header", "A", "B", "header", "C");
    assertThat(Lines.of(file).getLast().path("clock").asInt()).isEqualTo(1);
  }

  @Test
  void a_run_that_goes_on_counts_on() throws IOException {
    record(log().continueRun(), file, "Old");
    record(log().appendRun(), file, "A", "B");
    try (TraceLog log = log().continueRun().open(file)) {
      log.node("m").event("C").received(Stamp.parse("41,o=3")).record();
    }
    try (TraceLog log = log().continueRun().open(file)) {
      assertThat(log.node("n").event("D").record()).hasToString("3,n=3");
      assertThat(log.node("m").event("E").record()).hasToString("43,m=2,o=3");
    }

    assertThat(actions()).containsExactly("header", "Old", "header", "A", "B", "C", "D", "E");
    JsonNode last = Lines.of(file).getLast();
    assertThat(last.path("vector")).hasToString("{\"m\":2,\"o\":3}");
  }

  @Test
  void a_line_that_a_crash_left_unfinished_is_cut_off() throws IOException {
    for (LogBuilder builder : List.of(log().appendRun(), log().continueRun())) {
      Files.deleteIfExists(file);
      record(log(), file, "A");
      // More than one block of what is looked at from the end.
      Files.writeString(
          file, "{\"node\":\"n\",\"action\":\"" + "x".repeat(20_000), StandardOpenOption.APPEND);

      record(builder, file, "B");

      assertThat(actions()).startsWith("header", "A").endsWith("B").doesNotContain("x");
    }
  }

  @Test
  void a_log_whose_header_is_unfinished_starts_again() throws IOException {
    Files.writeString(file, "{\"lockstep-trace\":1,\"spec\":\"S");

    record(log().continueRun(), file, "A");

    assertThat(actions()).containsExactly("header", "A");
  }

  @Test
  void what_is_no_log_is_left_as_it_is() throws IOException {
    Files.writeString(file, "{\"precious\": true}");

    for (LogBuilder builder : List.of(log().appendRun(), log().continueRun())) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> builder.open(file))
          .withMessageContaining("n.ndjson is no log in trace format v1");
    }
    assertThat(Files.readString(file)).isEqualTo("{\"precious\": true}");
  }

  @Test
  void a_run_of_something_else_is_not_gone_on_with() throws IOException {
    record(log(), file, "A");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> TraceLog.of("Other").continueRun().open(file))
        .withMessageContaining("another run than the one to go on with")
        .withMessageContaining("\"spec\":\"Other\"");
    assertThat(actions()).containsExactly("header", "A");
  }

  @Test
  void a_folder_that_is_not_there_is_an_error() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> log().open(folder.resolve("no").resolve("log")));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> log().appendRun().open(folder.resolve("no").resolve("log")));
  }

  @Test
  void a_thread_that_is_interrupted_still_writes() throws IOException {
    try (TraceLog log = log().open(file)) {
      Thread.currentThread().interrupt();
      log.node("n").event("A").record();
      assertThat(Thread.interrupted()).isTrue();
      log.node("n").event("B").record();
    }

    assertThat(actions()).containsExactly("header", "A", "B");
  }
}
