package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ListCommandTest {

  @Test
  void every_protocol_is_shown_with_its_models_that_hold_and_their_counts() {
    CommandRun run = CommandRun.of("list");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("two-phase-commit  Two-phase commit (chapter 6, commitment)")
        .contains("spec TwoPhaseCommit, refines AtomicCommit")
        .containsPattern("small +hold +12,960 +96,097 +ci")
        .containsPattern("and .*[0-9]+ of kind probe, [0-9]+ of kind twin")
        .contains("lamport-clock");
  }

  @Test
  void one_protocol_is_shown_with_all_its_models_and_what_they_ask() {
    CommandRun run = CommandRun.of("list", "lamport-clock");

    assertThat(run.out())
        .containsPattern("receive-without-max +twin +violate ClockCondition")
        .contains("The receiver does not take the maximum.")
        .doesNotContain("two-phase-commit");
  }

  @Test
  void an_unknown_protocol_is_answered_with_the_nearest() {
    CommandRun run = CommandRun.of("list", "two-phase-comit");

    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .startsWith("lockstep list: no protocol is called 'two-phase-comit'")
        .contains("did you mean 'two-phase-commit'?");
  }

  @Test
  void the_document_holds_all_models() throws IOException {
    JsonNode document =
        new ObjectMapper().readTree(CommandRun.of("list", "--format", "json").out());

    JsonNode protocol =
        document
            .path("protocols")
            .valueStream()
            .filter(entry -> entry.path("name").asText().equals("two-phase-commit"))
            .findFirst()
            .orElseThrow();
    JsonNode model =
        protocol
            .path("models")
            .valueStream()
            .filter(entry -> entry.path("name").asText().equals("small"))
            .findFirst()
            .orElseThrow();
    assertThat(document.path("command").asText()).isEqualTo("list");
    assertThat(model.path("distinct").asLong()).isEqualTo(12_960);
    assertThat(model.path("total").asLong()).isEqualTo(96_097);
    assertThat(model.path("verdict").asText()).isEqualTo("holds");
  }
}
