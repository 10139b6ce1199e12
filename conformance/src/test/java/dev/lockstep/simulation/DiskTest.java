package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitSubject;
import dev.lockstep.core.NodeId;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.validation.Validator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crashes at every point of a step, and what they do to disks that are used well and badly. */
class DiskTest {

  private static final long SEED = 3;

  private static final Subject<Message> SUBJECT = TwoPhaseCommitSubject.of(3);

  @ParameterizedTest
  @EnumSource(names = {"CRASH", "LOST_WRITE", "TORN_WRITE", "UNSENT"})
  void each_point_of_a_step_at_which_a_node_may_crash_is_hit_alone_and_does_no_harm(Fault point)
      throws Exception {
    Faults faults = Faults.NONE.withLastMicros(1_000_000).withSync(new Span(0, 2_000));

    Summary<Message> summary = summary(faults.with(point, 0.2));

    assertThat(summary.faults()).containsKey(point.toString());
    assertThat(summary.actions()).containsKeys("TMCrash", "RMCrash");
    assertThat(summary.violations()).isEmpty();
    for (Fault other : List.of(Fault.CRASH, Fault.LOST_WRITE, Fault.TORN_WRITE, Fault.UNSENT)) {
      assertThat(summary.faults().containsKey(other.toString()))
          .as("%s", other)
          .isEqualTo(other == point);
    }
    assertThat(summary.actions().containsKey("LoseMessage"))
        .as("only a crash between the sync and the sending loses what was to be sent")
        .isEqualTo(point == Fault.UNSENT);
  }

  @Test
  void a_write_that_is_lost_in_a_crash_is_no_step() {
    Faults faults =
        Faults.NONE
            .withLastMicros(1_000_000)
            .withSync(new Span(100, 2_000))
            .with(Fault.LOST_WRITE, 1);

    new Simulation<>(SUBJECT, faults)
        .run(
            SEED,
            0,
            (micros, node, clock, step) ->
                assertThat(micros < 1_000_000 && step.action().name().equals("RMPrepare"))
                    .as("%s at %s", step.action(), micros)
                    .isFalse());
  }

  @Test
  void what_waited_for_a_node_goes_to_disk_with_one_sync() {
    Faults faults =
        Faults.NONE
            .withLastMicros(5_000_000)
            .withSync(new Span(1_000, 2_000))
            .with(Fault.LOSS, 0.3)
            .with(Fault.PAUSE, 0.3);
    Set<String> together = new TreeSet<>();
    Map<NodeId, String> last = new HashMap<>();

    for (int run = 0; run < 300; run++) {
      new Simulation<>(SUBJECT, faults)
          .run(
              SEED,
              run,
              (micros, node, clock, step) -> {
                String now = micros + " " + step.action().name();
                String before = last.getOrDefault(node, "");
                if (before.startsWith(micros + " ")) {
                  together.add(before.replaceFirst(".* ", "") + ", " + step.action().name());
                }
                last.put(node, now);
              });
      last.clear();
    }

    assertThat(together).contains("RMPrepare, RMRcvAbortMsg");
  }

  @ParameterizedTest
  @EnumSource(names = "SYNCS", mode = EnumSource.Mode.EXCLUDE)
  void a_disk_that_breaks_its_promise_breaks_the_protocols_and_the_spec_does_not_allow_its_log(
      Disk disk) throws Exception {
    Simulation<Message> simulation = new Simulation<>(SUBJECT, Faults.DEFAULT.withDisk(disk));
    Violation<Message> violation =
        new Campaign<>(simulation, SEED, 0, 500, 2, Optional.empty())
            .run(done -> {})
            .first()
            .orElseThrow()
            .violation()
            .orElseThrow();

    assertThat(violation.property())
        .isIn("OneDecision", "DecisionStable", "CommitOnlyIfAllVotedYes");
    ShortestRun<Message> shortest = new Shrinker<>(simulation).shrink(violation).orElseThrow();
    assertThat(shortest.steps().getLast().action().name()).endsWith("Crash");
    assertThat(forbidden(simulation)).isTrue();
  }

  @Test
  void a_disk_that_keeps_its_promise_does_not() throws Exception {
    assertThat(summary(Faults.DEFAULT).violations()).isEmpty();
    assertThat(forbidden(new Simulation<>(SUBJECT, Faults.DEFAULT))).isFalse();
  }

  /** Whether the spec forbids one of a hundred logs. */
  private static boolean forbidden(Simulation<Message> simulation) throws Exception {
    Catalog catalog = Catalog.load();
    try (SpecFiles files = catalog.extract(catalog.protocol("two-phase-commit"));
        Spec spec = Spec.load(files.spec(Subjects.constants(SUBJECT)))) {
      Validator validator = new Validator(spec, SearchOptions.DEFAULT);
      for (int run = 0; run < 100; run++) {
        if (simulation.record(SEED, run).validate(validator).verdict() == Verdict.VIOLATED) {
          return true;
        }
      }
      return false;
    }
  }

  private static Summary<Message> summary(Faults faults) throws Exception {
    return new Campaign<>(new Simulation<>(SUBJECT, faults), SEED, 0, 300, 2, Optional.empty())
        .run(done -> {});
  }
}
