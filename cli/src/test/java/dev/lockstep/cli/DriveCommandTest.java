package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriveCommandTest {

  private static final String SWITCH =
      """
      ---- MODULE Switch ----
      VARIABLE on
      Init == on = FALSE
      TurnOn == ~on /\\ on' = TRUE
      TurnOff == on /\\ on' = FALSE
      Next == TurnOn \\/ TurnOff
      ====
      """;

  /** A switch that turns off only if told so; {@code %s} is what it does then. */
  private static final String CODE =
      """
      answer() { echo "{\\"accepted\\":$1,\\"state\\":{\\"on\\":$on}}"; }
      while read -r line; do
        case $line in
          *'"hello"'*) echo '{"lockstep-drive":1}' ;;
          *'"init"'*) on=false; echo '{"state":{"on":false}}' ;;
          *'"TurnOn"'*) if $on; then answer false; else on=true; answer true; fi ;;
          *'"TurnOff"'*) %s ;;
          *) exit 0 ;;
        esac
      done
      """;

  private static final String RIGHT =
      CODE.formatted("if $on; then on=false; answer true; else answer false; fi");
  private static final String WRONG = CODE.formatted("answer $on");

  @TempDir Path directory;

  @BeforeEach
  void writeSpec() throws Exception {
    Files.writeString(directory.resolve("Switch.tla"), SWITCH);
    Files.writeString(
        directory.resolve("Switch.cfg"), "INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n");
  }

  private CommandRun drive(String code, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "drive",
                "--spec",
                directory.resolve("Switch.tla").toString(),
                "--config",
                directory.resolve("Switch.cfg").toString()));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--", "sh", "-c", code));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void code_that_follows_the_spec_holds_with_exit_code_0() {
    CommandRun run = drive(RIGHT);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .startsWith(
            """
            Switch  holds
              2 of 2 states and 2 of 2 steps of the spec taken, on 1 paths
              all 2 actions taken wherever the spec allows them
              2 steps that the spec forbids tried in 2 states: none taken
            """);
  }

  @Test
  void a_difference_is_violated_with_exit_code_1_and_can_be_replayed() throws Exception {
    Path scenario = directory.resolve("bug.ndjson");
    CommandRun run = drive(WRONG, "--scenario", scenario.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(run.out())
        .contains("The code takes the step to another state than the spec: TurnOff")
        .contains("    expected FALSE\n")
        .contains("    observed true\n")
        .contains("by the shortest way:");
    assertThat(Files.readAllLines(scenario)).hasSize(3);
    CommandRun again = drive(WRONG, "--replay", scenario.toString(), "--step");
    assertThat(again.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(again.out()).startsWith("1/2  TurnOn  taken\n      on: FALSE -> TRUE\n");
    CommandRun right = drive(RIGHT, "--replay", scenario.toString());
    assertThat(right.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(right.out()).endsWith("holds: code and spec agree on all 2 steps\n");
  }

  @Test
  void json_is_one_document_with_the_divergence() throws Exception {
    JsonNode document = new ObjectMapper().readTree(drive(WRONG, "--format=json").out());
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    JsonNode divergence = document.path("divergence");
    assertThat(divergence.path("kind").asText()).isEqualTo("other-state");
    assertThat(divergence.path("action").asText()).isEqualTo("TurnOff");
    assertThat(divergence.path("observed").path("on").asBoolean()).isTrue();
    assertThat(divergence.path("run")).hasSize(2);
  }

  @Test
  void a_budget_that_runs_out_ends_with_exit_code_3() {
    CommandRun run = drive(RIGHT, "--budget-steps", "1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out()).contains("not finished: the limit of 1 steps was reached");
  }

  @Test
  void what_may_be_refused_is_said_with_its_reason() {
    CommandRun run =
        drive(CODE.formatted("answer false"), "--may-refuse", "TurnOff=the button is stuck");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("left open: TurnOff may be refused, and was 1 times: the button");
  }

  @Test
  void bad_input_says_what_to_do() {
    CommandRun noCommand = CommandRun.of("drive", "lamport-clock");
    assertThat(noCommand.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(noCommand.err()).contains("It stands behind `--`");
    CommandRun unknown = CommandRun.of("drive", "lamport-clock", "--", "no-such-program-here");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).contains("there is no such program");
    CommandRun debug = drive("echo debugging");
    assertThat(debug.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(debug.err()).contains("does not speak the line protocol").contains("debugging");
    assertThat(drive(RIGHT, "--may-refuse", "TurnOf=x").err()).contains("did you mean TurnOff?");
    assertThat(drive(RIGHT, "--replay", "no-such-file.ndjson").exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(drive(RIGHT, "--step").err()).contains("--step is for --replay");
    assertThat(drive(RIGHT, "--step-timeout", "0").err()).contains("--step-timeout needs");
  }

  @Test
  void where_the_budget_ends_the_model_it_is_not_taken_for_its_bounds() {
    CommandRun run = drive(RIGHT, "--budget-states", "1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out())
        .contains("2 of the first 2 states")
        .contains("within the budget; it has more states")
        .doesNotContain("all 1 actions")
        .doesNotContain("bounds of the model");
  }

  @Test
  void refused_steps_and_what_lies_behind_are_told_from_those_never_chosen() throws Exception {
    CommandRun run =
        drive(
            CODE.formatted("answer false").replace("$on; then", "true; then"),
            "--may-refuse",
            "TurnOn=broken");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("1 steps were refused, as they may be; 1 more can only be reached through them")
        .doesNotContain("never chosen");
  }

  @Test
  void a_protocol_and_a_spec_exclude_each_other() {
    CommandRun run =
        CommandRun.of("drive", "lamport-clock", "--spec", "Switch.tla", "--", "sh", "-c", RIGHT);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("a PROTOCOL and --spec exclude each other: lamport-clock");
  }

  @Test
  void a_spec_that_is_no_module_is_said_before_its_configuration_is_missed() throws Exception {
    CommandRun folder =
        CommandRun.of("drive", "--spec", directory.toString(), "--", "sh", "-c", RIGHT);
    assertThat(folder.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.err()).contains("--spec names a directory").doesNotContain("needs --config");
    String text = Files.writeString(directory.resolve("Switch.txt"), SWITCH).toString();
    CommandRun other = CommandRun.of("drive", "--spec", text, "--", "sh", "-c", RIGHT);
    assertThat(other.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.err()).contains("does not end in .tla").doesNotContain("needs --config");
  }
}
