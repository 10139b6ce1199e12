package dev.lockstep.causality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Causality;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.Steps;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.validation.Reason;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Runs of several nodes against a spec, and against a search that tries every order. */
class MergedValidationTest {

  /** What goes wrong in the log of one node. */
  enum Fault {
    NONE,
    DROP,
    SWAP_LINES,
    SWAP_STEPS,
    OTHER_VALUE,
    OTHER_ACTION,
    OTHER_CLOCK
  }

  private static final int LENGTH = 8;

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void the_logs_of_the_nodes_of_a_run_are_accepted_in_every_order(@ForAll long seed)
      throws Exception {
    List<List<TraceEvent>> logs = logs(seed, 25);
    for (Order order : List.of(Order.VECTOR, Order.MESSAGES, Order.LAMPORT, Order.LOGS)) {
      Validation validation = validate(logs, order);

      assertThat(validation.verdict())
          .as("%s: %s", order, validation.stopped())
          .isEqualTo(Verdict.HOLDS);
      assertThat(validation.matched()).isEqualTo(25);
    }
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void a_corrupted_run_goes_as_far_as_a_search_through_all_orders_says(
      @ForAll long seed, @ForAll Fault fault, @ForAll boolean vague, @ForAll Order order)
      throws Exception {
    Random random = new Random(seed);
    Order used = order == Order.AUTO ? Order.VECTOR : order;
    List<List<TraceEvent>> logs = logs(seed, LENGTH);
    if (vague) {
      logs.forEach(log -> log.replaceAll(event -> lessDetail(event, random)));
    }
    corrupt(logs.get(random.nextInt(logs.size())), fault, random);
    EveryOrder expected = new EveryOrder(TestSpec.twoPhase(), new Definition(used, logs));
    boolean malformed = malformed(logs, used);

    try {
      Validation validation = validate(logs, order);

      if (malformed) {
        // The run stopped before the line with the wrong clock was read.
        assertThat(validation.verdict()).isEqualTo(Verdict.VIOLATED);
        return;
      }
      assertThat(expected.circle()).as("a circle that was not seen").isFalse();
      assertThat(validation.matched()).isEqualTo(expected.longest());
      boolean whole = expected.longest() == logs.stream().mapToInt(List::size).sum();
      assertThat(validation.verdict()).isEqualTo(whole ? Verdict.HOLDS : Verdict.VIOLATED);
      if (!whole) {
        Validation.Prefix prefix = validation.stopped().orElseThrow().prefix();
        assertThat(prefix.others()).isEqualTo(expected.prefixes() - 1);
        assertThat(prefix.byLog().values().stream().mapToLong(Long::longValue).sum())
            .isEqualTo(expected.longest());
        assertThat(validation.warnings()).hasSize(expected.prefixes() > 1 ? 1 : 0);
      }
    } catch (TraceException e) {
      assertThat(expected.circle() || malformed).as(e.getMessage()).isTrue();
    }
  }

  private static boolean malformed(List<List<TraceEvent>> logs, Order order) {
    if (logs.stream().allMatch(List::isEmpty)) {
      return true;
    }
    for (List<TraceEvent> log : logs) {
      for (int index = 1; index < log.size(); index++) {
        Causality before = log.get(index - 1).causality();
        Causality now = log.get(index).causality();
        String node = log.get(index).node().orElseThrow();
        if (order == Order.LAMPORT && before.clock().orElseThrow() >= now.clock().orElseThrow()) {
          return true;
        }
        if (order == Order.VECTOR
            && (before.vector().getOrDefault(node, 0L) >= now.vector().getOrDefault(node, 0L)
                || before.vector().entrySet().stream()
                    .anyMatch(
                        entry ->
                            entry.getValue() > now.vector().getOrDefault(entry.getKey(), 0L)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<List<TraceEvent>> logs(long seed, int length) throws Exception {
    List<List<TraceEvent>> logs = new ArrayList<>();
    DistributedRun.logs(Walk.random(TestSpec.twoPhase(), seed, length))
        .values()
        .forEach(log -> logs.add(new ArrayList<>(log)));
    return logs;
  }

  private static TraceEvent lessDetail(TraceEvent event, Random random) {
    TraceEvent less = random.nextInt(3) == 0 ? event.withState(new TreeMap<>()) : event;
    return switch (random.nextInt(3)) {
      case 0 -> less.with(Steps.ANY);
      case 1 -> less.with(LoggedCall.of(event.action().orElseThrow()));
      default -> less;
    };
  }

  private static void corrupt(List<TraceEvent> log, Fault fault, Random random) {
    int at = random.nextInt(log.size());
    int other = Math.min(at + 1, log.size() - 1);
    TraceEvent event = log.get(at);
    switch (fault) {
      case NONE -> {}
      case DROP -> log.remove(at);
      case SWAP_LINES -> log.set(at, log.set(other, event));
      case SWAP_STEPS -> {
        TraceEvent second = log.get(other);
        log.set(at, second.after(event.causality()));
        log.set(other, event.after(second.causality()));
      }
      case OTHER_VALUE -> {
        SortedMap<Place, LoggedValue> state = new TreeMap<>(event.state());
        List<String> words = List.of("working", "prepared", "aborted", "committed", "init", "done");
        state.replaceAll(
            (place, value) ->
                value instanceof LoggedValue.Text
                    ? new LoggedValue.Text(words.get(random.nextInt(words.size())))
                    : value);
        log.set(at, event.withState(state));
      }
      case OTHER_ACTION -> {
        List<String> names = List.copyOf(TestSpec.twoPhase().actions().keySet());
        log.set(at, event.with(LoggedCall.of(names.get(random.nextInt(names.size())))));
      }
      case OTHER_CLOCK -> {
        SortedMap<String, Long> vector = new TreeMap<>(event.causality().vector());
        List<String> nodes = List.of("tm", "rm-0", "rm-1", "rm-2");
        String node = nodes.get(random.nextInt(nodes.size()));
        if (!event.node().orElseThrow().equals(node)) {
          vector.put(node, (long) random.nextInt(4));
        }
        Causality old = event.causality();
        log.set(
            at,
            event.after(
                new Causality(
                    old.clock().map(clock -> clock + random.nextInt(3)),
                    vector,
                    old.sent(),
                    random.nextBoolean() ? old.received() : List.of("Commit"))));
      }
    }
  }

  @Test
  void a_long_run_is_accepted_by_one_witness_and_what_stops_another_is_found() throws Exception {
    try (Spec spec = Chatter.load()) {
      List<List<TraceEvent>> logs = Chatter.logs(spec, new Random(1), 900, 4, true);

      Validation accepted = validate(spec, logs, Order.VECTOR);

      assertThat(accepted.verdict()).isEqualTo(Verdict.HOLDS);
      assertThat(accepted.matched()).isEqualTo(900);
      assertThat(accepted.examined()).as("steps compared").isLessThan(20_000);

      SortedMap<Place, LoggedValue> wrong = new TreeMap<>();
      wrong.put(Place.of("x", "b"), new LoggedValue.Whole(7));
      logs.get(1).set(150, logs.get(1).get(150).withState(wrong));
      Validation violated = validate(spec, logs, Order.VECTOR);

      assertThat(violated.verdict()).isEqualTo(Verdict.VIOLATED);
      assertThat(violated.stopped().orElseThrow().prefix().byLog()).containsEntry("1.ndjson", 150L);
    }
  }

  @Test
  void a_budget_that_runs_out_shows_the_attempt_that_came_furthest() throws Exception {
    try (Spec spec = Chatter.load()) {
      List<List<TraceEvent>> logs = Chatter.logs(spec, new Random(1), 900, 50, true);
      SortedMap<Place, LoggedValue> wrong = new TreeMap<>();
      wrong.put(Place.of("x", "b"), new LoggedValue.Whole(7));
      logs.get(1).set(150, logs.get(1).get(150).withState(wrong));

      Validation validation =
          new Validator(spec, SearchOptions.DEFAULT.withBudget(500, Duration.ofMinutes(10)))
              .validate(sources(logs), Log.HEADER, read -> new MergedLogs(read, Order.VECTOR));

      assertThat(validation.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(validation.exhausted().orElseThrow()).contains("more than 500 states");
      assertThat(validation.stopped()).isEmpty();
      Validation.Stop furthest = validation.furthest().orElseThrow();
      assertThat(furthest.prefix().byLog()).containsEntry("1.ndjson", 150L);
      assertThat(validation.matched()).isEqualTo(furthest.number() - 1);
      assertThat(furthest.reason()).isInstanceOf(Reason.OrderImpossible.class);
    }
  }

  @Test
  void a_stop_says_what_each_of_the_events_that_could_be_next_lacks() throws Exception {
    // rm-0 has forgotten to log that it prepared: neither its own next event nor the manager's fit.
    Spec spec = TestSpec.twoPhase();
    List<TraceEvent> manager = List.of(event("tm", "TMRcvPrepared", "rm-0"));
    List<TraceEvent> participant = List.of(event("rm-0", "RMRcvCommitMsg", "rm-0"));
    List<TraceEvent> other = List.of(event("rm-1", "RMPrepare", "rm-1"));

    Validation validation = validate(spec, List.of(manager, participant, other), Order.LOGS);

    assertThat(validation.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(validation.matched()).isEqualTo(1);
    Validation.Stop stop = validation.stopped().orElseThrow();
    assertThat(stop.prefix().byLog().values()).containsExactly(0L, 0L, 1L);
    Reason.OrderImpossible reason = (Reason.OrderImpossible) stop.reason();
    assertThat(reason.blocked())
        .extracting(blocked -> blocked.event().origin() + " " + blocked.reason().sentence())
        .containsExactly(
            "Origin[file=0.ndjson, line=2] TMRcvPrepared(\"rm-0\") is not enabled",
            "Origin[file=1.ndjson, line=2] RMRcvCommitMsg(\"rm-0\") is not enabled");
  }

  @Test
  void a_prefix_that_is_one_of_several_is_warned_about() throws Exception {
    // Whoever of the two decides first, the other cannot follow.
    List<TraceEvent> commits = List.of(event("x", "TMAbort"));
    List<TraceEvent> aborts = List.of(event("y", "TMAbort"));

    Validation validation = validate(TestSpec.twoPhase(), List.of(commits, aborts), Order.LOGS);

    assertThat(validation.matched()).isEqualTo(1);
    assertThat(validation.stopped().orElseThrow().prefix().others()).isEqualTo(1);
    assertThat(validation.warnings())
        .containsExactly(
            "the longest prefix is one of 2 that are equally long: other orders of the events stop"
                + " at other events");
  }

  private static TraceEvent event(String node, String action, String... arguments) {
    List<LoggedValue> values = new ArrayList<>();
    for (String argument : arguments) {
      values.add(new LoggedValue.Text(argument));
    }
    return TraceEvent.ANY.at(node).with(LoggedCall.of(action, values));
  }

  private static Validation validate(List<List<TraceEvent>> logs, Order order) throws Exception {
    return validate(TestSpec.twoPhase(), logs, order);
  }

  private static Validation validate(Spec spec, List<List<TraceEvent>> logs, Order order)
      throws Exception {
    return new Validator(spec, SearchOptions.DEFAULT)
        .validate(sources(logs), Log.HEADER, read -> new MergedLogs(read, order));
  }

  private static List<MemoryLog> sources(List<List<TraceEvent>> logs) {
    List<MemoryLog> sources = new ArrayList<>();
    for (List<TraceEvent> log : logs) {
      sources.add(MemoryLog.started(sources.size() + ".ndjson", log));
    }
    return sources;
  }
}
