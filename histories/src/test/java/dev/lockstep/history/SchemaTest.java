package dev.lockstep.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema in docs says what the reader does. */
class SchemaTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path LOGS = Path.of("..", "examples", "histories", "logs");

  private static JsonSchema schema() throws Exception {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(DOCS.resolve("histories.schema.json")));
  }

  @ParameterizedTest
  @CsvSource({"right.ndjson", "cached.ndjson"})
  void recorded_histories_follow_the_schema(String name) throws Exception {
    for (String line : Files.readAllLines(LOGS.resolve(name))) {
      assertThat(schema().validate(new ObjectMapper().readTree(line))).as(line).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"process\":0,\"type\":\"begin\",\"f\":\"read\"}",
        "{\"process\":0,\"type\":\"invoke\"}",
        "{\"process\":0,\"type\":\"invoke\",\"f\":\"write\"}",
        "{\"process\":[0],\"type\":\"invoke\",\"f\":\"read\"}",
        "{\"type\":\"invoke\",\"f\":\"read\"}",
        "{\"process\":0}"
      })
  void what_the_reader_refuses_is_not_of_the_schema(String line) throws Exception {
    assertThat(schema().validate(new ObjectMapper().readTree(line))).isNotEmpty();
    assertThat(refuses(line)).isTrue();
  }

  private static boolean refuses(String line) {
    try {
      return Histories.read(Keys.FIELD, line).operations().isEmpty();
    } catch (HistoryException e) {
      return true;
    }
  }
}
