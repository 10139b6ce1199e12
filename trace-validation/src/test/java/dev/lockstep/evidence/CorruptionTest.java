package dev.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.search.SearchOptions;
import dev.lockstep.testing.Log;
import dev.lockstep.testing.TestSpec;
import dev.lockstep.testing.Walk;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.validation.Validator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Corrupted runs, against validating each of them from its start. */
class CorruptionTest {

  private static final long SEED = 7;

  private static CorruptionReport corrupt(Spec spec, List<TraceEvent> events, int most)
      throws Exception {
    return new Corruption(
            spec, SearchOptions.DEFAULT, new Corruption.Plan(SEED, most, Duration.ofMinutes(5)))
        .corrupt(Log.HEADER, events);
  }

  private static List<TraceEvent> corrupted(List<TraceEvent> events, Fault fault) {
    List<TraceEvent> run = new ArrayList<>(events.subList(0, fault.at()));
    run.addAll(fault.instead());
    run.addAll(events.subList(fault.at() + fault.length(), events.size()));
    return run;
  }

  private static Verdict verdict(Spec spec, List<TraceEvent> events) throws Exception {
    return new Validator(spec, SearchOptions.DEFAULT)
        .validate(new Log(events), Log.HEADER)
        .verdict();
  }

  @ParameterizedTest
  @EnumSource
  void each_corrupted_run_fares_as_it_does_when_it_is_validated_by_itself(Walk.Detail detail)
      throws Exception {
    for (Spec spec :
        List.of(TestSpec.workshop(), TestSpec.twoPhase(), TestSpec.catalogTwoPhase())) {
      for (long seed = 1; seed <= 2; seed++) {
        List<TraceEvent> events = Walk.random(spec, seed, 25).events(detail);
        List<Fault> faults = new Faults(spec, events, SEED).draw(150);
        Set<String> survivors = new HashSet<>();
        for (Fault fault : faults) {
          List<TraceEvent> run = corrupted(events, fault);
          assertThat(run).as(fault.words()).isNotEqualTo(events);
          if (verdict(spec, run) == Verdict.HOLDS) {
            survivors.add(fault.kind().word() + " " + (fault.at() + 1) + " " + fault.words());
          }
        }

        CorruptionReport report = corrupt(spec, events, 150);

        assertThat(report.total().tried()).isEqualTo(faults.size()).isPositive();
        assertThat(report.total().inconclusive()).isZero();
        assertThat(report.survivors())
            .as("%s, seed %d", spec.module(), seed)
            .extracting(one -> one.kind() + " " + one.number() + " " + one.words())
            .containsExactlyInAnyOrderElementsOf(survivors);
        assertThat(report.total().survived()).isEqualTo(survivors.size());
      }
    }
  }

  @Test
  void a_log_of_names_alone_lets_more_pass_than_one_with_arguments_and_values() throws Exception {
    Walk walk = Walk.random(TestSpec.workshop(), 3, 40);

    double names = corrupt(TestSpec.workshop(), walk.events(Walk.Detail.E), 200).total().share();
    double all = corrupt(TestSpec.workshop(), walk.events(Walk.Detail.VEA), 200).total().share();

    assertThat(names).isLessThan(all);
  }

  @Test
  void a_value_that_nobody_checks_is_named() throws Exception {
    List<TraceEvent> events = new ArrayList<>();
    for (TraceEvent event : Walk.random(TestSpec.workshop(), 5, 12).events(Walk.Detail.EA)) {
      events.add(event);
    }
    TraceEvent order = events.getFirst();
    assertThat(order.action()).contains("Order");
    events.set(0, order.with(LoggedCall.of("Order")));

    CorruptionReport report = corrupt(TestSpec.workshop(), events, 300);

    assertThat(report.kinds())
        .extracting(CorruptionReport.Tally::kind)
        .contains("alter an argument", "drop an event")
        .doesNotContain("alter a value", "alter a delta");
    assertThat(report.unnoticed())
        .allSatisfy(spot -> assertThat(spot.survived()).isBetween(1L, spot.tried()));
    assertThat(report.survivors())
        .anySatisfy(
            survivor -> {
              assertThat(survivor.subject()).isEqualTo("argument k of Order");
              assertThat(survivor.words()).contains(" -> ");
              assertThat(survivor.origin().line()).isEqualTo((int) survivor.number() + 1);
            });
    List<String> kinds = report.survivors().stream().map(CorruptionReport.Survivor::kind).toList();
    assertThat(kinds.indexOf("alter an argument")).isLessThan(kinds.indexOf("drop an event"));
  }

