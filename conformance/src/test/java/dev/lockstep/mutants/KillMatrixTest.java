package dev.lockstep.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Bindings;
import dev.lockstep.conformance.Budget;
import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutants.KillMatrix.Row;
import dev.lockstep.simulation.SimulationLayer;
import dev.lockstep.simulation.TraceLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A mutant that survives fails the build. The matrix is left in {@code target/kill-matrix}. */
@Execution(ExecutionMode.CONCURRENT)
class KillMatrixTest {

  private static final Budget BUDGET = new Budget(2_000, Duration.ofMinutes(5));
  private static final Budget DEEP = new Budget(10_000, Duration.ofMinutes(5));
  private static final long SEED = 1;

  static Stream<String> protocols() {
    return Bindings.all().stream().map(Binding::protocol);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void every_mutant_is_killed_and_the_control_survives(String name) throws Exception {
    killed(MutantSet.of(name).orElseThrow());
  }

  /** What is too deep for the comparison is found elsewhere; {@code verify} asks all layers. */
  private static <M> void killed(MutantSet<M> set) throws Exception {
    KillMatrix matrix = run(set, BUDGET, List.of(new ComparisonLayer()));
    String protocol = set.binding().protocol();
    Path file = Path.of("target/kill-matrix", protocol + ".txt");
    Files.createDirectories(file.getParent());
    Files.write(file, KillMatrixText.lines(matrix, true));
    assertThat(matrix.rows()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(matrix.control().killed()).as("a false alarm").isFalse();
    assertThat(matrix.rows().stream().filter(Row::killed))
        .allSatisfy(row -> assertThat(row.findings().getFirst().length()).isPresent());
    List<String> survivors = matrix.survivors().stream().map(Row::id).toList();
    if (!survivors.isEmpty()) {
      Protocol named = Catalog.load().protocol(protocol);
      try (SpecFiles files = Catalog.load().extract(named);
          TraceLayer traces = TraceLayer.ofSimulations(files, SEED, 200, 2_000)) {
        KillMatrix elsewhere =
            run(
                new Some<>(set, survivors),
                BUDGET,
                List.of(new SimulationLayer(SEED, 200, 200_000), traces));
        assertThat(elsewhere.control().killed()).as("a false alarm").isFalse();
        assertThat(elsewhere.survivors()).isEmpty();
      }
    }
  }

  /** Some of the mutants of another set. */
  private record Some<M>(MutantSet<M> all, List<String> ids) implements MutantSet<M> {

    @Override
    public Binding<M> binding() {
      return all.binding();
    }

    @Override
    public List<Mutant<M>> mutants() {
      return all.mutants().stream().filter(mutant -> ids.contains(mutant.id())).toList();
    }
  }

  @Test
  void broken_promises_fall_to_the_invariants_and_mere_differences_do_not() throws Exception {
    KillMatrix matrix =
        run(MutantSet.of("two-phase-commit").orElseThrow(), DEEP, List.of(new InvariantsLayer()));
    assertThat(evidence(matrix, "commit-on-some-votes")).isEqualTo("CommitOnlyIfAllVotedYes");
    assertThat(evidence(matrix, "presumes-abort")).isEqualTo("OneDecision");
    assertThat(evidence(matrix, "late-vote-throws")).isEqualTo("no exception");
    assertThat(evidence(matrix, "never-asks")).isEmpty();
    assertThat(evidence(matrix, "abort-not-logged")).isEmpty();
  }

  private static String evidence(KillMatrix matrix, String id) {
    return matrix.rows().stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .orElseThrow()
        .findings()
        .getLast()
        .evidence();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void mutants_have_a_name_of_their_own_and_a_fault_in_one_sentence(String name) {
    List<? extends Mutant<?>> mutants = MutantSet.of(name).orElseThrow().mutants();
    assertThat(mutants).extracting(Mutant::id).doesNotHaveDuplicates();
    assertThat(mutants).extracting(Mutant::id).allMatch(id -> id.matches("[a-z]+(-[a-z]+)*"));
    assertThat(mutants).extracting(Mutant::fault).allMatch(fault -> fault.matches("[a-z].*[^.]"));
  }

  @Test
  void a_survivor_and_a_false_alarm_are_named_in_the_table() {
    Finding killed = new Finding(true, Duration.ofMillis(20), OptionalInt.of(7), "OneDecision");
    Finding alive = new Finding(false, Duration.ofMillis(1234), OptionalInt.empty(), "");
    KillMatrix matrix =
        new KillMatrix(
            List.of("comparison", "invariants"),
            new Row("control", "none", List.of(killed, alive)),
            List.of(
                new Row("one", "is wrong", List.of(killed, killed)),
                new Row("other", "is wrong, too", List.of(alive, alive))));
    assertThat(KillMatrixText.lines(matrix, false))
        .containsExactly(
            "mutant   comparison     invariants",
            "control  7 OneDecision  -",
            "one      7 OneDecision  7 OneDecision",
            "other    -              -",
            "",
            "1 of 2 mutants killed; SURVIVORS: other; FALSE ALARM on the control");
    assertThat(KillMatrixText.lines(matrix, true).get(3))
        .isEqualTo("other    - (1.23 s)              - (1.23 s)");
  }

  @Test
  void matrices_of_single_layers_join_to_one_and_what_any_layer_finds_is_killed() {
    Finding killed = new Finding(true, Duration.ofMillis(20), OptionalInt.of(7), "OneDecision");
    Finding alive = new Finding(false, Duration.ofMillis(10), OptionalInt.empty(), "");
    KillMatrix first = single("comparison", List.of(alive, killed));
    KillMatrix second = single("traces", List.of(killed, alive));

    KillMatrix joined = KillMatrix.join(List.of(first, second));

    assertThat(joined.layers()).containsExactly("comparison", "traces");
    assertThat(joined.survivors()).isEmpty();
    assertThat(joined.rows().getFirst().findings()).containsExactly(alive, killed);
    assertThat(joined.control().findings()).hasSize(2);
    assertThatThrownBy(() -> KillMatrix.join(List.of(first, single("traces", List.of(killed)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different mutants");
  }

  private static KillMatrix single(String layer, List<Finding> findings) {
    List<Row> rows = new ArrayList<>();
    for (Finding finding : findings) {
      rows.add(new Row("mutant-" + rows.size(), "is wrong", List.of(finding)));
    }
    Finding alive = new Finding(false, Duration.ofMillis(10), OptionalInt.empty(), "");
    return new KillMatrix(List.of(layer), new Row("control", "none", List.of(alive)), rows);
  }

  private static <M> KillMatrix run(MutantSet<M> set, Budget budget, List<KillLayer> layers)
      throws Exception {
    Protocol protocol = Catalog.load().protocol(set.binding().protocol());
    try (SpecFiles files = Catalog.load().extract(protocol)) {
      return KillMatrix.run(
          set, files, protocol.compared(), layers, budget, new Effects(), mutant -> {});
    }
  }
}
