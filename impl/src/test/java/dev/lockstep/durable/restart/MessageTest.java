package dev.lockstep.durable.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.Message.Answer;
import dev.lockstep.durable.restart.Message.Request;
import dev.lockstep.durable.restart.Message.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final NodeId R1 = new NodeId("r1");
  private static final NodeId R2 = new NodeId("r2");
  private static final ProcessId P1 = new ProcessId("p1");
  private static final ProcessId P2 = new ProcessId("p2");
  private static final Value V1 = new Value("v1");
  private static final Value V2 = new Value("v2");
  private static final Argument A1 = new Argument(new Value("d1"), V1);
  private static final Argument A2 = new Argument(new Value("d1"), V2);

  private static final List<Message> IN_ORDER =
      List.of(
          new Request(R1, new Key(P1, 1), P1, 1, A1),
          new Request(R1, new Key(P1, 1), P1, 1, A2),
          new Request(R1, new Key(P1, 1), P1, 2, A1),
          new Request(R1, new Key(P1, 2), P1, 2, A1),
          new Request(R1, new Key(P2, 1), P2, 1, A1),
          new Request(R2, new Key(P1, 1), P1, 1, A1),
          new Answer(R1, P1, 1, V1),
          new Answer(R1, P1, 1, V2),
          new Answer(R1, P1, 2, V1),
          new Answer(R2, P1, 1, V1),
          new Result(R1, P1, List.of(V1)),
          new Result(R1, P1, List.of(V1, V1)),
          new Result(R1, P1, List.of(V1, V2)),
          new Result(R1, P1, List.of(V2)),
          new Result(R2, P1, List.of(V1)));

  @Test
  void messages_have_one_order() {
    List<Message> reversed = new ArrayList<>(IN_ORDER);
    Collections.reverse(reversed);
    assertThat(new TreeSet<>(reversed)).containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void requests_go_to_the_service_answers_to_who_asked_and_results_to_the_caller() {
    assertThat(IN_ORDER.subList(0, 6)).allMatch(m -> m.receiver().equals(Message.SERVICE));
    assertThat(IN_ORDER.subList(6, 10)).allMatch(m -> m.receiver().equals(m.runner()));
    assertThat(IN_ORDER.subList(10, 15)).allMatch(m -> m.receiver().equals(Message.CALLER));
  }
}
