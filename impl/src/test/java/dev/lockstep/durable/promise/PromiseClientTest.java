package dev.lockstep.durable.promise;

import static dev.lockstep.durable.PromiseState.CANCELED;
import static dev.lockstep.durable.PromiseState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.promise.Message.Answer;
import dev.lockstep.durable.promise.Message.Create;
import dev.lockstep.durable.promise.Message.Read;
import dev.lockstep.durable.promise.PromiseClient.Input;
import dev.lockstep.durable.promise.PromiseClient.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromiseClientTest {

  private static final NodeId C1 = new NodeId("c1");
  private static final PromiseId P1 = new PromiseId("p1");
  private static final Value V1 = new Value("v1");
  private static final Promise PENDING = Promise.pending(5, false);
  private static final Promise KEPT = PENDING.settled(RESOLVED, V1, 3);

  private final PromiseClient client = new PromiseClient(C1, List.of(P1), List.of(5L), List.of(V1));

  @Test
  void it_asks_as_often_as_it_likes_until_it_knows() {
    State nothing = client.initial();
    assertThat(client.step(nothing, new Input.Create(P1, 5, false)).orElseThrow().messages())
        .containsExactly(new Create(C1, P1, 5, false));
    State waits = nothing.told(P1, PENDING);
    assertThat(client.step(waits, new Input.Create(P1, 5, false))).isEmpty();
    assertThat(client.step(waits, new Input.Read(P1)).orElseThrow().messages())
        .containsExactly(new Read(C1, P1));
    State knows = waits.told(P1, KEPT);
    assertThat(client.localInputs(knows)).allMatch(input -> client.step(knows, input).isEmpty());
  }

  @Test
  void only_an_answer_that_is_further_tells_it_more() {
    List<Promise> further = List.of(Promise.NONE, PENDING, KEPT);
    for (int known = 0; known < further.size(); known++) {
      for (int told = 0; told < further.size(); told++) {
        State state = client.initial().told(P1, further.get(known));
        Answer answer = new Answer(C1, P1, further.get(told));
        assertThat(client.step(state, client.delivery(answer)).map(step -> step.state().known(P1)))
            .as("%s, then %s", further.get(known), further.get(told))
            .isEqualTo(told > known ? Optional.of(further.get(told)) : Optional.empty());
      }
    }
  }

  @Test
  void what_is_settled_stays_whatever_it_is_told() {
    State knows = client.initial().told(P1, KEPT);
    Answer other = new Answer(C1, P1, PENDING.settled(CANCELED, V1, 2));
    assertThat(client.step(knows, client.delivery(other))).isEmpty();
  }

  @Test
  void a_message_for_somebody_else_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.delivery(new Read(C1, P1)))
        .withMessageContaining("is not for client c1");
  }
}