  @Test
  void the_same_seed_gives_the_same_and_another_one_something_else() throws Exception {
    List<TraceEvent> events = Walk.random(TestSpec.workshop(), 1, 60).events(Walk.Detail.VEA);

    assertThat(corrupt(TestSpec.workshop(), events, 50))
        .isEqualTo(corrupt(TestSpec.workshop(), events, 50));
    assertThat(new Faults(TestSpec.workshop(), events, 1).draw(50))
        .hasSize(50)
        .isNotEqualTo(new Faults(TestSpec.workshop(), events, 2).draw(50));
  }

  @Test
  void a_thousand_corruptions_of_a_long_log_are_all_decided() throws Exception {
    List<TraceEvent> events =
        Walk.random(TestSpec.catalogTwoPhase(), 1, 3000).events(Walk.Detail.VEA);

    CorruptionReport report = corrupt(TestSpec.catalogTwoPhase(), events, 1000);

    assertThat(report.total().tried()).isEqualTo(1000);
    assertThat(report.total().inconclusive()).isZero();
  }

  @Test
  void what_there_was_no_time_for_is_inconclusive() throws Exception {
    List<TraceEvent> events = Walk.random(TestSpec.workshop(), 1, 60).events(Walk.Detail.VEA);

    CorruptionReport report =
        new Corruption(
                TestSpec.workshop(),
                SearchOptions.DEFAULT,
                new Corruption.Plan(SEED, 80, Duration.ZERO))
            .corrupt(Log.HEADER, events);

    assertThat(report.total()).isEqualTo(new CorruptionReport.Tally("all", 80, 0, 80));
    assertThat(report.survivors()).isEmpty();
  }

  @Test
  void reports_of_several_runs_add_up() throws Exception {
    CorruptionReport one =
        corrupt(
            TestSpec.workshop(),
            Walk.random(TestSpec.workshop(), 1, 30).events(Walk.Detail.EA),
            90);
    CorruptionReport two =
        corrupt(
            TestSpec.workshop(),
            Walk.random(TestSpec.workshop(), 2, 30).events(Walk.Detail.ES),
            90);

    CorruptionReport both = CorruptionReport.NONE.and(one).and(two);

    assertThat(both.runs()).isEqualTo(2);
    assertThat(both.events()).isEqualTo(one.events() + two.events());
    assertThat(both.total().tried()).isEqualTo(one.total().tried() + two.total().tried());
    assertThat(both.survivors()).hasSize(one.survivors().size() + two.survivors().size());
    assertThat(both.spots().stream().mapToLong(CorruptionReport.Spot::tried).sum())
        .isEqualTo(both.total().tried());
    assertThat(two.and(one)).isEqualTo(one.and(two));
  }

  @Test
  void a_run_that_is_rejected_as_it_is_cannot_be_corrupted() {
    List<TraceEvent> events =
        List.of(
            TraceEvent.ANY.with(LoggedCall.of("Take")),
            TraceEvent.ANY.with(LoggedCall.of("Order")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> corrupt(TestSpec.workshop(), events, 10))
        .withMessageContaining("event 1 is impossible");
    assertThat(new TreeMap<>(TestSpec.workshop().actions())).containsKey("Take");
  }
}
