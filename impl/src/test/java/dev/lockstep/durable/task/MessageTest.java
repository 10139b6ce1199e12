package dev.lockstep.durable.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.task.Message.Acquire;
import dev.lockstep.durable.task.Message.Acquired;
import dev.lockstep.durable.task.Message.Fulfill;
import dev.lockstep.durable.task.Message.Heartbeat;
import dev.lockstep.durable.task.Message.Lost;
import dev.lockstep.durable.task.Message.Offer;
import dev.lockstep.durable.task.Message.Release;
import dev.lockstep.durable.task.Message.Suspend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final NodeId W1 = new NodeId("w1");
  private static final NodeId W2 = new NodeId("w2");
  private static final PromiseId T1 = new PromiseId("t1");
  private static final PromiseId T2 = new PromiseId("t2");

  private static final List<Message> IN_ORDER =
      List.of(
          new Offer(T1, 0),
          new Offer(T1, 1),
          new Offer(T2, 0),
          new Acquire(W1, T1, 0),
          new Acquire(W2, T1, 0),
          new Heartbeat(W1, T1, 1),
          new Release(W1, T1, 1),
          new Suspend(W1, T1, 1),
          new Fulfill(W1, T1, 1, new Value("v1")),
          new Fulfill(W1, T1, 1, new Value("v2")),
          new Fulfill(W1, T1, 2, new Value("v1")),
          new Acquired(W1, T1, 1),
          new Lost(W1, T1, 1));

  @Test
  void messages_have_one_order() {
    List<Message> reversed = new ArrayList<>(IN_ORDER);
    Collections.reverse(reversed);
    assertThat(new TreeSet<>(reversed)).containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void the_store_offers_and_answers_and_workers_ask() {
    assertThat(IN_ORDER.stream().filter(Message::isFromStore).map(Object::getClass).distinct())
        .containsExactly(Offer.class, Acquired.class, Lost.class);
    assertThat(IN_ORDER.subList(3, 13)).allMatch(m -> !m.worker().equals(Message.STORE));
  }
}
