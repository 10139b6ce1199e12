package dev.lockstep.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.driver.Finding.Kind;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that speak the line protocol, well and badly; each is a few lines of shell. */
class LineProtocolTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  /** The lamp as a shell script; {@code turnOff} and {@code hello} may be replaced. */
  private static String lamp(String hello, String turnOff) {
    return """
    answer() { echo "{\\"accepted\\":$1,\\"state\\":{\\"on\\":$on,\\"pressed\\":$n}}"; }
    while read -r line; do
      case $line in
        *'"hello"'*) %s ;;
        *'"init"'*) on=false; n=0; echo '{"state":{"on":false}}' ;;
        *'"TurnOn"'*) if $on; then answer false; else on=true; n=$((n+1)); answer true; fi ;;
        *'"TurnOff"'*) %s ;;
        *'"enabled"'*)
          if $on; then echo '{"enabled":[{"action":"TurnOff","args":[]}]}'
          else echo '{"enabled":[{"action":"TurnOn"}]}'; fi ;;
        *'"observe"'*) echo "{\\"state\\":{\\"on\\":$on,\\"pressed\\":$n}}" ;;
        *'"quit"'*) exit 0 ;;
      esac
    done
    """
        .formatted(hello, turnOff);
  }

  private static final String HELLO = "echo '{\"lockstep-drive\":1,\"name\":\"lamp\"}'";
  private static final String TURN_OFF =
      "if $on; then on=false; answer true; else answer false; fi";

  private TrialReport run(String script) throws Exception {
    return run(CommandLine.of(List.of("sh", "-c", script)).within(PATIENCE, PATIENCE));
  }

  private TrialReport run(CommandLine command) throws Exception {
    try (BoundedModel model = Specs.lamp(directory);
        Implementation code = Implementation.of(command)) {
      return Trial.run(model, code, TrialOptions.ALL, progress -> {});
    }
  }

  private static Finding finding(TrialReport report) {
    return report.finding().orElseThrow();
  }

  @Test
  void a_command_that_follows_the_spec_holds() throws Exception {
    TrialReport report = run(lamp(HELLO, TURN_OFF));
    assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(report.edges()).isEqualTo(4);
    assertThat(report.enabledAsked()).isZero();
  }

  @Test
  void each_path_can_have_a_process_of_its_own() throws Exception {
    CommandLine command =
        CommandLine.of(List.of("sh", "-c", lamp(HELLO, TURN_OFF))).within(PATIENCE, PATIENCE);
    assertThat(run(command.restartingEach()).verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void a_command_can_say_what_it_would_accept() throws Exception {
    String hello = "echo '{\"lockstep-drive\":1,\"enabled\":true}'";
    assertThat(run(lamp(hello, TURN_OFF)).enabledAsked()).isEqualTo(5);
  }

  @Test
  void a_state_that_comes_only_when_asked_for_is_compared_too() throws Exception {
    TrialReport report =
        run(lamp(HELLO, "if $on; then echo '{\"accepted\":true}'; else answer false; fi"));
    assertThat(finding(report).kind()).isEqualTo(Kind.OTHER_STATE);
    assertThat(finding(report).differences().getFirst().place()).isEqualTo("on");
  }

  @Test
  void actions_that_a_command_does_not_support_are_left_out() throws Exception {
    String hello = "echo '{\"lockstep-drive\":1,\"unsupported\":{\"TurnOff\":\"no button\"}}'";
    TrialReport report = run(lamp(hello, "exit 1"));
    assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(report.unsupported()).containsEntry("TurnOff", "no button");
  }

  @Test
  void a_crash_is_the_codes_and_shows_the_end_of_its_standard_error() throws Exception {
    TrialReport report = run(lamp(HELLO, "echo 'lamp: on fire' >&2; exit 7"));
    assertThat(finding(report).kind()).isEqualTo(Kind.CODE_FAILED);
    assertThat(finding(report).message())
        .isEqualTo("the command ended with exit code 7 at step TurnOff");
    assertThat(finding(report).details()).containsExactly("lamp: on fire");
    assertThat(finding(run(lamp(HELLO, "kill -9 $$"))).message())
        .isEqualTo("the command was ended by signal 9 at step TurnOff");
    assertThat(finding(run(lamp(HELLO, "printf '{\"acce'; exit 1"))).message())
        .isEqualTo("the command ended with exit code 1 at step TurnOff in the middle of a line");
    assertThat(finding(run(lamp(HELLO, "echo '{\"error\":\"no bulb\"}'"))).message())
        .isEqualTo("step TurnOff answered with an error: no bulb");
  }

  @Test
  void an_answer_that_does_not_come_in_time_is_the_codes() throws Exception {
    CommandLine slow =
        CommandLine.of(List.of("sh", "-c", lamp(HELLO, "sleep 60")))
            .within(PATIENCE, Duration.ofMillis(400));
    Finding finding = finding(run(slow));
    assertThat(finding.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(finding.message()).isEqualTo("step TurnOff was not answered within 400 ms");
  }

  @Test
  void what_is_no_answer_is_the_adapters_mistake_and_the_line_is_shown() {
    assertThatThrownBy(() -> run(lamp(HELLO, "echo debug: turning off")))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("does not speak the line protocol")
        .satisfies(
            failure ->
                assertThat(((DriverException) failure).hint())
                    .contains("debug: turning off")
                    .contains("standard error"));
    assertThatThrownBy(() -> run(lamp(HELLO, "echo '{\"acepted\":true}'")))
        .hasMessageContaining("no field \"acepted\"");
    assertThatThrownBy(() -> run(lamp(HELLO, "echo '{\"state\":{}}'")))
        .hasMessageContaining("needs \"accepted\"");
    assertThatThrownBy(() -> run(lamp(HELLO, "echo '{\"accepted\":true,\"state\":{\"om\":1}}'")))
        .hasMessageContaining("did you mean on?");
    assertThatThrownBy(() -> run(lamp(HELLO, "head -c 17000000 /dev/zero | tr '\\\\0' x; echo")))
        .hasMessageContaining("longer than the limit");
  }

  @Test
  void an_answer_too_many_is_the_adapters_mistake_however_late_it_comes() {
    String twice = TURN_OFF + "; answer $on";
    assertThatThrownBy(() -> run(lamp(HELLO, twice)))
        .isInstanceOf(DriverException.class)
        .satisfies(
            // If it comes after the next request, that one's own answer is the one too many.
            failure ->
                assertThat(((DriverException) failure).hint())
                    .containsPattern("output: \\{\"(accepted|state)\":"))
        .hasMessageStartingWith("the command printed a line that nobody asked for, ");
    assertThatThrownBy(() -> run(lamp(HELLO, TURN_OFF).replace("exit 0", "echo bye; exit 0")))
        .isInstanceOf(DriverException.class)
        .hasMessage("the command printed a line that nobody asked for, at quit")
        .satisfies(
            failure -> assertThat(((DriverException) failure).hint()).contains("output: bye"));
  }

  @Test
  void blank_lines_are_no_answers() throws Exception {
    TrialReport report = run(lamp(HELLO, TURN_OFF + "; echo; echo '  '"));
    assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void a_file_that_is_there_but_not_on_the_path_is_said() throws Exception {
    Files.writeString(directory.resolve("drive.py"), "");
    CommandLine command =
        new CommandLine(List.of("drive.py"), Optional.of(directory), PATIENCE, PATIENCE, false);
    assertThatThrownBy(() -> run(command))
        .isInstanceOf(DriverException.class)
        .satisfies(
            failure ->
                assertThat(((DriverException) failure).hint())
                    .contains("There is a file of that name")
                    .contains("`python3 drive.py`")
                    .contains("./drive.py"));
  }

  @Test
  void a_command_that_does_not_start_or_greet_is_said() {
    assertThatThrownBy(() -> run(CommandLine.of(List.of("no-such-program-here"))))
        .isInstanceOf(DriverException.class)
        .hasMessage("cannot start no-such-program-here: there is no such program");
    assertThatThrownBy(() -> run("echo 'no module two_phase' >&2; exit 1"))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("did not say hello: the command ended with exit code 1")
        .satisfies(
            failure ->
                assertThat(((DriverException) failure).hint()).contains("no module two_phase"));
    assertThatThrownBy(
            () ->
                run(
                    CommandLine.of(List.of("sh", "-c", "sleep 60"))
                        .within(Duration.ofMillis(300), PATIENCE)))
        .hasMessageContaining("hello was not answered within 300 ms");
    assertThatThrownBy(() -> run(lamp("echo '{\"lockstep-drive\":2}'", TURN_OFF)))
        .hasMessageContaining("\"lockstep-drive\": 1");
  }

  @Test
  void a_command_that_does_not_quit_is_ended() throws Exception {
    Path pid = directory.resolve("pid");
    String script = "echo $$ > " + pid + "\n" + lamp(HELLO, TURN_OFF).replace("exit 0", ":");
    run("trap '' TERM HUP\n" + script + "\nsleep 60");
    long process = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void a_run_to_a_difference_can_be_written_and_replayed() throws Exception {
    CommandLine broken =
        CommandLine.of(List.of("sh", "-c", lamp(HELLO, "answer $on"))).within(PATIENCE, PATIENCE);
    CommandLine right =
        CommandLine.of(List.of("sh", "-c", lamp(HELLO, TURN_OFF))).within(PATIENCE, PATIENCE);
    Path file = directory.resolve("run.ndjson");
    try (BoundedModel model = Specs.lamp(directory)) {
      Finding found;
      try (Implementation code = Implementation.of(broken)) {
        found = finding(Trial.run(model, code, TrialOptions.ALL, progress -> {}));
      }
      assertThat(found.kind()).isEqualTo(Kind.OTHER_STATE);
      FindingScenario.of(model, found).write(file);
      Scenario scenario = Scenario.read(file);
      assertThat(scenario.events()).hasSize(2);
      try (Implementation code = Implementation.of(broken)) {
        assertThat(Rerun.run(model, code, scenario, TrialOptions.ALL, step -> {}))
            .hasValueSatisfying(again -> assertThat(again.kind()).isEqualTo(found.kind()));
      }
      try (Implementation code = Implementation.of(right)) {
        assertThat(Rerun.run(model, code, scenario, TrialOptions.ALL, step -> {})).isEmpty();
      }
    }
  }
}
