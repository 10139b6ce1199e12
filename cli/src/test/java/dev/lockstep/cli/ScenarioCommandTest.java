package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioCommandTest {

  private static final String TWO = "> RM = {rm1, rm2}\n";

  @TempDir Path folder;

  @Test
  void without_a_name_the_scenarios_are_listed_with_what_they_are_about() {
    CommandRun run = CommandRun.of("scenario", "two-phase-commit");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("all-commit").containsPattern("in-doubt +A participant crashes");
  }

  @Test
  void a_scenario_is_shown_with_what_happens() {
    CommandRun run = CommandRun.of("scenario", "two-phase-commit", "in-doubt");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("> RMAsk(rm1)\n  sends Prepared(rm1)\n")
        .contains("in-doubt: holds; ");
  }

  @Test
  void a_file_without_results_is_played_and_gets_them_when_asked_to() throws Exception {
    Path file = Files.writeString(folder.resolve("my.txt"), TWO + "> TMPrepare\n");

    CommandRun shown = CommandRun.of("scenario", "two-phase-commit", file.toString());
    assertThat(shown.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(file)).doesNotContain("sends");

    CommandRun.of("scenario", "two-phase-commit", file.toString(), "--write");
    assertThat(Files.readString(file))
        .isEqualTo(TWO + "> TMPrepare\n  sends Prepare(rm1), Prepare(rm2)\n");
  }

  @Test
  void a_result_that_differs_is_a_violation() throws Exception {
    Path file = Files.writeString(folder.resolve("my.txt"), TWO + "> TMPrepare\n  sends nothing\n");

    CommandRun run =
        CommandRun.of("scenario", "two-phase-commit", file.toString(), "--format", "json");

    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    assertThat(document.path("differences").path(0).path("line").asInt()).isEqualTo(2);
    assertThat(document.path("differences").path(0).path("actual").path(0).asText())
        .isEqualTo("sends Prepare(rm1), Prepare(rm2)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "> TMPrepar                 | line 2: TwoPhaseCommit has no action 'TMPrepar'; did you"
            + " mean",
        "> check Nothing            | line 2: 'Nothing' is not a state predicate",
        "> code presume-abort       | line 2: no mutant is called 'presume-abort'; did you mean",
        "> RM = rm1                 | line 2: a constant is a set of names",
      })
  void a_command_that_nobody_understands_is_bad_input(String command, String message)
      throws Exception {
    Path file = Files.writeString(folder.resolve("my.txt"), TWO + command + "\n");

    CommandRun run = CommandRun.of("scenario", "two-phase-commit", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(message).doesNotContain("Exception");
  }

  @Test
  void an_unknown_name_and_a_scenario_without_constants_are_bad_input() throws Exception {
    Path file = Files.writeString(folder.resolve("my.txt"), "> TMPrepare\n");

    CommandRun unknown = CommandRun.of("scenario", "two-phase-commit", "in-doub");
    CommandRun without = CommandRun.of("scenario", "two-phase-commit", file.toString());

    assertThat(unknown.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).contains("Did you mean 'in-doubt'?");
    assertThat(without.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(without.err()).contains("line 1").contains("> RM = {rm1, rm2}");
  }
}
