package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs of others, read by a layout and translated by a mapping. */
class LayoutTest {

  private static final SpecNames SPEC =
      new SpecNames(
          new TreeMap<>(
              Map.of(
                  "Vote", List.of("i", "j"),
                  "Lead", List.of("i"),
                  "Tick", List.of())),
          List.of("term", "log", "role", "next"),
          Optional.empty());

  private static final String HEAD =
      """
      {"lockstep-mapping":1,"layout":{"name":"e.what","node":"e.id","args":"e.args","state":"e.now"}
      """;

  private static TraceSource open(String mapping, String... lines) throws TraceException {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    Mapping names = Mapping.parse("m", mapping);
    return names.apply(names.open("log", new ByteArrayInputStream(bytes), 1 << 20), () -> SPEC);
  }

  private static List<TraceEvent> run(TraceSource source) throws TraceException {
    assertThat(source.nextRun()).isPresent();
    return rest(source);
  }

  private static List<TraceEvent> rest(TraceSource source) throws TraceException {
    List<TraceEvent> events = new ArrayList<>();
    for (Optional<TraceEvent> event = source.nextEvent();
        event.isPresent();
        event = source.nextEvent()) {
      events.add(event.get());
    }
    return events;
  }

  private static LoggedCall call(String action, Object... arguments) {
    List<LoggedValue> values = new ArrayList<>();
    for (Object argument : arguments) {
      values.add(
          switch (argument) {
            case String text when text.equals("?") -> new LoggedValue.Nothing();
            case Integer number -> new LoggedValue.Whole(number);
            default -> new LoggedValue.Text(argument.toString());
          });
    }
    return LoggedCall.of(action, values);
  }

  @Test
  void every_part_of_an_event_is_found_where_the_layout_says() throws Exception {
    TraceSource source =
        open(
            """
            {"lockstep-mapping":1,"layout":{"where":{"kind":"step"},"name":"e.what","node":"e.id",
             "clock":"e.time","vector":"e.v","sent":"e.out","received":"/e/in.put","args":"e.args",
             "state":{"term":"e.now.t","log":"e.log"}}}
            """,
            "{\"kind\":\"info\",\"ts\":1.5}",
            "{\"kind\":\"step\",\"ts\":1e999999999,\"e\":{\"what\":\"Vote\",\"id\":1,\"time\":7,"
                + "\"v\":{\"1\":3},\"out\":[\"a\",2],\"in.put\":\"b\",\"args\":[\"n1\",null],"
                + "\"now\":{\"t\":2,\"ms\":0.1},\"log\":[]}}",
            "{}");

    List<TraceEvent> events = run(source);

    assertThat(events).hasSize(1);
    TraceEvent event = events.getFirst();
    assertThat(event.line()).isEqualTo(2);
    assertThat(event.node()).contains("1");
    assertThat(event.clock()).contains(7L);
    assertThat(event.causality().vector()).isEqualTo(Map.of("1", 3L));
    assertThat(event.causality().sent()).containsExactly("a", "2");
    assertThat(event.causality().received()).containsExactly("b");
    assertThat(event.steps()).isEqualTo(Steps.of(call("Vote", "n1", "?")));
    assertThat(event.state())
        .isEqualTo(
            Map.of(
                Place.of("term"), new LoggedValue.Whole(2),
                Place.of("log"), new LoggedValue.Items(List.of())));
    assertThat(source.notSelected()).isEqualTo(2);
    assertThat(source.unusedFields()).containsExactly("e.now.ms", "ts");
    assertThat(source.missingFields()).isEmpty();
    assertThat(source.nextRun()).isEmpty();
  }

