package dev.lockstep.durable.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.ExecutionStore.Input;
import dev.lockstep.durable.execution.ExecutionStore.State;
import dev.lockstep.durable.execution.Message.Acquire;
import dev.lockstep.durable.execution.Message.Acquired;
import dev.lockstep.durable.execution.Message.Create;
import dev.lockstep.durable.execution.Message.Done;
import dev.lockstep.durable.execution.Message.Fulfill;
import dev.lockstep.durable.execution.Message.Journal;
import dev.lockstep.durable.execution.Message.Lost;
import dev.lockstep.durable.execution.Message.Mismatch;
import dev.lockstep.durable.execution.Message.Suspend;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExecutionStoreTest {

  private static final NodeId W1 = new NodeId("w1");
  private static final PromiseId E1 = new PromiseId("e1");
  private static final Value V1 = new Value("v1");
  private static final Value V2 = new Value("v2");

  private final ExecutionStore store =
      new ExecutionStore(List.of(E1), List.of(V1, V2), List.of(20L), 1);
  private final State acquired =
      after(store.initial(), new Input.Start(E1, 20), received(new Acquire(W1, E1)));

  private static Input received(Message m) {
    return new Input.Received(m);
  }

  private State after(State state, Input... inputs) {
    State now = state;
    for (Input input : inputs) {
      now = store.step(now, input).orElseThrow().state();
    }
    return now;
  }

  private Step<State, Message> step(State state, Message m) {
    return store.step(state, store.delivery(m)).orElseThrow();
  }

  private static Done done(int index, Value value) {
    return new Done(W1, E1, 1, index, "charge", PromiseState.RESOLVED, value);
  }

  private static Create create(int index) {
    return new Create(W1, E1, 1, index, "charge", 6, /* timer= */ false);
  }

  private static Suspend suspend(Integer... on) {
    return new Suspend(W1, E1, 1, new TreeSet<>(List.of(on)));
  }

  @Test
  void whoever_gets_an_execution_gets_its_journal_as_it_is_now() {
    State given =
        after(
            acquired,
            received(done(1, V1)),
            received(create(2)),
            new Input.ExpireLease(E1),
            new Input.Advance(7));
    Acquired answer = (Acquired) step(given, new Acquire(W1, E1)).messages().getFirst();
    assertThat(answer.version()).isEqualTo(2);
    assertThat(answer.steps()).hasSize(2).allMatch(ProgramStep::isDone);
    assertThat(given.execution(E1).steps().getLast().isDone()).isFalse();
  }

  @Test
  void a_step_is_recorded_once_and_whoever_says_it_again_hears_what_is_recorded() {
    Step<State, Message> first = step(acquired, done(1, V1));
    Step<State, Message> again = step(first.state(), done(1, V2));
    assertThat(again.state()).isEqualTo(first.state());
    assertThat(again.messages()).isEqualTo(first.messages());
    assertThat(((Journal) again.messages().getFirst()).steps().getFirst().promise().value())
        .isEqualTo(V1);
  }

  @Test
  void an_execution_waits_for_all_steps_that_are_open_and_wakes_by_one() {
    State waits = after(acquired, received(done(1, V1)), received(create(2)), received(create(3)));
    State suspended = step(waits, suspend(2, 3)).state();
    assertThat(suspended.execution(E1).state()).isEqualTo(TaskState.SUSPENDED);
    assertThat(suspended.execution(E1).awaited()).containsExactly(2, 3);
    Execution woken =
        after(suspended, new Input.Settle(E1, 3, PromiseState.REJECTED, V1)).execution(E1);
    assertThat(woken.state()).isEqualTo(TaskState.PENDING);
    assertThat(woken.awaited()).isEmpty();
  }

  @Test
  void an_execution_does_not_wait_for_what_is_there_written_or_not() {
    State waits = after(acquired, received(done(1, V1)), received(create(2)));
    State settled = after(waits, new Input.Settle(E1, 2, PromiseState.RESOLVED, V1));
    State overdue = after(waits, new Input.Advance(6));
    for (State state : List.of(settled, overdue)) {
      Step<State, Message> step = step(state, suspend(2));
      assertThat(step.state()).isEqualTo(state);
      assertThat(((Journal) step.messages().getFirst()).steps()).allMatch(ProgramStep::isDone);
    }
  }

  @Test
  void a_deadline_wakes_as_well() {
    State waits = after(acquired, received(done(1, V1)), received(create(2)), received(suspend(2)));
    State late = after(waits, new Input.Advance(6));
    assertThat(store.step(late, new Input.Settle(E1, 2, PromiseState.RESOLVED, V1))).isEmpty();
    Execution woken = after(late, new Input.ExpireStep(E1, 2)).execution(E1);
    assertThat(woken.state()).isEqualTo(TaskState.PENDING);
    assertThat(woken.steps().getLast().promise().state()).isEqualTo(PromiseState.TIMED_OUT);
  }

  @Test
  void nothing_counts_after_the_deadline_of_the_execution_written_or_not() {
    State late = after(acquired, new Input.Advance(20));
    State written = after(late, new Input.Expire(E1));
    for (State state : List.of(late, written)) {
      for (Message m :
          List.of(
              done(1, V1),
              create(1),
              suspend(1),
              new Fulfill(W1, E1, 1, PromiseState.RESOLVED, V1),
              new Mismatch(W1, E1, 1))) {
        assertThat(step(state, m).state()).isEqualTo(state);
        assertThat(step(state, m).messages()).containsExactly(new Lost(W1, E1, 1));
      }
      assertThat(store.step(state, new Input.ExpireLease(E1))).isEmpty();
    }
    assertThat(written.execution(E1).state()).isEqualTo(TaskState.FULFILLED);
  }

  @Test
  void an_execution_that_does_not_match_stops_until_somebody_lets_it_go_on() {
    State halted = step(acquired, new Mismatch(W1, E1, 1)).state();
    assertThat(halted.execution(E1).state()).isEqualTo(TaskState.HALTED);
    assertThat(store.step(halted, received(new Acquire(W1, E1)))).isEmpty();
    assertThat(after(halted, new Input.Proceed(E1)).execution(E1).state())
        .isEqualTo(TaskState.PENDING);
  }

  @Test
  void steps_that_have_not_begun_do_not_expire() {
    assertThat(store.step(acquired, new Input.ExpireStep(E1, 1))).isEmpty();
  }

  @Test
  void answers_are_not_for_the_store() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.delivery(new Lost(W1, E1, 1)))
        .withMessageContaining("not for the store");
  }
}
