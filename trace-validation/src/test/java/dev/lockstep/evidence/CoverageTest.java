package dev.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Part;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.SpecStep;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.value.TlaValue;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What logs cover, against the walks that they were written from. */
class CoverageTest {

  private static Verdict add(Coverage coverage, Spec spec, String log, List<TraceEvent> events)
      throws Exception {
    Log source = new Log(log, events);
    return coverage.validate(spec, SearchOptions.DEFAULT, source, Log.HEADER).verdict();
  }

  private static CoverageReport report(Coverage coverage) {
    return coverage.report(spec -> OptionalLong.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 256, 2000})
  void a_log_that_says_all_covers_what_its_walk_took(int length) throws Exception {
    Spec spec = TestSpec.catalogTwoPhase();
    Walk walk = Walk.random(spec, 11, length);
    assertThat(walk.steps()).hasSize(length);
    Map<String, Long> taken = new TreeMap<>();
    Map<Part, Long> exercised = new TreeMap<>();
    for (int index = 0; index < walk.steps().size(); index++) {
      SpecStep step = walk.steps().get(index);
      taken.merge(step.action().name(), 1L, Long::sum);
      spec.parts(walk.states().get(index), step.action(), step.target())
          .parts()
          .forEach(part -> exercised.merge(part, 1L, Long::sum));
    }

    Coverage coverage = new Coverage();
    assertThat(add(coverage, spec, "walk", walk.events(Walk.Detail.VEA))).isEqualTo(Verdict.HOLDS);
    CoverageReport report = report(coverage);

    assertThat(report.actions())
        .extracting(CoverageReport.Action::name)
        .containsExactlyElementsOf(new TreeSet<>(spec.actionLabels()));
    for (CoverageReport.Action action : report.actions()) {
      assertThat(action.steps()).isEqualTo(taken.getOrDefault(action.name(), 0L));
      assertThat(action.lookedIntoInPart()).isZero();
      for (CoverageReport.Exercised part : action.parts()) {
        assertThat(part.steps()).isEqualTo(exercised.getOrDefault(part.part(), 0L));
        assertThat(part.logs()).isEqualTo(part.steps() > 0 ? List.of("walk") : List.of());
      }
    }
    assertThat(report.exercised()).isEqualTo(exercised.size()).isLessThan(report.partCount() + 1);
    assertThat(report.states().getFirst().reached())
        .isEqualTo(walk.states().stream().distinct().count());
  }

  @ParameterizedTest
  @EnumSource
  void every_accepted_event_is_one_step_however_little_the_log_says(Walk.Detail detail)
      throws Exception {
    Walk walk = Walk.random(TestSpec.twoPhase(), 4, 600);
    Coverage coverage = new Coverage();

    assertThat(add(coverage, TestSpec.twoPhase(), "walk", walk.events(detail)))
        .isEqualTo(Verdict.HOLDS);

    assertThat(report(coverage).actions().stream().mapToLong(CoverageReport.Action::steps).sum())
        .isEqualTo(600);
  }

  @Test
  void the_log_of_a_commit_never_aborts() throws Exception {
    Coverage coverage = new Coverage();
    try (var stream = Files.newInputStream(TestSpec.EXAMPLE.resolve("logs/commit.ndjson"));
        InriaReader reader = InriaReader.of("commit.ndjson", stream);
        Spec spec =
            Spec.load(
                SpecSource.ofFiles(
                    TestSpec.EXAMPLE.resolve("TwoPhase.tla"),
                    TestSpec.EXAMPLE.resolve("TwoPhase4.cfg"),
                    List.of()))) {
      assertThat(
              coverage
                  .validate(spec, SearchOptions.DEFAULT, reader, reader.nextRun().orElseThrow())
                  .verdict())
          .isEqualTo(Verdict.HOLDS);
      CoverageReport report = coverage.report(any -> OptionalLong.of(1568));

      assertThat(report.neverTaken())
          .extracting(CoverageReport.Action::name)
          .containsExactly("RMChooseToAbort", "RMRcvAbortMsg", "TMAbort");
      assertThat(report.neverExercised()).isEmpty();
      CoverageReport.Action commit =
          report.actions().stream().filter(one -> one.name().equals("TMCommit")).findFirst().get();
      assertThat(commit.steps()).isEqualTo(1);
      assertThat(commit.parts())
          .extracting(part -> part.part().text())
          .containsExactly("tmState = \"init\"", "tmPrepared = RM");
      assertThat(report.states().getFirst().all()).hasValue(1568);
      assertThat(report.cover())
          .isEqualTo(new CoverageReport.Cover(List.of("commit.ndjson"), true));
    }
  }

  @Test
  void what_a_branch_leaves_out_is_named_with_its_place() throws Exception {
    Coverage coverage = new Coverage();
    List<TraceEvent> events = new ArrayList<>();
    for (String action : List.of("Order", "Take", "Finish")) {
      events.add(TraceEvent.ANY.with(LoggedCall.of(action)));
    }
    add(coverage, TestSpec.workshop(), "short", events);

    assertThat(report(coverage).neverExercised())
        .extracting(part -> part.kind() + " " + part.text())
        .containsExactly(
            "ELSE IF k = owner[w].kind THEN bag[k] + 1 ELSE bag[k]",
            "THEN bag[k] + 1",
            "ELSE bag[k]");
  }

