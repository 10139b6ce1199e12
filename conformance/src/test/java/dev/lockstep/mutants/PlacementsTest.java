package dev.lockstep.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.commitment.twophasecommit.Coordinator;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Bindings;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitBinding;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitMutants;
import dev.lockstep.core.Step;
import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutation.MutationModel;
import dev.lockstep.mutation.MutationPlan;
import dev.lockstep.mutation.SpecMutant;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same faults in code only, in spec only, and in both: who sees them differs. */
@Execution(ExecutionMode.CONCURRENT)
class PlacementsTest {

  /** Enough to differ in. */
  private static final Budget BUDGET = new Budget(2_000, Duration.ofMinutes(5));

  static Stream<String> protocols() {
    return Bindings.all().stream()
        .map(Binding::protocol)
        .filter(
            name ->
                MutantSet.of(name).orElseThrow().mutants().stream()
                    .anyMatch(mutant -> mutant.twin().isPresent()));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void a_fault_in_spec_and_code_is_not_seen_by_the_comparison(String name) throws Exception {
    KillMatrix matrix = both(MutantSet.of(name).orElseThrow(), List.of(new ComparisonLayer()));
    assertThat(matrix.control().killed()).isFalse();
    assertThat(matrix.rows()).isNotEmpty();
    for (KillMatrix.Row row : matrix.rows()) {
      assertThat(row.killed())
          .as("%s: the twin has the fault of the mutant: %s", row.id(), row.findings().getFirst())
          .isFalse();
    }
  }

  @Test
  void a_fault_in_spec_and_code_is_seen_by_properties() throws Exception {
    KillMatrix matrix = both(new TwoPhaseCommitMutants(), List.of(new TlcLayer()));
    assertThat(matrix.control().killed()).isFalse();
    assertThat(matrix.survivors()).isEmpty();
  }

  private static <M> KillMatrix both(MutantSet<M> set, List<KillLayer> layers) throws Exception {
    Protocol protocol = Catalog.load().protocol(set.binding().protocol());
    try (SpecFiles files = Catalog.load().extract(protocol)) {
      return both(set, files, protocol, layers);
    }
  }

  private static <M> KillMatrix both(
      MutantSet<M> set, SpecFiles files, Protocol protocol, List<KillLayer> layers)
      throws Exception {
    return KillMatrix.both(
        set, files, protocol.compared(), layers, BUDGET, new Effects(), id -> {});
  }

  @Test
  void a_fault_in_the_spec_only_is_seen_by_the_comparison() throws Exception {
    Protocol protocol = Catalog.load().protocol("two-phase-commit");
    try (SpecFiles files = Catalog.load().extract(protocol)) {
      MutationPlan plan =
          MutationPlan.of(
              List.of(MutationModel.of(files, protocol.model("small"))), mutation -> true);
      assertThat(look(files, protocol, plan, "TMCommit-drop-guard-2").evidence())
          .isEqualTo("not-taken TMCommit");
      assertThat(look(files, protocol, plan, "Decide-drop-update-2").evidence())
          .startsWith("other-state");
      assertThat(look(files, protocol, plan, "Fairness-weaken-fairness-1").killed())
          .as("fairness is no step")
          .isFalse();
    }
  }

  private static Finding look(SpecFiles files, Protocol protocol, MutationPlan plan, String id) {
    SpecMutant mutant =
        plan.mutants().stream().filter(found -> found.id().equals(id)).findFirst().orElseThrow();
    return SpecOnly.look(
        files,
        protocol.model("small"),
        new TwoPhaseCommitBinding(),
        mutant,
        new ComparisonLayer(),
        BUDGET);
  }

  @Test
  void a_mutant_that_changes_nothing_is_an_error_and_no_survivor() throws Exception {
    Protocol protocol = Catalog.load().protocol("two-phase-commit");
    Mutants<Message> misspelt =
        Mutants.of(new TwoPhaseCommitBinding()::cluster)
            .replace(
                "misspelt",
                "an action that nobody has is replaced",
                Coordinator.class,
                "TMComit",
                step -> new Step<>(step.action(), step.state(), List.of()));
    Mutants<Message> same =
        Mutants.of(new TwoPhaseCommitBinding()::cluster)
            .replace("same", "nothing", Coordinator.class, "TMCommit", step -> step);
    try (SpecFiles files = Catalog.load().extract(protocol)) {
      for (Mutants<Message> mutants : List.of(misspelt, same)) {
        assertThatThrownBy(
                () ->
                    KillMatrix.run(
                        set(mutants),
                        files,
                        List.of(protocol.model("small")),
                        List.of(),
                        new Budget(100_000, Duration.ofMinutes(5)),
                        new Effects(),
                        id -> {}))
            .isInstanceOf(NoEffectException.class)
            .hasMessage(
                "the mutant %s changes nothing: in model small its code does what the right code"
                        .formatted(mutants.all().getFirst().id())
                    + " does");
      }
    }
  }

  private static MutantSet<Message> set(Mutants<Message> mutants) {
    return new MutantSet<>() {
      @Override
      public Binding<Message> binding() {
        return new TwoPhaseCommitBinding();
      }

      @Override
      public List<Mutant<Message>> mutants() {
        return mutants.all();
      }
    };
  }
}
