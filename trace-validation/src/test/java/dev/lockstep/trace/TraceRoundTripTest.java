package dev.lockstep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the writer writes, the reader reads, and the published schema allows. */
class TraceRoundTripTest {

  private static final JsonSchema SCHEMA = Schemas.read("trace-format.schema.json");

  @Provide
  Arbitrary<TraceHeader> headers() {
    return Traces.headers();
  }

  @Provide
  Arbitrary<List<TraceEvent>> runs() {
    return Traces.events().list().ofMaxSize(5);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void what_is_written_is_read_again(
      @ForAll("headers") TraceHeader first,
      @ForAll("runs") List<TraceEvent> events,
      @ForAll("headers") TraceHeader second)
      throws Exception {
    byte[] bytes = write(first, events, second);

    try (TraceReader reader = TraceReader.of("log", new ByteArrayInputStream(bytes))) {
      assertThat(reader.nextRun()).map(TraceRoundTripTest::withoutLine).contains(first);
      List<TraceEvent> read = new ArrayList<>();
      for (Optional<TraceEvent> event = reader.nextEvent();
          event.isPresent();
          event = reader.nextEvent()) {
        assertThat(event.get().line()).isEqualTo(read.size() + 2);
        read.add(event.get().from(Origin.NONE));
      }
      assertThat(read).isEqualTo(events);
      assertThat(reader.nextRun()).map(TraceRoundTripTest::withoutLine).contains(second);
      assertThat(reader.nextEvent()).isEmpty();
      assertThat(reader.nextRun()).isEmpty();
    }
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void what_is_written_is_valid_against_the_schema(
      @ForAll("headers") TraceHeader header, @ForAll("runs") List<TraceEvent> events)
      throws Exception {
    String text = new String(write(header, events, header), StandardCharsets.UTF_8);

    assertThat(text).endsWith("\n");
    for (String line : text.lines().toList()) {
      assertThat(SCHEMA.validate(line, InputFormat.JSON)).as(line).isEmpty();
    }
  }

  @Test
  void the_same_run_gives_the_same_bytes_with_fields_in_the_order_of_the_format() throws Exception {
    TraceEvent event =
        TraceEvent.ANY
            .with(LoggedCall.of("RMPrepare", List.of(new LoggedValue.Text("rm1"))))
            .at("rm1")
            .after(Causality.ofClock(Optional.of(7L)))
            .withState(
                new TreeMap<>(
                    Map.of(
                        Place.of("rmLog", "rm1"), new LoggedValue.Text("prepared"),
                        Place.of("a", "b/c"), new LoggedValue.Whole(1))))
            .withDelta(
                new TreeMap<>(
                    Map.of(
                        "msgs",
                        List.of(
                            new Change(
                                Change.Operator.ADD_ELEMENT,
                                List.of(),
                                List.of(new LoggedValue.Text("m")))))));
    TraceHeader header =
        TraceHeader.of("TwoPhaseCommit", new TreeMap<>())
            .withProtocol("two-phase-commit")
            .withSeed(42, 0);

    assertThat(new String(write(header, List.of(event), header), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"lockstep-trace":1,"spec":"TwoPhaseCommit","protocol":"two-phase-commit","constants":{},"seed":42,"run":0}
            {"node":"rm1","clock":7,"action":"RMPrepare","args":["rm1"],"state":{"a/b~1c":1,"rmLog/rm1":"prepared"},"delta":{"msgs":[{"op":"AddElement","args":["m"]}]}}
            {"lockstep-trace":1,"spec":"TwoPhaseCommit","protocol":"two-phase-commit","constants":{},"seed":42,"run":0}
            """);
  }

  private static byte[] write(TraceHeader first, List<TraceEvent> events, TraceHeader second)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TraceWriter writer = new TraceWriter(bytes)) {
      writer.header(first);
      for (TraceEvent event : events) {
        writer.event(event);
      }
      writer.header(second);
    }
    return bytes.toByteArray();
  }

  private static TraceHeader withoutLine(TraceHeader header) {
    return new TraceHeader(
        0,
        header.spec(),
        header.protocol(),
        header.constants(),
        header.seed(),
        header.run(),
        header.state());
  }
}
