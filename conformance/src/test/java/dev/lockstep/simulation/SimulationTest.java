package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitSubject;
import dev.lockstep.conformance.time.lamportclock.LamportClockSubject;
import dev.lockstep.simulation.RunResult.Ending;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

  private static final Subject<?> TWO_PHASE_COMMIT = TwoPhaseCommitSubject.of(3);

  @TempDir Path folder;

  @Property(tries = 200)
  void the_properties_hold_under_any_rates_of_faults_and_everybody_decides(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int participants,
      @ForAll @DoubleRange(max = 1) double loss,
      @ForAll @DoubleRange(max = 0.9) double duplication,
      @ForAll @DoubleRange(max = 0.5) double crash,
      @ForAll @DoubleRange(max = 1) double partition) {
    Faults faults =
        Faults.DEFAULT
            .with(Fault.LOSS, loss)
            .with(Fault.DUPLICATION, duplication)
            .with(Fault.CRASH, crash)
            .with(Fault.PARTITION, partition);

    RunResult<?> result =
        new Simulation<>(TwoPhaseCommitSubject.of(participants), faults).run(seed, 0);

    assertThat(result.violation()).as("seed %d under %s", seed, faults).isEmpty();
    assertThat(result.ending()).as("seed %d under %s", seed, faults).isEqualTo(Ending.DONE);
    assertThat(result.outcome()).as("seed %d", seed).isIn("committed", "aborted");
  }

  @Property(tries = 100)
  void the_same_seed_gives_the_same_run(@ForAll long seed, @ForAll @IntRange(max = 99) int run) {
    Recording<?> once = new Simulation<>(TWO_PHASE_COMMIT, Faults.DEFAULT).record(seed, run);
    Recording<?> again =
        new Simulation<>(TwoPhaseCommitSubject.of(3), Faults.DEFAULT).record(seed, run);

    assertThat(again).as("seed %d", seed).isEqualTo(once);
  }

  @Property(tries = 50)
  void without_faults_nothing_fails_and_nothing_is_reordered(@ForAll long seed) {
    for (Subject<?> subject : List.of(TWO_PHASE_COMMIT, LamportClockSubject.of(3, 20))) {
      RunResult<?> result = new Simulation<>(subject, Faults.NONE).run(seed, 0);

      assertThat(result.faults()).as("seed %d", seed).isEmpty();
      assertThat(result.violation()).as("seed %d", seed).isEmpty();
    }
  }

  @Property(tries = 50)
  void a_fault_whose_rate_is_zero_does_not_happen(@ForAll long seed) {
    assertThat(faults(Faults.DEFAULT.with(Fault.LOSS, 0), seed)).doesNotContain("loss");
    assertThat(faults(Faults.DEFAULT.with(Fault.DUPLICATION, 0), seed))
        .doesNotContain("duplication");
    assertThat(faults(withoutCrashes(), seed))
        .doesNotContain(
            "crash", "lost-write", "torn-write", "unsent", "message to a node that is down");
    assertThat(faults(Faults.DEFAULT.with(Fault.PARTITION, 0), seed))
        .doesNotContain("partition", "message at a cut");
    assertThat(
            faults(
                withoutCrashes()
                    .withLatency(Span.ofMillis(5, 5))
                    .with(Fault.DELAY, 0)
                    .with(Fault.PARTITION, 0)
                    .with(Fault.DUPLICATION, 0),
                seed))
        .doesNotContain("reordering");
  }

  private static Faults withoutCrashes() {
    return Faults.DEFAULT
        .with(Fault.CRASH, 0)
        .with(Fault.LOST_WRITE, 0)
        .with(Fault.TORN_WRITE, 0)
        .with(Fault.UNSENT, 0);
  }

  private static Iterable<String> faults(Faults faults, long seed) {
    return new Simulation<>(TWO_PHASE_COMMIT, faults).run(seed, 0).faults().keySet();
  }

  @Test
  void all_kinds_of_faults_and_all_outcomes_are_seen_in_a_few_hundred_runs() throws Exception {
    Summary<?> summary = campaign(TWO_PHASE_COMMIT, 7, 400, 1, Optional.empty());

    assertThat(summary.faults())
        .containsOnlyKeys(
            "crash",
            "delay",
            "duplication",
            "loss",
            "lost-write",
            "message at a cut",
            "message to a node that is down",
            "partition",
            "pause",
            "reordering",
            "skew",
            "torn-write",
            "unsent");
    assertThat(summary.outcomes().get("committed")).isGreaterThan(100);
    assertThat(summary.outcomes().get("aborted")).isGreaterThan(50);
    assertThat(summary.actions()).hasSize(16);
  }

  @Test
  void the_logs_of_a_seed_are_the_same_bytes_however_many_workers_write_them() throws Exception {
    for (Subject<?> subject : List.of(TWO_PHASE_COMMIT, LamportClockSubject.of(3, 12))) {
      Path one = Files.createDirectories(folder.resolve(subject.spec() + "-one"));
      Path four = Files.createDirectories(folder.resolve(subject.spec() + "-four"));

      Summary<?> ofOne = campaign(subject, 42, 60, 1, Optional.of(one));
      Summary<?> ofFour = campaign(subject, 42, 60, 4, Optional.of(four));

      assertThat(contents(four)).hasSize(60).isEqualTo(contents(one));
      assertThat(ofFour).isEqualTo(ofOne);
    }
  }

  @Test
  void a_run_alone_is_the_run_that_it_is_among_others() throws Exception {
    Path alone = Files.createDirectories(folder.resolve("alone"));
    Path among = Files.createDirectories(folder.resolve("among"));

    new Campaign<>(simulation(), 42, 17, 1, 1, Optional.of(alone)).run(done -> {});
    new Campaign<>(simulation(), 42, 0, 20, 1, Optional.of(among)).run(done -> {});

    String name = "two-phase-commit-42-17.ndjson";
    assertThat(contents(alone)).containsOnlyKeys(name);
    assertThat(contents(among)).containsEntry(name, contents(alone).get(name));
  }

  /** If this fails, old seeds no longer reproduce what they did: say so in the change log. */
  @Test
  void a_golden_run_with_a_crash_and_a_loss_is_what_it_always_was() throws Exception {
    String name = "two-phase-commit-42-53.ndjson";

    new Campaign<>(
            new Simulation<>(TwoPhaseCommitSubject.of(2), Faults.DEFAULT),
            42,
            53,
            1,
            1,
            Optional.of(folder))
        .run(done -> {});

    try (var golden = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
      assertThat(Files.readString(folder.resolve(name)))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void a_run_that_takes_too_many_steps_is_stopped() {
    RunResult<?> result = new Simulation<>(TWO_PHASE_COMMIT, Faults.DEFAULT, 5).run(42, 1);

    assertThat(result.ending()).isEqualTo(Ending.OUT_OF_STEPS);
    assertThat(result.steps()).isEqualTo(5);
    assertThat(result.violation()).isEmpty();
  }

  private static Simulation<?> simulation() {
    return new Simulation<>(TWO_PHASE_COMMIT, Faults.DEFAULT);
  }

  private static Summary<?> campaign(
      Subject<?> subject, long seed, long runs, int workers, Optional<Path> out)
      throws InterruptedException {
    return new Campaign<>(new Simulation<>(subject, Faults.DEFAULT), seed, 0, runs, workers, out)
        .run(done -> {});
  }

  private static Map<String, String> contents(Path directory) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
