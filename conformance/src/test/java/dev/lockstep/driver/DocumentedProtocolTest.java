package dev.lockstep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.tlc.ActionCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.value.TlaValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The example in docs/drive-protocol.md is what is really said, and the schema fits it. */
class DocumentedProtocolTest {

  private static List<String> lines(String mark) throws Exception {
    return Files.readAllLines(Path.of("..", "docs", "drive-protocol.md")).stream()
        .filter(line -> line.startsWith("    " + mark))
        .map(line -> line.substring(4 + mark.length()))
        .toList();
  }

  private static JsonSchema schema() throws Exception {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(Path.of("..", "docs", "drive-protocol.schema.json")));
  }

  @Test
  void every_line_fits_the_schema_and_a_misspelled_one_does_not() throws Exception {
    JsonSchema schema = schema();
    assertThat(lines("> ")).hasSize(6);
    assertThat(lines("< ")).hasSize(5);
    for (String mark : List.of("> ", "< ")) {
      for (String line : lines(mark)) {
        assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
      }
    }
    assertThat(schema.validate("{\"acepted\":true}", InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void requests_are_those_of_the_example() throws Exception {
    try (BoundedModel model = BoundedModel.ofCatalog("two-phase-commit", Optional.of("small"))) {
      SortedMap<String, LoggedValue> initial = new TreeMap<>();
      model
          .spec()
          .initialStates()
          .getFirst()
          .values()
          .forEach((name, value) -> initial.put(name, LoggedValue.of(value)));
      List<TlaValue> rm1 = List.of(new TlaValue.ModelValue("rm1"));
      assertThat(lines("> "))
          .containsExactly(
              DriveRequest.hello(model.header()).strip(),
              DriveRequest.init(initial).strip(),
              DriveRequest.step(new ActionCall("RMChooseToAbort", rm1)).strip(),
              DriveRequest.step(new ActionCall("RMPrepare", rm1)).strip(),
              DriveRequest.observe().strip(),
              DriveRequest.quit().strip());
    }
  }

  @Test
  void answers_of_the_example_are_read() throws Exception {
    for (String line : lines("< ")) {
      assertThat(DriveAnswer.read("example", 1, line).error()).isEmpty();
    }
  }
}