  @Test
  void a_rejected_run_covers_nothing() throws Exception {
    Coverage coverage = new Coverage();
    List<TraceEvent> events =
        new ArrayList<>(Walk.random(TestSpec.workshop(), 1, 300).events(Walk.Detail.EA));
    events.add(TraceEvent.ANY.with(LoggedCall.of("Nobody")));

    assertThat(add(coverage, TestSpec.workshop(), "bad", events)).isEqualTo(Verdict.VIOLATED);

    CoverageReport report = report(coverage);
    assertThat(report.runs()).isZero();
    assertThat(report.neverTaken()).hasSize(4);
    assertThat(report.states().getFirst().reached()).isZero();
    assertThat(report.cover().logs()).isEmpty();
    assertThat(report.logs()).containsExactly(new CoverageReport.Log("bad", 0, 0, 0));
  }

  @Test
  void a_few_logs_of_many_cover_as_much_as_all() throws Exception {
    Coverage all = new Coverage();
    Map<String, List<TraceEvent>> logs = new TreeMap<>();
    for (int seed = 1; seed <= 30; seed++) {
      String name = "log" + seed;
      logs.put(name, Walk.random(TestSpec.workshop(), seed, 6).events(Walk.Detail.VEA));
    }
    for (Map.Entry<String, List<TraceEvent>> log : logs.entrySet()) {
      add(all, TestSpec.workshop(), log.getKey(), log.getValue());
    }
    CoverageReport whole = report(all);
    assertThat(whole.cover().logs()).hasSizeLessThan(10);

    Coverage few = new Coverage();
    for (String name : whole.cover().logs()) {
      add(few, TestSpec.workshop(), name, logs.getOrDefault(name, List.of()));
    }

    assertThat(report(few).exercised()).isEqualTo(whole.exercised());
    assertThat(report(few).neverTaken()).hasSameSizeAs(whole.neverTaken());
  }

  @Test
  void a_small_cover_covers_everything_and_is_the_smallest_for_few_logs() {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      int logs = 1 + random.nextInt(9);
      List<BitSet> wanted = new ArrayList<>();
      for (int thing = 0; thing < 12; thing++) {
        BitSet covering = new BitSet();
        for (int log = 0; log < logs; log++) {
          covering.set(log, random.nextInt(4) == 0);
        }
        wanted.add(covering);
      }
      int smallest = logs;
      for (int subset = 0; subset < 1 << logs; subset++) {
        BitSet chosen = BitSet.valueOf(new long[] {subset});
        if (wanted.stream().allMatch(one -> one.isEmpty() || one.intersects(chosen))) {
          smallest = Math.min(smallest, chosen.cardinality());
        }
      }

      SmallCover cover = SmallCover.of(wanted, logs);
      SmallCover among = SmallCover.of(wanted, 21);

      assertThat(cover.smallest()).isTrue();
      assertThat(cover.chosen().cardinality()).as("seed %d", seed).isEqualTo(smallest);
      assertThat(among.chosen().cardinality()).isGreaterThanOrEqualTo(smallest);
      assertThat(wanted).allMatch(one -> one.isEmpty() || one.intersects(among.chosen()));
      for (int log : among.chosen().stream().toArray()) {
        BitSet fewer = (BitSet) among.chosen().clone();
        fewer.clear(log);
        assertThat(wanted).anyMatch(one -> !one.isEmpty() && !one.intersects(fewer));
      }
    }
  }

  @Test
  void fingerprints_are_counted_once_each() {
    Random random = new Random(3);
    Fingerprints fingerprints = new Fingerprints();
    Set<Long> expected = new HashSet<>();
    for (int index = 0; index < 20_000; index++) {
      long fingerprint = random.nextInt(10) == 0 ? random.nextInt(500) : random.nextLong();
      fingerprints.add(fingerprint);
      expected.add(fingerprint);
    }
    Set<Long> found = new HashSet<>();
    fingerprints.forEach(found::add);

    assertThat(fingerprints.size()).isEqualTo(expected.size());
    assertThat(found).isEqualTo(expected).contains(0L);
  }

  @Test
  void the_catalog_knows_how_many_states_there_are_with_the_same_constants() throws Exception {
    Catalog catalog = Catalog.load();
    try (SpecFiles files = catalog.extract(catalog.protocol("two-phase-commit"))) {
      try (Spec two = Spec.load(files.spec(Map.of("RM", managers(2))));
          Spec five = Spec.load(files.spec(Map.of("RM", managers(5))))) {
        assertThat(StateSpace.pinned(files, two)).hasValue(12960);
        assertThat(StateSpace.pinned(files, five)).isEmpty();
      }
    }
  }

  private static TlaValue managers(int number) {
    List<TlaValue> values = new ArrayList<>();
    for (int manager = 1; manager <= number; manager++) {
      values.add(new TlaValue.ModelValue("rm" + manager));
    }
    return TlaValue.set(values);
  }
}
