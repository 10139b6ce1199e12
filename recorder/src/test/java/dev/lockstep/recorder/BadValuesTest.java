package dev.lockstep.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What no log can hold is refused where it is told, by a message that says where and what to do.
 */
class BadValuesTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @SuppressWarnings("NullAway.Init")
  private TraceLog log;

  private record Reading(double degrees) {}

  record Broken(int value) {
    @Override
    public int value() {
      throw new IllegalStateException("not now");
    }
  }

  @BeforeEach
  void open() throws IOException {
    log = TraceLog.of("S").to(bytes);
  }

  static Stream<Arguments> bad() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    Map<Object, Object> twins = new HashMap<>(Map.of(1, "a", "1", "b"));
    List<Object> shifting =
        new AbstractList<>() {
          @Override
          public Object get(int index) {
            throw new ConcurrentModificationException("somebody else is writing");
          }

          @Override
          public int size() {
            return 1;
          }
        };
    return Stream.of(
        Arguments.of(1.5, "a value of java.lang.Double has no counterpart"),
        Arguments.of('c', "a value of java.lang.Character"),
        Arguments.of(BigInteger.ONE, "a value of java.math.BigInteger"),
        Arguments.of(new int[1], "a value of int[]"),
        Arguments.of(new Object(), "use a String, boolean, int, Collection, Map, record"),
        Arguments.of(1L << 31, "2147483648 does not fit the 32 bits"),
        Arguments.of(Integer.MIN_VALUE - 1L, "-2147483649 does not fit the 32 bits"),
        Arguments.of(
            Map.of("k", Arrays.asList("x", new Reading(1.5))),
            "inside it, at k/2/degrees: a value"),
        Arguments.of(new Broken(1), "value() threw java.lang.IllegalStateException: not now"),
        Arguments.of(Map.of(List.of(1), 2), "a key must be a String, an enum, a boolean or an int"),
        Arguments.of(Collections.singletonMap(null, 2), "not null"),
        Arguments.of(twins, "two keys have the text \"1\""),
        Arguments.of(itself, "nested deeper than 190 levels"),
        Arguments.of(shifting, "cannot be read: java.util.ConcurrentModificationException"),
        Arguments.of("a\uD83D", "half a surrogate pair at 1"),
        Arguments.of("\uDE00\uD83D", "half a surrogate pair at 0"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_bad_value_is_refused_with_its_place(Object value, String message) throws IOException {
    Event event = log.node("n").event("A");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> event.observe("rmState/rm1", value))
        .withMessageStartingWith("A, rmState/rm1: ")
        .withMessageContaining(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.node("n").event("A").arg(value))
        .withMessageStartingWith("A, an argument of the action: ")
        .withMessageContaining(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.node("n").event("A").change("v", Operator.UPDATE, value))
        .withMessageContaining(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceLog.of("S").constant("C", value))
        .withMessageContaining("C");
    event.record();
    assertThat(Lines.of(bytes)).as("an event with something bad is not written").hasSize(1);
  }

  @Test
  void a_place_that_is_none_is_refused() {
    for (String place : List.of("", "/x", "a~", "a/~2", "a\uD83D")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> log.node("n").event("A").observe(place, 1))
          .withMessageStartingWith("A, " + place);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> log.node("n").event("A").change(place, Operator.CLEAR));
      assertThatIllegalArgumentException().isThrownBy(() -> TraceLog.of("S").initially(place, 1));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> TraceLog.place("", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> TraceLog.place("v", 1.5));
  }

  @Test
  void what_is_told_twice_or_in_the_wrong_number_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.node("n").event("A").observe("v", 1).observe("v", 1))
        .withMessageContaining("observed twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceLog.of("S").constant("C", 1).constant("C", 1))
        .withMessageContaining("there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.node("n").event("A").change("v", Operator.SET_KEY, 1))
        .withMessageContaining("SET_KEY takes 2 arguments, not 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.node("n").event().arg(1))
        .withMessageContaining("no action that it could belong to");
    assertThatIllegalArgumentException().isThrownBy(() -> TraceLog.of("S").buffered(0));
  }

  @Test
  void an_event_is_recorded_once() throws IOException {
    Event event = log.node("n").event("A");
    event.record();

    assertThatIllegalStateException()
        .isThrownBy(event::record)
        .withMessageContaining("each step is an event of its own");
    assertThat(Lines.of(bytes)).hasSize(2);
  }

  @Test
  void texts_that_are_no_stamps_are_refused() {
    for (String text :
        List.of("", "x", "1,", "1,a", "1,a=", "1,a=0", "1,a=-1", "-1", "1,a=1,a=1")) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> Stamp.parse(text))
          .withMessageContaining("not a stamp: \"" + text + "\"; expected a text such as 7,rm1=2");
    }
  }

  @Test
  void names_must_be_texts_that_can_be_written() {
    assertThatIllegalArgumentException().isThrownBy(() -> log.node("\uD83D"));
    assertThatIllegalArgumentException().isThrownBy(() -> log.node("n").event("\uD83D"));
    assertThatIllegalArgumentException().isThrownBy(() -> log.node("n").event("A").sent("\uD83D"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> TraceLog.of("\uD83D"));
  }
}
