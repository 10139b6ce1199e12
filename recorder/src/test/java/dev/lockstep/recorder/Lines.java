package dev.lockstep.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a log, each of them whole and valid against the published schema. */
final class Lines {

  private static final JsonSchema SCHEMA = schema();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Lines() {}

  static List<JsonNode> of(ByteArrayOutputStream log) throws IOException {
    return of(log.toString(StandardCharsets.UTF_8));
  }

  static List<JsonNode> of(Path log) throws IOException {
    return of(Files.readString(log));
  }

  private static List<JsonNode> of(String text) throws IOException {
    assertThat(text).endsWith("\n");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        assertThat(SCHEMA.validate(line, InputFormat.JSON)).as(line).isEmpty();
        lines.add(JSON.readTree(line));
      }
    }
    assertThat(lines.getFirst().path("lockstep-trace").asInt()).isEqualTo(1);
    return lines;
  }

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(Path.of("..", "docs", "trace-format.schema.json")));
    } catch (IOException e) {
      throw new AssertionError("the schema cannot be read", e);
    }
  }
}
