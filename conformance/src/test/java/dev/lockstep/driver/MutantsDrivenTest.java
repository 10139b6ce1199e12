package dev.lockstep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong version of the cores, driven as somebody's own code would be. */
@Execution(ExecutionMode.CONCURRENT)
class MutantsDrivenTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({"lamport-clock, small", "two-phase-commit, small"})
  void the_code_as_it_is_holds_and_every_mutant_is_found(String protocol, String model)
      throws Exception {
    run(MutantSet.of(protocol).orElseThrow(), model);
  }

  private static <M> void run(MutantSet<M> set, String name) throws Exception {
    Binding<M> binding = set.binding();
    try (BoundedModel model = BoundedModel.ofCatalog(binding.protocol(), Optional.of(name))) {
      Constants constants = new Constants(model.spec().constants());
      TrialReport right = trial(model, binding, binding.cluster(constants));
      assertThat(right.verdict()).isEqualTo(Verdict.HOLDS);
      assertThat(right.edges()).isEqualTo(right.allEdges());
      assertThat(right.forbiddenStates()).isEqualTo(right.allStates());
      List<String> missed = new ArrayList<>();
      for (Mutant<M> mutant : set.mutants()) {
        TrialReport report = trial(model, binding, mutant.cluster().apply(constants));
        if (report.verdict() != Verdict.VIOLATED) {
          missed.add(mutant.id());
        }
      }
      assertThat(missed).isEmpty();
    }
  }

  private static <M> TrialReport trial(BoundedModel model, Binding<M> binding, Cluster<M> cluster)
      throws Exception {
    try (Implementation code =
        Implementation.of(
            () -> new ClusterDriver<>(binding, cluster, model.spec().modelValues()), PATIENCE)) {
      return Trial.run(model, code, TrialOptions.ALL, progress -> {});
    }
  }
}
