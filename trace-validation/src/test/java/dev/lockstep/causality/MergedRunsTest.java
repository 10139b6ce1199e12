package dev.lockstep.causality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.search.Cut;
import dev.lockstep.search.Schedule;
import dev.lockstep.testing.Log;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceException;
import dev.lockstep.trace.TraceHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the headers of several logs say together, and which runs belong together. */
class MergedRunsTest {

  private static final List<TraceEvent> EVENTS = List.of(TraceEvent.ANY.at("a"));

  @Test
  void constants_and_initial_values_are_united() throws Exception {
    TraceHeader one =
        header(Map.of("RM", names("x", "y"), "Max", whole(3))).withState(state("count", 0));
    TraceHeader other = header(Map.of("RM", names("y", "x"))).withState(state("bag", 1));

    TraceHeader joined = runs(one, other).nextRun().orElseThrow();

    assertThat(joined.constants()).containsOnlyKeys("RM", "Max");
    assertThat(joined.state()).containsOnlyKeys(Place.of("count"), Place.of("bag"));
  }

  @Test
  void logs_of_different_runs_are_malformed() {
    assertDiffers(
        header(Map.of("Max", whole(3))),
        header(Map.of("Max", whole(4))),
        "b.ndjson:1: the constant Max is 4 here, but 3 in a.ndjson, line 1: these are not logs of"
            + " the same run");
    assertDiffers(
        Log.HEADER.withState(state("count", 0)),
        Log.HEADER.withState(state("count", 1)),
        "the initial value of count is 1 here, but 0 in a.ndjson");
    assertDiffers(
        Log.HEADER.withSeed(7, 1), Log.HEADER.withSeed(7, 2), "the run is 2 here, but 1 in");
    assertDiffers(
        Log.HEADER.withProtocol("paxos"),
        Log.HEADER.withProtocol("raft"),
        "the protocol is raft here, but paxos in");
  }

  private static void assertDiffers(TraceHeader one, TraceHeader other, String message) {
    assertThatExceptionOfType(TraceException.class)
        .isThrownBy(() -> runs(one, other).nextRun())
        .withMessageContaining(message);
  }

  @Test
  void the_runs_of_the_logs_belong_together_in_their_order() throws Exception {
    MemoryLog one = new MemoryLog("a.ndjson").run(Log.HEADER, EVENTS).run(Log.HEADER, List.of());
    MemoryLog other = new MemoryLog("b.ndjson").run(Log.HEADER, EVENTS).run(Log.HEADER, EVENTS);
    MergedRuns runs = new MergedRuns(List.of(one, other), Order.LOGS, false);
    List<Long> lengths = new ArrayList<>();

    while (runs.nextRun().isPresent()) {
      lengths.add(length(runs.schedule(runs.logs())));
    }

    assertThat(lengths).containsExactly(2L, 1L);
    assertThat(runs.order()).isEqualTo(Order.LOGS);
  }

  @Test
  void unequal_numbers_of_runs_are_malformed() throws Exception {
    MemoryLog one = new MemoryLog("a.ndjson").run(Log.HEADER, EVENTS);
    MemoryLog other = new MemoryLog("b.ndjson").run(Log.HEADER, EVENTS).run(Log.HEADER, EVENTS);
    for (List<MemoryLog> logs : List.of(List.of(one, other), List.of(other, one))) {
      logs.forEach(MemoryLog::restart);
      MergedRuns runs = new MergedRuns(logs, Order.LOGS, false);
      runs.nextRun();

      assertThatExceptionOfType(TraceException.class)
          .isThrownBy(runs::nextRun)
          .withMessage(
              "b.ndjson:1: this log has a run number 2, but a.ndjson has only 1 run; the runs of"
                  + " the logs belong together in their order, so that all logs need as many");
    }
  }

  @Test
  void the_nodes_in_one_log_can_be_taken_apart() throws Exception {
    List<TraceEvent> events =
        List.of(TraceEvent.ANY.at("a"), TraceEvent.ANY.at("b"), TraceEvent.ANY.at("a"));
    MergedRuns whole =
        new MergedRuns(
            List.of(new MemoryLog("a.ndjson").run(Log.HEADER, events)), Order.LOGS, false);
    MergedRuns apart =
        new MergedRuns(
            List.of(new MemoryLog("a.ndjson").run(Log.HEADER, events)), Order.LOGS, true);
    whole.nextRun();
    apart.nextRun();

    Schedule inOrder = whole.schedule(whole.logs());
    assertThat(inOrder.next(inOrder.start())).hasSize(1);
    Schedule inAnyOrder = apart.schedule(apart.logs());
    assertThat(inAnyOrder.next(inAnyOrder.start())).hasSize(2);
    assertThat(length(inAnyOrder)).isEqualTo(3);
  }

  private static long length(Schedule schedule) throws TraceException {
    Cut cut = schedule.start();
    for (List<Schedule.Next> next = schedule.next(cut);
        !next.isEmpty();
        next = schedule.next(cut)) {
      cut = next.getFirst().after();
    }
    return cut.level();
  }

  private static MergedRuns runs(TraceHeader one, TraceHeader other) {
    return new MergedRuns(
        List.of(
            new MemoryLog("a.ndjson").run(one, EVENTS),
            new MemoryLog("b.ndjson").run(other, EVENTS)),
        Order.AUTO,
        false);
  }

  private static TraceHeader header(Map<String, LoggedValue> constants) {
    TraceHeader plain = Log.HEADER;
    return new TraceHeader(
        plain.line(),
        plain.spec(),
        plain.protocol(),
        new TreeMap<>(constants),
        plain.seed(),
        plain.run(),
        plain.state());
  }

  private static SortedMap<Place, LoggedValue> state(String variable, int value) {
    return new TreeMap<>(Map.of(Place.of(variable), whole(value)));
  }

  private static LoggedValue whole(int value) {
    return new LoggedValue.Whole(value);
  }

  private static LoggedValue names(String... names) {
    List<LoggedValue> values = new ArrayList<>();
    for (String name : names) {
      values.add(new LoggedValue.Text(name));
    }
    return new LoggedValue.Items(values);
  }
}
