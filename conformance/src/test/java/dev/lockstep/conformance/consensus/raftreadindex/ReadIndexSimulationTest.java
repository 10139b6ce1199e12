package dev.lockstep.conformance.consensus.raftreadindex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.consensus.raft.Message;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.linearizability.Budget;
import dev.lockstep.history.linearizability.LinearizabilityChecker;
import dev.lockstep.history.model.Model;
import dev.lockstep.simulation.Faults;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.Simulation;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.Subjects;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients read of a simulated cluster, with the code as it is and with faults. */
class ReadIndexSimulationTest {

  private static final long SEED = 7;
  private static final Subject<Message> RIGHT = new ReadIndexSubject(new ReadIndexBinding(), 3);

  @Test
  void what_clients_see_is_a_register_that_everybody_shares() throws Exception {
    long reads = 0;
    for (long run = 0; run < 20; run++) {
      ClientHistory clients = new ClientHistory();

      RunResult<Message> result = simulation(RIGHT, clients).run(SEED, run);

      assertThat(result.violation()).as("run %d, seed %d", run, SEED).isEmpty();
      assertThat(verdict(clients)).as("run %d, seed %d", run, SEED).isEqualTo(HistoryVerdict.HOLDS);
      reads += clients.answeredReads();
    }
    assertThat(reads).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-own-commit", "not-confirmed", "not-applied"})
  void a_read_that_misses_what_was_done_breaks_its_property(String mutant) {
    Simulation<Message> simulation =
        new Simulation<>(Subjects.mutated(RIGHT, mutant).orElseThrow(), Faults.DEFAULT);

    assertThat(firstViolation(simulation)).isEqualTo("LinearizableReads");
  }

  /** The property that is stated with indexes and the clients' own view agree. */
  @ParameterizedTest
  @ValueSource(strings = {"no-own-commit", "not-confirmed", "not-applied"})
  void clients_see_that_a_read_missed_what_was_done(String mutant) throws Exception {
    Subject<Message> wrong = Subjects.mutated(RIGHT, mutant).orElseThrow();
    for (long run = 0; run < 3000; run++) {
      ClientHistory clients = new ClientHistory();
      simulation(wrong, clients).run(SEED, run);
      if (verdict(clients) == HistoryVerdict.VIOLATED) {
        return;
      }
    }
    throw new AssertionError("no run under seed " + SEED + " shows clients anything wrong");
  }

  private static Simulation<Message> simulation(Subject<Message> subject, ClientHistory clients) {
    return new Simulation<>(subject, Faults.DEFAULT).alsoChecking(List.of(clients.listening()));
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

  private static HistoryVerdict verdict(ClientHistory clients) throws Exception {
    return new LinearizabilityChecker(Model.REGISTER, ClientHistory.initial(), Budget.DEFAULT, 1)
        .check(clients.history())
        .verdict();
  }
}
