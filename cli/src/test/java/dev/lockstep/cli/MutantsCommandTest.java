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

/** {@code lockstep mutants}: on somebody else's spec, on ours, and on bad input. */
class MutantsCommandTest {

  private static final String INRIA = "../examples/inria-two-phase/TwoPhase.tla";

  @TempDir Path directory;

  private String config() throws Exception {
    return Files.writeString(
            directory.resolve("TwoPhase.cfg"),
            """
            SPECIFICATION TPSpec
            CONSTANT RM = {"rm-0", "rm-1"}
            INVARIANT TPTypeOK
            INVARIANT TPConsistent
            CHECK_DEADLOCK FALSE
            """)
        .toString();
  }

  @Test
  void a_missing_vote_is_noticed_and_a_lost_message_is_not() throws Exception {
    CommandRun run =
        CommandRun.of(
            "mutants",
            "--spec",
            INRIA,
            "--config",
            config(),
            "--mutant",
            "TMCommit-drop-guard-2,RMPrepare-drop-update-2",
            "--matrix");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().replaceAll("[0-9.]+ (s|min)\\b", "TIME"))
        .contains("TwoPhase  2 mutants in TIME")
        .containsPattern("TMCommit-drop-guard-2 +\\d+ +TPConsistent +3 +TwoPhase.cfg +TIME")
        .containsPattern("killed +1 +a property falls")
        .containsPattern("other counts +1 ")
        .contains("Properties that kill nothing: TPTypeOK");
  }

  @Test
  void strict_fails_where_a_property_kills_nothing() throws Exception {
    CommandRun run =
        CommandRun.of(
            "mutants",
            "--spec",
            INRIA,
            "--config",
            config(),
            "--mutant",
            "TMCommit-drop-guard-2",
            "--strict",
            "--format",
            "json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.VIOLATED);
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.path("verdict").asText()).isEqualTo("violated");
    assertThat(document.path("mutants").path(0).path("property").asText())
        .isEqualTo("TPConsistent");
    assertThat(document.path("counts").path("killed").asInt()).isEqualTo(1);
  }

  @Test
  void mutants_are_listed_and_written_without_running_them() throws Exception {
    CommandRun list =
        CommandRun.of("mutants", "lamport-clock", "--list", "--operator", "stale-read");
    assertThat(list.err()).isEmpty();
    assertThat(list.out().lines().toList())
        .containsExactly(
            "mutant             line             before  after",
            "Send-stale-read-1  LamportClock:72  clock'  clock",
            "1 mutants");
    Path wrong = directory.resolve("wrong");
    CommandRun write =
        CommandRun.of(
            "mutants",
            "lamport-clock",
            "--mutant",
            "Send-stale-read-1",
            "--write",
            wrong.toString());
    assertThat(write.exitCode()).isZero();
    Path folder = wrong.resolve("Send-stale-read-1");
    assertThat(folder.resolve("MCSmall.cfg")).exists();
    assertThat(folder.resolve("MCLamportClock.tla")).exists();
    assertThat(Files.readString(folder.resolve("LamportClock.tla"))).contains("clock |-> clock[p]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lamport-clok | did you mean 'lamport-clock'?
          lamport-clock --operator drop-gard | Did you mean 'drop-guard'?
          lamport-clock --mutant Tick-drop-update-7 --list | there is no mutant 'Tick-drop-update-7'
          lamport-clock --model receive-without-max | mutants need one that holds
          lamport-clock --model smal | 'smal'
          lamport-clock --spec My.tla | exclude each other
          lamport-clock --jobs 0 | --jobs must be between 1 and 1,024, not 0
          lamport-clock --config My.cfg | are for --spec
          --list | a PROTOCOL is needed
          --spec nowhere.tla --config nowhere.cfg | nowhere.tla
          """)
  void bad_input_is_told_from_a_verdict(String arguments, String message) {
    CommandRun run = CommandRun.of(("mutants " + arguments).split(" "));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_spec_that_does_not_parse_and_one_that_does_not_hold_are_bad_input() throws Exception {
    Path module = directory.resolve("Broken.tla");
    Files.writeString(module, "---- MODULE Broken ----\nVARIABLE x\nInit == x =\n====\n");
    Files.writeString(directory.resolve("Broken.cfg"), "INIT Init\nNEXT Init\n");
    CommandRun broken = CommandRun.of("mutants", "--spec", module.toString());
    assertThat(broken.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(broken.err()).contains("Broken.tla:");

    Files.writeString(
        module,
        """
        ---- MODULE Broken ----
        VARIABLE x
        Init == x = 1
        Next == x = 1 /\\ x' = 2
        One == x = 1
        ====
        """);
    Files.writeString(
        directory.resolve("Broken.cfg"),
        """
        INIT Init
        NEXT Next
        INVARIANT One
        CHECK_DEADLOCK FALSE
        """);
    CommandRun wrong = CommandRun.of("mutants", "--spec", module.toString());
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err()).contains("should hold in the model Broken.cfg").contains("One");
  }
}
