package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.conformance.Network.Delivery;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MessageSetTest {

  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");

  private final MessageSet<String> empty = MessageSet.to(message -> List.of(A));

  @Test
  void receiving_leaves_the_message_unless_the_network_is_consuming() {
    Delivery<String> delivery = new Delivery<>(A, "m");
    assertThat(empty.send(B, List.of("m")).receive(delivery).messages()).containsExactly("m");
    assertThat(empty.consuming().send(B, List.of("m")).receive(delivery).messages()).isEmpty();
  }

  @Test
  void only_a_lossy_network_loses_and_names_what_it_loses() {
    Network<String> sent = empty.send(B, List.of("n", "m"));
    assertThat(sent.faults()).isEmpty();
    Network<String> lossy = empty.lossy("LoseMessage").send(B, List.of("n", "m"));
    assertThat(lossy.faults())
        .extracting(Network.Fault::action)
        .containsExactly(Action.of("LoseMessage", "m"), Action.of("LoseMessage", "n"));
    assertThat(lossy.faults().getFirst().after().messages()).containsExactly("n");
  }

  @Test
  void a_broadcast_reaches_everybody() {
    MessageSet<String> broadcast = MessageSet.to(message -> List.of(A, B));
    assertThat(broadcast.send(A, List.of("m")).deliveries())
        .containsExactly(new Delivery<>(A, "m"), new Delivery<>(B, "m"));
  }

  @Property
  void the_order_of_sending_makes_no_difference(
      @ForAll List<String> some, @ForAll List<String> more) {
    Network<String> one = empty.send(A, some).send(B, more);
    Network<String> other = empty.send(B, more).send(A, some);
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.messages()).isSorted().doesNotHaveDuplicates().containsAll(more);
  }

  @Property
  void who_gets_a_message_and_whether_it_may_be_lost_is_what_the_lists_of_both_say(
      @ForAll List<String> some, @ForAll String message) {
    Network<String> sent = empty.lossy("LoseMessage").send(B, some);
    List<Action> losses = sent.faults().stream().map(Network.Fault::action).toList();

    assertThat(sent.delivers(new Delivery<>(A, message))).isEqualTo(some.contains(message));
    assertThat(sent.delivers(new Delivery<>(B, message))).isFalse();
    assertThat(sent.loss(message).isPresent()).isEqualTo(some.contains(message));
    assertThat(some.stream().flatMap(m -> sent.loss(m).stream())).allMatch(losses::contains);
    assertThat(some).allMatch(m -> sent.recipients(m).equals(List.of(A)));
    assertThat(empty.send(B, some).loss(message)).isEmpty();
  }
}
