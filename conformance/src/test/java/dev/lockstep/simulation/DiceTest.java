package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DiceTest {

  @Test
  void the_numbers_are_those_of_splitmix64() {
    Dice dice = new Dice(1234567);

    assertThat(dice.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(dice.nextLong()).isEqualTo(3203168211198807973L);
    assertThat(Long.toUnsignedString(dice.nextLong())).isEqualTo("9817491932198370423");
  }

  @Property
  void a_duration_is_within_its_span(
      @ForAll long seed,
      @ForAll @LongRange(max = 1_000_000) long from,
      @ForAll @LongRange(max = 1_000_000) long length) {
    assertThat(new Dice(seed).within(new Span(from, from + length))).isBetween(from, from + length);
  }

  @Property
  void what_never_happens_does_not_and_what_always_happens_does(@ForAll long seed) {
    Dice dice = new Dice(seed);

    assertThat(dice.chance(0)).isFalse();
    assertThat(dice.chance(1)).isTrue();
  }

  @Test
  void runs_of_one_seed_and_equal_runs_of_other_seeds_begin_differently() {
    assertThat(
            IntStream.range(0, 100)
                .boxed()
                .flatMap(
                    seed ->
                        IntStream.range(0, 100).mapToObj(run -> Dice.ofRun(seed, run).nextLong())))
        .doesNotHaveDuplicates();
  }
}
