package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import dev.lockstep.search.Hidden;
import dev.lockstep.trace.Documented;
import dev.lockstep.trace.Schemas;
import dev.lockstep.trace.TraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mapping file may say, and what is said of a slip in it. */
class MappingFileTest {

  private static final SpecNames SPEC =
      new SpecNames(
          new TreeMap<>(Map.of("Vote", List.of("r", "s"), "Abort", List.of())),
          List.of("state", "log"),
          Optional.of(Set.of("prepared", "n1", "Nil")));

  @Test
  void the_mapping_in_the_documentation_is_read_and_valid() throws Exception {
    String example = Documented.example("mapping");

    Mapping mapping = Mapping.parse("docs", example);

    assertThat(Schemas.read("mapping.schema.json").validate(example, InputFormat.JSON)).isEmpty();
    assertThat(mapping.actions()).containsKeys("vote_yes", "apply", "heartbeat");
    assertThat(mapping.nil()).contains("NoValue");
    assertThat(mapping.hidden()).isEqualTo(new Hidden(new TreeSet<>(Set.of("LoseMessage")), 2));
    assertThat(mapping.hasLayout()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"lockstep-mapping\":2}",
        "{\"lockstep-mapping\":1,\"action\":{}}",
        "{\"lockstep-mapping\":1,\"actions\":[]}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":1}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":[]}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":[[]]}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"when\":{\"x\":1}}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"when\":{},\"action\":\"A\"}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"when\":{\"x\":{}},\"action\":\"A\"}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"when\":{\"x..y\":1},\"action\":\"A\"}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"action\":\"A\",\"arg\":[]}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"action\":\"A\",\"args\":[1]}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"action\":\"A\",\"args\":{\"x\":1}}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"action\":\"A\",\"args\":{\"x\":{}}}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"args\":{\"x\":\"y\"}}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"action\":\"A\",\"steps\":[]}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"steps\":[{}]}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"steps\":[\"A\"]}}}",
        "{\"lockstep-mapping\":1,\"actions\":{\"a\":{\"observe\":false}}}",
        "{\"lockstep-mapping\":1,\"others\":\"ignore\"}",
        "{\"lockstep-mapping\":1,\"variables\":{\"a\":1}}",
        "{\"lockstep-mapping\":1,\"variables\":{\"a.\":\"x\"}}",
        "{\"lockstep-mapping\":1,\"variables\":{\"a\":\"lenght(x)\"}}",
        "{\"lockstep-mapping\":1,\"variables\":{\"a\":{\"values\":{}}}}",
        "{\"lockstep-mapping\":1,\"variables\":{\"a\":{\"place\":null}}}",
        "{\"lockstep-mapping\":1,\"values\":{\"a\":null}}",
        "{\"lockstep-mapping\":1,\"values\":{\"a\":[]}}",
        "{\"lockstep-mapping\":1,\"nil\":null}",
        "{\"lockstep-mapping\":1,\"hidden\":{}}",
        "{\"lockstep-mapping\":1,\"hidden\":{\"actions\":[],\"max\":1}}",
        "{\"lockstep-mapping\":1,\"hidden\":{\"actions\":[\"A\"],\"max\":0}}",
        "{\"lockstep-mapping\":1,\"layout\":{}}",
        "{\"lockstep-mapping\":1,\"layout\":{\"args\":{}}}",
        "{\"lockstep-mapping\":1,\"layout\":{\"name\":1}}",
        "{\"lockstep-mapping\":1,\"layout\":{\"name\":\"a..b\"}}",
        "{\"lockstep-mapping\":1,\"layout\":{\"name\":\"a\",\"nod\":\"b\"}}",
        "{\"lockstep-mapping\":1,\"layout\":{\"name\":\"a\",\"where\":{}}}",
        "{\"lockstep-mapping\":1,\"layout\":{\"name\":\"a\",\"runs\":{}}}",
        "{\"lockstep-mapping\":1,\"layout\":{\"name\":\"a\",\"state\":{\"x\":null}}}"
      })
  void a_mapping_that_the_schema_refuses_the_reader_refuses_too(String mapping) {
    assertThat(Schemas.read("mapping.schema.json").validate(mapping, InputFormat.JSON))
        .isNotEmpty();
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> Mapping.parse("m", mapping))
        .withMessageStartingWith("m:1:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"actions\":{\"a\":\"Vot\"}` | m:2:16: the spec has no action Vot; did you mean Vote?",
        "`\"actions\":{\"a\":[null,{\"action\":\"Vot\"}]}` | m:2:32: the spec has no action Vot",
        "`\"actions\":{\"a\":{\"action\":\"Vote\",\"args\":[null,\"rr\"]}}` | m:2:46: the spec has"
            + " no parameter of Vote rr",
        "`\"actions\":{\"a\":{\"action\":\"Vote\",\"args\":{\"q\":\"x\"}}}` | m:2:41: the spec has"
            + " no parameter of Vote q",
        "`\"actions\":{\"a\":{\"steps\":[{\"action\":\"Abrt\"}]}}` | m:2:36: the spec has no action"
            + " Abrt; did you mean Abort?",
        "`\"hidden\":{\"actions\":[\"Abrt\"],\"max\":1}` | m:2:22: the spec has no action Abrt",
        "`\"variables\":{\"a\":\"length(lgo/$node)\"}` | m:2:18: the spec has no variable lgo; did"
            + " you mean log?",
        "`\"variables\":{\"a\":{\"place\":\"stat\"}}` | m:2:27: the spec has no variable stat",
        "`\"values\":{\"a\":\"Prepard\"}` | m:2:15: the spec has no value Prepard: it is no model"
            + " value",
        "`\"values\":{\"a\":\"Prepard\"}` | did you mean prepared?",
        "`\"variables\":{\"a\":{\"place\":\"log\",\"values\":{\"0\":\"Nill\"}}}` | the spec has no"
            + " value Nill",
        "`\"nil\":\"None\"` | m:2:7: the spec has no value None",
        "`\"actions\":{\"a\":{\"action\":\"Vote\",\"args\":{\"r\":{\"const\":\"n2\"}}}}` | the spec"
            + " has no value n2"
      })
  void a_name_that_the_spec_does_not_have_is_named_with_its_place(String field, String message)
      throws Exception {
    Mapping mapping = Mapping.parse("m", "{\"lockstep-mapping\":1,\n" + field + "}");

    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> mapping.check(SPEC))
        .withMessageContaining(message);
  }

  @Test
  void values_without_a_name_are_not_looked_for_in_the_spec() throws Exception {
    Mapping mapping =
        Mapping.parse(
            "m",
            """
            {"lockstep-mapping":1,"values":{"a":"1","b":"<<1, n1>>","c":"TRUE","d":7,"e":false}}
            """);

    mapping.check(SPEC);
  }

  @Test
  void unknown_words_are_named_with_the_nearest() {
    assertProblem("\"layuot\":{}", "m:2:1: unknown field \"layuot\"; did you mean layout?");
    assertProblem(
        "\"layout\":{\"nmae\":\"x\"}", "m:2:11: unknown field \"nmae\"; did you mean name?");
    assertProblem(
        "\"others\":\"not-modeled\"",
        "m:2:10: \"others\" cannot be \"not-modeled\"; did you mean not-modelled?");
    assertProblem("\"variables\":{\"a\":\"lenght(log)\"}", "did you mean length?");
  }

  private static void assertProblem(String field, String message) {
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> Mapping.parse("m", "{\"lockstep-mapping\":1,\n" + field + "}"))
        .withMessageContaining(message);
  }
}
