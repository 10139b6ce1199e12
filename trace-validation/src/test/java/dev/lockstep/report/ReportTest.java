package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.search.Hidden;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.trace.Mapping;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.validation.RunSpecs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data-([^\"]*)\">(.*?)</script>", Pattern.DOTALL);
  private static final String HEADER = "{\"lockstep-trace\":1,\"spec\":\"TwoPhase\",\"constants\":{}}";
  private static final String RELAY =
      """
      ---- MODULE Relay ----
      EXTENDS Naturals, Sequences
      CONSTANT Node
      VARIABLES msgs, log, sent
      Init == msgs = {} /\\ log = [n \\in Node |-> <<>>] /\\ sent = 0
      Send(n, m) == /\\ msgs' = msgs \\cup {[type |-> "Item", from |-> n, to |-> m, nr |-> sent]}
                    /\\ sent' = sent + 1
                    /\\ UNCHANGED log
      Receive(n, msg) == /\\ msg.to = n
                         /\\ msgs' = msgs \\ {msg}
                         /\\ log' = [log EXCEPT ![n] = Append(@, msg.nr)]
                         /\\ UNCHANGED sent
      Trim(n) == Len(log[n]) > 9 /\\ log' = [log EXCEPT ![n] = <<>>] /\\ UNCHANGED <<msgs, sent>>
      Next == \\E n \\in Node : \\/ Trim(n)
                              \\/ \\E m \\in Node : Send(n, m)
                              \\/ \\E msg \\in msgs : Receive(n, msg)
      ====
      """;

  @TempDir Path directory;

  @Test
  void a_violated_run_is_drawn_event_by_event_up_to_the_one_that_is_impossible() throws Exception {
    JsonNode run =
        run(
            twoPhase(),
            HEADER,
            "{\"action\":\"RMPrepare\",\"args\":[\"rm-0\"],\"state\":{\"rmState/rm-0\":\"prepared\"}}",
            "{\"action\":\"TMRcvPrepared\",\"args\":[\"rm-0\"]}",
            "{\"action\":\"TMCommit\",\"args\":[]}");

    assertThat(texts(run, "variables")).containsExactly("msgs", "rmState", "tmPrepared", "tmState");
    assertThat(texts(run, "lanes")).containsExactly("TM", "rm-0", "rm-1", "rm-2");
    assertThat(rows(run))
        .containsExactly(
            "0: ", "1: RMPrepare(\"rm-0\")", "1: TMRcvPrepared(\"rm-0\")", "4: TMCommit");
    assertThat(run.path("arrows").asText()).isEqualTo("guess");
    // Prepared leaves rm-0 in row 1 and arrives at TM in row 2.
    assertThat(run.path("messages").toString()).endsWith(",1,0,1,2,0]]");
    assertThat(run.path("stop").path("reason").path("conjuncts").path(0).path("text").asText())
        .isEqualTo("tmPrepared = RM");
    assertThat(texts(run.path("stop"), "allowed")).contains("TMAbort");
    JsonNode observed = run.path("rows").path(1).path("s");
    assertThat(observed.path(0).asInt()).isEqualTo(1);
    assertThat(text(run, observed.path(1))).isEqualTo("rmState/rm-0");
    assertThat(text(run, observed.path(2))).isEqualTo("\"prepared\"");
  }

  @Test
  void the_edits_of_all_rows_lead_from_the_first_state_to_the_last() throws Exception {
    long seed = new Random().nextLong();
    RunSpecs specs = relay();
    JsonNode run = run(specs, relayLog(300, seed).toArray(String[]::new));

    States states = new States(run);
    for (JsonNode row : run.path("rows")) {
      states.apply(row.path("d"));
    }

    String nearest = Files.readString(directory.resolve("last"));
    assertThat(states.text()).as("seed %d", seed).isEqualTo(nearest);
  }

  @Test
  void hidden_and_composed_steps_and_observations_are_rows_of_their_own() throws Exception {
    JsonNode run =
        run(
            twoPhase(),
            SearchOptions.DEFAULT.withHidden(new Hidden(Set.of("RMPrepare"), 1)).withPaths(),
            HEADER,
            "{\"action\":\"TMRcvPrepared\",\"args\":[\"rm-0\"]}",
            "{\"actions\":[{\"action\":\"RMPrepare\",\"args\":[\"rm-1\"]},"
                + "{\"action\":\"TMRcvPrepared\",\"args\":[\"rm-1\"]}]}",
            "{\"step\":\"none\",\"state\":{\"tmState\":\"init\"}}");

    assertThat(rows(run))
        .containsExactly(
            "0: ",
            "2: RMPrepare(\"rm-0\")",
            "1: TMRcvPrepared(\"rm-0\")",
            "1: RMPrepare(\"rm-1\")",
            "1: TMRcvPrepared(\"rm-1\")",
            "3: ");
    assertThat(run.path("rows").path(4).path("p").toString()).isEqualTo("[2,2]");
  }

  @Test
  void nothing_in_a_log_becomes_markup_or_ends_the_data() throws Exception {
    String hostile = "</script><img src=x onerror=alert(1)><!--\u2028&amp;\uD800";
    String quoted = MAPPER.writeValueAsString(hostile).replace("\uD800", "\\ud800");
    String page =
        page(
            twoPhase(),
            SearchOptions.DEFAULT.withPaths(),
            List.of(HEADER, "{\"node\":" + quoted + ",\"action\":" + quoted + "}"));

    assertThat(page).doesNotContain("<img").doesNotContain("\u2028").doesNotContain("<!--");
    assertThat(page.split("</script>", -1)).as("script elements").hasSize(4);
    JsonNode run = data(page, "run-0");
    assertThat(texts(run, "lanes").getLast()).isEqualTo(hostile);
    assertThat(run.path("stop").path("reason").path("sentence").asText()).contains(hostile);
  }

  @Test
  void the_page_needs_nothing_but_itself() throws Exception {
    String page = page(twoPhase(), SearchOptions.DEFAULT.withPaths(), List.of(HEADER, "{}"));

    assertThat(page.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContainPattern("https?:")
        .doesNotContainPattern("(src|href)=\"(?!#|data:,)")
        .doesNotContain("@import")
        .doesNotContain("url(")
        .doesNotContain("innerHTML")
        .doesNotContain("fetch(");
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void ten_thousand_events_are_a_few_megabytes() throws Exception {
    List<String> log = relayLog(10_000, 1);

    String page = page(relay(), SearchOptions.DEFAULT.withPaths(), log);

    assertThat(data(page, "run-0").path("rows")).hasSize(10_001);
    assertThat(page.length()).isLessThan(3_000_000);
  }

  @Test
  void of_a_long_run_the_last_steps_are_drawn_and_the_rest_is_counted() throws Exception {
    List<String> log = relayLog(Report.MAX_STEPS + 500, 2);

    JsonNode run = run(relay(), log.toArray(String[]::new));

    assertThat(run.path("leftOut").asInt()).isEqualTo(500);
    assertThat(run.path("rows")).hasSize(Report.MAX_STEPS + 1);
    assertThat(run.path("rows").path(1).path("e").asInt()).isEqualTo(501);
    assertThat(run.path("rows").path(1).path("l").asInt()).isEqualTo(502);
  }

  @Test
  void of_many_runs_those_that_do_not_hold_are_drawn_first() throws Exception {
    List<String> log = new ArrayList<>();
    for (int number = 0; number < Report.MAX_RUNS + 5; number++) {
      log.add(HEADER);
      log.add("{\"action\":\"RMPrepare\",\"args\":[\"rm-0\"]}");
    }
    log.add(HEADER);
    log.add("{\"action\":\"TMCommit\"}");

    String page = page(twoPhase(), SearchOptions.DEFAULT.withPaths(), log);

    JsonNode runs = data(page, "overview").path("logs").path(0).path("runs");
    assertThat(runs).hasSize(Report.MAX_RUNS + 6);
    assertThat(runs.path(Report.MAX_RUNS + 5).path("details").asInt()).isZero();
    assertThat(runs.path(0).path("details").asInt()).isEqualTo(1);
    assertThat(runs.path(Report.MAX_RUNS - 1).has("details")).isFalse();
  }

  @Test
  void a_run_that_breaks_an_invariant_is_marked_where_it_breaks() throws Exception {
    Path file = Files.writeString(directory.resolve("Count.tla"), """
        ---- MODULE Count ----
        EXTENDS Naturals
        VARIABLE n
        Init == n = 0
        Up == n' = n + 1
        Next == Up
        Small == n < 3
        ====
        """);
    SpecSource source =
        new SpecSource(
            "Count", List.of(file.getParent()), "Count.cfg", "INIT Init NEXT Next INVARIANT Small");
    JsonNode run =
        run(
            RunSpecs.of(source, new TreeMap<>()),
            SearchOptions.DEFAULT.withPaths().withInvariants(true),
            HEADER.replace("TwoPhase", "Count"),
            "{\"action\":\"Up\"}",
            "{\"action\":\"Up\"}",
            "{\"action\":\"Up\"}",
            "{\"action\":\"Up\"}");

    assertThat(rows(run)).containsExactly("0: ", "1: Up", "1: Up", "5: Up", "1: Up");
  }

  // Logs and specs.

  private static RunSpecs twoPhase() {
    return RunSpecs.of(TestSpec.twoPhaseSource(), new TreeMap<>());
  }

  private RunSpecs relay() throws IOException {
    Files.writeString(directory.resolve("Relay.tla"), RELAY);
    return RunSpecs.of(
        new SpecSource(
            "Relay", List.of(directory), "Relay.cfg", "INIT Init NEXT Next CONSTANT Node = {a, b, c}"),
        new TreeMap<>());
  }

  /** A log with messages in any order; writes the last state to the file {@code last}. */
  private List<String> relayLog(int length, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> nodes = List.of("a", "b", "c");
    List<String> lines = new ArrayList<>();
    List<List<Integer>> logs =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<int[]> flying = new ArrayList<>();
    int sent = 0;
    lines.add("{\"lockstep-trace\":1,\"spec\":\"Relay\",\"constants\":{}}");
    while (lines.size() <= length) {
      int n = random.nextInt(3);
      if (logs.get(n).size() > 9) {
        logs.get(n).clear();
        lines.add("{\"node\":\"%s\",\"action\":\"Trim\"}".formatted(nodes.get(n)));
      } else if (flying.size() < 20 && random.nextBoolean() || flying.isEmpty()) {
        int to = random.nextInt(3);
        flying.add(new int[] {n, to, sent});
        sent++;
        lines.add(
            "{\"node\":\"%1$s\",\"action\":\"Send\",\"args\":[\"%1$s\",\"%2$s\"]}"
                .formatted(nodes.get(n), nodes.get(to)));
      } else {
        int[] message = flying.remove(random.nextInt(flying.size()));
        logs.get(message[1]).add(message[2]);
        String to = nodes.get(message[1]);
        lines.add(
            "{\"node\":\"%1$s\",\"action\":\"Receive\",\"args\":[\"%1$s\",{\"type\":\"Item\",\"from\":\"%2$s\",\"to\":\"%1$s\",\"nr\":%3$d}],\"state\":{\"log/%1$s\":%4$s}}"
                .formatted(to, nodes.get(message[0]), message[2], logs.get(message[1])));
      }
    }
    Files.writeString(
        directory.resolve("last"),
        "log=%s sent=%d".formatted(logs, sent).replace(" ", ""));
    return lines;
  }

  private JsonNode run(RunSpecs specs, String... lines) throws Exception {
    return run(specs, SearchOptions.DEFAULT.withPaths(), lines);
  }

  private JsonNode run(RunSpecs specs, SearchOptions options, String... lines) throws Exception {
    return data(page(specs, options, List.of(lines)), "run-0");
  }

  private String page(RunSpecs specs, SearchOptions options, List<String> lines)
      throws SpecException, IOException {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("report.html");
    try (specs) {
      Report report = new Report(specs);
      LogReport log =
          new LogValidator(specs, Mapping.NONE, options)
              .validate(
                  "log",
                  () -> TraceReader.of("log", new ByteArrayInputStream(bytes)),
                  run -> {
                    report.draw("log", run);
                    return true;
                  });
      assertThat(log.error()).isEmpty();
      report.add(log);
      report.write(file);
    }
    assertThat(Files.list(directory).map(Path::toString)).noneMatch(name -> name.contains("unfinished"));
    return Files.readString(file);
  }

  private static JsonNode data(String page, String id) throws IOException {
    Matcher matcher = DATA.matcher(page);
    while (matcher.find()) {
      if (matcher.group(1).equals(id)) {
        return MAPPER.readTree(matcher.group(2));
      }
    }
    throw new AssertionError("the page has no data " + id);
  }

  private static List<String> texts(JsonNode node, String member) {
    List<String> texts = new ArrayList<>();
    node.path(member).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String text(JsonNode run, JsonNode number) {
    return run.path("texts").path(number.asInt()).asText();
  }

  /** The kind of each row, and what it is called. */
  private static List<String> rows(JsonNode run) {
    List<String> rows = new ArrayList<>();
    run.path("rows")
        .forEach(row -> rows.add(row.path("k").asInt() + ": " + text(run, row.path("c"))));
    return rows;
  }

  /** Applies edits as the page does, to trees of JSON. */
  private static final class States {
    private final JsonNode run;
    private final List<Object> variables = new ArrayList<>();

    States(JsonNode run) {
      this.run = run;
      run.path("start").forEach(number -> variables.add(value(number.asInt())));
    }

    private Object value(int number) {
      JsonNode entry = run.path("values").path(number);
      if (entry.isTextual()) {
        return entry.asText();
      }
      boolean keys = "rf".contains(entry.path(0).asText());
      List<Object> parts = new ArrayList<>();
      for (int index = keys ? 2 : 1; index < entry.size(); index += keys ? 2 : 1) {
        parts.add(value(entry.path(index).asInt()));
      }
      return parts;
    }

    @SuppressWarnings("unchecked")
    void apply(JsonNode edits) {
      for (JsonNode edit : edits) {
        List<Object> inside = variables;
        JsonNode path = edit.path(0);
        for (int index = 0; index < path.size() - (edit.size() == 2 ? 1 : 0); index++) {
          inside = (List<Object>) inside.get(path.path(index).asInt());
        }
        if (edit.size() == 2) {
          inside.set(path.path(path.size() - 1).asInt(), value(edit.path(1).asInt()));
          continue;
        }
        int at = edit.path(1).asInt();
        for (int removed = 0; removed < edit.path(2).asInt(); removed++) {
          inside.remove(at);
        }
        for (int index = 3; index < edit.size(); index++) {
          inside.add(at + index - 3, value(edit.path(index).asInt()));
        }
      }
    }

    /** The variables log and sent; there are no functions that get new keys here. */
    String text() {
      return "log=%s sent=%s".formatted(variables.get(0), variables.get(2)).replace(" ", "");
    }
  }
}
