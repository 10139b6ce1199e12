package dev.lockstep.durable.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.Caller.State;
import dev.lockstep.durable.restart.Message.Answer;
import dev.lockstep.durable.restart.Message.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallerTest {

  private static final NodeId R1 = new NodeId("r1");
  private static final ProcessId P1 = new ProcessId("p1");
  private static final ProcessId P2 = new ProcessId("p2");
  private static final Value V1 = new Value("v1");

  private final Caller caller = new Caller(List.of(P1, P2));

  @Test
  void it_knows_what_it_was_told_and_nothing_else() {
    State told =
        caller
            .step(caller.initial(), caller.delivery(new Result(R1, P1, List.of(V1))))
            .orElseThrow()
            .state();
    assertThat(told.result(P1)).containsExactly(V1);
    assertThat(told.result(P2)).isEmpty();
    assertThat(caller.localInputs(told)).isEmpty();
  }

  @Test
  void a_message_for_a_runner_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> caller.delivery(new Answer(R1, P1, 1, V1)))
        .withMessageContaining("is not for the caller");
  }
}