  @Test
  void an_event_becomes_actions_observations_or_nothing() throws Exception {
    TraceSource source =
        open(
            HEAD
                + """
                ,"actions":{
                  "lead":{"steps":[{"action":"Tick"},{"action":"Lead","args":{"i":"$node"}}]},
                  "look":{"observe":true},
                  "ping":null,
                  "msg":[{"when":{"e.msg.type":"vote","e.msg.to":"$node"},"action":"Vote",
                          "args":{"i":"e.msg.from","j":{"const":"n9"}}},
                         {"when":{"e.msg.type":["tick","tock"]},"action":"Tick"},
                         {"when":{"e.msg.type":null},"action":null}],
                  "maybe":{"action":"Tick","optional":true,"state":false},
                  "swapped":{"action":"Vote","args":["j",null,"i"]},
                  "one":{"action":"Lead","args":{"i":"args.1"}}}}
                """,
            "{\"e\":{\"what\":\"lead\",\"id\":\"n1\"}}",
            "{\"e\":{\"what\":\"look\",\"now\":{\"term\":1}}}",
            "{\"e\":{\"what\":\"ping\"}}",
            "{\"e\":{\"what\":\"msg\",\"id\":\"n2\",\"msg\":{\"type\":\"vote\",\"from\":\"n1\",\"to\":\"n2\"}}}",
            "{\"e\":{\"what\":\"msg\",\"id\":\"n2\",\"msg\":{\"type\":\"tock\",\"from\":\"n1\"}}}",
            "{\"e\":{\"what\":\"msg\"}}",
            "{\"e\":{\"what\":\"maybe\",\"now\":{\"term\":1}}}",
            "{\"e\":{\"what\":\"swapped\",\"args\":[2,3,1]}}",
            "{\"e\":{\"what\":\"one\",\"args\":[2,3]}}",
            "{\"e\":{\"what\":\"Elsewhere\",\"args\":[2]}}",
            "{\"e\":{\"what\":\"Vote\",\"args\":{\"j\":5}}}",
            "{\"e\":{\"what\":\"Lead\",\"args\":\"n3\"}}",
            "{\"e\":{\"now\":{\"term\":3}}}");

    List<TraceEvent> events = run(source);

    assertThat(events.stream().map(TraceEvent::steps))
        .containsExactly(
            new Steps(List.of(LoggedCall.of("Tick"), call("Lead", "n1")), Steps.Stuttering.NEVER),
            Steps.NONE,
            Steps.of(call("Vote", "n1", "n9")),
            Steps.of(LoggedCall.of("Tick")),
            new Steps(List.of(LoggedCall.of("Tick")), Steps.Stuttering.MAYBE),
            Steps.of(call("Vote", 1, 2)),
            Steps.of(call("Lead", 3)),
            Steps.of(call("Elsewhere", 2)),
            Steps.of(call("Vote", "?", 5)),
            Steps.of(call("Lead", "n3")),
            Steps.ANY);
    assertThat(events.get(1).state()).isEqualTo(Map.of(Place.of("term"), new LoggedValue.Whole(1)));
    assertThat(events.get(4).state()).isEmpty();
    assertThat(source.notModelled()).isEqualTo(Map.of("ping", 1L, "msg", 1L));
  }

  @Test
  void other_names_can_be_left_out_but_are_counted() throws Exception {
    TraceSource source =
        open(
            HEAD + ",\"others\":\"not-modelled\"}",
            "{\"e\":{\"what\":\"gc\"}}",
            "{\"e\":{\"what\":\"Tick\"}}",
            "{\"e\":{\"what\":\"gc\"}}");

    assertThat(run(source)).hasSize(1);
    assertThat(source.notModelled()).isEqualTo(Map.of("gc", 2L));
  }

