package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.value.TlaValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An explanation")
class ExplainTest {

  @TempDir Path directory;

  /** The spec of the parameterized test, loaded once. */
  private static @Nullable Spec notes;

  @BeforeAll
  static void load(@TempDir Path shared) throws SpecException {
    notes =
        Spec.load(
            TestSpecs.source(shared, "Notes", NOTES, "INIT Init NEXT Next CONSTANT Limit = 4"));
  }

  private Spec twoPhase() throws SpecException {
    return Spec.load(
        TestSpecs.source(
            directory,
            "TwoPhase",
            TestSpecs.TWO_PHASE,
            "SPECIFICATION Spec CONSTANT RM = {rm1, rm2, rm3}"));
  }

  private static Conjunct falseOne(Spec spec, SpecState state, String action) throws SpecException {
    List<ActionExplanation> explanations = spec.explain(state, Filters.named(action));
    assertThat(explanations).isNotEmpty();
    ActionExplanation first = explanations.getFirst();
    assertThat(first.enabled()).isFalse();
    List<Conjunct> conjuncts = first.conjuncts();
    assertThat(conjuncts.subList(0, conjuncts.size() - 1)).allMatch(Conjunct::truth);
    assertThat(conjuncts.getLast().truth()).isFalse();
    return conjuncts.getLast();
  }

  @Test
  void names_the_first_false_conjunct_with_its_place_and_what_a_set_lacks() throws Exception {
    try (Spec spec = twoPhase()) {
      SpecState start = spec.initialStates().getFirst();
      Map<String, TlaValue> values = new TreeMap<>(start.values());
      values.put(
          "tmPrepared",
          TlaValue.set(List.of(new TlaValue.ModelValue("rm1"), new TlaValue.ModelValue("rm2"))));
      List<ActionExplanation> explanations =
          spec.explain(spec.state(values), Filters.named("TMCommit"));
      assertThat(explanations).hasSize(1);
      assertThat(explanations.getFirst().call()).hasToString("TMCommit");
      List<Conjunct> conjuncts = explanations.getFirst().conjuncts();
      assertThat(conjuncts)
          .extracting(Conjunct::text)
          .containsExactly("tmState = \"init\"", "tmPrepared = RM");
      Conjunct last = conjuncts.getLast();
      assertThat(last.truth()).isFalse();
      assertThat(last.module()).isEqualTo("TwoPhase");
      assertThat(last.line()).isEqualTo(16);
      assertThat(last.column()).isEqualTo(6);
      assertThat(last.values()).hasToString("{RM={rm1, rm2, rm3}, tmPrepared={rm1, rm2}}");
      assertThat(last.notes()).containsExactly("tmPrepared lacks rm3");
    }
  }

  @Test
  void covers_every_instance_that_the_filter_wants_with_the_values_of_its_parameters()
      throws Exception {
    try (Spec spec = twoPhase()) {
      SpecState start = spec.initialStates().getFirst();
      List<ActionExplanation> explanations = spec.explain(start, Filters.named("TMRcvPrepared"));
      assertThat(explanations)
          .extracting(explanation -> explanation.call().toString())
          .containsExactly("TMRcvPrepared(rm1)", "TMRcvPrepared(rm2)", "TMRcvPrepared(rm3)");
      Conjunct last = explanations.getLast().conjuncts().getLast();
      assertThat(last.values()).hasToString("{msgs={}, r=rm3}");
      assertThat(last.notes()).containsExactly("msgs lacks [rm |-> rm3, type |-> \"Prepared\"]");
    }
  }

  @Test
  void says_that_an_instance_is_enabled_exactly_when_it_has_a_successor() throws Exception {
    try (Spec spec = twoPhase()) {
      for (SpecState state : TestSpecs.reachable(spec, 100)) {
        List<ActionCall> taken =
            spec.successors(state).stream().map(SpecStep::action).distinct().toList();
        List<ActionCall> enabled =
            spec.explain(state, ActionFilter.ALL).stream()
                .filter(ActionExplanation::enabled)
                .map(ActionExplanation::call)
                .toList();
        assertThat(enabled).isEqualTo(taken);
      }
    }
  }

