package dev.lockstep.durable.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.Message.Answer;
import dev.lockstep.durable.restart.Message.Request;
import dev.lockstep.durable.restart.Message.Result;
import dev.lockstep.durable.restart.ProgramRunner.Input;
import dev.lockstep.durable.restart.ProgramRunner.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramRunnerTest {

  private static final NodeId R1 = new NodeId("r1");
  private static final NodeId R2 = new NodeId("r2");
  private static final ProcessId P1 = new ProcessId("p1");
  private static final Value D1 = new Value("d1");
  private static final Value V1 = new Value("v1");
  private static final Value V2 = new Value("v2");

  private final ProgramRunner runner = new ProgramRunner(R1, List.of(P1), 2, List.of(D1));
  private final State idle = runner.initial();
  private final State begun = after(idle, new Input.Start(P1, D1));
  private final State half = after(begun, answer(1, V1));
  private final State through = after(half, answer(2, V2));

  @Test
  void a_program_begins_once_with_its_first_step() {
    assertThat(begun.run(P1)).isEqualTo(new Run(D1, List.of()));
    assertThat(begun.run(P1).nextStep()).isEqualTo(1);
    for (State state : List.of(begun, half, through)) {
      assertThat(runner.step(state, new Input.Start(P1, D1))).isEmpty();
    }
  }

  @Test
  void it_asks_for_the_next_step_and_for_no_other() {
    assertThat(runner.step(begun, new Input.Ask(P1)).orElseThrow().messages())
        .containsExactly(new Request(R1, new Key(P1, 1), P1, 1, new Argument(D1, Value.NO_VALUE)));
    assertThat(runner.step(half, new Input.Ask(P1)).orElseThrow().messages())
        .containsExactly(new Request(R1, new Key(P1, 2), P1, 2, new Argument(D1, V1)));
    for (State state : List.of(idle, through)) {
      assertThat(runner.step(state, new Input.Ask(P1))).isEmpty();
    }
  }

  @Test
  void another_runner_sends_the_same_key() {
    ProgramRunner other = new ProgramRunner(R2, List.of(P1), 2, List.of(D1));
    assertThat(other.step(half, new Input.Ask(P1)).orElseThrow().messages())
        .containsExactly(new Request(R2, new Key(P1, 2), P1, 2, new Argument(D1, V1)));
  }

  @Test
  void an_answer_about_another_step_is_none_to_this_one() {
    assertThat(runner.step(idle, answer(1, V1))).isEmpty();
    assertThat(runner.step(begun, answer(2, V1))).isEmpty();
    assertThat(runner.step(half, answer(1, V1))).isEmpty();
    assertThat(runner.step(through, answer(2, V1))).isEmpty();
    assertThat(through.run(P1).outcomes()).containsExactly(V1, V2);
  }

  @Test
  void it_tells_the_caller_when_it_knows_all_values() {
    assertThat(runner.step(through, new Input.Finish(P1)).orElseThrow().messages())
        .containsExactly(new Result(R1, P1, List.of(V1, V2)));
    for (State state : List.of(idle, begun, half)) {
      assertThat(runner.step(state, new Input.Finish(P1))).isEmpty();
    }
  }

  @Test
  void a_crash_leaves_nothing() {
    for (State state : List.of(begun, half, through)) {
      assertThat(runner.restart(runner.durable(state)).state()).isEqualTo(idle);
    }
  }

  @Test
  void a_message_for_somebody_else_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> runner.delivery(new Answer(R2, P1, 1, V1)))
        .withMessageContaining("is not for runner r1");
  }

  private Input answer(int step, Value value) {
    return runner.delivery(new Answer(R1, P1, step, value));
  }

  private State after(State state, Input input) {
    return runner.step(state, input).orElseThrow().state();
  }
}
