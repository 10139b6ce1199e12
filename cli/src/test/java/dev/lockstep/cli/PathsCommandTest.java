package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathsCommandTest {

  @TempDir Path directory;

  @Test
  void paths_are_as_few_and_short_as_there_can_be_and_it_is_said() {
    CommandRun run = CommandRun.of("paths", "lamport-clock");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .isEqualTo(
            """
            lamport-clock small  2,197 states, 7,332 steps
              3,177 paths with 18,354 steps cover all edges; the longest has 6
              21,531 starts and steps, the fewest there can be
            """);
  }

  @Test
  void what_is_written_is_the_same_every_time_and_runs_of_the_spec() throws Exception {
    Path once = directory.resolve("once.ndjson");
    Path again = directory.resolve("again.ndjson");
    String[] paths = {"paths", "lamport-clock", "--cover", "actions", "--seed", "7", "--out"};
    for (Path file : new Path[] {once, again}) {
      String[] arguments = Arrays.copyOf(paths, paths.length + 1);
      arguments[paths.length] = file.toString();
      assertThat(CommandRun.of(arguments).exitCode()).isEqualTo(ExitCode.OK);
    }
    assertThat(Files.mismatch(once, again)).isEqualTo(-1);
    CommandRun validated = CommandRun.of("validate", "lamport-clock", once.toString());
    assertThat(validated.out()).contains("holds");
    assertThat(validated.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void json_is_one_document_with_the_counts() throws Exception {
    CommandRun run = CommandRun.of("paths", "two-phase-commit", "--format=json");
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.path("states").asLong()).isEqualTo(12_960);
    assertThat(document.path("edges").asLong()).isEqualTo(96_096);
    assertThat(document.path("minimum").asLong()).isEqualTo(210_785);
    assertThat(document.path("ratio").asDouble()).isBetween(1.0, 1.001);
    assertThat(document.path("longest").asInt()).isLessThanOrEqualTo(100);
  }

  @Test
  void a_part_of_a_spec_is_inconclusive() {
    CommandRun run = CommandRun.of("paths", "two-phase-commit", "--budget-states", "100");
    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out())
        .contains("inconclusive: only a part of the spec is covered: the limit of 100 states");
  }

  @Test
  void bad_input_says_what_to_do() {
    CommandRun near = CommandRun.of("paths", "two-phase-commit", "--max-length", "3");
    assertThat(near.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(near.err()).contains("some of the edges are 19 steps away");
    assertThat(CommandRun.of("paths").err()).contains("a protocol is needed");
    assertThat(CommandRun.of("paths", "--spec", "My.tla").err())
        .contains("there is no file My.tla");
    assertThat(CommandRun.of("paths", "lamport-clock", "--config", "My.cfg").err())
        .contains("--config and --path are for --spec, which is missing");
    assertThat(CommandRun.of("paths", "lamport-clok").err()).contains("lamport-clock");
    assertThat(CommandRun.of("paths", "lamport-clock", "--out", "/no/such/place/x").err())
        .contains("the directory of this file does not exist");
  }
}
