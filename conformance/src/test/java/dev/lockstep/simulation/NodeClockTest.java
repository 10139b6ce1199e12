package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class NodeClockTest {

  @Test
  void a_clock_that_nobody_set_shows_the_virtual_time() {
    NodeClock clock = new NodeClock();

    assertThat(clock.read(1_234)).isEqualTo(1_234);
    assertThat(clock.when(1_234)).isEqualTo(1_234);
  }

  @Test
  void a_fast_clock_gets_there_sooner_and_a_slow_one_later() {
    NodeClock fast = new NodeClock();
    NodeClock slow = new NodeClock();
    fast.set(0, 0, 250_000);
    slow.set(0, 0, -200_000);

    assertThat(fast.when(1_000)).isEqualTo(800);
    assertThat(slow.when(1_000)).isEqualTo(1_250);
  }

  @Test
  void a_clock_set_forward_is_there_at_once_and_one_set_back_takes_as_much_longer() {
    NodeClock forward = new NodeClock();
    NodeClock back = new NodeClock();
    forward.set(100, 5_000, 0);
    back.set(100, -5_000, 0);

    assertThat(forward.when(1_000)).isLessThanOrEqualTo(100);
    assertThat(back.when(1_000)).isEqualTo(6_000);
  }

  @Property
  void at_the_time_that_it_names_and_no_sooner_the_clock_has_got_there(
      @ForAll @LongRange(max = 10_000_000) long setAt,
      @ForAll @LongRange(min = -500_000, max = 500_000) long jump,
      @ForAll @LongRange(min = -200_000, max = 200_000) long fastPpm,
      @ForAll @LongRange(max = 10_000_000) long wait) {
    NodeClock clock = new NodeClock();
    clock.set(setAt, jump, fastPpm);
    long due = clock.read(setAt) + wait;

    long when = clock.when(due);

    assertThat(clock.read(when)).isGreaterThanOrEqualTo(due);
    assertThat(when == setAt || clock.read(when - 1) < due).isTrue();
  }

  @Test
  void a_clock_does_not_run_backwards() {
    assertThatIllegalArgumentException().isThrownBy(() -> new NodeClock().set(0, 0, -1_000_000));
  }
}
