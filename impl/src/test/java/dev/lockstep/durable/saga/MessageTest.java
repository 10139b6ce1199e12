package dev.lockstep.durable.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.saga.Message.Cancel;
import dev.lockstep.durable.saga.Message.Compensate;
import dev.lockstep.durable.saga.Message.Compensated;
import dev.lockstep.durable.saga.Message.Done;
import dev.lockstep.durable.saga.Message.Execute;
import dev.lockstep.durable.saga.Message.Failed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final List<Message> IN_ORDER =
      List.of(
          new Execute(1),
          new Execute(2),
          new Execute(10),
          new Cancel(1),
          new Compensate(1),
          new Done(1),
          new Failed(1),
          new Failed(2),
          new Compensated(1));

  @Test
  void messages_have_one_order() {
    List<Message> reversed = new ArrayList<>(IN_ORDER);
    Collections.reverse(reversed);
    assertThat(new TreeSet<>(reversed)).containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void requests_are_for_the_service_of_their_step_and_answers_for_the_orchestrator() {
    assertThat(IN_ORDER.subList(0, 5).stream().map(Message::to).map(NodeId::name))
        .containsExactly("1", "2", "10", "1", "1");
    assertThat(IN_ORDER.subList(5, 9)).allMatch(m -> m.to().equals(Message.ORCHESTRATOR));
  }
}
