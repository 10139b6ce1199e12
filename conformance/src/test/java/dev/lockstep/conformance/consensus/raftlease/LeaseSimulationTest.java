package dev.lockstep.conformance.consensus.raftlease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.conformance.consensus.raft.SimulatedReads;
import dev.lockstep.consensus.raft.Lease;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients read of a simulated cluster, with the code as it is and with faults. */
class LeaseSimulationTest {

  private static final SimulatedReads READS =
      new SimulatedReads(
          new LeaseSubject(new LeaseBinding(), 3),
          leader ->
              LeaseBinding.timing(leader).waiting().stream()
                  .map(waiting -> waiting.read().toString())
                  .collect(Collectors.toSet()),
          leader -> Lease.lastApplied(leader, LeaseBinding.timing(leader)));

  @Test
  void reads_that_ask_nobody_see_all_that_was_done() throws Exception {
    assertThat(READS.assertLinearizable()).as("reads that were answered").isGreaterThan(20);
  }

  /** The property that is stated with indexes and the clients' own view agree. */
  @ParameterizedTest
  @ValueSource(strings = {"not-applied", "no-own-commit"})
  void clients_see_that_a_read_missed_what_was_done(String mutant) throws Exception {
    READS.assertSeenByClients(mutant);
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
    assertThat(READS.firstViolation(mutant)).isEqualTo(property);
  }
}
