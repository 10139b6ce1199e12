package dev.lockstep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of the documentation are what it says they are. */
class DocumentedExamplesTest {

  @Test
  void the_log_in_the_documentation_is_read_and_valid() throws Exception {
    List<String> lines =
        code()
            .lines()
            .filter(line -> line.startsWith("{\"lock") || line.startsWith("{\"node"))
            .toList();
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);

    assertThat(lines).hasSize(6);
    for (String line : lines) {
      assertThat(Schemas.read("trace-format.schema.json").validate(line, InputFormat.JSON))
          .isEmpty();
    }
    try (TraceReader reader = TraceReader.of("docs", new ByteArrayInputStream(bytes))) {
      assertThat(reader.nextRun().orElseThrow().spec()).contains("TwoPhaseCommit");
      assertThat(reader.nextEvent()).map(TraceEvent::action).contains(Optional.of("TMPrepare"));
    }
  }

  @Test
  void every_operator_is_documented_and_in_the_schema() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "trace-format.md"));
    String schema = Files.readString(Path.of("..", "docs", "trace-format.schema.json"));

    assertThat(Change.Operator.values())
        .allSatisfy(
            operator -> {
              assertThat(docs).contains("`" + operator.word() + "`");
              assertThat(schema).contains("\"" + operator.word() + "\"");
            });
  }

  @Test
  void every_projection_is_documented_and_in_the_schema() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "trace-format.md"));
    String schema = Files.readString(Path.of("..", "docs", "trace-format.schema.json"));

    assertThat(Projection.words())
        .allSatisfy(
            word -> {
              assertThat(docs).contains("`" + word + "`");
              assertThat(schema).containsPattern("[(|]" + word + "[)|]");
            });
  }

  /** The indented blocks of the documentation, without their indent. */
  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    Files.readString(Path.of("..", "docs", "trace-format.md"))
        .lines()
        .filter(line -> line.startsWith("    "))
        .forEach(line -> code.append(line.substring(4)).append('\n'));
    return code.toString();
  }
}