  @Test
  void fields_become_places_that_depend_on_the_event() throws Exception {
    TraceSource source =
        open(
            HEAD
                + """
                ,"variables":{"t":"term/$node","entries.count":"length(log/$node)",
                  "entries.last.term":"last(log/$node)/term","entries.bytes":null,
                  "role":{"place":"role/$node","values":{"0":"Follower","true":"Leader"}},
                  "match":"next/$node/$e.peer","dollar":"next/$$a","gone":null}
                 ,"values":{"1":"s1","x":7}}
                """,
            "{\"e\":{\"id\":\"1\",\"peer\":\"x\",\"now\":{\"t\":1,\"entries\":{\"count\":3,\"last\":{\"term\":2,"
                + "\"at\":4},\"bytes\":0.5},\"role\":0,\"match\":[\"x\",1],\"dollar\":\"1\",\"gone\":1e5,"
                + "\"speed\":1.5,\"log/n1\":2}}}",
            "{\"e\":{\"id\":2,\"now\":{\"role\":true}}}");

    List<TraceEvent> events = run(source);

    assertThat(events.getFirst().state().toString())
        .isEqualTo(
            "{log/n1=2, length(log/s1)=3, last(log/s1)/term=2, next/$a=\"s1\","
                + " next/s1/7=[7,1], role/s1=\"Follower\", term/s1=1}");
    assertThat(events.get(1).state())
        .isEqualTo(Map.of(Place.of("role", "2"), new LoggedValue.Text("Leader")));
    assertThat(source.unusedFields())
        .containsExactly("entries/bytes", "entries/last/at", "gone", "speed");
  }

  @Test
  void lines_can_start_runs_and_give_constants() throws Exception {
    TraceSource source =
        open(
            """
            {"lockstep-mapping":1,"layout":{"name":"what",
             "runs":{"where":{"what":"start"},"constants":{"Node":"members"}}},
             "values":{"a":"n1"}}
            """,
            "{\"what\":\"start\",\"members\":[\"a\",\"b\"]}",
            "{\"what\":\"Tick\"}",
            "{\"what\":\"Tick\"}",
            "{\"what\":\"start\",\"members\":[]}",
            "{\"what\":\"Tick\"}");

    Optional<TraceHeader> first = source.nextRun();
    assertThat(first.orElseThrow().constants().get("Node")).hasToString("[\"n1\",\"b\"]");
    assertThat(first.get().line()).isEqualTo(1);
    assertThat(source.nextEvent()).isPresent();
    assertThat(source.nextRun()).map(TraceHeader::line).contains(4);
    assertThat(rest(source)).hasSize(1);
    assertThat(source.nextRun()).isEmpty();
  }

  @Test
  void a_header_of_the_trace_format_may_stand_in_front() throws Exception {
    TraceSource source =
        open(
            HEAD + "}",
            "{\"lockstep-trace\":1,\"spec\":\"S\",\"constants\":{\"N\":3},\"state\":{\"term\":0}}",
            "{\"e\":{\"what\":\"Tick\"}}");

    TraceHeader header = source.nextRun().orElseThrow();
    assertThat(header.spec()).contains("S");
    assertThat(header.constants().get("N")).isEqualTo(new LoggedValue.Whole(3));
    assertThat(header.state()).containsKey(Place.of("term"));
    assertThat(rest(source)).hasSize(1);
  }

