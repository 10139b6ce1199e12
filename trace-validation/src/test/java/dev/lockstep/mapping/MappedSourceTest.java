package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Mappings of logs in trace format v1. */
class MappedSourceTest {

  private static final SpecNames SPEC =
      new SpecNames(
          new TreeMap<>(Map.of("Vote", List.of("i"), "Lead", List.of("i"))),
          List.of("term", "log"),
          Optional.empty());

  private static TraceSource source(String mapping, String... lines) throws Exception {
    String log =
        "{\"lockstep-trace\":1,\"spec\":\"S\",\"constants\":{}}\n" + String.join("\n", lines);
    return Mapping.parse("m", mapping)
        .apply(
            TraceReader.of("log", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8))),
            () -> SPEC);
  }

  private static List<TraceEvent> run(TraceSource source) throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    source.nextRun();
    for (Optional<TraceEvent> event = source.nextEvent();
        event.isPresent();
        event = source.nextEvent()) {
      events.add(event.get());
    }
    return events;
  }

  @Test
  void composed_steps_are_translated_one_by_one() throws Exception {
    TraceSource source =
        source(
            """
            {"lockstep-mapping":1,"actions":{"up":{"steps":[{"action":"Vote"},{"action":"Lead",
             "args":{"i":"args.0"}}]},"log":null,"see":{"observe":true}}}
            """,
            "{\"steps\":[{\"action\":\"log\"},{\"action\":\"up\",\"args\":[\"n1\"]}],\"node\":\"n1\"}",
            "{\"steps\":[{\"action\":\"log\"}]}",
            "{\"action\":\"see\"}",
            "{\"steps\":[]}",
            "{\"action\":\"Vote\",\"optional\":true}");

    assertThat(run(source).stream().map(TraceEvent::steps))
        .containsExactly(
            new Steps(
                List.of(
                    LoggedCall.of("Vote", List.of(new LoggedValue.Text("n1"))),
                    LoggedCall.of("Lead", List.of(new LoggedValue.Text("n1")))),
                Steps.Stuttering.NEVER),
            Steps.NONE,
            Steps.NONE,
            new Steps(List.of(LoggedCall.of("Vote")), Steps.Stuttering.MAYBE));
    assertThat(source.notModelled()).isEqualTo(Map.of("log", 1L));
  }

  @Test
  void places_keep_what_stands_behind_the_mapped_field() throws Exception {
    TraceSource source =
        source(
            """
            {"lockstep-mapping":1,"variables":{"entries":"log","t":"term/$node",
             "log.len":"length(log/$node)"},"values":{"a":"n1"}}
            """,
            "{\"node\":\"a\",\"state\":{\"entries/a/1/x\":1,\"length(entries/a)\":2,\"t\":3}}",
            "{\"node\":\"a\",\"state\":{\"log/len\":4}}",
            "{\"node\":\"a\",\"state\":{\"log\":{\"len\":5,\"other\":6}}}");

    List<TraceEvent> events = run(source);

    assertThat(events.getFirst().state().toString())
        .isEqualTo("{log/n1/1/x=1, length(log/n1)=2, term/n1=3}");
    assertThat(events.get(1).state())
        .isEqualTo(Map.of(Place.parse("length(log/n1)"), new LoggedValue.Whole(4)));
    assertThat(events.get(2).state())
        .isEqualTo(Map.of(Place.parse("length(log/n1)"), new LoggedValue.Whole(5)));
    assertThat(source.unusedFields()).containsExactly("log/other");
  }

  @Test
  void changes_are_led_to_the_place_that_the_field_is() throws Exception {
    TraceSource source =
        source(
            "{\"lockstep-mapping\":1,\"variables\":{\"t\":\"term/$node\"}}",
            "{\"node\":\"n1\",\"delta\":{\"t\":[{\"op\":\"Add\",\"args\":[1]}]}}");

    assertThat(run(source).getFirst().delta().toString()).isEqualTo("{term=[Add at n1 1]}");
  }
}
