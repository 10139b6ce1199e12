package dev.lockstep.durable.task;

import static dev.lockstep.durable.TaskState.ACQUIRED;
import static dev.lockstep.durable.TaskState.FULFILLED;
import static dev.lockstep.durable.TaskState.HALTED;
import static dev.lockstep.durable.TaskState.PENDING;
import static dev.lockstep.durable.TaskState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.task.Message.Acquire;
import dev.lockstep.durable.task.Message.Acquired;
import dev.lockstep.durable.task.Message.Fulfill;
import dev.lockstep.durable.task.Message.Heartbeat;
import dev.lockstep.durable.task.Message.Lost;
import dev.lockstep.durable.task.Message.Offer;
import dev.lockstep.durable.task.Message.Release;
import dev.lockstep.durable.task.Message.Suspend;
import dev.lockstep.durable.task.TaskStore.Input;
import dev.lockstep.durable.task.TaskStore.State;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskStoreTest {

  private static final NodeId W1 = new NodeId("w1");
  private static final NodeId W2 = new NodeId("w2");
  private static final PromiseId T1 = new PromiseId("t1");
  private static final Value V1 = new Value("v1");
  private static final long DEADLINE = 50;

  private final TaskStore store = new TaskStore(List.of(T1), List.of(DEADLINE), 4, 1);
  private final State offered = after(store.initial(), new Input.Create(T1, DEADLINE));
  private final State acquired = after(offered, new Input.Received(new Acquire(W1, T1, 0)));

  @Test
  void the_first_claim_on_a_version_gets_the_task_and_all_others_nothing() {
    assertThat(store.step(offered, new Input.Dispatch(T1)).orElseThrow().messages())
        .containsExactly(new Offer(T1, 0));
    Step<State, Message> step =
        store.step(offered, new Input.Received(new Acquire(W1, T1, 0))).orElseThrow();
    assertThat(step.messages()).containsExactly(new Acquired(W1, T1, 1));
    assertThat(task(step.state()).leaseUntil()).isEqualTo(5);
    for (int version = 0; version < 3; version++) {
      Input late = new Input.Received(new Acquire(W2, T1, version));
      assertThat(store.step(acquired, late)).as("version %d", version).isEmpty();
    }
  }

  static Stream<Message> requests() {
    return Stream.of(
        new Heartbeat(W1, T1, 1),
        new Release(W1, T1, 1),
        new Suspend(W1, T1, 1),
        new Fulfill(W1, T1, 1, V1));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_claim_that_does_not_count_changes_nothing_and_is_told_so(Message request) {
    State again =
        after(
            after(acquired.at(5), new Input.ExpireLease(T1)),
            new Input.Received(new Acquire(W2, T1, 1)));
    List<State> elsewhere =
        List.of(
            again,
            after(acquired.at(5), new Input.ExpireLease(T1)),
            after(acquired, new Input.Halt(T1)),
            acquired.at(DEADLINE),
            after(acquired, new Input.Received(new Fulfill(W1, T1, 1, V1))),
            store.initial());
    for (State state : elsewhere) {
      Step<State, Message> step = store.step(state, new Input.Received(request)).orElseThrow();
      assertThat(step.state()).isEqualTo(state);
      assertThat(step.messages()).containsExactly(new Lost(W1, T1, 1));
    }
  }

  @Test
  void the_version_rises_on_nothing_but_acquiring() {
    assertThat(task(acquired).version()).isEqualTo(1);
    for (Message request : requests().toList()) {
      assertThat(task(after(acquired, new Input.Received(request))).version()).isEqualTo(1);
    }
    assertThat(task(after(acquired.at(9), new Input.ExpireLease(T1))).version()).isEqualTo(1);
    assertThat(task(after(acquired, new Input.Halt(T1))).version()).isEqualTo(1);
  }

  @Test
  void a_lease_ends_at_its_time_and_a_heartbeat_makes_it_longer() {
    assertThat(store.step(acquired.at(4), new Input.ExpireLease(T1))).isEmpty();
    assertThat(task(after(acquired.at(5), new Input.ExpireLease(T1))).state()).isEqualTo(PENDING);
    State longer = after(acquired.at(4), new Input.Received(new Heartbeat(W1, T1, 1)));
    assertThat(store.step(longer.at(7), new Input.ExpireLease(T1))).isEmpty();
    assertThat(task(after(longer.at(8), new Input.ExpireLease(T1))).state()).isEqualTo(PENDING);
  }

  @Test
  void what_is_done_is_the_value_of_the_promise() {
    Task done = task(after(acquired.at(3), new Input.Received(new Fulfill(W1, T1, 1, V1))));
    assertThat(done.state()).isEqualTo(FULFILLED);
    assertThat(done.promise().state()).isEqualTo(PromiseState.RESOLVED);
    assertThat(done.promise().value()).isEqualTo(V1);
    assertThat(done.promise().settledAt()).isEqualTo(3);
    assertThat(done.leaseUntil()).isZero();
  }

  @Test
  void a_task_does_not_wait_for_what_is_there_already() {
    Input suspend = new Input.Received(new Suspend(W1, T1, 1));
    State waits = after(acquired, suspend);
    assertThat(task(waits).state()).isEqualTo(SUSPENDED);
    assertThat(task(after(waits, new Input.Resume(T1))).state()).isEqualTo(PENDING);
    State told = after(acquired, new Input.Resume(T1));
    assertThat(task(told).state()).isEqualTo(ACQUIRED);
    Task goesOn = task(after(told, suspend));
    assertThat(goesOn.state()).isEqualTo(PENDING);
    assertThat(goesOn.resumed()).isFalse();
  }

  @Test
  void a_halted_task_goes_on_where_it_was() {
    State waits = after(acquired, new Input.Received(new Suspend(W1, T1, 1)));
    for (State state : List.of(offered, acquired)) {
      State halted = after(state, new Input.Halt(T1));
      assertThat(task(halted).state()).isEqualTo(HALTED);
      assertThat(task(after(halted, new Input.Proceed(T1))).state()).isEqualTo(PENDING);
    }
    State halted = after(waits, new Input.Halt(T1));
    assertThat(task(after(halted, new Input.Proceed(T1))).state()).isEqualTo(SUSPENDED);
    State resumed = after(halted, new Input.Resume(T1));
    assertThat(task(resumed).state()).isEqualTo(HALTED);
    assertThat(task(after(resumed, new Input.Proceed(T1))).state()).isEqualTo(PENDING);
  }

  @Test
  void when_its_deadline_has_come_nothing_happens_to_a_task_but_that_it_is_written_down() {
    State waits = after(acquired, new Input.Received(new Suspend(W1, T1, 1)));
    for (State state : List.of(offered, acquired, waits, after(acquired, new Input.Halt(T1)))) {
      State over = state.at(DEADLINE);
      List<Input> possible =
          store.localInputs(over).stream()
              .filter(input -> store.step(over, input).isPresent())
              .toList();
      assertThat(possible).containsExactly(new Input.Advance(DEADLINE + 1), new Input.Expire(T1));
      assertThat(task(after(over.at(DEADLINE + 7), new Input.Expire(T1))))
          .satisfies(task -> assertThat(task.state()).isEqualTo(FULFILLED))
          .satisfies(task -> assertThat(task.promise().settledAt()).isEqualTo(DEADLINE));
    }
  }

  @Test
  void a_message_for_a_worker_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.delivery(new Offer(T1, 0)))
        .withMessageContaining("is not for the store");
  }

  private State after(State state, Input input) {
    return store.step(state, input).orElseThrow().state();
  }

  private static Task task(State state) {
    return state.task(T1);
  }
}
