package dev.lockstep.conformance.consensus.raftlease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.consensus.raft.Message;
import dev.lockstep.simulation.Faults;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.Simulation;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.Subjects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients read of a simulated cluster, with the code as it is and with faults. */
class LeaseSimulationTest {

  private static final long SEED = 7;
  private static final Subject<Message> RIGHT = new LeaseSubject(new LeaseBinding(), 3);

  @Test
  void reads_that_ask_nobody_see_all_that_was_done() {
    Simulation<Message> simulation = new Simulation<>(RIGHT, Faults.DEFAULT);
    long reads = 0;
    for (long run = 0; run < 20; run++) {
      RunResult<Message> result = simulation.run(SEED, run);
      assertThat(result.violation()).as("run %d, seed %d", run, SEED).isEmpty();
      reads += result.actions().getOrDefault("AnswerRead", 0L);
    }
    assertThat(reads).as("reads that were answered").isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource({
    "not-applied, LinearizableReads",
    "votes-at-once, PatienceIsKept",
    "stands-at-once, PatienceIsKept",
    "acks-impatiently, PatientWhileLeased",
    "restarts-impatient, PatientWhileLeased",
  })
  void a_fault_breaks_its_property(String mutant, String property) {
    Simulation<Message> simulation =
        new Simulation<>(Subjects.mutated(RIGHT, mutant).orElseThrow(), Faults.DEFAULT);

    assertThat(firstViolation(simulation)).isEqualTo(property);
  }

  private static String firstViolation(Simulation<Message> simulation) {
    for (long run = 0; run < 3000; run++) {
      RunResult<Message> result = simulation.run(SEED, run);
      if (result.violation().isPresent()) {
        return result.violation().get().property();
      }
    }
    throw new AssertionError("no run under seed " + SEED + " breaks anything");
  }
}
