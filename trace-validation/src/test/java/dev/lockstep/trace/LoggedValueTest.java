package dev.lockstep.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.value.TlaValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** For which values of the spec a logged value can stand, however large they are. */
class LoggedValueTest {

  @Provide
  Arbitrary<TlaValue> values() {
    return values(2);
  }

  @Provide
  Arbitrary<List<TlaValue>> elements() {
    return values(1).list().ofMaxSize(20);
  }

  private static Arbitrary<TlaValue> values(int depth) {
    Arbitrary<String> texts = Arbitraries.of("a", "b", "1", "2");
    Arbitrary<TlaValue> atoms =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 3).map(TlaValue::of),
            Arbitraries.of(true, false).map(TlaValue::of),
            texts.map(TlaValue::of),
            Arbitraries.of("m", "n").map(TlaValue.ModelValue::new));
    if (depth == 0) {
      return atoms;
    }
    Arbitrary<TlaValue> inner = values(depth - 1);
    return Arbitraries.oneOf(
        atoms,
        inner.list().ofMaxSize(15).map(TlaValue::set),
        inner.list().ofMaxSize(3).map(TlaValue::sequence),
        Arbitraries.maps(texts, inner).ofMaxSize(3).map(TlaValue::record),
        Arbitraries.maps(Arbitraries.integers().between(0, 3).map(TlaValue::of), inner)
            .ofMaxSize(3)
            .map(TlaValue::function));
  }

  @Property(tries = 500)
  void a_set_stands_for_itself_in_any_order_and_with_repetitions(
      @ForAll("elements") List<TlaValue> elements, @ForAll Random random) {
    TlaValue set = TlaValue.set(elements);
    List<LoggedValue> items = new ArrayList<>();
    ((TlaValue.SetOf) set).elements().forEach(element -> items.add(reordered(element, random)));
    items.addAll(items.subList(0, items.size() / 2));
    Collections.shuffle(items, random);

    // {} and <<>> are both [] in a log, which then names only one of them.
    boolean ambiguous =
        items.stream()
            .anyMatch(item -> elements.stream().distinct().filter(item::matches).count() > 1);
    assertThat(ambiguous || new LoggedValue.Items(items).matches(set)).isTrue();
  }

  @Test
  void a_text_stands_for_a_string_or_a_model_value_but_not_for_both() {
    TlaValue both = TlaValue.set(List.of(TlaValue.of("a"), new TlaValue.ModelValue("a")));
    LoggedValue text = new LoggedValue.Text("a");

    assertThat(new LoggedValue.Items(List.of(text)).matches(both)).isFalse();
    assertThat(new LoggedValue.Items(Collections.nCopies(20, text)).matches(both)).isFalse();
    assertThat(
            new LoggedValue.Items(Collections.nCopies(20, text))
                .matches(TlaValue.set(List.of(TlaValue.of("a")))))
        .isTrue();
  }

  @Property(tries = 500)
  void a_set_stands_for_no_set_that_has_more_or_less(
      @ForAll("elements") List<TlaValue> elements, @ForAll("values") TlaValue other) {
    TlaValue.SetOf set = (TlaValue.SetOf) TlaValue.set(elements);
    LoggedValue logged = LoggedValue.of(set);
    List<TlaValue> more = new ArrayList<>(elements);
    more.add(other);
    TlaValue.SetOf larger = (TlaValue.SetOf) TlaValue.set(more);

    boolean same =
        set.elements().stream().anyMatch(element -> LoggedValue.of(other).matches(element));
    if (!same && !larger.equals(set)) {
      assertThat(logged.matches(larger)).isFalse();
      assertThat(LoggedValue.of(larger).matches(set)).isFalse();
    }
  }

  /** How a log may write {@code value} as well: sets in any order, sequences as objects. */
  private static LoggedValue reordered(TlaValue value, Random random) {
    return switch (value) {
      case TlaValue.SetOf set -> {
        List<LoggedValue> items = new ArrayList<>();
        set.elements().forEach(element -> items.add(LoggedValue.of(element)));
        Collections.shuffle(items, random);
        yield new LoggedValue.Items(items);
      }
      case TlaValue.SequenceOf sequence when random.nextBoolean() -> {
        Map<String, LoggedValue> fields = new TreeMap<>();
        for (int at = 0; at < sequence.elements().size(); at++) {
          fields.put(Integer.toString(at + 1), LoggedValue.of(sequence.elements().get(at)));
        }
        yield new LoggedValue.Fields(new TreeMap<>(fields));
      }
      default -> LoggedValue.of(value);
    };
  }

  @Test
  @Timeout(60)
  void a_hundred_thousand_elements_are_compared_in_a_moment() {
    List<TlaValue> elements = new ArrayList<>();
    List<LoggedValue> items = new ArrayList<>();
    for (int number = 0; number < 100_000; number++) {
      TlaValue record = TlaValue.record(Map.of("nr", TlaValue.of(number), "to", TlaValue.of("n1")));
      elements.add(record);
      items.add(LoggedValue.of(record));
    }
    TlaValue set = TlaValue.set(elements);
    Collections.reverse(items);
    List<LoggedValue> wrong = new ArrayList<>(items);
    wrong.set(50_000, LoggedValue.of(TlaValue.of("n1")));

    assertThat(new LoggedValue.Items(items).matches(set)).isTrue();
    assertThat(new LoggedValue.Items(wrong).matches(set)).isFalse();
    assertThat(
            new LoggedValue.Items(Collections.nCopies(100_000, new LoggedValue.Whole(1)))
                .matches(TlaValue.set(List.of(TlaValue.of(1)))))
        .isTrue();
  }
}
