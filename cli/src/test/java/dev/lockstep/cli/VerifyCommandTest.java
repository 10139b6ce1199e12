package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {

  @Test
  void a_protocol_that_keeps_its_promise_has_an_answer_to_every_question() throws IOException {
    CommandRun run = CommandRun.of("verify", "lamport-clock", "--runs", "50", "--format", "json");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.OK);
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.path("verdict").asText()).isEqualTo("holds");
    assertThat(document.path("answers").valueStream().map(a -> a.path("question").asText()))
        .containsExactly("spec", "weak twins", "probes", "code", "runs", "mutants");
    assertThat(document.path("answers").valueStream().map(a -> a.path("verdict").asText()))
        .containsOnly("holds");
    JsonNode runs = answer(document, "runs").path("figures");
    assertThat(runs.path("runs").asLong()).isEqualTo(50);
    assertThat(runs.path("events").asLong()).isPositive();
    assertThat(runs.path("actions").asLong()).isEqualTo(runs.path("actionsOfSpec").asLong());
    JsonNode mutants = answer(document, "mutants").path("figures");
    assertThat(mutants.path("killed").asLong()).isEqualTo(mutants.path("mutants").asLong());
    assertThat(mutants.path("byLayer").propertyStream().map(layer -> layer.getKey()))
        .contains("comparison", "simulation", "traces");
  }

  @Test
  void bad_usage_is_told_before_any_work() {
    assertThat(CommandRun.of("verify", "lamport-clocks").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(CommandRun.of("verify", "lamport-clock", "--jobs", "0").err())
        .contains("--jobs must be between 1 and 1,024, not 0");
  }

  private static JsonNode answer(JsonNode document, String question) {
    return document
        .path("answers")
        .valueStream()
        .filter(answer -> answer.path("question").asText().equals(question))
        .findFirst()
        .orElseThrow();
  }
}
