package dev.lockstep.conformance.consensus.microraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.LoggedCall;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.validation.Reason;
import dev.lockstep.validation.Validation;
import io.microraft.RaftRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs of MicroRaft are runs of our Raft. Their logs are left in {@code target/microraft}; {@code
 * lockstep validate --spec MicroRaft.tla} says of them what these tests say.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicroRaftTest {

  private static final int RUNS = 8;
  private static final Path LOGS = Path.of("target", "microraft");

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

  @Test
  void one_seed_is_one_run() {
    byte[] log = Run.of(7, Faults.ALL).log().toBytes();
    assertThat(Run.of(7, Faults.ALL).log().toBytes()).isEqualTo(log);
    assertThat(Arrays.hashCode(Run.of(8, Faults.ALL).log().toBytes()))
        .isNotEqualTo(Arrays.hashCode(log));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LATE")
  void runs_are_behaviours_of_raft_with_a_leader_that_writes_late(Faults faults) throws Exception {
    for (long seed = 1; seed <= RUNS; seed++) {
      Recorded run = Run.of(seed, faults);
      byte[] log = run.log().toBytes();
      Files.write(
          LOGS.resolve(faults.name().toLowerCase(Locale.ROOT) + "-" + seed + ".ndjson"), log);
      Validation validation = judge.withLateDisk(log);
      assertThat(validation.verdict())
          .as("%s, seed %d: %s", faults, seed, validation.stopped())
          .isEqualTo(Verdict.HOLDS);
      assertThat(validation.matched()).isEqualTo(run.log().events().size());
      assertThat(run.log().disagreements()).as("%s, seed %d", faults, seed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LATE")
  void only_what_a_leader_has_not_written_yet_is_more_than_our_spec_allows(Faults faults)
      throws Exception {
    for (long seed = 1; seed <= RUNS; seed++) {
      RunLog log = Run.of(seed, faults).log();
      Validation validation = judge.plain(log.toBytes());
      if (actions(log).contains("LoseTail")) {
        assertThat(validation.stopped().orElseThrow().reason())
            .as("%s, seed %d", faults, seed)
            .isInstanceOfSatisfying(
                Reason.UnknownAction.class,
                reason -> assertThat(reason.name()).isEqualTo("LoseTail"));
      } else {
        assertThat(validation.verdict())
            .as("%s, seed %d: %s", faults, seed, validation.stopped())
            .isEqualTo(Verdict.HOLDS);
      }
    }
  }

  @Test
  void the_runs_take_every_action_of_the_spec() {
    Set<String> actions = new TreeSet<>();
    for (long seed = 1; seed <= RUNS; seed++) {
      actions.addAll(actions(Run.of(seed, Faults.ALL).log()));
    }
    assertThat(actions)
        .containsExactlyInAnyOrder(
            "Timeout",
            "RcvRequestVote",
            "RcvVote",
            "BecomeLeader",
            "StepDown",
            "ClientRequest",
            "AppendEntries",
            "RcvAppendEntries",
            "RcvAppended",
            "RcvRefused",
            "AdvanceCommitIndex",
            "Crash",
            "Restart",
            "Flush",
            "LoseTail");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LATE")
  void once_nothing_fails_any_more_all_servers_know_the_same_log_committed(Faults faults) {
    for (long seed = 1; seed <= RUNS; seed++) {
      Recorded run = Run.of(seed, faults);
      assertThat(run.end())
          .as("%s, seed %d", faults, seed)
          .allSatisfy(
              server -> {
                assertThat(server.commitIndex()).isEqualTo(server.lastIndex()).isGreaterThan(10);
                assertThat(server.log()).hasSameSizeAs(run.end().getFirst().log());
              })
          .filteredOn(server -> server.is(RaftRole.LEADER))
          .hasSize(1);
    }
  }

  static Set<String> actions(RunLog log) {
    Set<String> actions = new TreeSet<>();
    for (TraceEvent event : log.events()) {
      event.steps().calls().stream().map(LoggedCall::action).forEach(actions::add);
    }
    return actions;
  }
}
