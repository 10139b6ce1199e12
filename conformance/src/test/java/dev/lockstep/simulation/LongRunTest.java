package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.World;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.simulation.RunResult.Ending;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LongRunTest {

  private static final long SEED = 7;
  private static final long STEPS = 4_000;

  private static Subject<?> subject(String protocol) {
    return Subjects.of(protocol, 3).orElseThrow();
  }

  @Test
  void a_run_goes_on_for_as_many_steps_as_asked_and_is_a_behaviour_of_the_spec() throws Exception {
    Subject<?> subject = subject("raft-snapshot");
    Recording<?> recording =
        new Simulation<>(subject, Faults.DEFAULT).lasting(STEPS).record(SEED, 0);

    assertThat(recording.result().ending()).isEqualTo(Ending.DONE);
    assertThat((long) recording.events().size()).isBetween(STEPS, STEPS + 100);
    assertThat(recording.result().actions())
        .containsKeys("Compact", "InstallSnapshot", "RcvInstallSnapshot", "RcvStored");
    try (SpecFiles files = Catalog.load().extract(Catalog.load().protocol("raft-snapshot"));
        Spec spec = Spec.load(files.spec(Subjects.constants(subject)))) {
      Validation validation = recording.validate(new Validator(spec, SearchOptions.DEFAULT));
      assertThat(validation.verdict()).as("%s", validation.stopped()).isEqualTo(Verdict.HOLDS);
    }
  }

  @Test
  void the_network_forgets_what_everybody_has_received() {
    assertThat(mostInFlight(subject("raft-snapshot"), STEPS)).isLessThan(100);
  }

  private static <M> int mostInFlight(Subject<M> subject, long steps) {
    AtomicInteger most = new AtomicInteger();
    new Simulation<>(subject, Faults.DEFAULT)
        .lasting(steps)
        .run(
            SEED,
            0,
            (micros, node, clock, transition) -> {
              World<M> world = transition.target();
              most.accumulateAndGet(world.network().messages().size(), Math::max);
            });
    return most.get();
  }

  @Test
  void a_protocol_that_comes_to_an_end_does_so_in_a_long_run_too() {
    RunResult<?> result =
        new Simulation<>(subject("two-phase-commit"), Faults.DEFAULT).lasting(STEPS).run(SEED, 0);

    assertThat(result.ending()).isEqualTo(Ending.DONE);
    assertThat(result.steps()).isLessThan(STEPS);
    assertThat(result.violation()).isEmpty();
  }

  @Test
  void a_run_needs_a_step() {
    Simulation<?> simulation = new Simulation<>(subject("two-phase-commit"), Faults.DEFAULT);
    assertThatThrownBy(() -> simulation.lasting(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
