package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryCommandTest {

  private static final Path EXAMPLES = Path.of("..", "examples", "histories", "logs");
  private static final Pattern SECONDS = Pattern.compile("[0-9.]+ s\\)");

  @TempDir private Path folder;

  private Path log(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private static String example(String name) {
    return EXAMPLES.resolve(name).toString();
  }

  private static String text(CommandRun run) {
    return SECONDS.matcher(run.out()).replaceAll("0.0 s)").replace(EXAMPLES + "/", "");
  }

  @Test
  void a_map_made_for_threads_is_linearizable_and_one_with_stale_caches_is_not() {
    CommandRun run =
        CommandRun.of(
            "history", "--model", "key-value", example("right.ndjson"), example("cached.ndjson"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(text(run))
        .isEqualTo(
            """
            right.ndjson: holds (100 operations, 3 keys, 0.0 s)
            cached.ndjson: violated (100 operations, 3 keys, 0.0 s)
              Key "k0": process 3 called get (lines 33 and 34) and was answered "3.2", and no order explains that.
                Where it would have to take effect, the state is "2.2".
                The longest order that explains the rest has 6 operations:
                  get -> nil  (process 1, lines 1 and 6)
                  get -> nil  (process 0, lines 4 and 5)
                  get -> nil  (process 3, lines 7 and 8)
                  put("3.2")  (process 3, lines 9 and 10)
                  get -> "3.2"  (process 3, lines 17 and 18)
                  put("2.2")  (process 2, lines 27 and 28)
                Whatever state they begin in, these 2 operations have no order:
                  put("2.2")  (process 2, lines 27 and 28)
                  get -> "3.2"  (process 3, lines 33 and 34)
            """);
  }

  @Test
  void write_skew_is_named_with_its_cycle() {
    CommandRun run = CommandRun.of("history", "--model", "list-append", example("write-skew.edn"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(text(run))
        .isEqualTo(
            """
            write-skew.edn: violated (serializable, 2 transactions, 2 committed, 0.0 s)
              write skew (G2):
                T1 = [r x []] [append y 1]  (process 0, lines 1 and 3)
                T2 = [r y []] [append x 1]  (process 1, lines 2 and 4)
                - T1 comes before T2: T1 read x while there was nothing in it, and did not see 1, which T2 wrote.
                - T2 comes before T1: T2 read y while there was nothing in it, and did not see 1, which T1 wrote.
                So T1 comes before itself.
              This history is not: repeatable-read, serializable, strong-session-serializable, strict-serializable.
            """);
  }

  @Test
  void what_a_level_allows_is_shown_and_holds() {
    CommandRun run =
        CommandRun.of(
            "history",
            "--model",
            "list-append",
            "--consistency",
            "snapshot-isolation",
            example("write-skew.edn"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("holds", "write skew (G2), which snapshot-isolation allows:");
  }

  @Test
  void a_session_guarantee_that_fell_is_named_with_its_operations() {
    CommandRun run = CommandRun.of("history", "--model", "sessions", example("forgetful.edn"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(text(run))
        .isEqualTo(
            """
            forgetful.edn: violated (5 operations, 3 processes, 0.0 s)
              monotonic reads fell:
                - 1 is older than 2: process 2 read 1 (lines 5 and 6) before it read 2 (lines 7 and 8)  [monotonic reads]
                - 2 is older than 1: process 2 read 2 (lines 7 and 8) before it read 1 (lines 9 and 10)  [monotonic reads]
                No order of these values agrees with all of that. The operations:
                  read -> 1  (process 2, lines 5 and 6)
                  read -> 2  (process 2, lines 7 and 8)
                  read -> 1  (process 2, lines 9 and 10)
            """);
  }

  @Test
  void json_is_one_document_with_the_verdict_and_the_reason() throws Exception {
    CommandRun run =
        CommandRun.of(
            "history", "--model", "key-value", "--format", "json", example("cached.ndjson"));
    JsonNode document = new ObjectMapper().readTree(run.out());

    assertThat(document.path("command").asText()).isEqualTo("history");
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    JsonNode failure = document.path("histories").path(0).path("failure");
    assertThat(failure.path("key").asText()).isEqualTo("k0");
    assertThat(failure.path("operation").path("line").asInt()).isEqualTo(33);
    assertThat(failure.path("window")).hasSize(2);
  }

  @Test
  void picture_and_junit_report_are_written() throws Exception {
    Path svg = folder.resolve("why.svg");
    Path junit = folder.resolve("verdicts.xml");
    CommandRun run =
        CommandRun.of(
            "history",
            "--model",
            "key-value",
            "--svg",
            svg.toString(),
            "--junit",
            junit.toString(),
            example("right.ndjson"),
            example("cached.ndjson"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(Files.readString(svg)).startsWith("<svg ").contains("is not linearizable");
    assertThat(Files.readString(junit))
        .contains("tests=\"2\" failures=\"1\"", "no order explains that");
  }

  @Test
  void bad_input_is_told_with_file_and_line() throws Exception {
    Path bad = log("bad.ndjson", "{\"process\":0,\"type\":\"ok\",\"f\":\"read\",\"value\":1}");

    CommandRun run = CommandRun.of("history", "--model", "register", bad.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .isEqualTo(
            """
            lockstep history: %s:1: process 0 is answered and has invoked nothing
              Every ok, fail or info follows an invoke of the same process.
            """
                .formatted(bad));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'' | : there is nothing in it",
        "{\"process\":0,\"type\":\"invoke\",\"f\":\"write\",\"valeu\":1} | :1: write needs a value",
        "{\"process\":[0],\"type\":\"invoke\",\"f\":\"read\"} | :1: process is [0], not a number or"
            + " a name",
        "{\"process\":0,\"type\":\"inv | :1: the line ends inside a JSON object; if the log was cut"
            + " off while it was written, remove this line",
      })
  void a_log_that_says_nothing_or_half_is_told_with_its_line(String text, String problem)
      throws Exception {
    Path bad = log("bad.ndjson", text.equals("''") ? "" : text);

    CommandRun run = CommandRun.of("history", "--model", "register", bad.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith("lockstep history: " + bad + problem + "\n  ");
  }

  @Test
  void an_answer_that_does_not_repeat_what_was_written_is_told_with_its_line() throws Exception {
    Path bad =
        log(
            "bad.ndjson",
            "{\"process\":0,\"type\":\"invoke\",\"f\":\"write\",\"value\":1}",
            "{\"process\":0,\"type\":\"ok\",\"f\":\"write\",\"value\":2}");

    CommandRun run = CommandRun.of("history", "--model", "register", bad.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(bad + ":2: write is answered with 2, and was invoked with 1");
  }

  @Test
  void a_directory_is_no_history() {
    CommandRun run = CommandRun.of("history", "--model", "register", folder.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(folder + ": is a directory\n  A file is expected");
  }

  @Test
  void standard_input_is_read_once() throws Exception {
    CommandRun run =
        withInput(Files.readString(Path.of(example("cached.ndjson"))), "--model", "key-value", "-");
    CommandRun nothing = withInput("", "--model", "key-value", "-");
    CommandRun twice = withInput("", "--model", "key-value", "-", "-");

    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(run.out()).startsWith("standard input: violated (100 operations");
    assertThat(nothing.err()).contains("standard input: there is nothing in it");
    assertThat(twice.err()).contains("standard input can be read once only");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(CommandRun.of("history", "--help").out()).contains("- is standard input");
  }

  /** Standard input belongs to the process; tests of this class run one after the other. */
  private static CommandRun withInput(String text, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return CommandRun.of(
          Stream.concat(Stream.of("history"), Arrays.stream(arguments)).toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void among_several_files_a_bad_one_leaves_the_others_their_verdicts() throws Exception {
    Path bad = log("bad.ndjson", "{\"process\":0,");

    CommandRun run =
        CommandRun.of("history", "--model", "key-value", bad.toString(), example("right.ndjson"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).startsWith(bad + ":").contains("the line ends inside a JSON object");
    assertThat(run.out()).contains("right.ndjson: holds");
  }

  @Test
  void a_budget_that_runs_out_is_inconclusive() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (String type : new String[] {"invoke", "ok"}) {
      for (int i = 0; i < 12; i++) {
        lines.append(
            "{\"process\":%d,\"type\":\"%s\",\"f\":\"append\",\"key\":\"k\",\"value\":\"%d.\"}\n"
                .formatted(i, type, i));
      }
    }
    lines.append("{\"process\":0,\"type\":\"invoke\",\"f\":\"get\",\"key\":\"k\"}\n");
    lines.append("{\"process\":0,\"type\":\"ok\",\"f\":\"get\",\"key\":\"k\",\"value\":\"-\"}");
    Path hard = log("hard.ndjson", lines.toString());

    CommandRun run =
        CommandRun.of("history", "--model", "key-value", "--budget-states", "100", hard.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out())
        .contains("Not decided for key \"k\": the budget of 100 configurations ran out.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--model qeue | there is no model 'qeue'. Did you mean 'queue'?",
        "--model list-append --consistency serialisable | there is no consistency 'serialisable'."
            + " Did you mean 'serializable'?",
        "--model sessions --guarantees monotonic-red | there is no guarantee 'monotonic-red'. Did"
            + " you mean 'monotonic-reads'?",
        "--model queue --consistency serializable | --consistency is for transactions",
        "--model queue --guarantees monotonic-reads | --guarantees and --version-order are for",
        "--model sessions --svg x.svg | --svg draws linearizability, and sessions is another",
        "--model list-append --independent | --independent is not for transactions",
        "--model queue --initial 0 | --initial is for register and cas-register",
        "--model queue --budget-states 0 | --budget-states, --budget-seconds and --jobs must be",
        "--model queue --svg nowhere/x.svg | the directory of this file does not exist"
      })
  void options_that_make_no_sense_are_told(String options, String problem) {
    CommandRun run =
        CommandRun.of(("history " + options + " " + example("right.ndjson")).split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(problem);
  }

  @Test
  void registers_may_begin_with_a_value() throws Exception {
    Path log =
        log(
            "zero.edn",
            "{:process 0, :type :invoke, :f :read, :value nil}",
            "{:process 0, :type :ok, :f :read, :value 0}");

    assertThat(CommandRun.of("history", "--model", "register", log.toString()).exitCode())
        .isEqualTo(ExitCode.VIOLATED);
    assertThat(
            CommandRun.of("history", "--model", "register", "--initial", "0", log.toString())
                .exitCode())
        .isEqualTo(ExitCode.OK);
  }
}
