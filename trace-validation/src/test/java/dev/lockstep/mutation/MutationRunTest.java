package dev.lockstep.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.mutation.MutationReport.Fate;
import dev.lockstep.mutation.MutationReport.PropertyKills;
import dev.lockstep.tlc.SpecSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of wrong versions of a spec of a few states. */
class MutationRunTest {

  private static final String COUNTER =
      """
      ---- MODULE Counter ----
      EXTENDS Naturals
      VARIABLES n, seen
      Init == n = 0 /\\ seen = {}
      Up == /\\ n < 3
            /\\ n' = n + 1
            /\\ seen' = seen \\cup {n}
      Back == /\\ n = 3
              /\\ n >= 0
              /\\ n' = 0
              /\\ UNCHANGED seen
      Next == Up \\/ Back
      Spec == Init /\\ [][Next]_<<n, seen>>
      Bounded == n <= 3
      Remembered == \\A i \\in 0 .. 3 : i < n => i \\in seen
      Trivial == n = n
      NeverThree == n < 3
      ====
      """;

  @TempDir Path directory;

  private MutationModel model(String name, String checks) throws IOException {
    Files.writeString(directory.resolve("Counter.tla"), COUNTER);
    return new MutationModel(
        name,
        new SpecSource(
            "Counter", List.of(directory), name + ".cfg", "SPECIFICATION Spec\n" + checks),
        OptionalLong.empty());
  }

  private static MutationReport run(
      List<MutationModel> models, List<MutationModel> probes, boolean everyProperty)
      throws Exception {
    return MutationRun.run(
        models,
        probes,
        MutationPlan.of(models, mutation -> true),
        new MutationRun.Options(2, Duration.ofSeconds(60), OptionalLong.of(1_000), everyProperty),
        (what, done, all) -> {});
  }

  private static MutationReport.Result result(MutationReport report, String id) {
    return report.results().stream()
        .filter(result -> result.mutant().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_mutant_is_killed_or_seen_or_survives_and_an_idle_property_is_named() throws Exception {
    MutationReport report =
        run(
            List.of(model("small", "INVARIANTS Bounded Remembered Trivial")),
            List.of(model("probe", "INVARIANT NeverThree CHECK_DEADLOCK FALSE")),
            false);

    MutationReport.Result unguarded = result(report, "Up-drop-guard-1");
    assertThat(unguarded.fate()).isEqualTo(Fate.KILLED);
    assertThat(unguarded.property()).contains("Bounded");
    assertThat(unguarded.length()).hasValue(4);
    assertThat(unguarded.model()).isEqualTo("small");
    assertThat(result(report, "Up-drop-update-2").property()).contains("Remembered");
    assertThat(result(report, "Back-drop-action-1").property()).contains("deadlock");
    assertThat(result(report, "Back-drop-guard-2").fate())
        .as("a number is never less than 0")
        .isEqualTo(Fate.SURVIVED);
    assertThat(report.controls().getFirst().distinct()).isEqualTo(7);
    assertThat(report.idle()).extracting(PropertyKills::name).containsExactly("Trivial");
    assertThat(Arrays.stream(Fate.values()).mapToLong(report::count).sum())
        .isEqualTo(report.results().size());
  }

  @Test
  void a_probe_that_is_not_reached_any_more_and_other_counts_are_seen() throws Exception {
    MutationModel small = model("small", "INVARIANT Bounded CHECK_DEADLOCK FALSE");
    MutationModel probe = model("probe", "INVARIANT NeverThree CHECK_DEADLOCK FALSE");
    MutationReport report =
        MutationRun.run(
            List.of(small),
            List.of(probe),
            MutationPlan.of(List.of(small, probe), mutation -> true),
            new MutationRun.Options(2, Duration.ofSeconds(60), OptionalLong.of(1_000), false),
            (what, done, all) -> {});
    assertThat(result(report, "Up-drop-action-1").fate()).isEqualTo(Fate.PROBE_LOST);
    assertThat(result(report, "Up-drop-action-1").detail()).isEqualTo("probe");
    assertThat(result(report, "Back-drop-action-1").fate()).isEqualTo(Fate.OTHER_COUNTS);
    assertThat(result(report, "Back-drop-action-1").detail())
        .isEqualTo("small: 4 states of 4, not 7 of 8");
  }

  @Test
  void every_property_can_be_asked_by_itself() throws Exception {
    MutationReport report =
        run(List.of(model("small", "INVARIANTS Bounded Remembered Trivial")), List.of(), true);
    PropertyKills bounded = report.properties().getFirst();
    assertThat(bounded.name()).isEqualTo("Bounded");
    assertThat(bounded.alone()).hasSizeGreaterThanOrEqualTo(bounded.first());
    assertThat(bounded.alone()).contains("Up-drop-guard-1");
  }

  @Test
  void what_runs_out_of_its_budget_is_neither_killed_nor_a_survivor() throws Exception {
    MutationModel small = model("small", "INVARIANT Trivial CHECK_DEADLOCK FALSE");
    MutationReport report =
        MutationRun.run(
            List.of(small),
            List.of(),
            MutationPlan.of(List.of(small), mutation -> true)
                .only(mutant -> mutant.id().equals("Up-drop-guard-1")),
            new MutationRun.Options(1, Duration.ofSeconds(60), OptionalLong.of(1_000), false),
            (what, done, all) -> {});
    assertThat(report.results()).hasSize(1);
    assertThat(report.results().getFirst().fate()).isEqualTo(Fate.INCONCLUSIVE);
    assertThat(report.results().getFirst().detail())
        .isEqualTo("small: the budget of 1,000 states ran out");
  }

  @Test
  void a_spec_that_does_not_hold_judges_no_mutant() throws Exception {
    MutationModel wrong = model("wrong", "INVARIANT NeverThree");
    assertThatThrownBy(() -> run(List.of(wrong), List.of(), false))
        .isInstanceOf(MutationException.class)
        .hasMessageContaining("should hold in the model wrong, but is violated (NeverThree)");
  }

  @Test
  void where_nothing_is_checked_nothing_can_kill() throws Exception {
    MutationModel nothing = model("nothing", "CHECK_DEADLOCK FALSE");
    assertThatThrownBy(() -> run(List.of(nothing), List.of(), false))
        .isInstanceOf(MutationException.class)
        .hasMessageContaining("nothing can kill a mutant");
  }
}
