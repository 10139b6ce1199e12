package dev.lockstep.conformance.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.simulation.Faults;
import dev.lockstep.simulation.RunResult;
import dev.lockstep.simulation.Simulation;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.Subjects;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Simulations of a cluster that clients read from, with the code as it is and with faults.
 *
 * @param right the code as it is
 * @param waiting the reads that a leader has not answered yet
 * @param lastApplied the index of the entry that its state machine has come to
 */
public record SimulatedReads(
    Subject<Message> right,
    Function<State, Set<String>> waiting,
    ToLongFunction<State> lastApplied) {

  private static final long SEED = 7;
  private static final long RUNS = 20;
  private static final long MOST_RUNS = 3000;

  /** Asserts that clients see a register that everybody shares; returns how often they read it. */
  public long assertLinearizable() throws Exception {
    long reads = 0;
    for (long run = 0; run < RUNS; run++) {
      ClientHistory clients = clients();

      RunResult<Message> result = simulation(right, clients).run(SEED, run);

      assertThat(result.violation()).as("run %d, seed %d", run, SEED).isEmpty();
      assertThat(clients.verdict())
          .as("run %d, seed %d", run, SEED)
          .isEqualTo(HistoryVerdict.HOLDS);
      assertThat(clients.answeredReads())
          .isEqualTo(result.actions().getOrDefault("AnswerRead", 0L));
      reads += clients.answeredReads();
    }
    return reads;
  }

  /** Asserts that clients see a fault, and not only whoever knows the logs. */
  public void assertSeenByClients(String mutant) throws Exception {
    Subject<Message> wrong = Subjects.mutated(right, mutant).orElseThrow();
    for (long run = 0; run < MOST_RUNS; run++) {
      ClientHistory clients = clients();
      simulation(wrong, clients).run(SEED, run);
      if (clients.verdict() == HistoryVerdict.VIOLATED) {
        return;
      }
    }
    throw new AssertionError("no run under seed " + SEED + " shows clients anything wrong");
  }

  /** Returns the property that is the first to fall in a simulation of a fault. */
  public String firstViolation(String mutant) {
    Simulation<Message> simulation =
        new Simulation<>(Subjects.mutated(right, mutant).orElseThrow(), Faults.DEFAULT);
    for (long run = 0; run < MOST_RUNS; run++) {
      RunResult<Message> result = simulation.run(SEED, run);
      if (result.violation().isPresent()) {
        return result.violation().get().property();
      }
    }
    throw new AssertionError("no run under seed " + SEED + " breaks anything");
  }

  private ClientHistory clients() {
    return new ClientHistory(waiting, lastApplied);
  }

  private static Simulation<Message> simulation(Subject<Message> subject, ClientHistory clients) {
    return new Simulation<>(subject, Faults.DEFAULT).alsoChecking(List.of(clients.listening()));
  }
}
