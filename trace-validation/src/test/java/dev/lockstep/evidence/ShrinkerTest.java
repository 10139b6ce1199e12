package dev.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Origin;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceWriter;
import dev.lockstep.validation.Reason;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import dev.lockstep.value.TlaValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shrunk runs, against trying by hand to leave out one event more. */
class ShrinkerTest {

  private static final Shrinker.Budget ENOUGH =
      new Shrinker.Budget(1_000_000, Duration.ofMinutes(10));

  private static Optional<Shrunk> shrink(Spec spec, SameReason same, List<TraceEvent> events)
      throws Exception {
    return new Shrinker(spec, SearchOptions.DEFAULT, same, ENOUGH, (tried, left) -> {})
        .shrink("log", Log.HEADER, events);
  }

  private static Validation validate(Spec spec, TraceHeader header, List<TraceEvent> events)
      throws Exception {
    return new Validator(spec, SearchOptions.DEFAULT).validate(new Log(events), header);
  }

  /** It is rejected at its last event for the reason, and without any one event it is not. */
  private static void assertMinimal(Spec spec, SameReason same, Shrunk shrunk) throws Exception {
    List<TraceEvent> events = shrunk.events();
    assertThat(shrunk.minimal()).isTrue();
    assertThat(rejected(spec, same, shrunk, events)).isTrue();
    for (int left = 0; left < events.size() - 1; left++) {
      List<TraceEvent> fewer = new ArrayList<>(events);
      fewer.remove(left);
      assertThat(rejected(spec, same, shrunk, fewer))
          .as("without event %d of %s", left + 1, events)
          .isFalse();
    }
    assertThat(shrunk.origins().getLast()).isEqualTo(shrunk.whole().event().origin());
    assertThat(shrunk.origins()).isSortedAccordingTo((a, b) -> a.line() - b.line());
  }

  private static boolean rejected(
      Spec spec, SameReason same, Shrunk shrunk, List<TraceEvent> events) throws Exception {
    Validation validation = validate(spec, shrunk.header(), events);
    return validation.verdict() == Verdict.VIOLATED
        && validation.stopped().orElseThrow().number() == events.size()
        && same.same(shrunk.whole(), validation.stopped().orElseThrow());
  }

  private static Spec fourManagers() throws Exception {
    return Spec.load(
        SpecSource.ofFiles(
            TestSpec.EXAMPLE.resolve("TwoPhase.tla"),
            TestSpec.EXAMPLE.resolve("TwoPhase4.cfg"),
            List.of()));
  }

