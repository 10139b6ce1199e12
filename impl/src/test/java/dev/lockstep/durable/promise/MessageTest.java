package dev.lockstep.durable.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.promise.Message.Answer;
import dev.lockstep.durable.promise.Message.Create;
import dev.lockstep.durable.promise.Message.Read;
import dev.lockstep.durable.promise.Message.Settle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final NodeId C1 = new NodeId("c1");
  private static final NodeId C2 = new NodeId("c2");
  private static final PromiseId P1 = new PromiseId("p1");
  private static final PromiseId P2 = new PromiseId("p2");

  /** Each is different from the one before it in the last place that can be. */
  private static final List<Message> IN_ORDER =
      List.of(
          new Create(C1, P1, 3, false),
          new Create(C1, P1, 3, true),
          new Create(C1, P1, 4, false),
          new Create(C1, P2, 3, false),
          new Create(C2, P1, 3, false),
          new Settle(C1, P1, PromiseState.RESOLVED, new Value("v1")),
          new Settle(C1, P1, PromiseState.RESOLVED, new Value("v2")),
          new Settle(C1, P1, PromiseState.REJECTED, new Value("v1")),
          new Read(C1, P1),
          new Answer(C1, P1, Promise.NONE),
          new Answer(C1, P1, Promise.pending(3, false)),
          new Answer(C1, P1, Promise.pending(3, false).atTime(3)));

  @Test
  void messages_have_one_order() {
    List<Message> shuffled = new ArrayList<>(IN_ORDER);
    Collections.reverse(shuffled);
    assertThat(new TreeSet<>(shuffled)).containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void requests_are_for_the_store_and_answers_for_who_asked() {
    assertThat(IN_ORDER.subList(0, 9)).allMatch(m -> m.receiver().equals(Message.STORE));
    assertThat(IN_ORDER.subList(9, 12)).allMatch(m -> m.receiver().equals(C1));
  }

  @Test
  void nobody_asks_for_what_only_time_does() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settle(C1, P1, PromiseState.TIMED_OUT, Value.NO_VALUE))
        .withMessage("nobody settles p1 as TIMED_OUT");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settle(C1, P1, PromiseState.PENDING, Value.NO_VALUE));
  }
}
