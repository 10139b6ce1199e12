package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  private static final String LAMP =
      """
      ---- MODULE Lamp ----
      VARIABLE on
      Init == on = FALSE
      Switch == on' = ~on
      Spec == Init /\\ [][Switch]_on
      Dark == ~on
      TypeOK == on \\in BOOLEAN
      ====
      """;

  @TempDir private Path directory;

  @Test
  void a_model_that_holds_is_shown_with_its_counts_and_the_comparison() {
    CommandRun run =
        CommandRun.of("check", "two-phase-commit", "--model", "problem", "--workers", "1");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("two-phase-commit problem")
        .contains("holds; 34 distinct of 94 states, depth 7")
        .contains("as expected: holds, 34 distinct of 94 states");
  }

  @Test
  void a_probe_that_is_refuted_as_expected_holds_and_its_run_is_shown() {
    CommandRun run = CommandRun.of("check", "two-phase-commit", "--model", "probe-blocked");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("violated: invariant NeverBlocked")
        .contains("refuted as expected: NeverBlocked")
        .contains("2  TMPrepare")
        .contains("├─Prepare")
        .contains("╳ TMCrash");
  }

  @Test
  void the_document_of_one_model_holds_expectation_result_and_counterexample() throws IOException {
    CommandRun run =
        CommandRun.of("check", "two-phase-commit", "--model", "probe-aborted", "--format", "json");
    JsonNode document = new ObjectMapper().readTree(run.out());

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(document.path("command").asText()).isEqualTo("check");
    assertThat(document.path("verdict").asText()).isEqualTo("holds");
    assertThat(document.path("asExpected").asBoolean()).isTrue();
    assertThat(document.at("/actual/verdict").asText()).isEqualTo("violated");
    assertThat(document.at("/actual/property").asText()).isEqualTo("NeverAborted");
    assertThat(document.at("/actual/kind").asText()).isEqualTo("invariant");
    assertThat(document.at("/actual/distinct").asLong()).isEqualTo(33);
    assertThat(document.at("/counterexample/steps/1/action").asText()).isEqualTo("RMChooseToAbort");
    assertThat(document.at("/counterexample/steps/1/args/0").asText()).isEqualTo("rm1");
    assertThat(document.at("/counterexample/steps/1/state/rmLog/rm1").asText())
        .isEqualTo("aborted");
  }

  @Test
  void a_spec_of_ones_own_has_tlcs_verdict() throws IOException {
    Path spec = lamp("SPECIFICATION Spec INVARIANT TypeOK INVARIANT Dark");

    CommandRun run = CommandRun.of("check", "--spec", spec.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(run.out())
        .contains("Lamp  violated: invariant Dark")
        .contains("1  (start)  on = FALSE")
        .contains("2  Switch   on: FALSE -> TRUE");

    lamp("SPECIFICATION Spec INVARIANT TypeOK");
    assertThat(CommandRun.of("check", "--spec", spec.toString()).exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void a_spec_that_does_not_parse_is_bad_input_with_its_place() throws IOException {
    Path spec = lamp("SPECIFICATION Spec");
    Files.writeString(spec, LAMP.replace("on' = ~on", "on' = ~off"));

    CommandRun run = CommandRun.of("check", "--spec", spec.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(spec + ":4:18: ").contains("off").doesNotContain("\tat ");
  }

  @Test
  void names_and_options_that_do_not_fit_are_bad_usage() {
    assertThat(CommandRun.of("check").err()).contains("a PROTOCOL is needed");
    assertThat(CommandRun.of("check", "two-phase-commit", "--spec", "x.tla").err())
        .contains("exclude each other");
    assertThat(CommandRun.of("check", "two-phase-comit").err())
        .contains("did you mean 'two-phase-commit'?");
    assertThat(CommandRun.of("check", "two-phase-commit", "--model", "smal").err())
        .contains("did you mean 'small'?");
    assertThat(CommandRun.of("check", "two-phase-commit", "--workers", "0").exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(CommandRun.of("check", "--spec", "nowhere.tla").err()).contains("nowhere.tla");
  }

  private Path lamp(String config) throws IOException {
    Files.writeString(directory.resolve("Lamp.cfg"), config + "\n");
    return Files.writeString(directory.resolve("Lamp.tla"), LAMP);
  }
}