  private static List<TraceEvent> earlyCommit() throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    try (var stream = Files.newInputStream(TestSpec.EXAMPLE.resolve("logs/early-commit.ndjson"));
        InriaReader reader = InriaReader.of("early-commit.ndjson", stream)) {
      assertThat(reader.nextRun()).isPresent();
      for (var event = reader.nextEvent(); event.isPresent(); event = reader.nextEvent()) {
        events.add(event.get());
      }
    }
    return events;
  }

  @Test
  void that_a_manager_commits_too_early_needs_nothing_before_it() throws Exception {
    try (Spec spec = fourManagers()) {
      Shrunk shrunk = shrink(spec, SameReason.CAUSE, earlyCommit()).orElseThrow();

      assertThat(shrunk.before()).isEqualTo(9);
      assertThat(shrunk.origins()).containsExactly(new Origin("early-commit.ndjson", 6));
      assertThat(shrunk.events().getFirst().delta()).isEmpty();
      assertThat(shrunk.silenced()).containsExactly("msgs", "rmState", "tmPrepared", "tmState");
      assertMinimal(spec, SameReason.CAUSE, shrunk);
    }
  }

  @Test
  void that_it_commits_after_these_two_votes_needs_them() throws Exception {
    try (Spec spec = fourManagers()) {
      Shrunk shrunk = shrink(spec, SameReason.VALUES, earlyCommit()).orElseThrow();

      assertThat(shrunk.origins()).extracting(Origin::line).containsExactly(1, 2, 3, 4, 6);
      Reason.NotEnabled reason = (Reason.NotEnabled) shrunk.stop().reason();
      assertThat(reason.conjuncts().getFirst().conjunct().values().get("tmPrepared"))
          .hasToString("{\"rm-0\", \"rm-1\"}");
      assertMinimal(spec, SameReason.VALUES, shrunk);
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_is_left_of_a_corrupted_walk_is_minimal(Walk.Detail detail) throws Exception {
    for (Spec spec : List.of(TestSpec.workshop(), TestSpec.twoPhase())) {
      int shrunken = 0;
      for (long seed = 1; seed <= 2; seed++) {
        List<TraceEvent> events = Walk.random(spec, seed, 14).events(detail);
        for (Fault fault : new Faults(spec, events, seed).draw(8)) {
          List<TraceEvent> run = new ArrayList<>(events.subList(0, fault.at()));
          run.addAll(fault.instead());
          run.addAll(events.subList(fault.at() + fault.length(), events.size()));
          Optional<Shrunk> shrunk = shrink(spec, SameReason.CAUSE, run);
          if (shrunk.isPresent()) {
            shrunken++;
            List<TraceEvent> left = shrunk.get().events();
            assertThat(rejected(spec, SameReason.CAUSE, shrunk.get(), left))
                .as("seed %d, %s", seed, fault.words())
                .isTrue();
            for (int index = 0; index < left.size() - 1; index++) {
              List<TraceEvent> fewer = new ArrayList<>(left);
              fewer.remove(index);
              assertThat(rejected(spec, SameReason.CAUSE, shrunk.get(), fewer))
                  .as("seed %d, %s, without event %d", seed, fault.words(), index + 1)
                  .isFalse();
            }
          } else {
            assertThat(validate(spec, Log.HEADER, run).verdict()).isEqualTo(Verdict.HOLDS);
          }
        }
      }
      assertThat(shrunken).isPositive();
    }
  }

  @Test
  void whole_nodes_go_and_what_is_left_can_be_read_again() throws Exception {
    Catalog catalog = Catalog.load();
    List<TlaValue> managers = new ArrayList<>();
    for (String name : List.of("rm1", "rm2", "rm3")) {
      managers.add(new TlaValue.ModelValue(name));
    }
    try (SpecFiles files = catalog.extract(catalog.protocol("two-phase-commit"));
        Spec spec = Spec.load(files.spec(Map.of("RM", TlaValue.set(managers))))) {
      List<TraceEvent> events = new ArrayList<>();
      for (TraceEvent event : Walk.random(spec, 8, 60).events(Walk.Detail.VEA)) {
        events.add(event.at("n" + event.line() % 3));
      }
      TraceEvent last = events.getLast();
      var state = new TreeMap<>(last.state());
      state.put(Place.of("tmState"), new LoggedValue.Text("nonsense"));
      events.set(59, last.withState(state));

      List<Integer> sizes = new ArrayList<>();
      Shrunk shrunk =
          new Shrinker(
                  spec,
                  SearchOptions.DEFAULT,
                  SameReason.CAUSE,
                  ENOUGH,
                  (tried, left) -> sizes.add(left))
              .shrink("log", Log.HEADER, events)
              .orElseThrow();

      assertMinimal(spec, SameReason.CAUSE, shrunk);
      assertThat(shrunk.events()).hasSizeLessThan(10);
      assertThat(sizes).isNotEmpty().last().isEqualTo(shrunk.events().size());
      assertThat(shrunk.isWritable()).isTrue();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TraceWriter writer = new TraceWriter(bytes)) {
        shrunk.writeTo(writer);
      }
      try (TraceReader reader =
          TraceReader.of("shrunk", new ByteArrayInputStream(bytes.toByteArray()))) {
        TraceHeader header = reader.nextRun().orElseThrow();
        assertThat(header.spec()).contains("TwoPhaseCommit");
        assertThat(header.constants().get("RM")).hasToString("[\"rm1\",\"rm2\",\"rm3\"]");
        Validation again = new Validator(spec, SearchOptions.DEFAULT).validate(reader, header);
        assertThat(again.stopped().orElseThrow().number()).isEqualTo(shrunk.events().size());
        assertThat(SameReason.CAUSE.same(shrunk.whole(), again.stopped().orElseThrow())).isTrue();
      }
    }
  }

  @Test
  void another_guard_or_another_place_is_another_reason() throws Exception {
    Spec spec = TestSpec.twoPhase();
    TraceEvent commit = TraceEvent.ANY.with(LoggedCall.of("TMCommit"));
    TraceEvent abort = TraceEvent.ANY.with(LoggedCall.of("TMAbort"));
    Validation.Stop unheard = stop(spec, List.of(commit));
    Validation.Stop decided = stop(spec, List.of(abort, commit));
    Validation.Stop state = stop(spec, List.of(observing(abort, "tmState")));
    Validation.Stop both =
        stop(spec, List.of(observing(observing(abort, "tmState"), "tmPrepared")));

    assertThat(SameReason.CAUSE.same(unheard, unheard)).isTrue();
    assertThat(SameReason.CAUSE.same(unheard, decided)).isFalse();
    assertThat(SameReason.CAUSE.same(unheard, state)).isFalse();
    assertThat(SameReason.CAUSE.same(both, state)).isTrue();
    assertThat(SameReason.CAUSE.same(state, both)).isFalse();
  }

  private static TraceEvent observing(TraceEvent event, String variable) {
    TreeMap<Place, LoggedValue> state = new TreeMap<>(event.state());
    state.put(Place.of(variable), new LoggedValue.Text("nonsense"));
    return event.withState(state);
  }

  private static Validation.Stop stop(Spec spec, List<TraceEvent> events) throws Exception {
    return validate(spec, Log.HEADER, events).stopped().orElseThrow();
  }

  @Test
  void a_run_that_holds_is_not_shrunk() throws Exception {
    assertThat(
            shrink(
                TestSpec.workshop(),
                SameReason.CAUSE,
                Walk.random(TestSpec.workshop(), 1, 20).events(Walk.Detail.EA)))
        .isEmpty();
  }

  @Test
  void when_the_budget_is_used_up_what_was_found_is_returned_and_not_called_minimal()
      throws Exception {
    try (Spec spec = fourManagers()) {
      Shrunk shrunk =
          new Shrinker(
                  spec,
                  SearchOptions.DEFAULT,
                  SameReason.VALUES,
                  new Shrinker.Budget(1, Duration.ofMinutes(10)),
                  (tried, left) -> {})
              .shrink("log", Log.HEADER, earlyCommit())
              .orElseThrow();

      assertThat(shrunk.minimal()).isFalse();
      assertThat(shrunk.tried()).isEqualTo(1);
      assertThat(shrunk.events()).hasSize(6);
    }
  }
}
