package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.simulation.commitment.twophasecommit.TwoPhaseCommitScenario;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void scratch() throws Exception {
    Simulation<Message> s = new Simulation<>(TwoPhaseCommitScenario.of(3), Faults.DEFAULT);
    for (int k = 0; k < 4; k++) {
      for (int w = 1; w <= 2; w++) {
        long t = System.nanoTime();
        Summary<Message> sum = new Campaign<>(s, 42, 0, 20000, w, Optional.empty()).run(i -> {});
        double sec = (System.nanoTime() - t) / 1e9;
        System.out.println(w + " " + sum + " " + sum.steps() / sec + " steps/s");
        sum.first().ifPresent(f -> f.violation().orElseThrow().lines().forEach(System.out::println));
      }
    }
    Recording<Message> r = s.record(42, 7);
    r.events().forEach(System.out::println);
    System.out.println(r.result());
    System.out.println(new Campaign<>(new Simulation<>(TwoPhaseCommitScenario.of(3), Faults.NONE), 42, 0, 20000, 1, Optional.empty()).run(i -> {}));
    assertThat(r.events()).isNotEmpty();
  }
}
