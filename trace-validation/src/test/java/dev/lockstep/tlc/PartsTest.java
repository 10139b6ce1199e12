package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which parts of an action a step exercises, against what can be read in the spec. */
class PartsTest {

  private static final String SPEC =
      """
      ---- MODULE Ways ----
      EXTENDS Naturals
      VARIABLES n, f, last
      vars == <<n, f, last>>
      Init == n = 0 /\\ f = [i \\in 0..2 |-> 0] /\\ last = "none"
      Max(a, b) == IF a > b THEN a ELSE b
      RECURSIVE Half(_)
      Half(k) == IF k < 2 THEN 0 ELSE 1 + Half(k - 2)
      Low == n < 3
      Step(i) ==
        /\\ Low
        /\\ \\/ n = 0
           \\/ f[i] < n
        /\\ n' = n + 1
        /\\ f' = [f EXCEPT ![i] = IF @ = 0 THEN 1 ELSE @ + 1]
        /\\ IF i = 1 THEN last' = "one"
           ELSE LET name == CASE i = 0 -> "zero" [] i = 7 -> "seven" [] OTHER -> "two"
                IN last' = name
      Turn ==
        \\/ n = 3 /\\ n' = 0 /\\ UNCHANGED <<f, last>>
        \\/ /\\ n = 2
           /\\ f' = [i \\in 0..2 |-> Max(f[i], 1)]
           /\\ n' = 3
           /\\ last' = last
      Shrink == n > 1 /\\ n' = Half(n) /\\ UNCHANGED <<f, last>>
      Next == Turn \\/ Shrink \\/ \\E i \\in 0..2 : Step(i)
      Spec == Init /\\ [][Next]_vars
      ====
      """;

  @TempDir Path directory;

  private Spec load() throws SpecException {
    return Spec.load(
        TestSpecs.source(
            directory, "Ways", SPEC, "SPECIFICATION Spec CONSTRAINT Low CHECK_DEADLOCK FALSE"));
  }

  private static SpecStep step(Spec spec, SpecState from, String call) throws SpecException {
    return spec.successors(from).stream()
        .filter(step -> step.action().toString().equals(call))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> exercised(Spec spec, SpecState from, String call)
      throws SpecException {
    SpecStep step = step(spec, from, call);
    Exercise exercise = spec.parts(from, step.action(), step.target());
    assertThat(exercise.complete()).isTrue();
    return words(exercise.parts());
  }

  private static List<String> words(Iterable<Part> parts) {
    List<String> words = new ArrayList<>();
    parts.forEach(part -> words.add(part.kind().word() + " " + part.text()));
    return words;
  }

  @Test
  void all_parts_are_listed_by_action_with_their_places() throws Exception {
    try (Spec spec = load()) {
      List<Part> parts = spec.parts();

      assertThat(words(parts.stream().filter(part -> part.action().equals("Step")).toList()))
          .containsExactlyInAnyOrder(
              "guard n < 3",
              "disjunct n = 0",
              "guard n = 0",
              "disjunct f[i] < n",
              "guard f[i] < n",
              "THEN 1",
              "ELSE @ + 1",
              "THEN last' = \"one\"",
              "ELSE LET name == CASE i = 0 -> \"zero\" [] i = 7 -> \"seven\" [] OTHER -> \"two\""
                  + " IN last' = name",
              "CASE arm \"zero\"",
              "CASE arm \"seven\"",
              "OTHER arm \"two\"");
      Part seven = parts.stream().filter(part -> part.text().equals("\"seven\"")).findFirst().get();
      assertThat(seven).hasToString("CASE arm of Step (Ways, line 17, column 56): \"seven\"");
    }
  }

  @Test
  void a_step_exercises_the_branches_that_it_takes() throws Exception {
    try (Spec spec = load()) {
      SpecState start = spec.initialStates().getFirst();
      SpecState afterOne = step(spec, start, "Step(1)").target();

      assertThat(exercised(spec, start, "Step(1)"))
          .containsExactlyInAnyOrder(
              "guard n < 3", "disjunct n = 0", "guard n = 0", "THEN 1", "THEN last' = \"one\"");
      assertThat(exercised(spec, afterOne, "Step(0)"))
          .contains("disjunct f[i] < n", "THEN 1", "CASE arm \"zero\"")
          .doesNotContain("disjunct n = 0", "OTHER arm \"two\"", "THEN last' = \"one\"");
      assertThat(exercised(spec, afterOne, "Step(2)")).contains("OTHER arm \"two\"");
    }
  }

  @Test
  void the_branches_of_an_operator_that_an_action_applies_are_its_own() throws Exception {
    try (Spec spec = load()) {
      SpecState start = spec.initialStates().getFirst();
      SpecState two = step(spec, step(spec, start, "Step(1)").target(), "Step(0)").target();

      assertThat(exercised(spec, two, "Turn"))
          .filteredOn(part -> part.startsWith("THEN") || part.startsWith("ELSE"))
          .containsExactly("ELSE b");
      assertThat(exercised(spec, two, "Shrink"))
          .contains("THEN 0", "ELSE 1 + Half(k - 2)", "guard n > 1");
    }
  }

  @Test
  void the_ways_of_an_action_that_the_next_state_relation_tells_apart_are_disjuncts()
      throws Exception {
    try (Spec spec = load()) {
      assertThat(words(spec.parts().stream().filter(part -> part.action().equals("Turn")).toList()))
          .filteredOn(part -> part.startsWith("disjunct"))
          .hasSize(2);
      SpecState two = spec.initialStates().getFirst();
      two = step(spec, two, "Step(1)").target();
      two = step(spec, two, "Step(0)").target();
      assertThat(exercised(spec, two, "Turn"))
          .filteredOn(part -> part.startsWith("disjunct"))
          .singleElement()
          .asString()
          .contains("n = 2");
    }
  }

  @Test
  void what_steps_exercise_is_in_the_list_and_every_guard_of_the_list_can_be_met()
      throws Exception {
    try (Spec spec =
        Spec.load(
            TestSpecs.source(
                directory,
                "TwoPhase",
                TestSpecs.TWO_PHASE,
                "SPECIFICATION Spec CONSTANT RM = {rm1, rm2}"))) {
      SortedSet<Part> met = new TreeSet<>();
      for (SpecState state : TestSpecs.reachable(spec, 1000)) {
        for (SpecStep step : spec.successors(state)) {
          Exercise exercise = spec.parts(state, step.action(), step.target());
          assertThat(exercise.complete()).isTrue();
          met.addAll(exercise.parts());
        }
      }

      assertThat(met).isNotEmpty().containsExactlyElementsOf(spec.parts());
    }
  }
}
