package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.value.TlaValue;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A spec")
class SpecTest {

  @TempDir Path directory;

  private Spec twoPhase(String constants) throws SpecException {
    return Spec.load(
        TestSpecs.source(
            directory,
            "TwoPhase",
            TestSpecs.TWO_PHASE,
            "SPECIFICATION Spec\nINVARIANT Consistent\nCONSTANT " + constants));
  }

  private Spec counter(String config) throws SpecException {
    return Spec.load(TestSpecs.source(directory, "Counter", TestSpecs.COUNTER, config));
  }

  @Test
  void has_the_states_and_transitions_that_are_known_for_two_phase_commit() throws Exception {
    try (Spec spec = twoPhase("RM = {rm1, rm2, rm3}")) {
      assertThat(TestSpecs.explore(spec)).isEqualTo(new TestSpecs.Count(288, 1146));
    }
  }

  @Test
  void tells_its_variables_constants_actions_and_invariants() throws Exception {
    try (Spec spec = twoPhase("RM = {rm1, rm2}")) {
      assertThat(spec.module()).isEqualTo("TwoPhase");
      assertThat(spec.variables()).containsExactly("rmState", "tmState", "tmPrepared", "msgs");
      assertThat(spec.constants()).hasToString("{RM={rm1, rm2}}");
      assertThat(spec.modelValues()).containsExactlyInAnyOrder("rm1", "rm2");
      assertThat(spec.invariants()).containsExactly("Consistent");
      assertThat(spec.actions())
          .containsEntry("RMPrepare", List.of("r"))
          .containsEntry("TMCommit", List.of());
      assertThat(spec.actionLabels())
          .containsExactly(
              "RMChooseToAbort",
              "RMPrepare",
              "RMRcvAbortMsg",
              "RMRcvCommitMsg",
              "TMAbort",
              "TMCommit",
              "TMRcvPrepared");
    }
  }

  @Test
  void labels_steps_with_the_operators_on_the_way_and_their_arguments() throws Exception {
    try (Spec spec = twoPhase("RM = {rm1, rm2}")) {
      SpecState start = spec.initialStates().getFirst();
      assertThat(spec.successors(start).stream().map(SpecStep::calls).map(Object::toString))
          .containsExactlyInAnyOrder(
              "[Next, TMAbort]",
              "[Next, RMPrepare(rm1)]",
              "[Next, RMChooseToAbort(rm1)]",
              "[Next, RMPrepare(rm2)]",
              "[Next, RMChooseToAbort(rm2)]");
    }
  }

  @Test
  void reports_a_replaced_action_under_its_own_name() throws Exception {
    try (Spec spec = twoPhase("RM = {rm1, rm2} TMCommit <- TMCommitEarly")) {
      SpecState start = spec.initialStates().getFirst();
      SpecState prepared = only(spec, start, "RMPrepare", "rm1");
      SpecState received = only(spec, prepared, "TMRcvPrepared", "rm1");
      List<SpecStep> commits = spec.successors(received, Filters.named("TMCommit"));
      assertThat(commits).hasSize(1);
      assertThat(commits.getFirst().action()).hasToString("TMCommit");
      assertThat(commits.getFirst().target().get("tmState")).isEqualTo(TlaValue.of("committed"));
    }
  }

  private static SpecState only(Spec spec, SpecState from, String action, String argument)
      throws SpecException {
    List<SpecStep> steps =
        spec.successors(
            from, Filters.call(new ActionCall(action, List.of(new TlaValue.ModelValue(argument)))));
    assertThat(steps).hasSize(1);
    return steps.getFirst().target();
  }

