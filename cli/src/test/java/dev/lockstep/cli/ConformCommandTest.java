package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ConformCommandTest {

  @Test
  void code_that_is_the_design_holds_with_exit_code_0() {
    CommandRun run = CommandRun.of("conform", "two-phase-commit", "--model", "small");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("two-phase-commit small  holds")
        .contains(
            "12,960 states and 96,096 edges, the same in code and spec, as many as TLC counts")
        .contains("all 16 actions taken on both sides")
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
        CommandRun.of("conform", "two-phase-commit", "--model", "small", "--max-states", "10");
    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out()).contains("the limit of 10 states was reached");
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
    assertThat(CommandRun.of("conform", "two-phase-commit", "--threads", "0").exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
  }
}
