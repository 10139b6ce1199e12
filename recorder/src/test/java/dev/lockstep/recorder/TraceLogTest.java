package dev.lockstep.recorder;

import static dev.lockstep.recorder.Operator.ADD_ELEMENT;
import static dev.lockstep.recorder.Operator.UNCHANGED;
import static dev.lockstep.recorder.Operator.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told to a log is what stands in it. */
class TraceLogTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private enum Phase {
    PREPARED
  }

  private record Vote(String type, Phase phase, Optional<Integer> round) {}

  @Test
  void a_log_of_two_nodes_has_these_bytes() throws IOException {
    LogBuilder builder =
        TraceLog.of("TwoPhaseCommit")
            .protocol("two-phase-commit")
            .constant("RM", List.of("rm1"))
            .seed(7)
            .initially("tmState", "init");
    try (TraceLog log = builder.to(bytes)) {
      NodeRecorder tm = log.node("tm");
      NodeRecorder rm1 = log.node("rm1");
      Stamp asked = tm.event("TMPrepare").sent("m1").record();
      rm1.event("RMPrepare")
          .arg("rm1")
          .observe("rmState/rm1", Phase.PREPARED)
          .observe("rmLog/rm1", "prepared")
          .change("msgs", ADD_ELEMENT, new Vote("Prepared", Phase.PREPARED, Optional.empty()))
          .received("m1", asked)
          .sent("m2", "m3")
          .record();
      tm.event().change("tmState/a~1b", UPDATE, 1).change("tmState", UNCHANGED).record();
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"lockstep-trace":1,"spec":"TwoPhaseCommit","protocol":"two-phase-commit","constants":{"RM":["rm1"]},"seed":7,"state":{"tmState":"init"}}
            {"node":"tm","clock":1,"vector":{"tm":1},"action":"TMPrepare","sent":["m1"]}
            {"node":"rm1","clock":2,"vector":{"rm1":1,"tm":1},"action":"RMPrepare","args":["rm1"],"state":{"rmState/rm1":"PREPARED","rmLog/rm1":"prepared"},"delta":{"msgs":[{"op":"AddElement","args":[{"type":"Prepared","phase":"PREPARED","round":null}]}]},"sent":["m2","m3"],"received":["m1"]}
            {"node":"tm","clock":2,"vector":{"tm":2},"delta":{"tmState":[{"op":"Update","path":["a/b"],"args":[1]},{"op":"Unchanged"}]}}
            """);
    assertThat(Lines.of(bytes)).hasSize(4);
  }

  @Test
  void values_of_every_kind_are_written_as_the_format_has_them() throws IOException {
    Map<Object, Object> keys = new LinkedHashMap<>();
    keys.put(Phase.PREPARED, 1L);
    keys.put(2, (short) 2);
    keys.put(true, (byte) 3);
    keys.put("é/~", Integer.MIN_VALUE);
    try (TraceLog log = TraceLog.of("S").to(bytes)) {
      log.node("n")
          .event("A")
          .arg(Arrays.asList("a", null, true, Optional.of(Phase.PREPARED)))
          .arg(keys)
          .arg(null)
          .arg(new Vote("t", Phase.PREPARED, Optional.of(9)))
          .record();
    }

    assertThat(Lines.of(bytes).get(1).path("args"))
        .hasToString(
            "[[\"a\",null,true,\"PREPARED\"],"
                + "{\"PREPARED\":1,\"2\":2,\"TRUE\":3,\"é/~\":-2147483648},"
                + "null,{\"type\":\"t\",\"phase\":\"PREPARED\",\"round\":9}]");
  }

  @Test
  void what_has_no_order_of_its_own_is_sorted() throws IOException {
    Set<Object> set = new HashSet<>(List.of("b", "a", 10, 9, Map.of("z", 1, "y", 2), "c", true));
    try (TraceLog log = TraceLog.of("S").to(bytes)) {
      log.node("n")
          .event("A")
          .arg(set)
          .arg(new LinkedHashSet<>(List.of("b", "a")))
          .arg(new TreeSet<>(List.of(10, 9)))
          .record();
    }

    assertThat(Lines.of(bytes).get(1).path("args"))
        .hasToString("[[9,10,\"a\",\"b\",\"c\",true,{\"y\":2,\"z\":1}],[\"b\",\"a\"],[9,10]]");
  }

  @Test
  void an_event_keeps_what_was_told_when_it_was_told() throws IOException {
    Map<String, Object> state = new HashMap<>(Map.of("x", 1));
    try (TraceLog log = TraceLog.of("S").to(bytes)) {
      Event event = log.node("n").event("A").observe("v", state);
      state.put("x", 2);
      event.record();
    }

    assertThat(Lines.of(bytes).get(1).path("state").path("v").path("x").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void every_operator_is_one_of_the_format(Operator operator) throws IOException {
    Object[] arguments = IntStream.rangeClosed(1, operator.arity()).boxed().toArray();
    try (TraceLog log = TraceLog.of("S").to(bytes)) {
      log.node("n").event().change("v", operator, arguments).record();
    }

    assertThat(Lines.of(bytes)).hasSize(2);
  }

  @Test
  void any_text_can_be_logged_anywhere() throws IOException {
    String odd = "\"\\\n\r\t\u0001\u2028é漢\uD83D\uDE00/~";
    try (TraceLog log = TraceLog.of(odd).constant(odd, odd).to(bytes)) {
      log.node(odd)
          .event(odd)
          .arg(odd)
          .observe(TraceLog.place(odd, odd, 3, true), odd)
          .change(TraceLog.place(odd), UPDATE, odd)
          .sent(odd)
          .record();
    }

    JsonNode event = Lines.of(bytes).get(1);
    assertThat(event.path("node").asText()).isEqualTo(odd);
    assertThat(event.path("vector").path(odd).asInt()).isEqualTo(1);
    assertThat(event.path("args").path(0).asText()).isEqualTo(odd);
    assertThat(event.path("delta").path(odd).path(0).path("args").path(0).asText()).isEqualTo(odd);
    assertThat(event.path("sent").path(0).asText()).isEqualTo(odd);
    assertThat(event.path("state").fieldNames().next())
        .endsWith("~1~0/\"\\\n\r\t\u0001\u2028é漢\uD83D\uDE00~1~0/3/TRUE");
  }

  @Test
  void a_text_of_five_million_characters_is_one_line() throws IOException {
    String huge = "ä".repeat(5_000_000);
    try (TraceLog log = TraceLog.of("S").to(bytes)) {
      log.node("n").event("A").arg(huge).record();
      log.node("n").event("B").record();
    }

    List<JsonNode> lines = Lines.of(bytes);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1).path("args").path(0).asText().equals(huge)).isTrue();
  }

  @Test
  void a_log_without_vectors_has_none() throws IOException {
    try (TraceLog log = TraceLog.of("S").withoutVectors().to(bytes)) {
      log.node("n").event("A").record();
    }

    assertThat(Lines.of(bytes).get(1)).hasToString("{\"node\":\"n\",\"clock\":1,\"action\":\"A\"}");
  }

  @Test
  void a_log_that_is_off_forgets_everything() {
    TraceLog log = TraceLog.none();
    NodeRecorder node = log.node("n").receive(Stamp.parse("7,m=2"));
    Event event = node.event("A").arg(new Object()).observe("~", 1.5).sent("m").received("m");

    assertThat(log.isOn()).isFalse();
    assertThat(event.record()).isEqualTo(Stamp.NONE);
    assertThat(event.record()).isEqualTo(Stamp.NONE);
    assertThat(node.send()).isEqualTo(Stamp.NONE);
    log.flush();
    log.close();
    assertThat(log.node("n").event().arg(1).record()).isEqualTo(Stamp.NONE);
  }
}
