package dev.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.search.Hidden;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.RunSpecs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HEADER =
      "{\"lockstep-trace\":1,\"spec\":\"TwoPhase\",\"constants\":{}}";
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
    RunSpecs specs = Relay.specs(directory);
    Relay relay = Relay.run(300, seed);
    JsonNode run = run(specs, relay.lines().toArray(String[]::new));

    PlainStates states = new PlainStates(run);
    for (JsonNode row : run.path("rows")) {
      states.apply(row.path("d"));
    }

    assertThat(states.text())
        .as("seed %d", seed)
        .isEqualTo("log=%s sent=%d".formatted(relay.logs(), relay.sent()).replace(" ", ""));
  }

  @Test
  void hidden_and_composed_steps_and_observations_are_rows_of_their_own() throws Exception {
    JsonNode run =
        run(
            twoPhase(),
            SearchOptions.DEFAULT
                .withHidden(new Hidden(new TreeSet<>(List.of("RMPrepare")), 1))
                .withPaths(),
            new Events(
                List.of(
                    TraceEvent.ANY.with(call("TMRcvPrepared", "rm-0")),
                    TraceEvent.ANY.with(
                        new Steps(
                            List.of(call("RMPrepare", "rm-1"), call("TMRcvPrepared", "rm-1")),
                            Steps.Stuttering.NEVER)),
                    TraceEvent.ANY.with(Steps.NONE))));

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
    String hostile = "</script><img src=x onerror=alert(1)><!--\u2028&amp;";
    String quoted = MAPPER.writeValueAsString(hostile);
    String page =
        Pages.page(
            directory,
            twoPhase(),
            SearchOptions.DEFAULT.withPaths(),
            List.of(HEADER, "{\"node\":" + quoted + ",\"action\":" + quoted + "}"));

    assertThat(page).doesNotContain("<img").doesNotContain("\u2028").doesNotContain("<!--");
    assertThat(page.split("</script>", -1)).as("script elements").hasSize(4);
    JsonNode run = Pages.data(page, "run-0");
    assertThat(texts(run, "lanes").getLast()).isEqualTo(hostile);
    assertThat(run.path("stop").path("reason").path("sentence").asText()).contains(hostile);
  }

  @Test
  void the_page_needs_nothing_but_itself() throws Exception {
    String page =
        Pages.page(directory, twoPhase(), SearchOptions.DEFAULT.withPaths(), List.of(HEADER, "{}"));

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
    List<String> log = Relay.run(10_000, 1).lines();

    String page =
        Pages.page(directory, Relay.specs(directory), SearchOptions.DEFAULT.withPaths(), log);

    assertThat(Pages.data(page, "run-0").path("rows")).hasSize(10_001);
    assertThat(page.length()).isLessThan(3_000_000);
  }

  @Test
  void of_a_long_run_the_last_steps_are_drawn_and_the_rest_is_counted() throws Exception {
    List<String> log = Relay.run(Report.MAX_STEPS + 500, 2).lines();

    JsonNode run = run(Relay.specs(directory), log.toArray(String[]::new));

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

    String page = Pages.page(directory, twoPhase(), SearchOptions.DEFAULT.withPaths(), log);

    JsonNode runs = Pages.data(page, "overview").path("logs").path(0).path("runs");
    assertThat(runs).hasSize(Report.MAX_RUNS + 6);
    assertThat(runs.path(Report.MAX_RUNS + 5).path("details").asInt()).isZero();
    assertThat(runs.path(0).path("details").asInt()).isEqualTo(1);
    assertThat(runs.path(Report.MAX_RUNS - 1).has("details")).isFalse();
  }

  @Test
  void a_run_that_breaks_an_invariant_is_marked_where_it_breaks() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("Count.tla"),
            """
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

  private static LoggedCall call(String action, String argument) {
    return LoggedCall.of(action, List.of(new LoggedValue.Text(argument)));
  }

  /** A run whose events are in memory. */
  private static final class Events implements TraceSource {
    private final Iterator<TraceEvent> events;
    private final Iterator<TraceHeader> headers = List.of(Log.HEADER).iterator();

    Events(List<TraceEvent> events) {
      this.events = events.iterator();
    }

    @Override
    public String name() {
      return "log";
    }

    @Override
    public Optional<TraceHeader> nextRun() {
      return headers.hasNext() ? Optional.of(headers.next()) : Optional.empty();
    }

    @Override
    public Optional<TraceEvent> nextEvent() {
      return events.hasNext() ? Optional.of(events.next()) : Optional.empty();
    }

    @Override
    public void close() {}
  }

  private JsonNode run(RunSpecs specs, String... lines) throws Exception {
    return run(specs, SearchOptions.DEFAULT.withPaths(), lines);
  }

  private JsonNode run(RunSpecs specs, SearchOptions options, String... lines) throws Exception {
    return Pages.data(Pages.page(directory, specs, options, List.of(lines)), "run-0");
  }

  private JsonNode run(RunSpecs specs, SearchOptions options, TraceSource source) throws Exception {
    return Pages.data(Pages.page(directory, specs, options, source), "run-0");
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
}
