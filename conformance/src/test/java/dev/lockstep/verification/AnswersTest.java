package dev.lockstep.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.PinnedCheck;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.conformance.ComparisonReport;
import dev.lockstep.conformance.ConformanceReport;
import dev.lockstep.mutants.KillLayer.Finding;
import dev.lockstep.mutants.KillMatrix;
import dev.lockstep.tlc.ModelChecker;
import dev.lockstep.tlc.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final Protocol PROTOCOL = Catalog.load().protocol("two-phase-commit");
  private static final Model SMALL = PROTOCOL.model("small");
  private static final long DISTINCT = SMALL.distinct().orElseThrow();
  private static final long TOTAL = SMALL.total().orElseThrow();

  @Test
  void pieces_that_are_as_expected_hold() {
    List<Answer> answers =
        answers(checked(SMALL, DISTINCT), compared(DISTINCT, TOTAL - 1), simulated(List.of(), 0));

    assertThat(answers)
        .extracting(Answer::question)
        .containsExactly(Question.SPEC, Question.CODE, Question.RUNS);
    assertThat(answers).extracting(Answer::verdict).containsOnly(Verdict.HOLDS);
    assertThat(answers).flatExtracting(Answer::problems).isEmpty();
    assertThat(answers.get(0).summary())
        .isEqualTo("1 of 1 models hold, 1 of them refine AtomicCommit; 12,960 distinct states");
    assertThat(answers.get(1).summary()).startsWith("12,960 states as TLC counts, 96,096 edges");
  }

  @Test
  void a_count_that_is_not_the_pinned_one_is_a_violation() {
    Answer spec =
        answers(
                new Piece.Checked(
                    new PinnedCheck(SMALL, result(1), List.of("1 distinct states")), true))
            .getFirst();

    assertThat(spec.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(spec.problems()).containsExactly("model small: 1 distinct states");
  }

  @Test
  void code_with_other_counts_than_tlc_has_just_found_is_a_violation() {
    Answer code = answers(checked(SMALL, DISTINCT), compared(DISTINCT, TOTAL - 2)).getLast();

    assertThat(code.question()).isEqualTo(Question.CODE);
    assertThat(code.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(code.problems())
        .anyMatch(problem -> problem.startsWith("model small: TLC counts 12,960 states"));
    assertThat(code.summary()).doesNotContain("as TLC counts");
  }

  @Test
  void a_spec_that_refines_nothing_although_it_solves_a_problem_is_a_violation() {
    Answer spec =
        answers(new Piece.Checked(new PinnedCheck(SMALL, result(DISTINCT), List.of()), false))
            .getFirst();

    assertThat(spec.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(spec.problems())
        .containsExactly("no model checks that the spec refines AtomicCommit");
  }

  @Test
  void an_action_of_the_spec_that_the_code_never_takes_is_a_violation() {
    Answer code =
        answers(compared(DISTINCT, TOTAL - 1, "TMAnswer"), simulated(List.of(), 0)).getFirst();

    assertThat(code.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(code.problems()).containsExactly("never taken in any model: TMAnswer");
  }

  @Test
  void a_run_that_the_spec_does_not_have_is_a_violation_and_one_that_was_stopped_is_not() {
    assertThat(answers(simulated(List.of("run 3 breaks OneDecision"), 0)).getFirst().verdict())
        .isEqualTo(Verdict.VIOLATED);
    assertThat(answers(simulated(List.of(), 1)).getFirst().verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void mutants_are_killed_by_any_layer_and_the_code_as_it_is_by_none() {
    Answer good =
        answers(
                hunted("comparison", false, List.of(true, false)),
                hunted("traces", false, List.of(false, true)))
            .getFirst();
    Answer survivor = answers(hunted("comparison", false, List.of(true, false))).getFirst();
    Answer alarm = answers(hunted("comparison", true, List.of(true, true))).getFirst();

    assertThat(good.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(good.summary())
        .isEqualTo("2 of 2 killed (comparison 1, traces 1); the code as it is survives");
    assertThat(survivor.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(survivor.problems()).containsExactly("no layer finds the mutant m1");
    assertThat(alarm.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(alarm.summary()).endsWith("does not survive");
  }

  @Test
  void what_could_not_be_done_is_a_violation_of_its_question() {
    Answer code = answers(new Piece.Failed(Question.CODE, "conform small: no module")).getFirst();

    assertThat(code.verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(code.problems()).containsExactly("conform small: no module");
  }

  private static List<Answer> answers(Piece... pieces) {
    return Answers.of(PROTOCOL, List.of(pieces));
  }

  private static Piece checked(Model model, long distinct) {
    return new Piece.Checked(new PinnedCheck(model, result(distinct), List.of()), true);
  }

  private static ModelChecker.Result result(long distinct) {
    return new ModelChecker.Result(
        Verdict.HOLDS,
        Optional.empty(),
        List.of(),
        OptionalInt.empty(),
        "",
        TOTAL,
        distinct,
        20,
        Duration.ofSeconds(1));
  }

  private static Piece compared(long states, long edges, String... never) {
    TreeMap<String, Long> actions = new TreeMap<>();
    actions.put("TMPrepare", edges);
    return new Piece.Compared(
        new ConformanceReport(
            PROTOCOL.name(),
            SMALL,
            new ComparisonReport(
                Verdict.HOLDS,
                1,
                states,
                states,
                edges,
                20,
                actions,
                List.of(never),
                List.of(),
                OptionalInt.empty(),
                0,
                0,
                Duration.ofSeconds(1),
                1,
                Optional.empty(),
                Optional.empty())));
  }

  private static Piece simulated(List<String> problems, long unfinished) {
    SortedSet<String> actions = new TreeSet<>(List.of("TMPrepare", "TMAnswer"));
    return new Piece.Simulated(
        new Runs(
            10,
            100,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new TreeMap<>(),
            new TreeMap<>(),
            actions,
            actions,
            problems,
            unfinished));
  }

  private static Piece hunted(String layer, boolean control, List<Boolean> kills) {
    List<KillMatrix.Row> rows =
        Stream.iterate(0, i -> i < kills.size(), i -> i + 1)
            .map(i -> row("m" + i, kills.get(i)))
            .toList();
    return new Piece.Hunted(
        new KillMatrix(List.of(layer), row("control", control), rows), Duration.ofSeconds(1));
  }

  private static KillMatrix.Row row(String id, boolean killed) {
    return new KillMatrix.Row(
        id,
        "a fault",
        List.of(new Finding(killed, Duration.ofSeconds(1), OptionalInt.empty(), "evidence")));
  }
}
