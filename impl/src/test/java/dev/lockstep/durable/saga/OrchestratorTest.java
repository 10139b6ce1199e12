package dev.lockstep.durable.saga;

import static dev.lockstep.durable.saga.Phase.CANCELLING;
import static dev.lockstep.durable.saga.Phase.COMPENSATED;
import static dev.lockstep.durable.saga.Phase.COMPENSATING;
import static dev.lockstep.durable.saga.Phase.COMPLETED;
import static dev.lockstep.durable.saga.Phase.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.Step;
import dev.lockstep.durable.saga.Message.Cancel;
import dev.lockstep.durable.saga.Message.Compensate;
import dev.lockstep.durable.saga.Message.Compensated;
import dev.lockstep.durable.saga.Message.Done;
import dev.lockstep.durable.saga.Message.Execute;
import dev.lockstep.durable.saga.Message.Failed;
import dev.lockstep.durable.saga.Orchestrator.Input;
import dev.lockstep.durable.saga.Orchestrator.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrchestratorTest {

  private final Orchestrator orchestrator = new Orchestrator(3);

  @Test
  void it_asks_for_one_step_after_the_other() {
    State state = orchestrator.initial();
    assertThat(ask(state)).containsExactly(new Execute(1));
    for (int s = 1; s < 3; s++) {
      Step<State, Message> step = step(state, new Done(s));
      assertThat(step.messages()).containsExactly(new Execute(s + 1));
      state = step.state();
    }
    Step<State, Message> last = step(state, new Done(3));
    assertThat(last.state()).isEqualTo(at(COMPLETED, 1, 2, 3));
    assertThat(last.messages()).isEmpty();
  }

  @Test
  void when_a_step_fails_those_before_it_are_undone_the_last_one_first() {
    Step<State, Message> failed = step(at(RUNNING, 1, 2), new Failed(3));
    assertThat(failed.state()).isEqualTo(at(COMPENSATING, 1, 2));
    assertThat(failed.messages()).containsExactly(new Compensate(2));
    Step<State, Message> undone = step(failed.state(), new Compensated(2));
    assertThat(undone.state()).isEqualTo(at(COMPENSATING, 1));
    assertThat(undone.messages()).containsExactly(new Compensate(1));
    assertThat(step(undone.state(), new Compensated(1)).state()).isEqualTo(at(COMPENSATED));
  }

  @Test
  void when_the_first_step_fails_there_is_nothing_to_undo() {
    for (Phase phase : List.of(RUNNING, CANCELLING)) {
      Step<State, Message> failed = step(at(phase), new Failed(1));
      assertThat(failed.state()).isEqualTo(at(COMPENSATED));
      assertThat(failed.messages()).isEmpty();
    }
  }

  @Test
  void a_step_that_is_given_up_is_cancelled_before_anything_is_undone() {
    Step<State, Message> givenUp =
        orchestrator.step(at(RUNNING, 1), new Input.GiveUp()).orElseThrow();
    assertThat(givenUp.state()).isEqualTo(at(CANCELLING, 1));
    assertThat(givenUp.messages()).containsExactly(new Cancel(2));
    assertThat(step(givenUp.state(), new Failed(2)).messages()).containsExactly(new Compensate(1));
    Step<State, Message> late = step(givenUp.state(), new Done(2));
    assertThat(late.state()).isEqualTo(at(COMPENSATING, 1, 2));
    assertThat(late.messages()).containsExactly(new Compensate(2));
  }

  @Test
  void nobody_gives_up_twice_or_in_the_end() {
    for (Phase phase : List.of(CANCELLING, COMPENSATING, COMPLETED, COMPENSATED)) {
      assertThat(orchestrator.step(at(phase, 1), new Input.GiveUp())).as("%s", phase).isEmpty();
    }
  }

  @Test
  void answers_about_other_steps_are_old() {
    for (Message old : List.of(new Done(1), new Failed(1), new Compensated(1))) {
      for (Phase phase : Phase.values()) {
        assertThat(orchestrator.step(at(phase, 1, 2), orchestrator.delivery(old)))
            .as("%s while %s", old, phase)
            .isEmpty();
      }
    }
  }

  @Test
  void it_asks_again_for_the_same_until_it_has_ended() {
    assertThat(ask(at(RUNNING, 1))).containsExactly(new Execute(2));
    assertThat(ask(at(CANCELLING, 1))).containsExactly(new Cancel(2));
    assertThat(ask(at(COMPENSATING, 1))).containsExactly(new Compensate(1));
    assertThat(orchestrator.step(at(COMPLETED, 1, 2, 3), new Input.Ask())).isEmpty();
    assertThat(orchestrator.step(at(COMPENSATED), new Input.Ask())).isEmpty();
  }

  @Test
  void it_comes_back_where_its_log_says() {
    for (Phase phase : Phase.values()) {
      State state = at(phase, 1);
      assertThat(orchestrator.restart(orchestrator.durable(state)).state()).isEqualTo(state);
    }
  }

  @Test
  void a_message_for_somebody_else_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> orchestrator.delivery(new Execute(1)))
        .withMessageContaining("is not for the orchestrator");
    assertThatIllegalArgumentException().isThrownBy(() -> orchestrator.delivery(new Done(4)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Orchestrator(0))
        .withMessageContaining("needs a step");
  }

  private List<Message> ask(State state) {
    Step<State, Message> step = orchestrator.step(state, new Input.Ask()).orElseThrow();
    assertThat(step.state()).isEqualTo(state);
    return step.messages();
  }

  private Step<State, Message> step(State state, Message message) {
    return orchestrator.step(state, orchestrator.delivery(message)).orElseThrow();
  }

  private static State at(Phase phase, Integer... done) {
    Position position = new Position(phase, List.of(done));
    return new State(position, position);
  }
}
