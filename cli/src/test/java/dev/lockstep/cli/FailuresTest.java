package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.trace.TraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void bad_input_says_where_what_and_what_to_do() {
    CommandRun run =
        CommandRun.thatThrows(
            InputException.at("run.ndjson", 3, 14, "not a JSON object").hint("One event a line."));

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            lockstep fail: run.ndjson:3:14: not a JSON object
              One event a line.
            """);
  }

  @Test
  void a_place_is_shown_as_far_as_it_is_known() {
    assertThat(CommandRun.thatThrows(InputException.at("A.tla", 3, 0, "wrong")).err())
        .isEqualTo("lockstep fail: A.tla:3: wrong\n");
    assertThat(CommandRun.thatThrows(InputException.in(Path.of("A.tla"), "wrong")).err())
        .isEqualTo("lockstep fail: A.tla: wrong\n");
    assertThat(CommandRun.thatThrows(InputException.of("wrong")).err())
        .isEqualTo("lockstep fail: wrong\n");
  }

  @Test
  void a_spec_that_does_not_parse_is_bad_input() {
    CommandRun run =
        CommandRun.thatThrows(new SpecException("My.tla", 12, 3, "unknown operator Foo", null));

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).isEqualTo("lockstep fail: My.tla:12:3: unknown operator Foo\n");
  }

  @Test
  void a_log_that_cannot_be_read_is_bad_input() {
    CommandRun run =
        CommandRun.thatThrows(new TraceException("run.ndjson", 3, 14, "no action 'Foo'", null));

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).isEqualTo("lockstep fail: run.ndjson:3:14: no action 'Foo'\n");
  }

  @Test
  void a_missing_file_is_bad_input_however_it_is_wrapped() {
    NoSuchFileException missing = new NoSuchFileException("run.ndjson");

    for (Exception failure : new Exception[] {missing, new UncheckedIOException(missing)}) {
      CommandRun run = CommandRun.thatThrows(failure);
      assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(run.err()).isEqualTo("lockstep fail: run.ndjson: there is no such file\n");
    }
  }

  @Test
  void bad_input_is_a_document_too_when_json_was_asked_for() throws IOException {
    CommandRun run =
        CommandRun.thatThrows(
            InputException.at("run.ndjson", 3, 14, "not a JSON object").hint("One event a line."),
            "--format=json");

    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(document.path("command").asText()).isEqualTo("fail");
    assertThat(document.path("error").path("message").asText()).isEqualTo("not a JSON object");
    assertThat(document.path("error").path("file").asText()).isEqualTo("run.ndjson");
    assertThat(document.path("error").path("line").asInt()).isEqualTo(3);
    assertThat(document.path("error").path("column").asInt()).isEqualTo(14);
    assertThat(document.path("error").path("hint").asText()).isEqualTo("One event a line.");
  }

  @Test
  void anything_else_is_called_a_bug_with_its_details_in_a_file() throws IOException {
    CommandRun run = CommandRun.thatThrows(new IllegalStateException("two and two is five"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.INTERNAL_ERROR);
    assertThat(run.err())
        .startsWith("lockstep: this is a bug of lockstep:")
        .contains("two and two is five")
        .doesNotContain("\tat ");
    Matcher details = Pattern.compile("Details are in (.*?);").matcher(run.err());
    assertThat(details.find()).isTrue();
    Path file = Path.of(details.group(1));
    assertThat(Files.readString(file))
        .contains("arguments: [fail]", "two and two is five", "\tat ");
    Files.delete(file);
  }

  @Test
  void debug_shows_the_stack_trace_at_once() {
    CommandRun run = CommandRun.thatThrows(new IllegalStateException("broken"), "--debug");

    assertThat(run.exitCode()).isEqualTo(ExitCode.INTERNAL_ERROR);
    assertThat(run.err()).contains("\tat ").doesNotContain("Details are in");
  }

  @Test
  void no_memory_left_is_inconclusive() {
    CommandRun run = CommandRun.thatThrows(new OutOfMemoryError("Java heap space"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.err()).contains("memory ran out", "-Xmx");
  }
}
