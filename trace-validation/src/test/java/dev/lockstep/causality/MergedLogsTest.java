package dev.lockstep.causality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.search.Cut;
import dev.lockstep.search.Schedule;
import dev.lockstep.trace.Causality;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Which events may come next, in every order, without any spec. */
class MergedLogsTest {

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void the_cuts_are_those_of_the_definition(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3) int which,
      @ForAll @IntRange(min = 1, max = 4) int logs,
      @ForAll boolean gaps)
      throws Exception {
    Order order = List.of(Order.VECTOR, Order.MESSAGES, Order.LAMPORT, Order.LOGS).get(which);
    Random random = new Random(seed);
    List<TraceEvent> events = RandomRun.events(random, 4, 12);
    List<List<TraceEvent>> split =
        RandomRun.logs(random, events, logs, gaps, order == Order.LAMPORT);

    List<Set<BitSet>> expected = new Definition(order, split).cuts();
    boolean circle = expected.size() <= split.stream().mapToInt(List::size).sum();

    if (circle) {
      assertThatExceptionOfType(TraceException.class)
          .isThrownBy(() -> cuts(order, split))
          .withMessageContaining("go around in a circle");
    } else {
      assertThat(cuts(order, split)).isEqualTo(expected);
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void the_log_of_a_node_may_be_in_two_parts(@ForAll long seed, @ForAll boolean lamport)
      throws Exception {
    Order order = lamport ? Order.LAMPORT : Order.VECTOR;
    Random random = new Random(seed);
    List<List<TraceEvent>> parts = new ArrayList<>();
    for (int log = 0; log < 4; log++) {
      parts.add(new ArrayList<>());
    }
    for (TraceEvent event : RandomRun.events(random, 3, 10)) {
      int node = "n0 n1 n2".indexOf(event.node().orElseThrow()) / 3;
      parts.get(node == 0 && random.nextBoolean() ? 3 : node).add(event);
    }

    assertThat(cuts(order, parts)).isEqualTo(new Definition(order, parts).cuts());
  }

  /** Walks through all cuts as a search does, and forgets as it does. */
  private static List<Set<BitSet>> cuts(Order order, List<List<TraceEvent>> logs)
      throws TraceException {
    Schedule schedule = new MergedLogs(sources(logs), order);
    List<Set<BitSet>> levels = new ArrayList<>();
    Map<Cut, BitSet> level = new LinkedHashMap<>();
    level.put(schedule.start(), new BitSet());
    while (!level.isEmpty()) {
      levels.add(new LinkedHashSet<>(level.values()));
      Map<Cut, BitSet> after = new LinkedHashMap<>();
      for (Cut cut : level.keySet()) {
        for (Schedule.Next next : schedule.next(cut)) {
          after.put(next.after(), bits(next.after(), logs));
        }
      }
      if (!after.isEmpty()) {
        schedule.forget(after.keySet().stream().reduce(Cut::meet).orElseThrow());
      }
      level = after;
    }
    assertThat(schedule.known()).isEqualTo(logs.stream().mapToLong(List::size).sum());
    return levels;
  }

  private static BitSet bits(Cut cut, List<List<TraceEvent>> logs) {
    BitSet bits = new BitSet();
    int first = 0;
    for (int log = 0; log < logs.size(); log++) {
      bits.set(first, first + cut.taken(log));
      first += logs.get(log).size();
    }
    return bits;
  }

  private static List<TraceSource> sources(List<List<TraceEvent>> logs) {
    List<TraceSource> sources = new ArrayList<>();
    for (List<TraceEvent> log : logs) {
      sources.add(MemoryLog.started((char) ('a' + sources.size()) + ".ndjson", log));
    }
    return sources;
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void the_first_choice_follows_the_clocks(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<List<TraceEvent>> split =
        RandomRun.logs(random, RandomRun.events(random, 4, 30), 4, false, true);
    Schedule schedule = new MergedLogs(sources(split), Order.MESSAGES);
    Cut cut = schedule.start();
    long last = 0;
    for (int taken = 0; taken < 30; taken++) {
      Schedule.Next next = schedule.next(cut).getFirst();
      assertThat(next.event().clock().orElseThrow()).isGreaterThanOrEqualTo(last);
      last = next.event().clock().orElseThrow();
      cut = next.after();
    }
    assertThat(schedule.next(cut)).isEmpty();
  }

  @Test
  void a_long_run_is_kept_in_a_window() throws Exception {
    Random random = new Random(7);
    List<List<TraceEvent>> split =
        RandomRun.logs(random, RandomRun.events(random, 3, 3000), 3, false, false);
    for (Order order : List.of(Order.VECTOR, Order.MESSAGES)) {
      MergedLogs schedule = new MergedLogs(sources(split), order);
      Cut cut = schedule.start();
      int most = 0;
      for (List<Schedule.Next> next = schedule.next(cut);
          !next.isEmpty();
          next = schedule.next(cut)) {
        cut = next.getFirst().after();
        schedule.forget(cut);
        most = Math.max(most, schedule.kept());
      }
      assertThat(cut.level()).as("%s", order).isEqualTo(3000);
      assertThat(most).as("events kept for %s", order).isLessThan(300);
    }
  }

  @Test
  void reading_ahead_stops_at_the_limit_and_knows_what_it_read() throws Exception {
    List<List<TraceEvent>> split = List.of(many("a", 10), many("b", 4));
    MergedLogs schedule = new MergedLogs(sources(split), Order.LOGS);

    assertThat(schedule.readAhead(6)).isFalse();
    assertThat(schedule.known()).isEqualTo(6);
    schedule.forget(schedule.start().after(0).after(1));
    assertThat(schedule.known()).isEqualTo(6);
    assertThat(schedule.readAhead(100)).isTrue();
    assertThat(schedule.known()).isEqualTo(14);
  }

  @Test
  void what_is_mentioned_later_is_known() throws Exception {
    TraceEvent rest = event("b").with(LoggedCall.of("X", List.of(new LoggedValue.Text("late"))));
    TraceEvent early = event("a").with(LoggedCall.of("X", List.of(new LoggedValue.Text("early"))));
    MergedLogs schedule =
        new MergedLogs(
            sources(List.of(List.of(early, event("a")), List.of(event("b"), rest))), Order.LOGS);
    schedule.readAhead(100);

    assertThat(schedule.lastMentions(0, 4)).containsOnlyKeys("early", "late");
    assertThat(schedule.lastMentions(0, 1)).containsOnlyKeys("early");
    schedule.forget(schedule.start().after(0));
    assertThat(schedule.lastMentions(1, 4)).containsOnlyKeys("late");
  }

  @Test
  void the_order_is_chosen_by_what_the_logs_have() throws Exception {
    Causality vector =
        new Causality(Optional.of(1L), new TreeMap<>(Map.of("a", 1L)), List.of(), List.of());
    TraceEvent clock = event("b").after(Causality.ofClock(Optional.of(1L)));

    assertThat(chosen(event("a").after(vector), clock.after(causality(Map.of("b", 1L)))))
        .isEqualTo(Order.VECTOR);
    assertThat(chosen(sends("a", "m"), clock)).isEqualTo(Order.MESSAGES);
    assertThat(chosen(clock.at("a"), clock)).isEqualTo(Order.LAMPORT);
    assertThat(chosen(event("a"), event("b"))).isEqualTo(Order.LOGS);
  }

  private static Order chosen(TraceEvent one, TraceEvent other) throws TraceException {
    MergedLogs merged = new MergedLogs(sources(List.of(List.of(one), List.of(other))), Order.AUTO);
    merged.next(merged.start());
    return merged.order();
  }

  @Test
  void messages_that_no_log_sends_are_counted() throws Exception {
    MergedLogs merged =
        new MergedLogs(
            sources(
                List.of(
                    List.of(receives("a", "lost"), receives("a", "lost"), receives("a", "known")),
                    List.of(receives("b", "other"), sends("b", "known")))),
            Order.MESSAGES);
    drain(merged);

    assertThat(merged.warnings())
        .containsExactly(
            "3 events receive messages that no log sends (lost, other): nothing orders them after"
                + " their sending");
  }

  @Test
  void a_node_whose_log_is_missing_is_warned_about() throws Exception {
    MergedLogs merged =
        new MergedLogs(
            sources(List.of(List.of(vector("a", 1, "c", 2)), List.of(vector("b", 1)))),
            Order.VECTOR);
    drain(merged);

    assertThat(merged.warnings())
        .containsExactly(
            "the vector clocks count events of c, of which no log has any: is a log missing?");
  }

  @Test
  void a_log_without_any_order_is_warned_about() throws Exception {
    MergedLogs merged =
        new MergedLogs(sources(List.of(List.of(event("a")), List.of(event("a")))), Order.AUTO);
    drain(merged);

    assertThat(merged.warnings())
        .containsExactly(
            "nothing orders the events of different logs: any interleaving is accepted",
            "node a has events in several logs (a.ndjson, b.ndjson), whose order is not known");
  }

  @Test
  void a_message_may_be_sent_twice_and_received_after_either() throws Exception {
    MergedLogs merged =
        new MergedLogs(
            sources(
                List.of(
                    List.of(sends("a", "m")),
                    List.of(sends("b", "m")),
                    List.of(receives("c", "m")))),
            Order.MESSAGES);

    assertThat(merged.next(merged.start())).hasSize(2);
    assertThat(merged.next(merged.start().after(0))).hasSize(2);
    assertThat(merged.next(merged.start().after(1))).hasSize(2);
  }

  @Test
  void a_message_received_before_it_is_sent_around_a_circle_is_malformed() {
    assertMalformed(
        Order.MESSAGES,
        List.of(receives("a", "x"), sends("a", "y")),
        List.of(receives("b", "y"), sends("b", "x")),
        "a.ndjson:2: by their messages, the events go around in a circle: a step without a name of"
            + " a (a.ndjson, line 2) waits for an event at or after b.ndjson, line 2; a step"
            + " without a name of b (b.ndjson, line 2) waits for an event at or after a.ndjson,"
            + " line 2. One of these lines has a wrong clock or message, or does not stand where"
            + " it belongs");
    assertMalformed(
        Order.MESSAGES,
        List.of(receives("a", "x"), sends("a", "x")),
        List.of(event("b")),
        "waits for an event after itself");
  }

  @Test
  void vector_clocks_around_a_circle_are_malformed() {
    assertMalformed(
        Order.VECTOR,
        List.of(vector("a", 1, "b", 1)),
        List.of(vector("b", 1, "a", 1)),
        "by their vector clocks, the events go around in a circle");
  }

  @Test
  void a_vector_clock_that_goes_back_is_malformed() {
    assertMalformed(
        Order.VECTOR,
        List.of(vector("a", 2), vector("a", 1)),
        List.of(vector("b", 1)),
        "a.ndjson:3: the vector clock of node a goes back: a is 1 here and 2 in the event before"
            + " (a.ndjson, line 2)");
    assertMalformed(
        Order.VECTOR,
        List.of(vector("a", 2), vector("a", 2)),
        List.of(vector("b", 1)),
        "a.ndjson:3: the vector clock of node a does not advance: a is 2 here and 2 in the event"
            + " before");
    assertMalformed(
        Order.VECTOR,
        List.of(vector("a", 1, "b", 3), vector("a", 2, "b", 2)),
        List.of(vector("b", 4)),
        "a.ndjson:3: the vector clock of node a goes back: b is 2 here and 3 in the event before");
  }

  @Test
  void clocks_that_are_missing_are_malformed() {
    assertMalformed(
        Order.AUTO,
        List.of(vector("a", 1), event("a")),
        List.of(vector("b", 1)),
        "a.ndjson:3: this event has no vector clock, but others have");
    assertMalformed(
        Order.VECTOR,
        List.of(vector("a", 1), event("a").after(vector("a", 2).causality()).at("c")),
        List.of(vector("b", 1)),
        "does not count this event of its own node c");
    assertMalformed(
        Order.LAMPORT,
        List.of(clock("a", 1), event("a")),
        List.of(clock("b", 1)),
        "a.ndjson:3: this event has no Lamport clock");
    assertMalformed(
        Order.VECTOR,
        List.of(TraceEvent.ANY.after(vector("a", 1).causality())),
        List.of(vector("b", 1)),
        "has a vector clock but no \"node\"");
  }

  @Test
  void lamport_clocks_that_do_not_advance_are_malformed() {
    assertMalformed(
        Order.LAMPORT,
        List.of(clock("a", 4), clock("a", 4)),
        List.of(clock("b", 1)),
        "a.ndjson:3: the Lamport clock of node a does not advance: it is 4 here and 4 in the event"
            + " before (a.ndjson, line 2)");
    assertMalformed(
        Order.LAMPORT,
        List.of(clock("a", 4), clock("c", 3)),
        List.of(clock("b", 1)),
        "a.ndjson:3: the Lamport clock goes back from 4 (a.ndjson, line 2) to 3");
  }

  @Test
  void two_logs_of_one_node_whose_counters_clash_are_malformed() {
    assertMalformed(
        Order.VECTOR,
        List.of(vector("a", 1), vector("a", 2)),
        List.of(vector("a", 2), vector("a", 3)),
        "node a has two events with the counter 2, here and at");
    assertMalformed(
        Order.LAMPORT,
        List.of(clock("a", 1), clock("a", 2)),
        List.of(clock("a", 2), clock("a", 3)),
        "node a has two events with the Lamport clock 2, here and at");
  }

  @Test
  void an_event_that_comes_too_late_in_another_log_is_malformed() {
    // Until line 3 nothing says that b.ndjson has events of c, too.
    assertMalformed(
        Order.VECTOR,
        List.of(vector("c", 2), vector("a", 1, "c", 2)),
        List.of(vector("b", 1), vector("c", 1)),
        "give each node one log of its own");
    assertMalformed(
        Order.VECTOR,
        List.of(vector("a", 1, "c", 1), vector("c", 1)),
        List.of(vector("b", 1)),
        "but stands after it in the same log");
  }

  @Test
  void what_is_looked_for_too_far_ahead_is_never_put_in_the_wrong_place() {
    List<TraceEvent> first = List.of(vector("a", 1, "c", 1));
    List<TraceEvent> second = new ArrayList<>();
    for (int counter = 1; counter < 20; counter++) {
      second.add(vector("b", counter));
    }
    second.add(vector("c", 1));
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> drain(new MergedLogs(sources(List.of(first, second)), Order.VECTOR, 10)))
        .withMessageContaining("comes too late in its log");

    List<TraceEvent> senders = new ArrayList<>(many("b", 20));
    senders.add(sends("b", "m"));
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(
            () ->
                drain(
                    new MergedLogs(
                        sources(List.of(List.of(receives("a", "m")), senders)),
                        Order.MESSAGES,
                        10)))
        .withMessageContaining("received so long before in another log");
  }

  private static void assertMalformed(
      Order order, List<TraceEvent> one, List<TraceEvent> other, String message) {
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> drain(new MergedLogs(sources(List.of(one, other)), order)))
        .withMessageContaining(message);
  }

  private static void drain(Schedule schedule) throws TraceException {
    Cut cut = schedule.start();
    for (List<Schedule.Next> next = schedule.next(cut);
        !next.isEmpty();
        next = schedule.next(cut)) {
      cut = next.getFirst().after();
      schedule.forget(cut);
    }
  }

  private static TraceEvent event(String node) {
    return TraceEvent.ANY.at(node);
  }

  private static List<TraceEvent> many(String node, int count) {
    List<TraceEvent> events = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      events.add(event(node));
    }
    return events;
  }

  private static TraceEvent sends(String node, String id) {
    return event(node)
        .after(new Causality(Optional.empty(), new TreeMap<>(), List.of(id), List.of()));
  }

  private static TraceEvent receives(String node, String id) {
    return event(node)
        .after(new Causality(Optional.empty(), new TreeMap<>(), List.of(), List.of(id)));
  }

  private static TraceEvent clock(String node, long clock) {
    return event(node).after(Causality.ofClock(Optional.of(clock)));
  }

  private static Causality causality(Map<String, Long> vector) {
    return new Causality(Optional.empty(), new TreeMap<>(vector), List.of(), List.of());
  }

  private static TraceEvent vector(String node, long own) {
    return event(node).after(causality(Map.of(node, own)));
  }

  private static TraceEvent vector(String node, long own, String other, long known) {
    return event(node).after(causality(Map.of(node, own, other, known)));
  }
}