  private static final String NOTES =
      """
      ---- MODULE Notes ----
      EXTENDS Naturals
      CONSTANT Limit
      VARIABLES n, s, f, g
      Ready == n = 2 Big == {7, 8}
      Both(a, b) == 1 < 2 /\\ a = b
      Nested == /\\ n < 3
                /\\ n = 5
      Rest == UNCHANGED <<n, s, f, g>>
      A == n = 3 /\\ UNCHANGED <<n, s, f, g>>
      B == n > Limit /\\ Rest
      C == n \\in s /\\ Rest
      D == 2 \\notin s /\\ Rest
      E == ~(2 \\in s) /\\ Rest
      F == s \\subseteq {2} /\\ Rest
      G == (\\A i \\in s : i < 3) /\\ Rest
      H == (\\E i \\in s : i > 3) /\\ Rest
      I == f = [i \\in 1..2 |-> i] /\\ Rest
      J == g = [g EXCEPT !.a = 9] /\\ Rest
      K == Ready /\\ Rest
      L == n # 1 /\\ Rest
      M == f[3] = 1 /\\ Rest
      N == Both(n + 1, 7) /\\ Rest
      O == Nested /\\ Rest
      P == /\\ n' = n
           /\\ UNCHANGED f
           /\\ s' \\in {}
           /\\ g' = g
      Q == (\\E i \\in s : i > 5 /\\ n' = i) /\\ UNCHANGED <<s, f, g>>
      R == {1, 2} = s /\\ Rest
      S == n' = n + 1 /\\
           n' = n + 5 /\\ UNCHANGED <<s, f, g>>
      T == IF n = 1 THEN Rest /\\ n < 0 ELSE n > 0
      U == LET m == n + 1
           IN m = 2 /\\ n = 8 /\\ Rest
      V == n \\in Big /\\ Rest
      W == FALSE
      Init == n = 1 /\\ s = {2, 3} /\\ f = <<1, 5>> /\\ g = [a |-> 7, b |-> 8]
      Next == A \\/ B \\/ C \\/ D \\/ E \\/ F \\/ G \\/ H \\/ I \\/ J \\/ K \\/ L \\/ M \\/ N \\/ O
              \\/ P \\/ Q \\/ R \\/ S \\/ T \\/ U \\/ V \\/ W
      ====
      """;

  @ParameterizedTest(name = "of action {0} names {1} and says: {4}")
  @CsvSource(
      delimiter = ';',
      value = {
        "A; n = 3; 10; 6; n is 1, not 3",
        "B; n > Limit; 11; 6; n is 1, Limit is 4",
        "C; n \\in s; 12; 6; s lacks 1",
        "D; 2 \\notin s; 13; 6; s has 2",
        "E; ~(2 \\in s); 14; 6; s has 2",
        "F; s \\subseteq {2}; 15; 6; s has 3, which {2} lacks",
        "G; \\A i \\in s : i < 3; 16; 7; false for i = 3",
        "H; \\E i \\in s : i > 3; 17; 7; none of the 2 elements of s fits",
        "I; f = [i \\in 1..2 |-> i]; 18; 6; f is <<1, 5>>, not <<1, 2>>",
        "J; g = [g EXCEPT !.a = 9]; 19; 6; g[\"a\"] is 7, not 9",
        "K; Ready; 20; 6; Ready says n = 2, n is 1, not 2",
        "L; n # 1; 21; 6; n is 1",
        "N; a = b; 6; 24; a is 2, not 7",
        "O; n = 5; 8; 14; n is 1, not 5",
        "P; s' \\in {}; 27; 9; ''",
        "Q; \\E i \\in s : i > 5 /\\ n' = i; 29; 7; none of the 2 elements of s fits",
        "R; {1, 2} = s; 30; 6; {1, 2} lacks 3, {1, 2} has 1 besides",
        "S; n' = n + 5; 32; 6; ''",
        "T; n < 0; 33; 28; n is 1",
        "U; n = 8; 35; 18; n is 1, not 8",
        "V; n \\in Big; 36; 6; n is 1, which is not in Big",
      })
  void says_what_is_worth_saying(String action, String text, int line, int column, String note)
      throws Exception {
    Spec spec = Objects.requireNonNull(notes);
    Conjunct conjunct = falseOne(spec, spec.initialStates().getFirst(), action);
    assertThat(conjunct.text()).isEqualTo(text);
    assertThat(String.join(", ", conjunct.notes())).isEqualTo(note);
    assertThat(conjunct.line() + ":" + conjunct.column()).isEqualTo(line + ":" + column);
  }

  @Test
  void counts_a_guard_that_cannot_be_evaluated_as_false() throws Exception {
    Spec spec = Objects.requireNonNull(notes);
    Conjunct conjunct = falseOne(spec, spec.initialStates().getFirst(), "M");
    assertThat(conjunct.text()).isEqualTo("f[3] = 1");
    assertThat(conjunct.notes()).hasSize(1);
    assertThat(conjunct.notes().getFirst()).startsWith("it cannot be evaluated: ");
  }
}
