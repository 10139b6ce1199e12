package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.simulation.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {

  @TempDir Path folder;

  @Test
  void runs_that_hold_are_summed_up_with_outcomes_faults_and_coverage() {
    CommandRun run = CommandRun.of("simulate", "two-phase-commit", "--seed", "42", "--runs", "300");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("two-phase-commit: holds; 300 runs under seed 42")
        .containsPattern("outcomes +[0-9]+ committed, [0-9]+ aborted, 0 undecided")
        .containsPattern("loss +[0-9,]+ +0\\.05 +copy of a message\n")
        .containsPattern("torn-write +[0-9,]+ +0\\.01 +write\n")
        .containsPattern("which made +[0-9,]+ message at a cut.*reordering")
        .containsPattern("actions +16 of 16 of the spec\n")
        .containsPattern("speed +[0-9,]+ steps a second");
  }

  @Test
  void every_run_leaves_a_log_and_nothing_unfinished() throws IOException {
    Path logs = folder.resolve("new/folder");

    CommandRun run =
        CommandRun.of(
            "simulate", "two-phase-commit", "--seed", "5", "--runs", "3", "--out", logs.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    try (Stream<Path> files = Files.list(logs)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "two-phase-commit-5-0.ndjson",
              "two-phase-commit-5-1.ndjson",
              "two-phase-commit-5-2.ndjson");
    }
  }

  @Test
  void a_violation_is_told_with_its_last_steps_a_shorter_way_and_the_command_that_repeats_it()
      throws IOException {
    List<String> arguments =
        List.of("simulate", "two-phase-commit", "--mutant", "presumes-abort", "--nodes", "2");

    CommandRun first = run(arguments, "--seed", "1", "--runs", "500");

    assertThat(first.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(first.out())
        .containsPattern("OneDecision falls in run [0-9]+: it does not hold after step [0-9]+")
        .contains("The same in as few steps as were found:");
    String again =
        first.out().lines().filter(line -> line.startsWith("Again: ")).findFirst().orElseThrow();
    assertThat(again).startsWith("Again: lockstep simulate two-phase-commit --seed 1 --run ");

    CommandRun second = CommandRun.of(again.replace("Again: lockstep ", "").split(" "));

    assertThat(second.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(violation(second)).isEqualTo(violation(first));
  }

  private static String violation(CommandRun run) {
    String out = run.out();
    String from = out.substring(out.indexOf("OneDecision falls"));
    return from.lines()
        .filter(line -> !line.startsWith("  runs with a violation"))
        .toList()
        .toString();
  }

  @Test
  void the_document_has_the_same_figures() throws IOException {
    JsonNode document =
        json(
            run(
                List.of("simulate", "lamport-clock", "--format", "json"),
                "--seed",
                "3",
                "--runs",
                "20"));

    assertThat(document.path("command").asText()).isEqualTo("simulate");
    assertThat(document.path("verdict").asText()).isEqualTo("holds");
    assertThat(document.path("runs").asLong()).isEqualTo(20);
    assertThat(document.path("seed").asLong()).isEqualTo(3);
    assertThat(document.path("steps").asLong())
        .isEqualTo(document.path("actions").valueStream().mapToLong(JsonNode::asLong).sum())
        .isPositive();
    assertThat(document.path("neverTaken")).isEmpty();
    assertThat(document.path("rates").path("loss").asDouble()).isEqualTo(0.05);
  }

  @Test
  void the_document_of_a_violation_has_the_property_and_the_command() throws IOException {
    JsonNode first =
        json(run(
                List.of("simulate", "two-phase-commit", "--format", "json"),
                "--mutant",
                "restart-into-commit",
                "--seed",
                "1",
                "--loss",
                "0.2"))
            .path("first");

    assertThat(first.path("property").asText()).isIn("OneDecision", "CommitOnlyIfAllVotedYes");
    assertThat(first.path("shortest").valueStream().map(JsonNode::asText))
        .containsSubsequence("TMCrash", "TMRestart");
    assertThat(first.path("again").asText())
        .contains("--loss 0.2")
        .contains("--mutant restart-into-commit");
  }

  @Test
  void a_run_that_is_stopped_by_a_limit_is_inconclusive() {
    CommandRun run =
        CommandRun.of("simulate", "two-phase-commit", "--seed", "1", "--budget-steps", "2");

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out()).contains("at the limit of 2 steps");
  }

  @Test
  void without_a_seed_each_time_has_another_one_which_is_shown() {
    CommandRun run = CommandRun.of("simulate", "two-phase-commit", "--runs", "1");

    assertThat(run.out()).containsPattern("under seed [0-9]+,");
  }

  @ParameterizedTest
  @CsvSource({
    "--loss,      1.5,    --loss must be between 0 and 1",
    "--runs,      0,      --runs must be at least 1",
    "--nodes,     0,      --nodes must be between 1 and 64",
    "--latency,   9-1,    --latency must begin with the shorter time",
    "--latency,   soon,   --latency must be like 5 or 1-40",
    "--run,       -1,     --run must be 0 or more",
    "--jobs,      100000, --jobs must be between 1 and 1",
    "--skew,      -0.1,   --skew must be between 0 and 1",
    "--sync,      soon,   --sync must be like 5 or 1-40",
    "--disk,      broken, there is no --disk 'broken'",
    "--lasting,   loss=5, --lasting is for faults that last",
    "--mutant,    presume-abort, no mutant of two-phase-commit is called 'presume-abort'"
  })
  void an_option_that_makes_no_sense_is_bad_usage(String option, String value, String message) {
    CommandRun run = CommandRun.of("simulate", "two-phase-commit", option + "=" + value);

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(message).doesNotContain("Exception");
  }

  @Test
  void an_unknown_protocol_and_a_folder_that_is_a_file_are_bad_input() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(CommandRun.of("simulate", "two-phase").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(CommandRun.of("simulate", "two-phase-commit", "--out", file.toString()).exitCode())
        .isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void every_fault_has_an_option_that_says_its_usual_rate() {
    String help = CommandRun.of("simulate", "--help").out().replaceAll("\\s+", " ");

    for (Fault fault : Fault.values()) {
      assertThat(help)
          .containsPattern("--" + fault + "=RATE [^=]*\\(default: " + fault.usualRate());
    }
  }

  @Test
  void a_wrong_disk_breaks_a_property_and_the_command_says_so() {
    CommandRun run =
        CommandRun.of("simulate", "two-phase-commit", "--seed", "1", "--disk", "sends-early");

    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(run.out()).containsPattern("Again: .* --disk sends-early");
  }

  @Test
  void a_run_that_never_ends_is_shrunk_to_the_faults_that_it_takes() {
    CommandRun run =
        CommandRun.of("simulate", "two-phase-commit", "--seed", "1", "--mutant", "never-asks");

    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(run.out())
        .contains("Termination falls in run")
        .contains("and from there nothing fails any more, but it is never done");
  }

  @Test
  void the_invariants_of_the_spec_may_be_checked_by_tlc_as_well() {
    CommandRun run =
        CommandRun.of(
            "simulate", "two-phase-commit", "--seed", "1", "--runs", "50", "--spec-invariants");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  private static CommandRun run(List<String> first, String... more) {
    return CommandRun.of(Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private static JsonNode json(CommandRun run) throws IOException {
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }
}
