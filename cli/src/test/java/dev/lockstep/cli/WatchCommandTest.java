package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchCommandTest {

  private static final String HEADER =
      """
      {"lockstep-trace":1,"spec":"TwoPhaseCommit","constants":{"RM":["rm1","rm2"]}}
      """;

  private static final String PREPARE =
      """
      {"action":"TMPrepare","args":[]}
      {"action":"RMPrepare","args":["rm1"]}
      """;

  private static final String EARLY = "{\"action\":\"TMCommit\",\"args\":[]}\n";

  @TempDir Path directory;

  @Test
  void it_waits_for_a_growing_file_and_ends_at_the_first_impossible_event() throws Exception {
    Path log = Files.writeString(directory.resolve("growing.ndjson"), HEADER);

    CompletableFuture<CommandRun> watch =
        CompletableFuture.supplyAsync(
            () -> CommandRun.of("watch", "two-phase-commit", log.toString()));
    // Lines may come in pieces.
    append(log, PREPARE.substring(0, 20));
    append(log, PREPARE.substring(20));
    append(log, EARLY + "{\"action\":\"RMPrepare\",\"args\":[\"rm2\"]}\n");
    CommandRun run = watch.get(50, TimeUnit.SECONDS);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("violated (2 events matched")
        .contains("Event 3 (line 4) is impossible: TMCommit is not enabled.");
  }

  @Test
  void a_line_longer_than_allowed_is_refused() throws Exception {
    Path log = Files.writeString(directory.resolve("wide.ndjson"), HEADER + PREPARE);

    CommandRun run =
        CommandRun.of(
            "watch",
            "--patience",
            "0",
            "--max-line-bytes",
            "50",
            "two-phase-commit",
            log.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out() + run.err()).contains("wide.ndjson:1").contains("50");
  }

  @Test
  void standard_input_ends_with_a_verdict() throws Exception {
    CommandRun good = withInput(HEADER + PREPARE, "watch", "two-phase-commit", "-");
    CommandRun bad =
        withInput(HEADER + PREPARE + EARLY, "watch", "two-phase-commit", "-", "--format", "json");

    assertThat(good.exitCode()).isZero();
    assertThat(good.out()).contains("standard input: holds (2 events");
    assertThat(bad.exitCode()).isEqualTo(1);
    JsonNode document = new ObjectMapper().readTree(bad.out());
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    assertThat(document.path("matched").asInt()).isEqualTo(2);
    assertThat(document.path("reason").path("kind").asText()).isEqualTo("not-enabled");
  }

  @Test
  void a_file_that_does_not_grow_has_the_verdict_so_far_when_patience_is_over() throws Exception {
    Path log = Files.writeString(directory.resolve("quiet.ndjson"), HEADER + PREPARE);

    CommandRun run = CommandRun.of("watch", "two-phase-commit", log.toString(), "--patience", "0");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("holds (2 events");
  }

  @Test
  void a_file_that_becomes_shorter_is_bad_input() throws Exception {
    Path log = Files.writeString(directory.resolve("short.ndjson"), HEADER + PREPARE);
    GrowingFile file =
        new GrowingFile(
            log,
            Duration.ofSeconds(-1),
            () -> {
              try {
                Files.writeString(log, HEADER);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    try (file) {
      assertThat(file.readNBytes((HEADER + PREPARE).length())).isNotEmpty();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(file::read)
          .withMessageContaining("has become shorter");
    }
  }

  @Test
  void a_log_that_is_missing_or_malformed_is_bad_input() throws Exception {
    CommandRun missing = CommandRun.of("watch", "two-phase-commit", "none.ndjson");
    CommandRun junk = withInput(HEADER + "{\"acton\":1}\n", "watch", "two-phase-commit", "-");
    CommandRun two = CommandRun.of("watch", "two-phase-commit", "a", "b");

    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("there is no such file");
    assertThat(junk.exitCode()).isEqualTo(2);
    assertThat(junk.err())
        .contains("standard input:2:2: bad input")
        .contains("did you mean action");
    assertThat(two.exitCode()).isEqualTo(2);
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  /** Standard input belongs to the process; tests of this class run one after the other. */
  private static CommandRun withInput(String text, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return CommandRun.of(arguments);
    } finally {
      System.setIn(before);
    }
  }
}
