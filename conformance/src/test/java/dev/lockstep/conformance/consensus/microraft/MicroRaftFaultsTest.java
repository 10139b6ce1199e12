package dev.lockstep.conformance.consensus.microraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.tlc.Verdict;
import dev.lockstep.validation.Reason;
import dev.lockstep.validation.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What MicroRaft 0.7 does that Raft forbids, in runs that show it. With a version that has these
 * faults no more, these tests fail, and may go. The logs are left in {@code
 * target/microraft-faults}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicroRaftFaultsTest {

  private static final Path LOGS = Path.of("target", "microraft-faults");

  private Judge judge;

  @BeforeAll
  void load() throws Exception {
    judge = new Judge();
    Files.createDirectories(LOGS);
  }

  @AfterAll
  void unload() {
    judge.close();
  }

  /**
   * A leader takes a confirmation of an earlier term, in which it led as well, for one of its own
   * term. The follower's log may be another one by now, so that the leader commits what nobody else
   * has, and servers apply different values at the same place.
   */
  @ParameterizedTest
  @ValueSource(longs = {895, 1551, 2482})
  void a_leader_counts_confirmations_of_an_earlier_term(long seed) throws Exception {
    Recorded run = Run.of(seed, Faults.LATE);
    Validation.Stop stopped = stop(run, "late-" + seed);
    assertThat(stopped.event().steps().calls().getFirst().action()).isEqualTo("RcvAppended");
    assertThat(stopped.reason())
        .isInstanceOfSatisfying(
            Reason.NotEnabled.class,
            reason ->
                assertThat(reason.conjuncts().getFirst().conjunct().text())
                    .isEqualTo("m.term = currentTerm[i]"));
    assertThat(run.log().disagreements()).as("seed %d", seed).isNotEmpty();
  }

  /**
   * A follower that receives an old request to append, with fewer entries than it has committed and
   * with a newer commit index, sets its own back to the last of these entries.
   */
  @Test
  void a_follower_takes_its_commit_index_back() throws Exception {
    Recorded run = Run.of(137, Faults.ALL);
    Validation.Stop stopped = stop(run, "all-137");
    assertThat(stopped.event().action()).contains("RcvAppendEntries");
    assertThat(stopped.reason())
        .isInstanceOfSatisfying(
            Reason.ValuesDiffer.class,
            reason ->
                assertThat(reason.differences())
                    .singleElement()
                    .satisfies(
                        difference ->
                            assertThat(difference.toString())
                                .contains("commitIndex")
                                .contains("2")
                                .contains("6")));
    assertThat(run.log().disagreements()).isEmpty();
  }

  private Validation.Stop stop(Recorded run, String name) throws Exception {
    byte[] log = run.log().toBytes();
    Files.write(LOGS.resolve(name + ".ndjson"), log);
    Validation validation = judge.withLateDisk(log);
    assertThat(validation.verdict()).as(name).isEqualTo(Verdict.VIOLATED);
    return validation.stopped().orElseThrow();
  }
}
