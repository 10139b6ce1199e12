package dev.lockstep.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CodecTest {

  record Node(String name) implements Comparable<Node> {
    @Override
    public int compareTo(Node other) {
      return name.compareTo(other.name);
    }
  }

  enum Phase {
    WORKING,
    IN_DOUBT,
    DONE
  }

  sealed interface Message permits Prepare, Vote, Nothing, Sealed.Inner {}

  record Prepare(Node to) implements Message {}

  record Vote(Node from, boolean yes, long ballot) implements Message {}

  record Nothing() implements Message {}

  interface Sealed {
    record Inner(String name) implements Message {}
  }

  record State(
      Map<Node, Phase> phases,
      Set<Message> messages,
      List<Integer> log,
      SortedMap<String, Long> counters,
      SortedSet<Node> up,
      TlaValue other) {}

  record Box<T>(T content, List<Box<T>> more) {}

  record Holder(Box<Node> box) {}

  record Typed(String type) {}

  sealed interface Choice permits Bad {}

  record Bad(String type) implements Choice {}

  record Positive(int amount) {
    Positive {
      if (amount <= 0) {
        throw new IllegalArgumentException("must be positive");
      }
    }
  }

  record Maybe(Optional<String> value) {}

  private final Codec codec = Codec.withModelValues(Set.of("n1", "n2"));

  @Test
  void encodes_a_state_as_the_spec_would_write_it() {
    State state =
        new State(
            Map.of(new Node("n1"), Phase.WORKING, new Node("n2"), Phase.IN_DOUBT),
            Set.of(new Prepare(new Node("n1")), new Vote(new Node("x"), true, 3), new Nothing()),
            List.of(3, 1),
            new TreeMap<>(Map.of("a", 1L)),
            new TreeSet<>(Set.of(new Node("n2"))),
            TlaValue.of(true));
    assertThat(codec.encode(state))
        .hasToString(
            "[counters |-> [a |-> 1], log |-> <<3, 1>>, messages |-> {"
                + "[ballot |-> 3, from |-> \"x\", type |-> \"Vote\", yes |-> TRUE], "
                + "[to |-> n1, type |-> \"Prepare\"], [type |-> \"Nothing\"]}, "
                + "other |-> TRUE, "
                + "phases |-> (n1 :> \"working\" @@ n2 :> \"inDoubt\"), up |-> {n2}]");
    assertThat(codec.decode(codec.encode(state), State.class)).isEqualTo(state);
  }

  @Test
  void takes_a_name_for_the_model_value_the_spec_has_and_for_a_string_otherwise() {
    assertThat(codec.encode(new Node("n1"))).isEqualTo(new TlaValue.ModelValue("n1"));
    assertThat(codec.encode(new Node("n9"))).isEqualTo(TlaValue.of("n9"));
    assertThat(codec.decode(TlaValue.of("n9"), Node.class)).isEqualTo(new Node("n9"));
    assertThat(codec.decode(new TlaValue.ModelValue("n1"), Node.class)).isEqualTo(new Node("n1"));
  }

  @Test
  void takes_a_record_of_a_sealed_interface_for_a_record_even_if_it_only_has_a_name() {
    TlaValue inner = codec.encode(new Sealed.Inner("n1"));
    assertThat(inner).hasToString("[name |-> \"n1\", type |-> \"Inner\"]");
    assertThat(codec.decode(inner, Message.class)).isEqualTo(new Sealed.Inner("n1"));
  }

  @Test
  void can_be_told_that_no_record_is_a_name() {
    Codec plain = codec.withNames(type -> false);
    assertThat(plain.encode(new Node("n1"))).hasToString("[name |-> \"n1\"]");
    assertThat(plain.decode(plain.encode(new Node("n1")), Node.class)).isEqualTo(new Node("n1"));
  }

  @Test
  void decodes_records_with_type_parameters_that_contain_themselves() {
    Holder holder =
        new Holder(new Box<>(new Node("n1"), List.of(new Box<>(new Node("z"), List.of()))));
    assertThat(codec.decode(codec.encode(holder), Holder.class)).isEqualTo(holder);
  }

  @Test
  void takes_a_sequence_for_a_map_from_one_to_n() {
    Map<Integer, String> map = Map.of(1, "a", 2, "b");
    assertThat(codec.encode(map))
        .isEqualTo(TlaValue.sequence(List.of(TlaValue.of("a"), TlaValue.of("b"))));
    assertThat(codec.decode(codec.encode(map), typeOf("mapFromIntegers"))).isEqualTo(map);
    assertThat(codec.decode(codec.encode(Map.of()), typeOf("mapFromIntegers"))).isEqualTo(Map.of());
  }

  static Map<Integer, String> mapFromIntegers() {
    return Map.of();
  }

  static List<?> listOfAnything() {
    return List.of();
  }

  private static Type typeOf(String method) {
    try {
      return CodecTest.class.getDeclaredMethod(method).getGenericReturnType();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void refuses_integers_that_tlc_does_not_have() {
    assertThatThrownBy(() -> codec.encode(List.of(1L, 1L << 31)))
        .isInstanceOf(CodecException.class)
        .hasMessage("[2]: 2147483648 does not fit into an integer of TLC, which has 32 bits");
  }

  @Test
  void names_the_path_to_what_it_refuses_to_encode() {
    assertThatThrownBy(() -> codec.encode(Map.of(new Node("n1"), new Maybe(Optional.of("x")))))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "[Node[name=n1]].value: a Java Optional has no counterpart in TLA+: "
                + "use a sealed interface, or a Set of at most one element");
    assertThatThrownBy(() -> codec.encode(List.of(1.5)))
        .hasMessageContaining("TLC has no fractions");
    assertThatThrownBy(() -> codec.encode(new Object()))
        .hasMessageContaining("a Java Object has no counterpart in TLA+");
    assertThatThrownBy(() -> codec.encode(new Bad("x")))
        .hasMessageContaining("rename the component");
    assertThat(codec.encode(new Typed("x"))).hasToString("[type |-> \"x\"]");
  }

  @Test
  void refuses_a_map_whose_keys_fall_together() {
    Map<Object, Object> map = Map.of("n9", 1, new Node("n9"), 2);
    assertThatThrownBy(() -> codec.encode(map))
        .hasMessageContaining("two keys of this map are the same value in TLA+, \"n9\"");
  }

  @Test
  void names_the_path_to_what_does_not_fit_when_it_decodes() {
    TlaValue wrong =
        TlaValue.record(
            Map.of(
                "phases",
                TlaValue.function(Map.of(new TlaValue.ModelValue("n1"), TlaValue.of("asleep"))),
                "messages",
                TlaValue.set(List.of()),
                "log",
                TlaValue.sequence(List.of()),
                "counters",
                TlaValue.sequence(List.of()),
                "up",
                TlaValue.set(List.of()),
                "other",
                TlaValue.of(1)));
    assertThatThrownBy(() -> codec.decode(wrong, State.class))
        .isInstanceOf(CodecException.class)
        .hasMessage(
            "phases[n1]: expected one of the strings [working, inDoubt, done], "
                + "but found \"asleep\"");
    assertThatThrownBy(() -> codec.decode(TlaValue.of(1), Message.class))
        .hasMessageContaining("a record whose type is one of \"Prepare\", \"Vote\", \"Nothing\"");
    assertThatThrownBy(
            () -> codec.decode(TlaValue.record(Map.of("amount", TlaValue.of(0))), Positive.class))
        .hasMessage("not a Positive: must be positive");
    assertThatThrownBy(
            () -> codec.decode(TlaValue.record(Map.of("sum", TlaValue.of(1))), Positive.class))
        .hasMessage("expected a record with the fields [amount], but found [sum |-> 1]");
    assertThatThrownBy(() -> codec.decode(TlaValue.of(300), Byte.class))
        .hasMessage("expected an integer from -128 to 127, but found 300");
    assertThatThrownBy(() -> codec.decode(TlaValue.sequence(List.of()), List.class))
        .hasMessageContaining("nothing says what a List contains");
    assertThatThrownBy(
            () ->
                codec.decode(TlaValue.sequence(List.of(TlaValue.of(1))), typeOf("listOfAnything")))
        .hasMessage(
            "[1]: a Java Object has no counterpart in TLA+: "
                + "use a record, an enum, a List, a Set or a Map");
  }

  @Property(tries = 300)
  void returns_what_it_was_given(@ForAll("states") State state) {
    TlaValue encoded = codec.encode(state);
    assertThat(codec.decode(encoded, State.class)).isEqualTo(state);
    assertThat(codec.encode(codec.decode(encoded, State.class))).isEqualTo(encoded);
  }

  @Provide
  Arbitrary<State> states() {
    Arbitrary<Node> nodes = Arbitraries.of("n1", "n2", "n3", "n4").map(Node::new);
    Arbitrary<Message> messages =
        Arbitraries.oneOf(
            List.of(
                nodes.map(Prepare::new),
                Combinators.combine(
                        nodes,
                        Arbitraries.of(true, false),
                        Arbitraries.longs().between(Integer.MIN_VALUE, Integer.MAX_VALUE))
                    .as(Vote::new),
                Arbitraries.just(new Nothing()),
                Arbitraries.strings().ofMaxLength(3).map(Sealed.Inner::new)));
    return Combinators.combine(
            Arbitraries.maps(nodes, Arbitraries.of(Phase.values())),
            messages.set().ofMaxSize(5),
            Arbitraries.integers().list().ofMaxSize(4),
            Arbitraries.maps(
                    Arbitraries.strings().ofMaxLength(3),
                    Arbitraries.longs().between(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .ofMaxSize(3),
            nodes.set(),
            values())
        .as(
            (phases, sent, log, counters, up, other) ->
                new State(phases, sent, log, new TreeMap<>(counters), new TreeSet<>(up), other));
  }

  @Provide
  Arbitrary<TlaValue> values() {
    Arbitrary<TlaValue> atoms =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.integers().map(TlaValue::of),
                Arbitraries.of(true, false).map(TlaValue::of),
                Arbitraries.strings().ofMaxLength(3).map(TlaValue::of)));
    return Arbitraries.lazyOf(
        () -> atoms,
        () -> atoms.list().ofMaxSize(3).map(TlaValue::set),
        () -> values().list().ofMaxSize(2).map(TlaValue::sequence));
  }
}
