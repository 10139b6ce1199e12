package dev.lockstep.durable.saga;

import static dev.lockstep.durable.saga.StepRecord.CANCELLED;
import static dev.lockstep.durable.saga.StepRecord.COMPENSATED;
import static dev.lockstep.durable.saga.StepRecord.DONE;
import static dev.lockstep.durable.saga.StepRecord.FAILED;
import static dev.lockstep.durable.saga.StepRecord.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.Step;
import dev.lockstep.durable.saga.Message.Cancel;
import dev.lockstep.durable.saga.Message.Compensate;
import dev.lockstep.durable.saga.Message.Compensated;
import dev.lockstep.durable.saga.Message.Done;
import dev.lockstep.durable.saga.Message.Execute;
import dev.lockstep.durable.saga.Message.Failed;
import dev.lockstep.durable.saga.Service.Input;
import dev.lockstep.durable.saga.Service.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceTest {

  private static final State NOTHING = new State(NONE, 0, 0);
  private static final State IS_DONE = new State(DONE, 1, 0);
  private static final State HAS_FAILED = new State(FAILED, 0, 0);
  private static final State IS_CANCELLED = new State(CANCELLED, 0, 0);
  private static final State IS_UNDONE = new State(COMPENSATED, 1, 1);

  private final Service service = new Service(2);

  @Test
  void what_is_asked_for_happens_once_and_is_answered_every_time() {
    Map<State, Message> answers =
        Map.of(
            IS_DONE, new Done(2),
            HAS_FAILED, new Failed(2),
            IS_CANCELLED, new Failed(2),
            IS_UNDONE, new Compensated(2));
    for (Message request : List.of(new Execute(2), new Cancel(2))) {
      answers.forEach(
          (state, answer) -> {
            Step<State, Message> step = step(state, request);
            assertThat(step.state()).as("%s, %s", request, state).isEqualTo(state);
            assertThat(step.messages()).containsExactly(answer);
          });
    }
  }

  @Test
  void a_step_is_executed_and_undone() {
    Step<State, Message> executed = step(NOTHING, new Execute(2));
    assertThat(executed.state()).isEqualTo(IS_DONE);
    assertThat(executed.messages()).containsExactly(new Done(2));
    assertThat(executed.state().stands()).isTrue();
    for (State state : List.of(IS_DONE, IS_UNDONE)) {
      Step<State, Message> undone = step(state, new Compensate(2));
      assertThat(undone.state()).isEqualTo(IS_UNDONE);
      assertThat(undone.messages()).containsExactly(new Compensated(2));
      assertThat(undone.state().stands()).isFalse();
    }
  }

  @Test
  void a_step_that_is_cancelled_in_time_never_happens() {
    Step<State, Message> cancelled = step(NOTHING, new Cancel(2));
    assertThat(cancelled.state()).isEqualTo(IS_CANCELLED);
    assertThat(cancelled.messages()).containsExactly(new Failed(2));
    assertThat(step(cancelled.state(), new Execute(2)).state()).isEqualTo(IS_CANCELLED);
  }

  @Test
  void what_was_not_executed_is_not_undone() {
    for (State state : List.of(NOTHING, HAS_FAILED, IS_CANCELLED)) {
      assertThat(service.step(state, service.delivery(new Compensate(2)))).isEmpty();
    }
  }

  @Test
  void only_a_step_that_nothing_has_become_of_can_be_refused() {
    assertThat(service.step(NOTHING, new Input.Refuse()).orElseThrow().state())
        .isEqualTo(HAS_FAILED);
    for (State state : List.of(IS_DONE, HAS_FAILED, IS_CANCELLED, IS_UNDONE)) {
      assertThat(service.step(state, new Input.Refuse())).isEmpty();
    }
  }

  @Test
  void a_crash_takes_nothing() {
    for (State state : List.of(NOTHING, IS_DONE, HAS_FAILED, IS_CANCELLED, IS_UNDONE)) {
      assertThat(service.restart(service.durable(state)).state()).isEqualTo(state);
    }
  }

  @Test
  void a_message_for_another_service_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> service.delivery(new Execute(1)))
        .withMessageContaining("is not for the service of step 2");
    assertThatIllegalArgumentException().isThrownBy(() -> service.delivery(new Done(2)));
  }

  private Step<State, Message> step(State state, Message request) {
    return service.step(state, service.delivery(request)).orElseThrow();
  }
}
