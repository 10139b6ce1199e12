package dev.lockstep.durable.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.Message.Acquire;
import dev.lockstep.durable.execution.Message.Acquired;
import dev.lockstep.durable.execution.Message.Create;
import dev.lockstep.durable.execution.Message.Done;
import dev.lockstep.durable.execution.Message.Fulfill;
import dev.lockstep.durable.execution.Message.Journal;
import dev.lockstep.durable.execution.Message.Lost;
import dev.lockstep.durable.execution.Message.Mismatch;
import dev.lockstep.durable.execution.Message.Suspend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final NodeId W1 = new NodeId("w1");
  private static final NodeId W2 = new NodeId("w2");
  private static final PromiseId E1 = new PromiseId("e1");
  private static final PromiseId E2 = new PromiseId("e2");
  private static final Value V1 = new Value("v1");
  private static final Value V2 = new Value("v2");
  private static final ProgramStep OPEN =
      new ProgramStep("old", Promise.pending(3, /* timer= */ false));
  private static final ProgramStep OTHER = new ProgramStep("young", OPEN.promise());

  private static final List<Message> IN_ORDER =
      List.of(
          new Acquire(W1, E1),
          new Acquire(W1, E2),
          new Acquire(W2, E1),
          new Done(W1, E1, 1, 1, "old", PromiseState.RESOLVED, V1),
          new Done(W1, E1, 1, 1, "old", PromiseState.RESOLVED, V2),
          new Done(W1, E1, 1, 1, "old", PromiseState.REJECTED, V1),
          new Done(W1, E1, 1, 1, "young", PromiseState.RESOLVED, V1),
          new Done(W1, E1, 1, 2, "old", PromiseState.RESOLVED, V1),
          new Done(W1, E1, 2, 1, "old", PromiseState.RESOLVED, V1),
          new Create(W1, E1, 1, 1, "old", 3, false),
          new Create(W1, E1, 1, 1, "old", 3, true),
          new Create(W1, E1, 1, 1, "old", 4, false),
          new Create(W1, E1, 1, 1, "young", 3, false),
          new Create(W1, E1, 1, 2, "old", 3, false),
          new Suspend(W1, E1, 1, new TreeSet<>(List.of(1))),
          new Suspend(W1, E1, 1, new TreeSet<>(List.of(1, 2))),
          new Suspend(W1, E1, 1, new TreeSet<>(List.of(2))),
          new Fulfill(W1, E1, 1, PromiseState.RESOLVED, V1),
          new Fulfill(W1, E1, 1, PromiseState.RESOLVED, V2),
          new Fulfill(W1, E1, 1, PromiseState.REJECTED, V1),
          new Mismatch(W1, E1, 1),
          new Acquired(W1, E1, 1, List.of()),
          new Acquired(W1, E1, 1, List.of(OPEN)),
          new Acquired(W1, E1, 1, List.of(OPEN, OPEN)),
          new Acquired(W1, E1, 1, List.of(OTHER)),
          new Journal(W1, E1, 1, List.of(OPEN)),
          new Journal(W1, E1, 1, List.of(OTHER)),
          new Lost(W1, E1, 1));

  @Test
  void messages_have_one_order() {
    List<Message> reversed = new ArrayList<>(IN_ORDER);
    Collections.reverse(reversed);
    assertThat(new TreeSet<>(reversed)).containsExactlyElementsOf(IN_ORDER);
  }

  @Test
  void the_store_answers_and_workers_ask() {
    assertThat(IN_ORDER.stream().filter(Message::isFromStore).map(Object::getClass).distinct())
        .containsExactly(Acquired.class, Journal.class, Lost.class);
    assertThat(IN_ORDER).allMatch(m -> m.worker().equals(W1) || m.worker().equals(W2));
  }

  @Test
  void who_asks_for_an_execution_has_no_version_of_it() {
    assertThat(new Acquire(W1, E1).version()).isZero();
  }
}