  @Test
  void reports_a_bounded_action_under_the_name_of_the_action_that_it_bounds() throws Exception {
    String text =
        """
        ---- MODULE MCCounter ----
        EXTENDS Counter
        MCIncrement == /\\ n < 2
                       /\\ Increment
        MCNext == MCIncrement \\/ Reset
        ====
        """;
    TestSpecs.write(directory, "Counter", TestSpecs.COUNTER);
    SpecSource source =
        TestSpecs.source(
            directory, "MCCounter", text, "INIT Init\nNEXT MCNext\nCONSTANT Limit = 5");
    try (Spec spec = Spec.load(source)) {
      assertThat(spec.actionLabels()).containsExactly("Increment", "Reset");
      SpecState start = spec.initialStates().getFirst();
      assertThat(spec.successors(start).getFirst().calls())
          .hasToString("[MCNext, MCIncrement, Increment]");
      assertThat(spec.successors(start, Filters.named("Increment"))).hasSize(1);
      assertThat(TestSpecs.explore(spec)).isEqualTo(new TestSpecs.Count(3, 3));
    }
  }

  @Test
  void evaluates_nothing_of_what_the_filter_does_not_want() throws Exception {
    String text =
        """
        ---- MODULE Trap ----
        EXTENDS Naturals
        VARIABLE n
        Init == n = 0
        Step(i) == n' = n + i
        Broken(i) == n' = i + "x"
        Next == (\\E i \\in 1..3 : Step(i)) \\/ (\\E i \\in {1} : Broken(i))
        ====
        """;
    try (Spec spec = Spec.load(TestSpecs.source(directory, "Trap", text, "INIT Init NEXT Next"))) {
      SpecState start = spec.initialStates().getFirst();
      assertThat(spec.successors(start, Filters.named("Step"))).hasSize(3);
      assertThat(
              spec.successors(start, Filters.call(new ActionCall("Step", List.of(TlaValue.of(2))))))
          .hasSize(1);
      assertThatThrownBy(() -> spec.successors(start))
          .isInstanceOf(SpecException.class)
          .hasMessage(
              "cannot evaluate Broken(1): Plus of module Naturals needs an integer, not a string")
          .matches(e -> ((SpecException) e).line() == 6 && ((SpecException) e).column() == 19);
    }
  }

