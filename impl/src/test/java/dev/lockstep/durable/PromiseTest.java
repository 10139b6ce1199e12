package dev.lockstep.durable;

import static dev.lockstep.durable.PromiseState.PENDING;
import static dev.lockstep.durable.PromiseState.REJECTED;
import static dev.lockstep.durable.PromiseState.RESOLVED;
import static dev.lockstep.durable.PromiseState.TIMED_OUT;
import static dev.lockstep.durable.Value.NO_VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PromiseTest {

  @Property
  void once_time_has_settled_it_no_later_time_changes_it(
      @ForAll @LongRange(min = 1, max = 9) long deadline,
      @ForAll boolean timer,
      @ForAll @LongRange(min = 1, max = 9) long now,
      @ForAll @LongRange(max = 9) long later) {
    Promise promise = Promise.pending(deadline, timer);
    Promise then = promise.atTime(now);
    assertThat(then.isSettled()).isEqualTo(now >= deadline);
    assertThat(promise.atTime(now + later)).isEqualTo(then.atTime(now + later));
    if (then.isSettled()) {
      assertThat(then.atTime(now + later)).isEqualTo(then);
      assertThat(then.settledAt()).isEqualTo(deadline);
    }
  }

  @Test
  void the_deadline_itself_belongs_to_time() {
    Promise promise = Promise.pending(5, false);
    assertThat(promise.atTime(4).state()).isEqualTo(PENDING);
    assertThat(promise.atTime(5).state()).isEqualTo(TIMED_OUT);
    assertThat(Promise.pending(5, true).atTime(5))
        .isEqualTo(new Promise(RESOLVED, NO_VALUE, 5, true, 5));
  }

  @Test
  void what_is_settled_in_time_has_no_deadline_any_more() {
    Promise rejected = Promise.pending(5, false).settled(REJECTED, new Value("v1"), 4);
    assertThat(rejected.isOverdue(5)).isFalse();
    assertThat(rejected.atTime(100)).isEqualTo(rejected);
    assertThat(Promise.NONE.atTime(100)).isEqualTo(Promise.NONE);
  }

  @Test
  void a_promise_without_end_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Promise.pending(0, false))
        .withMessage("a deadline is 1 or later, not 0");
  }

  @Test
  void a_name_is_not_blank() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PromiseId(" "));
  }
}
