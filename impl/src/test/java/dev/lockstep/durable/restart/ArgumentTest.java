package dev.lockstep.durable.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.durable.Value;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArgumentTest {

  private static final Value D1 = new Value("d1");
  private static final Value D2 = new Value("d2");
  private static final Value V1 = new Value("v1");
  private static final Value V2 = new Value("v2");

  @Test
  void a_step_is_handed_the_value_of_the_one_before() {
    assertThat(Argument.after(D1, List.of())).isEqualTo(new Argument(D1, Value.NO_VALUE));
    assertThat(Argument.after(D1, List.of(V1))).isEqualTo(new Argument(D1, V1));
    assertThat(Argument.after(D2, List.of(V1, V2))).isEqualTo(new Argument(D2, V2));
  }

  @Test
  void arguments_are_ordered_by_their_parts() {
    assertThat(
            new TreeSet<>(
                List.of(new Argument(D2, V1), new Argument(D1, V2), new Argument(D1, V1))))
        .containsExactly(new Argument(D1, V1), new Argument(D1, V2), new Argument(D2, V1));
  }

  @Test
  void a_process_has_a_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProcessId(" "))
        .withMessageContaining("a process needs a name");
    assertThat(new ProcessId("p1")).hasToString("p1").isLessThan(new ProcessId("p2"));
  }
}
