package dev.lockstep.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.value.TlaValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Places: paths into values and projections of them. */
class PlaceTest {

  @Provide
  Arbitrary<Place> places() {
    return Traces.places();
  }

  @Property(tries = 500)
  void a_place_reads_as_it_is_written(@ForAll("places") Place place) {
    assertThat(Place.parse(place.toString())).isEqualTo(place);
  }

  @Property(tries = 500)
  void the_order_of_places_is_total_and_agrees_with_equality(
      @ForAll("places") Place left, @ForAll("places") Place right) {
    assertThat(Integer.signum(left.compareTo(right)))
        .isEqualTo(-Integer.signum(right.compareTo(left)));
    assertThat(left.compareTo(right) == 0).isEqualTo(left.equals(right));
  }

  @Property(tries = 1000)
  void any_text_is_a_place_or_an_error_in_words(@ForAll String text) {
    try {
      assertThat(Place.parse(text).variable()).isNotEmpty();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void projections_nest_and_a_path_may_follow() {
    Place place = Place.parse("length(last(log/n1)/entries)");

    assertThat(place.variable()).isEqualTo("log");
    assertThat(place.path())
        .containsExactly(
            new Place.Key("n1"), Projection.LAST, new Place.Key("entries"), Projection.LENGTH);
    assertThat(place).hasToString("length(last(log/n1)/entries)");
  }

  @ParameterizedTest
  @CsvSource({
    "x/f(a), f(a)",
    "x/a), a)",
    "x/(a, (a",
    "x/a~2b~3~0~1, a(b)~/",
    "x/<<1>>, <<1>>",
    "length, ''"
  })
  void outside_of_a_projection_parentheses_are_part_of_a_key(String text, String key) {
    assertThat(Place.parse(text)).isEqualTo(key.isEmpty() ? Place.of(text) : Place.of("x", key));
  }

  @ParameterizedTest
  @CsvSource({"length(x/f(a)), f(a)", "length(x/a~3), a)", "length(x/), ''", "length(x/~2), ("})
  void inside_of_a_projection_they_are_so_in_pairs_or_escaped(String text, String key) {
    assertThat(Place.parse(text)).isEqualTo(Place.of("x", key).then(Projection.LENGTH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/x",
        "()",
        "length()",
        "length(/x)",
        "(x)",
        "f(x)",
        "length(x",
        "length(x))",
        "x)",
        "length(x)y",
        "length(length(x)",
        "x~",
        "x/~4",
        "length(x/a))"
      })
  void what_is_no_place_is_refused(String text) {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Place.parse(text));
  }

  @Test
  void a_hundred_thousand_parentheses_are_refused_without_harm() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Place.parse("length(".repeat(100_000)))
        .withMessageContaining("more than 20 projections");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Place.parse("(".repeat(100_000)));
    assertThat(Place.parse("x/" + "(".repeat(100_000)).path()).hasSize(1);
  }

  @Test
  void every_projection_gives_what_its_name_says() {
    TlaValue sequence = TlaValue.sequence(List.of(TlaValue.of(5), TlaValue.of(3), TlaValue.of(5)));
    TlaValue set = TlaValue.set(List.of(TlaValue.of(5), TlaValue.of(3)));
    TlaValue record = TlaValue.record(Map.of("a", TlaValue.of(1)));
    TlaValue function = TlaValue.function(Map.of(TlaValue.of(7), TlaValue.of(true)));

    assertThat(Projection.LENGTH.of(sequence)).contains(TlaValue.of(3));
    assertThat(Projection.SIZE.of(set)).contains(TlaValue.of(2));
    assertThat(Projection.FIRST.of(sequence)).contains(TlaValue.of(5));
    assertThat(Projection.LAST.of(sequence)).contains(TlaValue.of(5));
    assertThat(Projection.MIN.of(set)).contains(TlaValue.of(3));
    assertThat(Projection.MAX.of(set)).contains(TlaValue.of(5));
    assertThat(Projection.RANGE.of(sequence)).contains(set);
    assertThat(Projection.RANGE.of(record)).contains(TlaValue.set(List.of(TlaValue.of(1))));
    assertThat(Projection.RANGE.of(function)).contains(TlaValue.set(List.of(TlaValue.of(true))));
    assertThat(Projection.DOMAIN.of(function)).contains(TlaValue.set(List.of(TlaValue.of(7))));
    assertThat(Projection.DOMAIN.of(record)).contains(TlaValue.set(List.of(TlaValue.of("a"))));
    assertThat(Projection.DOMAIN.of(sequence))
        .contains(TlaValue.set(List.of(TlaValue.of(1), TlaValue.of(2), TlaValue.of(3))));
  }

  @Test
  void a_projection_of_another_kind_of_value_gives_nothing() {
    TlaValue empty = TlaValue.sequence(List.of());
    TlaValue mixed = TlaValue.set(List.of(TlaValue.of(1), TlaValue.of("a")));

    assertThat(Projection.LENGTH.of(empty)).contains(TlaValue.of(0));
    assertThat(Projection.FIRST.of(empty)).isEmpty();
    assertThat(Projection.LAST.of(empty)).isEmpty();
    assertThat(Projection.MIN.of(TlaValue.set(List.of()))).isEmpty();
    assertThat(Projection.MAX.of(mixed)).isEmpty();
    for (Projection projection : Projection.values()) {
      assertThat(projection.of(TlaValue.of(1))).isEqualTo(Optional.empty());
    }
  }
}
