package dev.lockstep.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Bindings;
import dev.lockstep.conformance.Budget;
import dev.lockstep.conformance.LoadedModel;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KillMatrixTest {

  private static final Budget BUDGET = new Budget(100_000, Duration.ofMinutes(2));

  static Stream<String> protocols() {
    return Bindings.all().stream().map(Binding::protocol);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void every_mutant_is_killed_and_the_control_survives(String name) throws Exception {
    MutantSet<?> set = MutantSet.of(name).orElseThrow();
    Protocol protocol = Catalog.load().protocol(name);
    try (SpecFiles files = Catalog.load().extract(protocol)) {
      KillMatrix matrix = run(set, files, protocol);
      KillMatrixText.lines(matrix, true).forEach(System.out::println);
      assertThat(matrix.control().killed()).isFalse();
      assertThat(matrix.survivors()).isEmpty();
    }
  }

  private static <M> KillMatrix run(MutantSet<M> set, SpecFiles files, Protocol protocol)
      throws Exception {
    try (LoadedModel<M> model = LoadedModel.load(files, protocol.model("small"), set.binding())) {
      return KillMatrix.run(
          set, model, List.of(new ComparisonLayer(), new InvariantsLayer()), BUDGET, mutant -> {});
    }
  }
}