  @Test
  void what_the_mapping_asks_for_and_no_event_has_is_said() throws Exception {
    TraceSource source =
        open(
            HEAD
                + """
                ,"actions":{"Lead":{"action":"Lead","args":{"i":"e.msg.form"}}},
                 "variables":{"trem":"term","now":"term"}}
                """,
            "{\"e\":{\"what\":\"Lead\",\"msg\":{\"from\":1}}}");

    assertThat(run(source)).hasSize(1);
    assertThat(source.missingFields())
        .containsExactly("e.id", "e.msg.form", "e.now", "now", "trem");
    assertThat(source.unusedFields()).containsExactly("e.msg.from");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"e\":{\"what\":[]}}                       | log:1:14 | must be a string or a number",
        "{\"e\":{\"what\":\"Tick\",\"args\":[0.5]}}  | log:1:29 | no integer of TLC's 32 bits",
        "{\"e\":{\"what\":\"Tick\",\"args\":[3000000000]}} | log:1:29 | no integer of TLC's",
        "{\"e\":{\"now\":[]}}                        | log:1:13 | the state must be an object",
        "{\"e\":{\"now\":{\"t\":1}}}                 | log:1:   | the mapping needs $node",
        "{\"e\":{\"now\":{\"t\":1,\"t2\":2},\"id\":1}} | log:1: | two fields of this event",
        "{\"e\":{\"what\":\"msg\"}}                  | log:1:   | none fits this line",
        "[1]                                         | log:1:1  | must be a JSON object",
        "{\"e\":{}} x                                | log:1:   | this is not JSON",
        "{\"e\":                                     | log:1:   | the line ends inside",
        "{\"lockstep-trace\":2}                      | log:1:   | version 2 of the trace format",
        "`{\"e\":1,\"e\":2}`                         | log:1:   | this field is there twice"
      })
  void a_line_that_the_layout_cannot_read_is_named(String line, String place, String message)
      throws Exception {
    TraceSource source =
        open(
            HEAD
                + """
                ,"actions":{"msg":[{"when":{"x":1},"action":"Tick"}]},
                 "variables":{"t":"term/$node","t2":"term/$node"}}
                """,
            line);

    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> run(source))
        .withMessageStartingWith(place)
        .withMessageContaining(message);
  }

  @Test
  void a_log_without_events_says_why() throws Exception {
    String mapping = "{\"lockstep-mapping\":1,\"layout\":{\"name\":\"a\",\"where\":{\"k\":1}}}";
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> open(mapping, "").nextRun())
        .withMessage("log: the file is empty; expected one JSON object a line, an event each");
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> open(mapping, "{}", "{\"k\":2}").nextRun())
        .withMessageContaining("none of its 2 lines");
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> open("{\"lockstep-mapping\":1}", "{}"))
        .withMessageContaining("need a mapping file with a \"layout\"");
  }

  @Test
  void the_layout_of_etcd_is_built_in() throws Exception {
    String mapping =
        """
        {"lockstep-mapping":1,
         "actions":{
           "SendAppendEntriesRequest":[
             {"when":{"msg.type":"MsgHeartbeat"},"action":null},
             {"action":"Vote","args":{"i":"$node","j":"msg.to"}}],
           "BecomeLeader":{"action":"Lead","args":{"i":"$node"}}},
         "variables":{"term":"term/$node","log":"length(log/$node)","vote":null,"commit":null,
           "role":{"place":"role/$node","values":{"StateLeader":"Leader"}}},
         "values":{"1":"s1","2":"s2"}}
        """;
    String event =
        "{\"level\":\"debug\",\"ts\":17.5,\"tag\":\"trace\",\"event\":{\"name\":\"%s\",\"nid\":\"2\","
            + "\"state\":{\"term\":2,\"vote\":\"2\",\"commit\":3},\"role\":\"StateLeader\",\"log\":4,"
            + "\"conf\":[[\"1\",\"2\"],[]]%s}}";
    String message = ",\"msg\":{\"type\":\"%s\",\"from\":\"2\",\"to\":\"1\",\"reject\":false}";
    String log =
        String.join(
            "\n",
            event.formatted("BecomeLeader", ""),
            event.formatted("SendAppendEntriesRequest", message.formatted("MsgApp")),
            event.formatted("SendAppendEntriesRequest", message.formatted("MsgHeartbeat")),
            "{\"level\":\"info\",\"msg\":\"2 is leader\"}");
    Mapping names = Mapping.parse("m", mapping).forEtcd();
    TraceSource source =
        names.apply(
            names.open(
                "log", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), 1 << 20),
            () -> SPEC);

    List<TraceEvent> events = run(source);

    assertThat(events.stream().map(TraceEvent::steps))
        .containsExactly(Steps.of(call("Lead", "s2")), Steps.of(call("Vote", "s2", "s1")));
    assertThat(events.getFirst().node()).contains("2");
    assertThat(events.getFirst().state().toString())
        .isEqualTo("{length(log/s2)=4, role/s2=\"Leader\", term/s2=2}");
    assertThat(source.notModelled()).isEqualTo(Map.of("SendAppendEntriesRequest", 1L));
    assertThat(source.notSelected()).isEqualTo(1);
    assertThat(source.unusedFields()).containsExactly("commit", "conf", "level", "ts", "vote");
    assertThat(source.missingFields()).isEmpty();
  }
}
