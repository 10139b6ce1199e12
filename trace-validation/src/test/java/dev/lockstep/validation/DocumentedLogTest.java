package dev.lockstep.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.mapping.SpecNames;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Documented;
import dev.lockstep.trace.Schemas;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The foreign log in the documentation is a run of the spec that it is said to be one of. */
class DocumentedLogTest {

  @Test
  void the_log_of_others_in_the_documentation_holds() throws Exception {
    String mapping = Documented.example("shop.json");
    String log = Documented.example("shop.ndjson");

    assertThat(Schemas.read("mapping.schema.json").validate(mapping, InputFormat.JSON)).isEmpty();
    Validation validation = validate(mapping, log);

    assertThat(validation.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(validation.matched()).isEqualTo(5);
  }

  @Test
  void a_wrong_number_of_votes_in_it_is_found() throws Exception {
    String log =
        Documented.example("shop.ndjson").replace("{\"yes\":1,\"ms\"", "{\"yes\":2,\"ms\"");

    Validation validation = validate(Documented.example("shop.json"), log);

    assertThat(validation.verdict()).isEqualTo(Verdict.VIOLATED);
    Reason.ValuesDiffer reason = (Reason.ValuesDiffer) validation.stopped().orElseThrow().reason();
    assertThat(reason.differences().getFirst().place()).isEqualTo("size(tmPrepared)");
    assertThat(reason.differences().getFirst().spec()).isEqualTo("1");
  }

  @Test
  void a_value_that_the_spec_does_not_have_is_bad_input_with_its_place() throws Exception {
    String mapping = Documented.example("shop.json").replace("\"1\": \"done\"", "\"1\": \"dome\"");

    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> validate(mapping, Documented.example("shop.ndjson")))
        .withMessage(
            "shop.json:22:64: the spec has no value dome: it is no model value, and no string or"
                + " name in its modules; did you mean done?");
  }

  private static Validation validate(String mapping, String log) throws Exception {
    Mapping names = Mapping.parse("shop.json", mapping);
    ByteArrayInputStream input = new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8));
    SpecNames[] spec = {SpecNames.NONE};
    try (RunSpecs specs = RunSpecs.of(TestSpec.twoPhaseSource(), new TreeMap<>());
        TraceSource source =
            names.apply(names.open("shop.ndjson", input, 1 << 20), () -> spec[0])) {
      TraceHeader header = source.nextRun().orElseThrow();
      Spec loaded = specs.spec(header, "shop.ndjson");
      spec[0] = specs.names(loaded);
      names.check(spec[0]);
      Validator validator = new Validator(loaded, SearchOptions.DEFAULT);
      Validation validation = validator.validate(source, header);
      if (validation.verdict() == Verdict.HOLDS) {
        assertThat(source.notModelled()).isEqualTo(Map.of("got", 1L));
        assertThat(source.notSelected()).isEqualTo(1);
        assertThat(source.unusedFields()).containsExactly("level", "ts", "votes/ms");
        assertThat(source.missingFields()).isEmpty();
        assertThat(validation.warnings())
            .contains(
                "in the log, but without part in the verdict: level, ts, votes/ms",
                "1 event left out as not modelled: got 1",
                "1 line left out as no events: the mapping's \"where\" does not select them");
      }
      return validation;
    }
  }
}
