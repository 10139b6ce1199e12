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
        "> TMPrepar                 | my.txt:2: TwoPhaseCommit has no action 'TMPrepar'; did you"
            + " mean",
        "> check Nothing            | my.txt:2: 'Nothing' is not a state predicate",
        "> code presume-abort       | my.txt:2: no mutant is called 'presume-abort'; did you mean",
        "> code nope                | there are: commit-on-some-votes",
        "> RMPrepare(               | my.txt:2: a '(' is never closed in: RMPrepare(",
        "> RMPrepare)               | my.txt:2: a ')' closes nothing",
        "> RMPrepare(rm3)           | my.txt:2: the model has no step RMPrepare(rm3): rm3 is not in"
            + " its constants",
        "> RMPrepare                | my.txt:2: the model has no step RMPrepare: it is RMPrepare(",
        ">TMPrepare                 | my.txt:2: this is no command: >TMPrepare",
        "> RM = {rm1, {rm2}}        | my.txt:2: a constant is a name, a number, or a set of them",
        "'> RM = rm1\n"
            + "> TMPrepare' | my.txt:3: the constants do not fit the protocol: the constant RM"
            + " should be a set of nodes, not rm1",
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
    assertThat(without.err())
        .contains(
            "my.txt:1: the scenario gives no value to the constant RM: the first commands are `> RM"
                + " = {…}`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | my.txt:1: there is no command in it",
        "'# only a remark'               | my.txt:1: there is no command in it",
        "'RMPrepare(rm1)'                | my.txt:1: this is no command: RMPrepare(rm1)",
        "'  indented'                    | my.txt:1: this is no command: indented",
      })
  void a_text_without_commands_is_bad_input(String text, String message) throws Exception {
    Path file = Files.writeString(folder.resolve("my.txt"), text + "\n");

    CommandRun run = CommandRun.of("scenario", "two-phase-commit", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(message);
  }

  @Test
  void text_above_the_first_command_is_bad_input_unless_it_is_a_remark() throws Exception {
    Path file = Files.writeString(folder.resolve("my.txt"), "# fine\n\nRM = {rm1}\n" + TWO);

    CommandRun run = CommandRun.of("scenario", "two-phase-commit", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("my.txt:3: this is no command: RM = {rm1}");
  }

  @Test
  void a_directory_is_said_to_be_one() {
    CommandRun run = CommandRun.of("scenario", "two-phase-commit", folder.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("this is a directory");
  }
}
