package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitSubject;
import dev.lockstep.conformance.time.lamportclock.LamportClockSubject;
import dev.lockstep.simulation.RunResult.Ending;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {

  private static final Subject<?> TWO_PHASE_COMMIT = TwoPhaseCommitSubject.of(3);

  @TempDir Path folder;

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
      Path one = Files.createDirectories(folder.resolve(subject.spec() + "-1"));
      Summary<?> ofOne = campaign(subject, 42, 60, 1, Optional.of(one));
      for (int workers = 2; workers <= 4; workers++) {
        Path more = Files.createDirectories(folder.resolve(subject.spec() + "-" + workers));

        Summary<?> ofMore = campaign(subject, 42, 60, workers, Optional.of(more));

        assertThat(contents(more)).hasSize(60).isEqualTo(contents(one));
        assertThat(ofMore).isEqualTo(ofOne);
      }
    }
  }

  /** If this fails, old seeds no longer reproduce what they did: say so in the change log. */
  @ParameterizedTest
  @CsvSource({
    "two-phase-commit, 9e4b3d3b42e698d8ae89c2b5471732fd31c1dea4dfae6da711745207fdcb1f6f",
    "lamport-clock, 7c2c7409fb11065c13b3cf820756074b0a742b3fb08238399e776a16ca1f7f99"
  })
  void the_logs_of_a_seed_have_the_same_hash_on_every_machine(String protocol, String hash)
      throws Exception {
    Locale before = Locale.getDefault();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      campaign(Subjects.of(protocol, 3).orElseThrow(), 7, 100, 2, Optional.of(folder));
      for (String log : contents(folder).values()) {
        digest.update(log.getBytes(StandardCharsets.UTF_8));
      }
    } finally {
      Locale.setDefault(before);
    }

    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hash);
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
    String name = "two-phase-commit-42-3.ndjson";

    new Campaign<>(
            new Simulation<>(TwoPhaseCommitSubject.of(2), Faults.DEFAULT),
            42,
            3,
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
    RunResult<?> result = new Simulation<>(TWO_PHASE_COMMIT, Faults.DEFAULT, 5).run(1, 1);

    assertThat(result.ending()).isEqualTo(Ending.OUT_OF_STEPS);
    // What one sync finishes is not torn apart.
    assertThat(result.steps()).isBetween(5L, 12L);
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