  @Test
  void makes_states_of_values_and_finds_them_equal() throws Exception {
    try (Spec spec = twoPhase("RM = {rm1, rm2, rm3}")) {
      for (SpecState state : TestSpecs.reachable(spec, 288)) {
        SpecState again = spec.state(state.values());
        assertThat(again).isEqualTo(state).hasSameHashCodeAs(state);
        assertThat(again.fingerprint()).isEqualTo(state.fingerprint());
        assertThat(again.values()).isEqualTo(state.values());
      }
      SpecState start = spec.initialStates().getFirst();
      Map<String, TlaValue> values = new TreeMap<>(start.values());
      values.put("tmState", TlaValue.of("committed"));
      assertThat(spec.state(values)).isNotEqualTo(start);
      values.put("tmState", new TlaValue.ModelValue("rm9"));
      assertThatThrownBy(() -> spec.state(values))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no model value rm9");
      values.remove("tmState");
      assertThatThrownBy(() -> spec.state(values))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no value is given for tmState");
      values.put("tnState", TlaValue.of(1));
      assertThatThrownBy(() -> spec.state(values))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no variable tnState");
      assertThatThrownBy(() -> start.get("tnState"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[rmState, tmState, tmPrepared, msgs]");
    }
  }

  @Test
  void tells_states_apart_whose_values_have_different_types() throws Exception {
    String text =
        """
        ---- MODULE Mixed ----
        VARIABLE v
        Init == v \\in {<<>>}
        Next == v' \\in {1} \\/ v' \\in {"a"} \\/ v' = {} \\/ v' = [a |-> 1] \\/ v' = <<1>> \\/ v' = TRUE
        ====
        """;
    try (Spec spec = Spec.load(TestSpecs.source(directory, "Mixed", text, "INIT Init NEXT Next"))) {
      assertThat(TestSpecs.explore(spec)).isEqualTo(new TestSpecs.Count(7, 43));
      assertThat(spec.state(Map.of("v", TlaValue.function(Map.of()))))
          .isEqualTo(spec.initialStates().getFirst());
    }
  }

  @Test
  void evaluates_definitions_and_predicates() throws Exception {
    try (Spec spec = counter("SPECIFICATION Spec CONSTANT Limit = 3 INVARIANT Bounded")) {
      SpecState start = spec.initialStates().getFirst();
      assertThat(spec.holds("Bounded", start)).isTrue();
      assertThat(spec.evaluate("Small", start)).isEqualTo(TlaValue.of(true));
      SpecState far = spec.state(Map.of("n", TlaValue.of(7)));
      assertThat(spec.holds("Bounded", far)).isFalse();
      assertThatThrownBy(() -> spec.holds("Nothing", start))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("module Counter has no definition Nothing without parameters");
    }
  }

  @Test
  void respects_state_and_action_constraints_as_the_checker_does() throws Exception {
    String text =
        """
        ---- MODULE Free ----
        EXTENDS Naturals
        VARIABLE n
        Init == n = 0
        Next == n' = n + 1 \\/ n' = n + 2
        Few == n < 4
        Single == n' - n = 1
        ====
        """;
    try (Spec spec =
        Spec.load(
            TestSpecs.source(directory, "Free", text, "INIT Init NEXT Next CONSTRAINT Few"))) {
      assertThat(TestSpecs.explore(spec)).isEqualTo(new TestSpecs.Count(4, 9));
    }
    try (Spec spec =
        Spec.load(
            TestSpecs.source(
                directory,
                "Free",
                text,
                "INIT Init NEXT Next CONSTRAINT Few ACTION_CONSTRAINT Single"))) {
      assertThat(TestSpecs.explore(spec)).isEqualTo(new TestSpecs.Count(4, 9));
      SpecState start = spec.initialStates().getFirst();
      assertThat(spec.withinConstraints(start, spec.successors(start).getLast().target()))
          .isFalse();
    }
  }

  @Test
  void fingerprints_as_the_checker_does_with_symmetry_and_compares_whole_states() throws Exception {
    String text =
        """
        ---- MODULE Sym ----
        EXTENDS TLC
        CONSTANT P
        VARIABLE s
        Init == s = {}
        Next == \\E p \\in P \\ s : s' = s \\union {p}
        Sym == Permutations(P)
        ====
        """;
    try (Spec spec =
        Spec.load(
            TestSpecs.source(
                directory, "Sym", text, "INIT Init NEXT Next CONSTANT P = {a, b} SYMMETRY Sym"))) {
      List<SpecStep> steps = spec.successors(spec.initialStates().getFirst());
      assertThat(steps).hasSize(2);
      SpecState one = steps.getFirst().target();
      SpecState other = steps.getLast().target();
      assertThat(one).isNotEqualTo(other);
      assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
    }
  }

  @Test
  void finds_each_step_once() throws Exception {
    String text =
        """
        ---- MODULE Twice ----
        EXTENDS Naturals
        VARIABLE n
        Init == n = 0
        Go == \\E i, j \\in 0..9 : n' = (i + j) % 3
        Next == Go \\/ Go
        ====
        """;
    try (Spec spec = Spec.load(TestSpecs.source(directory, "Twice", text, "INIT Init NEXT Next"))) {
      assertThat(spec.successors(spec.initialStates().getFirst())).hasSize(3);
    }
  }

  @Test
  void answers_nothing_after_it_is_closed_for_its_classes_may_belong_to_another() throws Exception {
    Spec closed = counter("SPECIFICATION Spec CONSTANT Limit = 3");
    SpecState state = closed.initialStates().getFirst();
    closed.close();
    closed.close();
    try (Spec other = twoPhase("RM = {rm1, rm2, rm3}")) {
      List<ThrowingCallable> questions =
          List.of(
              closed::initialStates,
              () -> closed.successors(state),
              () -> closed.evaluate("Limit", state),
              () -> closed.state(Map.of("n", TlaValue.of(1))),
              () -> closed.interchangeable(),
              () -> state.get("n"),
              state::values,
              state::fingerprint);
      for (ThrowingCallable question : questions) {
        assertThatThrownBy(question)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("the spec Counter has been closed: ask it and its states before that");
      }
      assertThat(closed.variables()).containsExactly("n");
      assertThat(TestSpecs.explore(other)).isEqualTo(new TestSpecs.Count(288, 1146));
    }
  }

  @Test
  void prints_nothing() throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream listening = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(listening);
    System.setErr(listening);
    try (Spec spec = twoPhase("RM = {rm1, rm2}")) {
      TestSpecs.explore(spec);
      assertThatThrownBy(() -> counter("SPECIFICATION Spec")).isInstanceOf(SpecException.class);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void works_beside_others_and_from_many_threads() throws Exception {
    List<Spec> specs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Spec>> loads =
          List.of(
              () -> twoPhase("RM = {rm1, rm2, rm3}"),
              () -> twoPhase("RM = {\"a\", \"b\", \"c\", \"d\"}"),
              () -> counter("SPECIFICATION Spec CONSTANT Limit = 50"));
      for (Future<Spec> loaded : threads.invokeAll(loads)) {
        specs.add(loaded.get());
      }
      List<TestSpecs.Count> expected =
          List.of(
              new TestSpecs.Count(288, 1146),
              new TestSpecs.Count(1568, 8258),
              new TestSpecs.Count(51, 52));
      List<Future<TestSpecs.Count>> counts = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Spec spec = specs.get(i % 3);
        counts.add(threads.submit((Callable<TestSpecs.Count>) () -> TestSpecs.explore(spec)));
      }
      for (int i = 0; i < counts.size(); i++) {
        assertThat(counts.get(i).get()).isEqualTo(expected.get(i % 3));
      }
      assertThatThrownBy(() -> specs.get(0).successors(specs.get(1).initialStates().getFirst()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a state of another spec");
    } finally {
      specs.forEach(Spec::close);
    }
  }

  @Test
  void shares_sets_and_functions_that_tlc_keeps_as_formulas_between_threads() throws Exception {
    String text =
        """
        ---- MODULE Lazy ----
        EXTENDS Naturals, FiniteSets
        VARIABLES f, s
        N == 1..6
        Pairs == {p \\in N \\X N : p[1] # p[2]}
        Quorum == {q \\in SUBSET N : Cardinality(q) > 3}
        Zero == [i \\in N |-> [j \\in N |-> 0]]
        Huge == [i \\in 1..100000 |-> i % 2]
        Init == f = Zero[1] /\\ s = N
        Bump(i) == f' = [f EXCEPT ![i] = Huge[i + 1]] /\\ s' = {j \\in N : <<i, j>> \\in Pairs}
        Shrink(q) == s' = s \\ q /\\ f' = [i \\in N |-> IF i \\in q THEN 1 ELSE 0]
        Next == (\\E i \\in N : Bump(i)) \\/ (\\E q \\in Quorum : Shrink(q))
        ====
        """;
    try (ExecutorService threads = Executors.newFixedThreadPool(4);
        Spec spec = Spec.load(TestSpecs.source(directory, "Lazy", text, "INIT Init NEXT Next"))) {
      List<Future<Set<Map<String, TlaValue>>>> found = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        found.add(
            threads.submit(
                () -> {
                  Set<Map<String, TlaValue>> values = new HashSet<>();
                  for (SpecState state : TestSpecs.reachable(spec, 200)) {
                    values.add(state.values());
                  }
                  return values;
                }));
      }
      Set<Map<String, TlaValue>> first = found.getFirst().get();
      assertThat(first).hasSizeGreaterThan(100);
      for (Future<Set<Map<String, TlaValue>>> each : found) {
        assertThat(each.get()).isEqualTo(first);
      }
    }
  }
}
