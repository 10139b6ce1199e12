package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Composed;
import dev.lockstep.core.NodeId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StructureTest {

  private static final Map<String, String> SWAP = Map.of("a", "b", "b", "a");

  private final Structure structure = new Structure(List.of(Map.of(), SWAP));

  private record Pair(Object left, Object right) {}

  private record Other(Object left, Object right) {}

  @Test
  void what_differs_in_kind_or_place_has_another_hash() {
    List<Object> values =
        List.of(
            1,
            1L,
            (short) 1,
            true,
            "1",
            'x',
            "x",
            List.of(),
            Set.of(),
            Map.of(),
            Optional.empty(),
            List.of(1),
            Set.of(1),
            Optional.of(1),
            List.of(1, 2),
            List.of(2, 1),
            List.of(List.of(1), 2),
            List.of(List.of(1, 2)),
            Map.of(1, 2),
            Map.of(2, 1),
            new Pair(1, 2),
            new Pair(2, 1),
            new Other(1, 2),
            Divergence.Kind.NOT_TAKEN,
            Divergence.Kind.NOT_ALLOWED);
    Set<Long> hashes = new HashSet<>();
    values.forEach(value -> hashes.add(structure.hash(value, 0)));
    assertThat(hashes).hasSize(values.size());
  }

  @Property
  void sets_and_maps_have_no_order(@ForAll Set<Integer> elements) {
    Set<Integer> reversed = new LinkedHashSet<>(List.copyOf(elements).reversed());
    assertThat(hash(reversed)).isEqualTo(hash(new TreeSet<>(elements)));
    Map<Integer, String> map = new TreeMap<>();
    Map<Integer, String> other = new java.util.HashMap<>();
    elements.forEach(element -> map.put(element, "v" + element));
    reversed.forEach(element -> other.put(element, "v" + element));
    assertThat(hash(other)).isEqualTo(hash(map));
  }

  @Test
  void a_value_has_the_hash_under_a_permutation_that_the_renamed_value_has_without() {
    UnaryOperator<String> swapped = name -> SWAP.getOrDefault(name, name);
    for (String name : List.of("a", "b", "c")) {
      Pair value =
          new Pair(Map.of(new NodeId(name), 7), Set.of(List.of("a", new NodeId(name)), "c"));
      String image = swapped.apply(name);
      Pair renamed =
          new Pair(Map.of(new NodeId(image), 7), Set.of(List.of("b", new NodeId(image)), "c"));
      assertThat(structure.hash(value, 1)).isEqualTo(structure.hash(renamed, 0));
      assertThat(structure.hash(value, 1)).isNotEqualTo(structure.hash(value, 0));
    }
  }

  @Test
  void objects_that_are_no_records_are_told_apart_by_their_equals_and_never_renamed() {
    assertThat(hash(new Opaque("a"))).isEqualTo(hash(new Opaque("a")));
    assertThat(hash(new Opaque("a"))).isNotEqualTo(hash(new Opaque("b")));
    assertThat(structure.hash(new Opaque("a"), 1)).isNotEqualTo(hash(new Opaque("b")));
    assertThat(structure.hash(new Opaque("c"), 1)).isNotEqualTo(hash(new Opaque("c")));
  }

  @Test
  void what_says_of_what_it_consists_is_renamed_like_a_record() {
    assertThat(hash(new Box("a"))).isEqualTo(hash(new Box("a")));
    assertThat(hash(new Box("a"))).isNotEqualTo(hash(new Box("b")));
    assertThat(hash(new Box("a"))).isNotEqualTo(hash(List.of("a")));
    assertThat(structure.hash(new Box("a"), 1)).isEqualTo(hash(new Box("b")));
    assertThat(structure.hash(new Box("c"), 1)).isEqualTo(hash(new Box("c")));
  }

  private static final class Box implements Composed {
    private final String name;

    Box(String name) {
      this.name = name;
    }

    @Override
    public Object content() {
      return List.of(name);
    }
  }

  @Test
  void many_small_values_have_as_many_hashes() {
    Set<Long> hashes = new HashSet<>();
    IntStream.range(0, 200)
        .forEach(i -> IntStream.range(0, 200).forEach(j -> hashes.add(hash(new Pair(i, j)))));
    assertThat(hashes).hasSize(40_000);
  }

  private long hash(Object value) {
    return structure.hash(value, 0);
  }

  private static final class Opaque {
    private final String name;

    Opaque(String name) {
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Opaque that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }
}
