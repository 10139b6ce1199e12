package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.Transition;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitMutants;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitSubject;
import dev.lockstep.mutants.Effects;
import dev.lockstep.mutants.KillLayer;
import dev.lockstep.mutants.KillMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutantsInSimulationTest {

  private static final long SEED = 1;

  /** Different from the spec, but not wrong: no promise is broken, and everybody decides. */
  private static final List<String> HARMLESS =
      List.of(
          "commit-told-to-one",
          "restart-tells-nobody",
          "refuses-in-silence",
          "ignores-early-abort");

  /** What they do is what the spec does; what is wrong is what they do not do. */
  private static final List<String> SILENT =
      List.of("no-answer", "late-vote-throws", "never-asks", "ignores-early-abort");

  @Test
  void simulated_runs_find_every_mutant_that_breaks_a_promise() throws Exception {
    KillMatrix matrix = matrix(new SimulationLayer(SEED, 2000, Long.MAX_VALUE));

    assertThat(matrix.control().killed()).isFalse();
    assertThat(matrix.survivors()).extracting(KillMatrix.Row::id).isSubsetOf(HARMLESS);
  }

  @Test
  void validated_logs_find_every_mutant_that_does_what_the_spec_does_not() throws Exception {
    KillMatrix matrix = matrix(TraceLayer.ofModels(SEED, 300, Long.MAX_VALUE));

    assertThat(matrix.control().killed()).isFalse();
    assertThat(matrix.survivors()).extracting(KillMatrix.Row::id).isSubsetOf(SILENT);
  }

  @Test
  void a_violation_tells_its_way_and_is_shrunk_to_one_where_no_step_can_be_left_out() {
    Subject<Message> subject = mutant("presumes-abort");
    RunResult<Message> found = firstViolation(subject);
    Violation<Message> violation = found.violation().orElseThrow();

    List<Transition<Message>> shortest = shrinker(subject).shrink(violation).orElseThrow().steps();

    assertThat(violation.property()).isEqualTo("OneDecision");
    assertThat(violation.lines()).hasSize((int) found.steps());
    assertThat(violation.lines().getLast()).contains("RMRestart");
    assertThat(shortest).hasSizeLessThan((int) found.steps());
    assertThat(shortest.getLast().action().name()).isEqualTo("RMRestart");
    assertThat(breaks(subject, shortest)).isTrue();
    for (int i = 0; i < shortest.size(); i++) {
      List<dev.lockstep.conformance.Event<Message>> events =
          new java.util.ArrayList<>(shortest.stream().map(Transition::event).toList());
      events.remove(i);
      Violation<Message> shorter = new Violation<>("OneDecision", "", events, List.of());
      assertThat(shrinker(subject).shrink(shorter)).as("without step %d", i).isEmpty();
    }
  }

  @Test
  void what_a_core_throws_is_a_violation() {
    Subject<Message> subject = mutant("late-vote-throws");
    RunResult<Message> found = firstViolation(subject);
    Violation<Message> violation = found.violation().orElseThrow();

    ShortestRun<Message> shortest = shrinker(subject).shrink(violation).orElseThrow();

    assertThat(violation.property()).isEqualTo(Violation.NO_EXCEPTION);
    assertThat(shortest.ending()).isEqualTo(ShortestRun.Ending.THROWS);
    assertThat(shortest.steps()).isNotEmpty().hasSizeLessThanOrEqualTo((int) found.steps());
  }

  @Test
  void a_protocol_that_never_gets_to_its_end_breaks_its_liveness_property() {
    Subject<Message> subject = mutant("never-asks");
    RunResult<Message> found = firstViolation(subject);

    ShortestRun<Message> shortest =
        shrinker(subject).shrink(found.violation().orElseThrow()).orElseThrow();

    assertThat(shortest.ending()).isEqualTo(ShortestRun.Ending.NEVER_DONE);
    assertThat(shortest.steps())
        .extracting(step -> step.action().name())
        .as("it takes one loss")
        .containsOnlyOnce("LoseMessage");
    assertThat(found.violation().orElseThrow().property()).isEqualTo("Termination");
    assertThat(found.violation().orElseThrow().about()).contains("nothing more can happen");
  }

  @Test
  void an_unknown_mutant_is_none() {
    assertThat(Subjects.mutated(TwoPhaseCommitSubject.of(3), "no-such-mutant")).isEmpty();
  }

  private static boolean breaks(Subject<Message> subject, List<Transition<Message>> steps) {
    World<Message> world = subject.cluster().initial();
    boolean broken = false;
    for (Transition<Message> step : steps) {
      assertThat(broken).isFalse();
      World<Message> before = world;
      world = subject.cluster().apply(world, step.event()).orElseThrow().target();
      World<Message> after = world;
      broken = subject.properties().stream().anyMatch(property -> !property.holdsIn(before, after));
    }
    return broken;
  }

  private static Shrinker<Message> shrinker(Subject<Message> subject) {
    return new Shrinker<>(new Simulation<>(subject, Faults.DEFAULT));
  }

  private static Subject<Message> mutant(String id) {
    return Subjects.mutated(TwoPhaseCommitSubject.of(3), id).orElseThrow();
  }

  private static RunResult<Message> firstViolation(Subject<Message> subject) {
    Simulation<Message> simulation = new Simulation<>(subject, Faults.DEFAULT);
    for (long run = 0; run < 2000; run++) {
      RunResult<Message> result = simulation.run(SEED, run);
      if (result.violation().isPresent()) {
        return result;
      }
    }
    throw new AssertionError("no run under seed " + SEED + " breaks anything");
  }

  private static KillMatrix matrix(KillLayer layer) throws Exception {
    Catalog catalog = Catalog.load();
    Protocol protocol = catalog.protocol("two-phase-commit");
    try (SpecFiles files = catalog.extract(protocol)) {
      return KillMatrix.run(
          new TwoPhaseCommitMutants(),
          files,
          List.of(protocol.model("small")),
          List.of(layer),
          Budget.UNLIMITED,
          new Effects(),
          id -> {});
    }
  }
}
