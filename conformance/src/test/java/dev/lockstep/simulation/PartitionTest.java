package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.NodeId;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PartitionTest {

  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");

  @Test
  void one_way_stops_what_leaves_the_side_and_both_ways_also_what_comes_in() {
    Partition oneWay = new Partition(new TreeSet<>(List.of(A, B)), false, 1);
    Partition bothWays = new Partition(new TreeSet<>(List.of(A, B)), true, 1);

    assertThat(oneWay.stops(A, C)).isTrue();
    assertThat(oneWay.stops(C, A)).isFalse();
    assertThat(bothWays.stops(A, C)).isTrue();
    assertThat(bothWays.stops(C, A)).isTrue();
    assertThat(oneWay.stops(A, B) || bothWays.stops(A, B)).isFalse();
  }

  @Property
  void a_cut_has_somebody_on_both_sides_and_lasts_as_long_as_it_may(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int nodes) {
    List<NodeId> all = IntStream.range(0, nodes).mapToObj(i -> new NodeId("n" + i)).toList();

    Partition cut = Partition.draw(all, 1_000, new Span(5, 10), new Dice(seed));

    assertThat(cut.side()).isNotEmpty().hasSizeLessThan(nodes);
    assertThat(cut.untilMicros()).isBetween(1_005L, 1_010L);
  }

  @Test
  void cuts_in_one_direction_and_in_both_are_drawn() {
    Dice dice = new Dice(1);
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(i -> Partition.draw(List.of(A, B, C), 0, new Span(1, 1), dice).bothWays())
                .distinct())
        .containsExactlyInAnyOrder(true, false);
  }
}
