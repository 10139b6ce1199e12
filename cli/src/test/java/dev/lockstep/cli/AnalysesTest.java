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

class AnalysesTest {

  private static final Path EXAMPLE = Path.of("..", "examples", "inria-two-phase");

  @TempDir Path directory;

  @Test
  void corrupted_runs_are_counted_and_the_survivors_named() throws IOException {
    CommandRun text = validate("commit.ndjson", "--mutate", "--seed", "7");
    CommandRun json = validate("commit.ndjson", "--mutate", "--seed", "7", "--format", "json");

    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .contains("Corrupted runs: ")
        .contains("rejected (seed 7)")
        .contains("duplicate an event")
        .contains("commit.ndjson, line ");
    JsonNode mutate = new ObjectMapper().readTree(json.out()).path("mutate");
    assertThat(mutate.path("tried").asInt()).isGreaterThan(100);
    assertThat(mutate.path("survivors").size())
        .isEqualTo(mutate.path("tried").asInt() - mutate.path("rejected").asInt());
  }

  @Test
  void coverage_names_what_was_never_taken() throws IOException {
    CommandRun text = validate("commit.ndjson", "--coverage");
    CommandRun json = validate("commit.ndjson", "--coverage", "--format", "json");

    assertThat(text.out())
        .contains("Coverage of 1 run that holds")
        .contains("4 of 7 actions taken")
        .contains("never taken: RMChooseToAbort, RMRcvAbortMsg, TMAbort");
    JsonNode coverage = new ObjectMapper().readTree(json.out()).path("coverage");
    assertThat(coverage.path("neverTaken").size()).isEqualTo(3);
    assertThat(coverage.path("actions").size()).isEqualTo(7);
  }

  @Test
  void coverage_compares_the_states_with_those_of_the_catalogs_model() throws IOException {
    Path log =
        Files.writeString(
            directory.resolve("run.ndjson"),
            """
            {"lockstep-trace":1,"spec":"TwoPhaseCommit","constants":{"RM":["rm1","rm2","rm3"]}}
            {"action":"TMPrepare","args":[]}
            {"action":"RMPrepare","args":["rm1"]}
            """);

    CommandRun run = CommandRun.of("validate", "two-phase-commit", log.toString(), "--coverage");

    assertThat(run.out()).contains("3 distinct states reached of 750,848");
  }

  @Test
  void a_violated_run_is_shrunk_to_a_log_of_its_own() throws IOException {
    Path shrunk = directory.resolve("short.ndjson");

    CommandRun run =
        validate("early-commit.ndjson", "--shrink", shrunk.toString(), "--shrink-values");
    CommandRun again =
        CommandRun.of(
            "validate",
            "--spec",
            EXAMPLE.resolve("TwoPhase.tla").toString(),
            "--config",
            EXAMPLE.resolve("TwoPhase4.cfg").toString(),
            shrunk.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Shrunk from 9 to 5 events").contains("line 6: TMCommit");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.out())
        .contains("Event 5 (line 6) is impossible: TMCommit is not enabled.")
        .contains("tmPrepared lacks \"rm-2\", \"rm-3\"");
  }

  @Test
  void stock_tlc_agrees_and_its_modules_are_kept_on_request() throws IOException {
    Path kept = directory.resolve("kept");

    CommandRun holds = validate("commit.ndjson", "--engine", "tlc");
    CommandRun violated =
        validate("early-commit.ndjson", "--engine", "tlc", "--emit", kept.toString());

    assertThat(holds.exitCode()).isZero();
    assertThat(holds.out()).contains("stock TLC agrees: holds (20 events match)");
    assertThat(violated.exitCode()).isEqualTo(1);
    assertThat(violated.out()).contains("stock TLC agrees: violated (5 events match)");
    assertThat(kept.resolve("early-commit.ndjson"))
        .isDirectoryContaining("glob:**/TraceTwoPhase.tla")
        .isDirectoryContaining("glob:**/TraceTwoPhase.cfg")
        .isDirectoryContaining("glob:**/TwoPhase.tla");
  }

  @Test
  void options_that_do_not_fit_together_are_bad_usage() throws IOException {
    List<CommandRun> runs =
        List.of(
            validate("commit.ndjson", "--mutate", "--mutate-max", "0"),
            validate("commit.ndjson", "--shrink-values"),
            validate("commit.ndjson", "--shrink", directory.resolve("no/short").toString()),
            validate("commit.ndjson", "--merge", "--coverage"),
            validate("commit.ndjson", "--engine", "tlc", "--hidden", "RMPrepare"));

    assertThat(runs).allSatisfy(run -> assertThat(run.exitCode()).isEqualTo(2));
    assertThat(runs).allSatisfy(run -> assertThat(run.err()).doesNotContain("Exception"));
  }

  @Test
  void without_a_fitting_run_there_is_nothing_to_analyse() throws IOException {
    CommandRun noShrink =
        validate("commit.ndjson", "--shrink", directory.resolve("short.ndjson").toString());
    CommandRun noMutate = validate("early-commit.ndjson", "--mutate");

    assertThat(noShrink.out()).contains("No run is violated, so that there is none to shrink.");
    assertThat(directory.resolve("short.ndjson")).doesNotExist();
    assertThat(noMutate.out()).contains("No run holds, so that there is none to corrupt.");
  }

  private static CommandRun validate(String log, String... options) {
    List<String> words = new ArrayList<>(List.of("validate"));
    words.addAll(List.of("--spec", EXAMPLE.resolve("TwoPhase.tla").toString()));
    words.addAll(List.of("--config", EXAMPLE.resolve("TwoPhase4.cfg").toString()));
    words.addAll(List.of("--input-format", "inria"));
    words.add(EXAMPLE.resolve("logs").resolve(log).toString());
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray(String[]::new));
  }
}
