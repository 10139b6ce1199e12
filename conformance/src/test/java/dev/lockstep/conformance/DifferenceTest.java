package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static final TlaValue R1 = new TlaValue.ModelValue("r1");
  private static final TlaValue R2 = new TlaValue.ModelValue("r2");

  @Test
  void equal_states_do_not_differ() {
    assertThat(Difference.between(Map.of("x", R1), Map.of("x", R1))).isEmpty();
  }

  @Test
  void the_smallest_part_that_differs_is_named() {
    assertThat(lines(function("yes", "no"), function("yes", "yes")))
        .containsExactly("x[r2]: the spec has \"no\", the code \"yes\"");
    assertThat(lines(record(1), record(2))).containsExactly("x.clock: the spec has 1, the code 2");
  }

  @Test
  void elements_of_sets_are_on_one_side_only() {
    assertThat(lines(TlaValue.set(List.of(R1)), TlaValue.set(List.of(R2))))
        .containsExactly("x: only in the spec: r1", "x: only in the code: r2");
  }

  @Test
  void values_of_different_kinds_differ_as_a_whole() {
    assertThat(lines(TlaValue.of(1), record(1)))
        .containsExactly("x: the spec has 1, the code [clock |-> 1]");
  }

  @Test
  void a_variable_that_one_side_lacks_is_a_difference() {
    assertThat(Difference.between(Map.of(), Map.of("x", R1)))
        .extracting(Difference::toString)
        .containsExactly("x: only in the code: r1");
  }

  private static List<String> lines(TlaValue spec, TlaValue code) {
    return Difference.between(new TreeMap<>(Map.of("x", spec)), new TreeMap<>(Map.of("x", code)))
        .stream()
        .map(Difference::toString)
        .toList();
  }

  private static TlaValue function(String first, String second) {
    return TlaValue.function(Map.of(R1, TlaValue.of(first), R2, TlaValue.of(second)));
  }

  private static TlaValue record(int clock) {
    return TlaValue.record(Map.of("clock", TlaValue.of(clock)));
  }
}
