package dev.lockstep.conformance.consensus.microraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.validation.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The log of a run that holds, with one lie in it, is seen through where the lie stands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FalsifiedRunTest {

  private static final long SEED = 6;

  private Judge judge;
  private RunLog log;

  @BeforeAll
  void load() throws Exception {
    judge = new Judge();
    log = Run.of(SEED, Faults.CRASHES).log();
  }

  @AfterAll
  void unload() {
    judge.close();
  }

  @Test
  void the_run_holds_as_it_is() throws Exception {
    assertThat(judge.withLateDisk(log.toBytes()).verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void a_vote_for_another_server_in_the_same_term() throws Exception {
    int at = last(event -> observes(event, "votedFor"));
    rejectedAt(at, event -> with(event, "votedFor", Words.text("s2")));
  }

  @Test
  void a_vote_that_nobody_gave() throws Exception {
    int at = last(event -> has(event, "RcvVote"));
    rejectedAt(
        at,
        event ->
            event.with(
                new Steps(
                    event.steps().calls().stream()
                        .filter(call -> !call.action().equals("RcvVote"))
                        .toList(),
                    Steps.Stuttering.NEVER)));
  }

  @Test
  void a_commit_index_that_goes_back() throws Exception {
    int at =
        last(
            event ->
                observes(event, "commitIndex")
                    && event.steps().equals(Steps.NONE)
                    && !whole(event, "commitIndex").equals(Words.number(0)));
    rejectedAt(at, event -> with(event, "commitIndex", Words.number(1)));
  }

  @Test
  void an_entry_that_is_replaced() throws Exception {
    int at = last(event -> observes(event, "log"));
    rejectedAt(
        at,
        event -> {
          List<LoggedValue> entries =
              new ArrayList<>(((LoggedValue.Items) whole(event, "log")).values());
          entries.set(1, entries.getFirst());
          return with(event, "log", new LoggedValue.Items(entries));
        });
  }

  @Test
  void an_applied_value_that_is_another() throws Exception {
    int at = last(event -> event.state().containsKey(applied(event, 5)));
    rejectedAt(at, event -> with(event, applied(event, 5), Words.text("v45")));
  }

  @Test
  void more_is_lost_in_a_crash_than_was_unwritten() throws Exception {
    int at = last(event -> has(event, "LoseTail"));
    rejectedAt(
        at,
        event ->
            event.with(
                LoggedCall.of("LoseTail", List.of(Words.text(node(event)), Words.number(0)))));
  }

  @Test
  void a_leader_that_counts_itself_before_it_has_written() throws Exception {
    List<TraceEvent> events = new ArrayList<>(log.events());
    events.removeIf(event -> has(event, "Flush"));
    Validation validation = judge.withLateDisk(log.toBytes(events));
    assertThat(validation.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(has(validation.stopped().orElseThrow().event(), "AdvanceCommitIndex")).isTrue();
  }

  private void rejectedAt(int at, UnaryOperator<TraceEvent> lie) throws Exception {
    List<TraceEvent> events = new ArrayList<>(log.events());
    TraceEvent falsified = lie.apply(events.get(at));
    assertThat(falsified).isNotEqualTo(events.get(at));
    events.set(at, falsified);
    Validation validation = judge.withLateDisk(log.toBytes(events));
    assertThat(validation.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(validation.stopped().orElseThrow().number()).isEqualTo(at + 1L);
  }

  private int last(Predicate<TraceEvent> wanted) {
    List<TraceEvent> events = log.events();
    for (int at = events.size() - 1; at >= 0; at--) {
      if (wanted.test(events.get(at))) {
        return at;
      }
    }
    throw new AssertionError("seed " + SEED + " has no such event");
  }

  private static boolean has(TraceEvent event, String action) {
    return event.steps().calls().stream().anyMatch(call -> call.action().equals(action));
  }

  private static boolean observes(TraceEvent event, String variable) {
    return event.state().containsKey(Place.of(variable, node(event)));
  }

  private static LoggedValue whole(TraceEvent event, String variable) {
    return Objects.requireNonNull(event.state().get(Place.of(variable, node(event))), variable);
  }

  private static Place applied(TraceEvent event, int index) {
    return Place.of("log", node(event), Integer.toString(index), "value");
  }

  private static TraceEvent with(TraceEvent event, String variable, LoggedValue value) {
    return with(event, Place.of(variable, node(event)), value);
  }

  private static TraceEvent with(TraceEvent event, Place place, LoggedValue value) {
    SortedMap<Place, LoggedValue> state = new TreeMap<>(event.state());
    state.put(place, value);
    return event.withState(state);
  }

  private static String node(TraceEvent event) {
    return event.node().orElseThrow();
  }
}
