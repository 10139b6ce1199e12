package dev.lockstep.durable.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.task.Message.Acquire;
import dev.lockstep.durable.task.Message.Acquired;
import dev.lockstep.durable.task.Message.Fulfill;
import dev.lockstep.durable.task.Message.Lost;
import dev.lockstep.durable.task.Message.Offer;
import dev.lockstep.durable.task.TaskWorker.Claim;
import dev.lockstep.durable.task.TaskWorker.Input;
import dev.lockstep.durable.task.TaskWorker.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskWorkerTest {

  private static final NodeId W1 = new NodeId("w1");
  private static final NodeId W2 = new NodeId("w2");
  private static final PromiseId T1 = new PromiseId("t1");
  private static final Value V1 = new Value("v1");

  private final TaskWorker worker = new TaskWorker(W1, List.of(T1), List.of(V1));
  private final State holds = worker.initial().with(T1, new Claim(2, true));
  private final State lost = worker.initial().with(T1, new Claim(2, false));

  @Test
  void it_takes_offers_of_what_it_has_not_got() {
    Input offer = worker.delivery(new Offer(T1, 3));
    assertThat(worker.step(lost, offer).orElseThrow().messages())
        .containsExactly(new Acquire(W1, T1, 3));
    assertThat(worker.step(holds, offer)).isEmpty();
  }

  @Test
  void an_answer_that_it_had_before_is_no_news() {
    for (State state : List.of(holds, lost)) {
      assertThat(worker.step(state, worker.delivery(new Acquired(W1, T1, 1)))).isEmpty();
      assertThat(worker.step(state, worker.delivery(new Acquired(W1, T1, 2)))).isEmpty();
      assertThat(
              worker
                  .step(state, worker.delivery(new Acquired(W1, T1, 3)))
                  .orElseThrow()
                  .state()
                  .claim(T1))
          .isEqualTo(new Claim(3, true));
    }
  }

  @Test
  void only_the_claim_that_it_has_can_be_lost() {
    assertThat(worker.step(holds, worker.delivery(new Lost(W1, T1, 1)))).isEmpty();
    assertThat(worker.step(lost, worker.delivery(new Lost(W1, T1, 2)))).isEmpty();
    assertThat(worker.step(holds, worker.delivery(new Lost(W1, T1, 2))).orElseThrow().state())
        .isEqualTo(lost);
  }

  @Test
  void whatever_it_writes_carries_its_version() {
    assertThat(worker.localInputs(holds))
        .allSatisfy(
            input ->
                assertThat(worker.step(holds, input).orElseThrow().messages())
                    .singleElement()
                    .satisfies(message -> assertThat(message.version()).isEqualTo(2)));
    assertThat(worker.step(holds, new Input.Fulfill(T1, V1)).orElseThrow().messages())
        .containsExactly(new Fulfill(W1, T1, 2, V1));
    assertThat(worker.localInputs(lost)).allMatch(input -> worker.step(lost, input).isEmpty());
  }

  @Test
  void a_crash_leaves_nothing() {
    assertThat(worker.restart(worker.durable(holds)).state()).isEqualTo(worker.initial());
  }

  @Test
  void a_message_for_somebody_else_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> worker.delivery(new Acquired(W2, T1, 1)))
        .withMessageContaining("is not for worker w1");
    assertThatIllegalArgumentException().isThrownBy(() -> worker.delivery(new Acquire(W1, T1, 1)));
  }
}
