package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

  private static final Path EXAMPLE = Path.of("..", "examples", "inria-two-phase");

  private static final String HEADER =
      """
      {"lockstep-trace":1,"spec":"TwoPhaseCommit","protocol":"two-phase-commit","constants":{"RM":["rm1","rm2"]}}
      """;

  private static final String PREPARED =
      """
      {"action":"TMPrepare","args":[]}
      {"action":"RMPrepare","args":["rm1"],"state":{"rmState/rm1":"prepared","rmLog/rm1":"prepared"}}
      {"action":"TMRcvPrepared","args":["rm1"],"state":{"tmPrepared":["rm1"],"tmLog":"init"}}
      """;

  private static final String EARLY =
      """
      {"action":"TMCommit","args":[],"state":{"tmState":"committed"}}
      """;

  @TempDir Path directory;

  @Test
  void a_log_that_follows_the_protocol_holds() throws IOException {
    CommandRun run = CommandRun.of("validate", "two-phase-commit", log("a", HEADER + PREPARED));

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("a: holds (3 events").contains("warning: never observed");
  }

  @Test
  void a_log_that_does_not_says_where_why_and_what_to_do() throws IOException {
    CommandRun run =
        CommandRun.of("validate", "two-phase-commit", log("a", HEADER + PREPARED + EARLY));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "a: violated (3 events matched",
            "  Event 4 (line 5) is impossible: TMCommit is not enabled.",
            "    false: tmPrepared = RM  (TwoPhaseCommit, line ",
            "      tmPrepared = {rm1}",
            "  After the 3 events that match, the spec is in this state:",
            "  The spec allows there: ",
            "  What to do: ");
  }

  @Test
  void a_report_is_one_page_with_the_run() throws IOException {
    Path page = directory.resolve("run.html");
    CommandRun run =
        CommandRun.of(
            "validate",
            "two-phase-commit",
            log("a", HEADER + PREPARED + EARLY),
            "--report",
            page.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("a: violated (3 events matched");
    assertThat(page).content().contains("tmPrepared = RM", "data-run-0", "\"arrows\":\"catalog\"");
  }

  @Test
  void a_report_in_a_folder_that_is_missing_is_bad_usage_before_anything_is_validated()
      throws IOException {
    CommandRun run =
        CommandRun.of(
            "validate",
            "two-phase-commit",
            log("a", HEADER + PREPARED),
            "--report",
            directory.resolve("missing").resolve("run.html").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("run.html", "directory of this file does not exist");
  }

  @Test
  void a_log_of_others_is_read_by_the_layout_of_its_mapping() throws IOException {
    String mapping =
        log(
            "map.json",
            """
            {"lockstep-mapping":1,"layout":{"name":"e.what","node":"e.at"},
             "actions":{"ready":"TMPrepare","yes":{"action":"RMPrepare","args":{"r":"$node"}}}}
            """);
    String log =
        log("a", "{\"e\":{\"what\":\"ready\"}}\n{\"e\":{\"what\":\"yes\",\"at\":\"rm1\"}}\n");
    String constants = log("constants", "{\"RM\":[\"rm1\",\"rm2\"]}\n");

    for (String format : List.of("json", "lockstep")) {
      CommandRun run =
          CommandRun.of(
              "validate",
              "two-phase-commit",
              log,
              "--mapping",
              mapping,
              "--constants",
              constants,
              "--input-format",
              format);

      assertThat(run.out() + run.err()).contains("holds (2 events");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void logs_of_json_lines_need_a_layout_unless_they_are_of_etcd() throws IOException {
    String log =
        log(
            "a",
            "{\"tag\":\"trace\",\"event\":{\"name\":\"TMPrepare\",\"nid\":\"1\",\"log\":0}}\n");
    String constants = log("constants", "{\"RM\":[\"rm1\",\"rm2\"]}\n");

    CommandRun none = CommandRun.of("validate", "two-phase-commit", log, "--input-format", "json");
    CommandRun etcd =
        CommandRun.of(
            "validate",
            "two-phase-commit",
            log,
            "--input-format",
            "etcd",
            "--constants",
            constants);

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.out() + none.err()).contains("need a mapping file with a \"layout\"");
    assertThat(etcd.out() + etcd.err()).contains("holds (1 event");
  }

  @Test
  void json_is_one_document_with_the_reason() throws IOException {
    CommandRun run =
        CommandRun.of(
            "validate", "two-phase-commit", log("a", HEADER + PREPARED + EARLY), "--format=json");

    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.path("command").asText()).isEqualTo("validate");
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    JsonNode found = document.path("files").path(0).path("runs").path(0);
    assertThat(found.path("matched").asInt()).isEqualTo(3);
    assertThat(found.path("stopped").path("event").asInt()).isEqualTo(4);
    assertThat(found.path("stopped").path("line").asInt()).isEqualTo(5);
    JsonNode conjunct = found.path("reason").path("conjuncts").path(0);
    assertThat(found.path("reason").path("kind").asText()).isEqualTo("not-enabled");
    assertThat(conjunct.path("text").asText()).isEqualTo("tmPrepared = RM");
    assertThat(conjunct.path("values").path("RM").asText()).isEqualTo("{rm1, rm2}");
    assertThat(found.path("state").path("tmPrepared").asText()).isEqualTo("{rm1}");
  }

  @Test
  void several_logs_have_a_verdict_each_and_the_worst_decides() throws IOException {
    String good = log("good", HEADER + PREPARED);
    String bad = log("bad", HEADER + PREPARED + EARLY);
    String wide = log("wide", HEADER + "{}\n{}\n{}\n");
    String broken = log("broken", HEADER + "{\"acton\":\"TMPrepare\"}\n");

    CommandRun inconclusive =
        CommandRun.of("validate", "two-phase-commit", good, wide, "--budget-states", "5");
    CommandRun violated =
        CommandRun.of("validate", "two-phase-commit", wide, bad, good, "--budget-states", "5");
    CommandRun unreadable = CommandRun.of("validate", "two-phase-commit", bad, broken, good);

    assertThat(inconclusive.exitCode()).isEqualTo(3);
    assertThat(inconclusive.out()).contains("wide: inconclusive").contains("--budget-states");
    assertThat(violated.exitCode()).isEqualTo(1);
    assertThat(violated.out()).contains("3 logs: 1 hold, 1 violated, 1 inconclusive");
    assertThat(unreadable.exitCode()).isEqualTo(2);
    assertThat(unreadable.out())
        .contains("3 logs: 1 hold, 1 violated, 0 inconclusive, 1 bad input");
    assertThat(unreadable.err())
        .contains("broken:2:2: bad input: unknown field \"acton\"")
        .contains("did you mean action?");
  }

  @Test
  void runs_of_one_log_are_told_apart() throws IOException {
    CommandRun run =
        CommandRun.of(
            "validate",
            "two-phase-commit",
            log("a", HEADER + PREPARED + HEADER + "{\"action\":\"TMAbort\",\"args\":[]}\n"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("a, run 1: holds (3 events", "a, run 2: holds (1 event,");
  }

  @Test
  void any_spec_with_its_configuration_reads_logs_in_inrias_format() throws IOException {
    String log =
        log(
            "a",
            """
            {"event": "RMPrepare", "event_args": ["x"], "rmState": [{"op": "Update", "path": ["x"], "args": ["prepared"]}]}
            {"event": "TMAbort", "tmState": [{"op": "Update", "path": [], "args": ["done"]}]}
            """);
    String constants = log("conf", "{\"RM\":[\"x\",\"y-1\"]}\n{\"TM\":[\"tm\"]}\n");

    CommandRun run =
        CommandRun.of(
            command(log, "--input-format", "inria", "--constants", constants, "--invariants"));

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("a: holds (2 events")
        .contains("the configuration has no constant TM (did you mean RM?)");
  }

  @Test
  void the_logs_of_the_example_have_the_verdicts_that_its_readme_says() {
    Path logs = EXAMPLE.resolve("logs");

    CommandRun run =
        CommandRun.of(
            command(
                logs.resolve("early-commit.ndjson").toString(),
                "--input-format=inria",
                logs.resolve("commit.ndjson").toString()));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("commit.ndjson: holds (20 events")
        .contains("Event 6 (line 6) is impossible: TMCommit is not enabled.")
        .contains("tmPrepared lacks \"rm-2\", \"rm-3\"");
  }

  @Test
  void the_document_begins_with_verdict_counts_and_the_reason() throws IOException {
    String log = EXAMPLE.resolve("logs").resolve("early-commit.ndjson").toString();

    CommandRun run = CommandRun.of(command(log, "--format", "inria", "--format", "json"));

    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    assertThat(document.path("runs").asInt()).isEqualTo(1);
    assertThat(document.path("matched").asInt()).isEqualTo(5);
    assertThat(document.path("reason").path("kind").asText()).isEqualTo("not-enabled");
    assertThat(document.path("reason"))
        .isEqualTo(document.path("files").path(0).path("runs").path(0).path("reason"));
  }

  @Test
  void format_inria_is_understood_as_the_format_of_the_logs() {
    String log = EXAMPLE.resolve("logs").resolve("commit.ndjson").toString();

    CommandRun attached = CommandRun.of(command(log, "--format=inria", "--format", "json"));
    CommandRun apart = CommandRun.of(command(log, "--format", "inria"));

    assertThat(attached.exitCode()).isZero();
    assertThat(attached.out()).startsWith("{");
    assertThat(apart.exitCode()).isZero();
    assertThat(apart.out()).contains("commit.ndjson: holds (20 events");
  }

  @Test
  void a_directory_is_a_corpus_of_which_only_what_does_not_hold_is_printed() throws IOException {
    Path corpus = Files.createDirectory(directory.resolve("corpus"));
    for (int number = 100; number < 160; number++) {
      Files.writeString(corpus.resolve(number + ".ndjson"), HEADER + PREPARED);
    }
    Files.writeString(corpus.resolve("110.ndjson"), HEADER + PREPARED + EARLY);
    Files.writeString(corpus.resolve("120.ndjson"), HEADER + "{\"acton\":1}\n");
    Files.writeString(corpus.resolve("NOTES"), "no log");
    Path junit = directory.resolve("junit.xml");

    CommandRun run =
        CommandRun.of(
            "validate", "two-phase-commit", corpus.toString(), "--junit", junit.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .contains("110.ndjson: violated (3 events matched")
        .doesNotContain("100.ndjson")
        .contains("60 logs: 58 hold, 1 violated, 0 inconclusive, 1 bad input");
    assertThat(run.err())
        .contains("120.ndjson:2:2: bad input")
        .contains("left out")
        .contains("NOTES");
    String xml = Files.readString(junit);
    assertThat(xml.split("<testsuite ", -1)).hasSize(61);
    assertThat(xml)
        .contains("<failure type=\"not-enabled\" message=\"TMCommit is not enabled\">")
        .contains("tmPrepared = RM")
        .contains("<error type=\"bad-input\"");
  }

  @Test
  void several_jobs_give_the_same_as_one() throws IOException {
    List<String> logs = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      logs.add(log("log" + number, HEADER + PREPARED + (number % 3 == 0 ? EARLY : "")));
    }

    String one = times(CommandRun.of(all(logs, "--jobs", "1")).out());
    String four = times(CommandRun.of(all(logs, "--jobs", "4")).out());

    assertThat(four).isEqualTo(one).contains("20 logs: 13 hold, 7 violated, 0 inconclusive");
  }

  private static String[] all(List<String> logs, String... options) {
    List<String> words = new ArrayList<>(List.of("validate", "two-phase-commit"));
    words.addAll(List.of(options));
    words.addAll(logs);
    return words.toArray(String[]::new);
  }

  private static String times(String text) {
    return text.replaceAll("[0-9.]+ s\\)", "T)");
  }

  @Test
  void hidden_actions_are_found_where_an_event_needs_them() throws IOException {
    String log =
        log(
            "hidden",
            HEADER
                + """
                {"action":"TMPrepare","args":[]}
                {"action":"TMRcvPrepared","args":["rm1"]}
                """);

    CommandRun without = CommandRun.of("validate", "two-phase-commit", log);
    CommandRun with =
        CommandRun.of("validate", "two-phase-commit", log, "--hidden", "RMPrepare,RMCrash");

    assertThat(without.exitCode()).isEqualTo(1);
    assertThat(with.exitCode()).isZero();
    assertThat(with.out()).contains("holds (2 events");
    CommandRun wrong = CommandRun.of("validate", "two-phase-commit", log, "--hidden", "RMprepare");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("has no action RMprepare").contains("did you mean RMPrepare?");
  }

  private static final String MANAGER =
      """
      {"node":"tm","clock":1,"action":"TMPrepare","args":[]}
      {"node":"tm","clock":4,"action":"TMRcvPrepared","args":["rm1"]}
      {"node":"tm","clock":5,"action":"TMRcvPrepared","args":["rm2"]}
      """;

  private static JsonNode document(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  private static String prepares(String node, int clock) {
    return "{\"node\":\"%s\",\"clock\":%d,\"action\":\"RMPrepare\",\"args\":[\"%s\"]}\n"
        .formatted(node, clock, node);
  }

  @Test
  void the_logs_of_the_nodes_of_a_run_are_merged() throws IOException {
    String manager = log("tm", HEADER + MANAGER);
    String one = log("rm1", HEADER + prepares("rm1", 2));
    String two = log("rm2", HEADER + prepares("rm2", 2));

    CommandRun merged = CommandRun.of("validate", "two-phase-commit", "--merge", manager, one, two);
    CommandRun lines =
        CommandRun.of(
            "validate", "two-phase-commit", "--merge", "--order", "logs", manager, one, two);
    CommandRun json =
        CommandRun.of(
            "validate", "two-phase-commit", "--merge", manager, one, two, "--format", "json");

    assertThat(merged.exitCode()).isZero();
    assertThat(merged.out())
        .contains("rm1 + ", "rm2: holds (5 events, ordered by Lamport clocks, ");
    assertThat(lines.exitCode()).isZero();
    assertThat(lines.out())
        .contains("holds (5 events, ordered by the lines of each log alone, ")
        .contains("warning: nothing orders the events of different logs");
    assertThat(document(json).at("/files/0/runs/0/order").asText()).isEqualTo("lamport");
  }

  @Test
  void merged_logs_that_are_no_run_say_what_each_next_event_lacks() throws IOException {
    String manager = log("tm", HEADER + MANAGER);
    String two = log("rm2", HEADER + prepares("rm2", 2) + prepares("rm2", 4));

    CommandRun run = CommandRun.of("validate", "two-phase-commit", "--merge", manager, two);
    CommandRun json =
        CommandRun.of("validate", "two-phase-commit", "--merge", manager, two, "--format", "json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "violated (2 events matched, ordered by Lamport clocks, ",
            "  No event can be event 3: each of the 2 that could come next is impossible.",
            "    of tm, ",
            "tm, line 3: TMRcvPrepared(\"rm1\") is not enabled",
            "    of rm2, ",
            "rm2, line 3: RMPrepare(\"rm2\") is not enabled",
            "  The events that match are the first 1 of ");
    JsonNode stopped = document(json).at("/files/0/runs/0/stopped");
    assertThat(stopped.at("/prefix").properties()).hasSize(2);
    assertThat(stopped.at("/otherPrefixes").asLong()).isZero();
  }

  @Test
  void logs_that_do_not_belong_together_are_bad_input() throws IOException {
    String manager = log("tm", HEADER + MANAGER);
    String other = log("rm1", HEADER.replace("\"rm2\"", "\"rm3\"") + prepares("rm1", 2));

    CommandRun constants = CommandRun.of("validate", "two-phase-commit", "--merge", manager, other);
    CommandRun twice = CommandRun.of("validate", "two-phase-commit", "--merge", manager, manager);
    CommandRun alone = CommandRun.of("validate", "two-phase-commit", "--order", "lamport", manager);

    assertThat(constants.exitCode()).isEqualTo(2);
    assertThat(constants.err()).contains("rm1:1", "the constant RM is", "tm, line 1");
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("is named twice");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains("--order and --by-node are for --merge");
  }

  @Test
  void explain_says_what_was_possible_at_an_event() throws IOException {
    String log = log("a", HEADER + PREPARED + EARLY);

    CommandRun possible = CommandRun.of("validate", "two-phase-commit", log, "--explain", "2");
    CommandRun impossible = CommandRun.of("validate", "two-phase-commit", log, "--explain", "1:4");
    CommandRun beyond = CommandRun.of("validate", "two-phase-commit", log, "--explain", "5");
    CommandRun wrong = CommandRun.of("validate", "two-phase-commit", log, "--explain", "last");

    assertThat(possible.exitCode()).isZero();
    assertThat(possible.out())
        .contains("event 2 (line 3): RMPrepare(\"rm1\")")
        .contains("It can be taken, and leads to one state:")
        .contains("rmState: (rm1 :> \"working\" @@ rm2 :> \"working\") -> (rm1 :> \"prepared\"")
        .contains("Besides, the spec allows there: ")
        .contains("TMCommit: false is ");
    assertThat(impossible.out()).contains("It is impossible: TMCommit is not enabled");
    assertThat(beyond.exitCode()).isEqualTo(2);
    assertThat(beyond.err()).contains("run 1 does not get to event 5");
    assertThat(wrong.exitCode()).isEqualTo(2);
  }

  @Test
  void constants_that_the_spec_cannot_have_are_bad_input_of_that_log_alone() throws IOException {
    CommandRun run =
        CommandRun.of(
            "validate",
            "two-phase-commit",
            log("few", HEADER.replace("[\"rm1\",\"rm2\"]", "[]") + PREPARED),
            log("good", HEADER + PREPARED));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("few:1: bad input: the spec does not load with the header's constants");
    assertThat(run.out()).contains("good: holds");
  }

  @Test
  void a_log_in_another_format_says_how_to_name_it() throws IOException {
    CommandRun run = CommandRun.of(command(log("a", "{\"event\": \"TMAbort\"}\n")));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("a:1:2:").contains("--input-format");
  }

  @Test
  void the_log_of_another_protocol_is_bad_input() throws IOException {
    CommandRun run =
        CommandRun.of(
            "validate",
            "two-phase-commit",
            log("a", HEADER.replace("two-phase-commit", "raft") + PREPARED));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("this is a log of raft, not of two-phase-commit");
  }

  @Test
  void a_missing_log_an_unknown_protocol_and_half_a_spec_are_bad_usage() throws Exception {
    CommandRun missing = CommandRun.of("validate", "two-phase-commit", "none.ndjson");
    CommandRun unknown = CommandRun.of("validate", "two-fase-commit", "none.ndjson");
    CommandRun noLog = CommandRun.of("validate", "two-phase-commit");
    CommandRun half =
        CommandRun.of("validate", "--spec", log("x.tla", "---- MODULE x ----\n"), "none.ndjson");
    CommandRun formats = CommandRun.of(command("none.ndjson", "--format", "xml"));

    assertThat(List.of(missing, unknown, noLog, half, formats))
        .allSatisfy(run -> assertThat(run.exitCode()).isEqualTo(2))
        .allSatisfy(run -> assertThat(run.err()).doesNotContain("Exception"));
    assertThat(missing.err()).contains("none.ndjson").contains("there is no such file");
    assertThat(unknown.err()).contains("did you mean 'two-phase-commit'?");
    assertThat(noLog.err()).contains("a protocol and at least one log are needed");
    assertThat(half.err()).contains("--spec needs --config");
    assertThat(formats.err()).contains("--format").contains("xml");
  }

  private String log(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static String[] command(String log, String... options) {
    List<String> words = new ArrayList<>();
    words.add("validate");
    words.add("--spec");
    words.add(EXAMPLE.resolve("TwoPhase.tla").toString());
    words.add("--config");
    words.add(EXAMPLE.resolve("TwoPhase4.cfg").toString());
    words.addAll(List.of(options));
    words.add(log);
    return words.toArray(String[]::new);
  }
}
