package dev.lockstep.durable.promise;

import static dev.lockstep.durable.PromiseState.CANCELED;
import static dev.lockstep.durable.PromiseState.RESOLVED;
import static dev.lockstep.durable.PromiseState.TIMED_OUT;
import static dev.lockstep.durable.Value.NO_VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.promise.Message.Answer;
import dev.lockstep.durable.promise.Message.Create;
import dev.lockstep.durable.promise.Message.Read;
import dev.lockstep.durable.promise.Message.Settle;
import dev.lockstep.durable.promise.PromiseStore.Input;
import dev.lockstep.durable.promise.PromiseStore.State;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PromiseStoreTest {

  private static final NodeId C1 = new NodeId("c1");
  private static final NodeId C2 = new NodeId("c2");
  private static final PromiseId P1 = new PromiseId("p1");
  private static final PromiseId P2 = new PromiseId("p2");
  private static final Value V1 = new Value("v1");

  private final PromiseStore store = new PromiseStore(List.of(P2, P1), 2);
  private final State waiting = after(store.initial(), new Create(C1, P1, 5, false)).state();

  @Property
  void whether_a_timeout_is_written_makes_no_difference_to_anybody(
      @ForAll @LongRange(min = 1, max = 9) long deadline,
      @ForAll boolean timer,
      @ForAll @LongRange(min = 1, max = 9) long now) {
    State lazy =
        after(store.initial(), new Create(C1, P1, deadline, timer)).state().at(Math.max(2, now));
    State written = store.step(lazy, new Input.Expire(P1)).map(Step::state).orElse(lazy);
    for (Message request :
        List.of(new Create(C2, P1, 3, true), new Settle(C2, P1, CANCELED, V1), new Read(C2, P1))) {
      assertThat(after(lazy, request).messages()).isEqualTo(after(written, request).messages());
      assertThat(after(lazy, request).state().projected(P1))
          .isEqualTo(after(written, request).state().projected(P1));
    }
  }

  @Test
  void a_request_counts_before_the_deadline_and_no_later() {
    Settle resolve = new Settle(C2, P1, RESOLVED, V1);
    assertThat(after(waiting.at(4), resolve).messages())
        .containsExactly(new Answer(C2, P1, new Promise(RESOLVED, V1, 5, false, 4)));
    assertThat(after(waiting.at(5), resolve).messages())
        .containsExactly(new Answer(C2, P1, new Promise(TIMED_OUT, NO_VALUE, 5, false, 5)));
  }

  @Test
  void who_comes_second_is_told_how_it_is() {
    State settled = after(waiting.at(3), new Settle(C1, P1, RESOLVED, V1)).state();
    Promise promise = new Promise(RESOLVED, V1, 5, false, 3);
    assertThat(after(settled.at(4), new Settle(C2, P1, CANCELED, V1)).messages())
        .containsExactly(new Answer(C2, P1, promise));
    assertThat(after(settled.at(9), new Create(C2, P1, 20, true)).messages())
        .containsExactly(new Answer(C2, P1, promise));
  }

  @Test
  void of_what_nobody_has_created_it_says_so_and_writes_nothing() {
    for (Message request : List.of(new Read(C1, P2), new Settle(C1, P2, RESOLVED, V1))) {
      Step<State, Message> step = after(waiting, request);
      assertThat(step.state()).isEqualTo(waiting);
      assertThat(step.messages()).containsExactly(new Answer(C1, P2, Promise.NONE));
    }
    PromiseId unheardOf = new PromiseId("p99");
    assertThat(after(waiting, new Read(C1, unheardOf)).state()).isEqualTo(waiting);
  }

  @Test
  void a_promise_that_is_created_after_its_deadline_is_over() {
    assertThat(after(store.initial().at(7), new Create(C1, P1, 5, true)).messages())
        .containsExactly(new Answer(C1, P1, new Promise(RESOLVED, NO_VALUE, 5, true, 5)));
  }

  @Test
  void only_what_is_over_expires_and_as_of_its_deadline() {
    assertThat(store.step(waiting.at(4), new Input.Expire(P1))).isEmpty();
    State expired = store.step(waiting.at(8), new Input.Expire(P1)).orElseThrow().state();
    assertThat(expired.promise(P1)).isEqualTo(new Promise(TIMED_OUT, NO_VALUE, 5, false, 5));
    assertThat(store.step(expired, new Input.Expire(P1))).isEmpty();
  }

  @Test
  void its_clock_does_not_go_back_or_stand_still() {
    assertThat(store.step(waiting.at(4), new Input.Advance(4))).isEmpty();
    assertThat(store.step(waiting.at(4), new Input.Advance(3))).isEmpty();
    assertThat(store.step(waiting.at(4), new Input.Advance(90)).map(step -> step.state().now()))
        .isEqualTo(Optional.of(90L));
    assertThat(store.localInputs(waiting.at(4)))
        .containsExactly(
            new Input.Advance(5), new Input.Advance(6), new Input.Expire(P1), new Input.Expire(P2));
  }

  @Test
  void a_crash_leaves_everything() {
    assertThat(store.restart(store.durable(waiting.at(3))).state()).isEqualTo(waiting.at(3));
  }

  @Test
  void a_message_for_somebody_else_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.delivery(new Answer(C1, P1, Promise.NONE)))
        .withMessageContaining("is not for the store");
  }

  private Step<State, Message> after(State state, Message request) {
    return store.step(state, store.delivery(request)).orElseThrow();
  }
}
