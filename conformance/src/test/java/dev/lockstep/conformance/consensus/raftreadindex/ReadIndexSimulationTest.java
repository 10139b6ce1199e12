package dev.lockstep.conformance.consensus.raftreadindex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.conformance.consensus.raft.SimulatedReads;
import dev.lockstep.consensus.raft.ReadIndex;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients read of a simulated cluster, with the code as it is and with faults. */
class ReadIndexSimulationTest {

  private static final SimulatedReads READS =
      new SimulatedReads(
          new ReadIndexSubject(new ReadIndexBinding(), 3),
          leader ->
              ReadIndexBinding.reads(leader).waiting().stream()
                  .map(waiting -> waiting.read().toString())
                  .collect(Collectors.toSet()),
          leader -> ReadIndex.lastApplied(leader, ReadIndexBinding.reads(leader)));

  @Test
  void what_clients_see_is_a_register_that_everybody_shares() throws Exception {
    assertThat(READS.assertLinearizable()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-own-commit", "not-confirmed", "not-applied"})
  void a_read_that_misses_what_was_done_breaks_its_property(String mutant) {
    assertThat(READS.firstViolation(mutant)).isEqualTo("LinearizableReads");
  }

  /** The property that is stated with indexes and the clients' own view agree. */
  @ParameterizedTest
  @ValueSource(strings = {"no-own-commit", "not-confirmed", "not-applied"})
  void clients_see_that_a_read_missed_what_was_done(String mutant) throws Exception {
    READS.assertSeenByClients(mutant);
  }
}
