package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformCommandTest {

  @TempDir Path folder;

  @Test
  void code_that_is_the_design_holds_with_exit_code_0() {
    CommandRun run = CommandRun.of("conform", "two-phase-commit", "--model", "small");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("two-phase-commit small  holds")
        .contains(
            "12,960 states and 96,096 edges, the same in code and spec, as many as TLC counts")
        .contains("all 16 actions taken on both sides:", "TMCommit ")
        .endsWith("holds: code and spec are the same in 1 model\n");
  }

  @Test
  void code_that_differs_is_violated_with_exit_code_1_and_the_way_there() {
    CommandRun run = CommandRun.of("conform", "lamport-clock", "--mutant", "receive-without-max");
    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(run.out())
        .contains("The code takes the step to another state than the spec: Receive(p2, ")
        .contains("clock[p2]: the spec has 2, the code 1")
        .contains("How to get there:")
        .endsWith("violated: code and spec differ\n");
  }

  @Test
  void json_is_one_document_with_the_counts_and_the_divergence() throws Exception {
    CommandRun run =
        CommandRun.of(
            "conform",
            "two-phase-commit",
            "--model=small",
            "--mutant=commit-on-some-votes",
            "--format=json");
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    JsonNode model = document.path("models").path(0);
    assertThat(model.path("pinnedStates").asLong()).isEqualTo(12_960);
    assertThat(model.path("pinnedEdges").asLong()).isEqualTo(96_096);
    JsonNode divergence = model.path("divergence");
    assertThat(divergence.path("kind").asText()).isEqualTo("not-allowed");
    assertThat(divergence.path("action").asText()).isEqualTo("TMCommit");
    assertThat(divergence.path("falseConjunct").path("text").asText()).isEqualTo("tmPrepared = RM");
    assertThat(divergence.path("run")).hasSize(4);
    assertThat(divergence.path("run").path(3).path("state").path("tmPrepared").path(0).asText())
        .isEqualTo("rm1");
    assertThat(divergence.path("observed").path("tmLog").asText()).isEqualTo("committed");
  }

  @Test
  void a_budget_that_runs_out_ends_with_exit_code_3() {
    CommandRun run =
        CommandRun.of("conform", "two-phase-commit", "--model", "small", "--budget-states", "10");
    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out())
        .contains("the limit of 10 states was reached")
        .contains("with --checkpoint FILE it can be gone on with");
  }

  @Test
  void a_comparison_that_ended_early_goes_on_with_the_command_that_it_says() {
    String file = folder.resolve("small.json").toString();
    CommandRun first =
        CommandRun.of(
            "conform",
            "two-phase-commit",
            "--model=small",
            "--budget-states=5000",
            "--checkpoint",
            file);
    assertThat(first.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    String next = "lockstep conform two-phase-commit --model small --resume " + file;
    assertThat(first.out()).contains("to go on: " + next + "\n");
    CommandRun resumed = CommandRun.of(next.substring("lockstep ".length()).split(" "));
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(resumed.out()).contains("12,960 states and 96,096 edges, the same");
    assertThat(folder.resolve("small.json")).doesNotExist();
  }

  @Test
  void a_checkpoint_that_cannot_be_used_is_bad_input() throws Exception {
    Path file = Files.writeString(folder.resolve("there.json"), "{}");
    String[][] commands = {
      {"--model=small", "--checkpoint", file.toString()},
      {"--model=small", "--resume", file.toString()},
      {"--model=small", "--resume", folder.resolve("missing.json").toString()},
      {"--model=small", "--checkpoint", folder.resolve("no/such/folder.json").toString()},
      {"--model=small", "--scenario", folder.resolve("no/such/run.ndjson").toString()},
      {"--checkpoint", folder.resolve("all.json").toString()}
    };
    for (String[] options : commands) {
      List<String> words = new ArrayList<>(List.of("conform", "two-phase-commit"));
      words.addAll(List.of(options));
      CommandRun run = CommandRun.of(words.toArray(String[]::new));
      assertThat(run.exitCode()).as("%s", words).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(run.err()).contains("lockstep conform: ").doesNotContain("Exception");
    }
    assertThat(file).hasContent("{}");
  }

  @Test
  void the_way_to_a_difference_is_written_replayed_and_validated() throws Exception {
    String file = folder.resolve("wrong.ndjson").toString();
    String[] wrong = {"conform", "two-phase-commit", "--model=small", "--mutant=presumes-abort"};
    CommandRun found = CommandRun.of(with(wrong, "--scenario", file));
    assertThat(found.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(found.out())
        .contains(
            "to go there step by step: lockstep conform two-phase-commit --model small --mutant"
                + " presumes-abort --replay "
                + file);

    CommandRun replayed = CommandRun.of(with(wrong, "--replay", file, "--step"));
    assertThat(replayed.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(replayed.out())
        .contains("1  TMPrepare", "   both: ", "RMRestart(rm1): code and spec differ")
        .contains("   code: rmState[rm1]: \"crashed\" -> \"aborted\"")
        .contains("   spec: rmState[rm1]: \"crashed\" -> \"prepared\"")
        .endsWith("violated: code and spec differ\n");

    CommandRun right = CommandRun.of("conform", "two-phase-commit", "--replay", file);
    assertThat(right.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(right.out()).endsWith("holds: code and spec take the same steps\n");

    JsonNode document =
        new ObjectMapper()
            .readTree(CommandRun.of(with(wrong, "--replay", file, "--format=json")).out());
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    JsonNode last = document.path("steps").path(document.path("steps").size() - 1);
    assertThat(last.path("same").asBoolean()).isFalse();
    assertThat(last.path("code").path("rmState").path("rm1").asText()).isEqualTo("aborted");

    CommandRun validated = CommandRun.of("validate", "two-phase-commit", file);
    assertThat(validated.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(validated.out()).contains("RMRestart(rm1)");
  }

  @Test
  void a_scenario_that_cannot_be_replayed_is_bad_input() throws Exception {
    Path other =
        Files.writeString(
            folder.resolve("other.ndjson"),
            "{\"lockstep-trace\":1,\"spec\":\"LamportClock\",\"protocol\":\"lamport-clock\","
                + "\"constants\":{\"Process\":[\"p1\"]}}\n");
    CommandRun protocol =
        CommandRun.of("conform", "two-phase-commit", "--replay", other.toString());
    assertThat(protocol.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(protocol.err()).contains(":1: this is a scenario of lamport-clock");
    CommandRun constants = CommandRun.of("conform", "lamport-clock", "--replay", other.toString());
    assertThat(constants.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(constants.err()).contains("no model has these constants");
    Path text = Files.writeString(folder.resolve("text.ndjson"), "hello\n");
    assertThat(CommandRun.of("conform", "lamport-clock", "--replay", text.toString()).exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(CommandRun.of("conform", "lamport-clock", "--step").err())
        .contains("--step is for --replay");
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void names_that_nobody_has_are_bad_usage_and_the_nearest_is_named() {
    assertThat(CommandRun.of("conform", "two-phase-comit").err())
        .contains("did you mean 'two-phase-commit'?");
    assertThat(CommandRun.of("conform", "two-phase-commit", "--model", "smal").err())
        .contains("did you mean 'small'?");
    CommandRun twin = CommandRun.of("conform", "two-phase-commit", "--model", "no-answer");
    assertThat(twin.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(twin.err()).contains("not one that code is compared with").contains("small");
    CommandRun mutant = CommandRun.of("conform", "two-phase-commit", "--mutant", "presume-abort");
    assertThat(mutant.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(mutant.err()).contains("Did you mean 'presumes-abort'?");
    assertThat(CommandRun.of("conform", "two-phase-commit", "--jobs", "0").exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
  }
}
