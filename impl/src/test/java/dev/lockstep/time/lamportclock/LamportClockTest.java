package dev.lockstep.time.lamportclock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import dev.lockstep.time.lamportclock.LamportClock.Input;
import dev.lockstep.time.lamportclock.LamportClock.State;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LamportClockTest {

  private static final NodeId P1 = new NodeId("p1");
  private static final NodeId P2 = new NodeId("p2");

  private final LamportClock clock = new LamportClock(P1, List.of(P1, P2));

  @Property
  void a_receiver_is_later_than_it_was_and_than_the_sender(
      @ForAll @IntRange(max = 1000) int own, @ForAll @IntRange(max = 1000) int stamp) {
    Step<State, Message> step =
        clock.step(new State(own), new Input.Received(new Message(P2, P1, stamp))).orElseThrow();
    assertThat(step.state().clock()).isEqualTo(Math.max(own, stamp) + 1);
    assertThat(step.messages()).isEmpty();
  }

  @Property
  void a_message_carries_the_number_of_its_own_sending(@ForAll @IntRange(max = 1000) int own) {
    Step<State, Message> step = clock.step(new State(own), new Input.Send(P2)).orElseThrow();
    assertThat(step.state().clock()).isEqualTo(own + 1);
    assertThat(step.messages()).containsExactly(new Message(P1, P2, own + 1));
  }

  @Test
  void nobody_sends_to_itself() {
    assertThat(clock.step(clock.initial(), new Input.Send(P1))).isEmpty();
    assertThat(clock.localInputs(clock.initial()))
        .containsExactly(new Input.Tick(), new Input.Send(P2));
  }

  @Test
  void a_message_for_another_process_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.delivery(new Message(P1, P2, 1)))
        .withMessageContaining("p1");
  }

  @Test
  void a_clock_that_is_full_says_so_instead_of_going_back() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> clock.step(new State(Integer.MAX_VALUE), new Input.Tick()));
  }
}
