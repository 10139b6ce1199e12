package dev.lockstep.durable.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.EffectService.Input;
import dev.lockstep.durable.restart.EffectService.State;
import dev.lockstep.durable.restart.Message.Answer;
import dev.lockstep.durable.restart.Message.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectServiceTest {

  private static final NodeId R1 = new NodeId("r1");
  private static final NodeId R2 = new NodeId("r2");
  private static final ProcessId P1 = new ProcessId("p1");
  private static final ProcessId P2 = new ProcessId("p2");
  private static final Value V1 = new Value("v1");
  private static final Value V2 = new Value("v2");
  private static final Argument ARGUMENT = new Argument(new Value("d1"), Value.NO_VALUE);

  private final EffectService service = new EffectService(List.of(P1, P2), List.of(V2, V1));
  private final State done = step(service.initial(), request(R1, P1)).state();

  @Test
  void what_is_asked_for_is_done_and_recorded_in_one_step() {
    Step<State, Message> step = step(service.initial(), request(R1, P1));
    assertThat(step.state().effects(P1)).containsExactly(new Effect(1, ARGUMENT, V1));
    assertThat(step.state().value(new Key(P1, 1))).contains(V1);
    assertThat(step.messages()).containsExactly(new Answer(R1, P1, 1, V1));
  }

  @Test
  void a_repetition_changes_nothing_and_is_answered_with_what_came_of_it_then() {
    State changed = service.step(done, new Input.Change(V2)).orElseThrow().state();
    for (NodeId r : List.of(R1, R2)) {
      Step<State, Message> again = step(changed, request(r, P1));
      assertThat(again.state()).isEqualTo(changed);
      assertThat(again.messages()).containsExactly(new Answer(r, P1, 1, V1));
    }
  }

  @Test
  void the_same_step_of_another_process_is_another_step() {
    Step<State, Message> step = step(done.in(V2), request(R1, P2));
    assertThat(step.state().effects(P1)).isEqualTo(done.effects(P1));
    assertThat(step.state().effects(P2)).containsExactly(new Effect(1, ARGUMENT, V2));
    assertThat(step.messages()).containsExactly(new Answer(R1, P2, 1, V2));
  }

  @Test
  void a_crash_loses_nothing() {
    assertThat(service.restart(service.durable(done)).state()).isEqualTo(done);
  }

  @Test
  void the_world_changes_to_what_it_is_not() {
    assertThat(service.localInputs(done))
        .containsExactly(new Input.Change(V1), new Input.Change(V2));
    assertThat(service.step(done, new Input.Change(V1))).isEmpty();
    assertThat(service.step(done, new Input.Change(V2)).orElseThrow().state())
        .isEqualTo(done.in(V2));
  }

  @Test
  void a_message_for_a_runner_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.delivery(new Answer(R1, P1, 1, V1)))
        .withMessageContaining("is not for the service");
  }

  private Step<State, Message> step(State state, Message message) {
    return service.step(state, service.delivery(message)).orElseThrow();
  }

  private static Message request(NodeId r, ProcessId p) {
    return new Request(r, new Key(p, 1), p, 1, ARGUMENT);
  }
}
