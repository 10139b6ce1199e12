package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.NodeId;
import dev.lockstep.value.TlaValue;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConstantsTest {

  private static final Constants CONSTANTS =
      new Constants(
          new TreeMap<>(
              Map.of("Nobody", new TlaValue.ModelValue("Nobody"), "Limit", TlaValue.of(3))));

  @Test
  void a_model_value_is_a_node_of_that_name() {
    assertThat(CONSTANTS.node("Nobody")).isEqualTo(new NodeId("Nobody"));
    assertThatThrownBy(() -> CONSTANTS.node("Limit"))
        .hasMessage("the constant Limit should name nodes, and 3 is no name");
    assertThatThrownBy(() -> CONSTANTS.node("NoOp")).isInstanceOf(Constants.MissingException.class);
  }
}
