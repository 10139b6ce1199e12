package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The state of static fields")
class StaticStateTest {

  private static final class Node {
    int number;
    @Nullable Node next;
    final List<Node> children = new ArrayList<>();

    Node(int number) {
      this.number = number;
    }
  }

  @SuppressWarnings({"NonFinalStaticField", "MutableConstantField", "UnusedVariable"})
  private static final class Held {
    static int count;
    static Node first = new Node(0);
    static final Map<String, Node> TABLE = new TreeMap<>();
    static final int[] NUMBERS = new int[3];
    static final Node[] NODES = new Node[2];
    static final AtomicInteger COUNTER = new AtomicInteger();
    static final List<String> FIXED = List.of("a");
  }

  @SuppressWarnings("UnusedVariable") // Only looked at from outside.
  private static final class Constant {
    static final String TEXT = "text".strip();
    static final int NUMBER = TEXT.length();
    static final Pattern PATTERN = Pattern.compile(TEXT);
  }

  @SuppressWarnings("UnusedVariable") // Only looked at from outside.
  private static final class OnlyOfObjects {
    int number = 1;
  }

  @BeforeEach
  void set() {
    Held.count = 1;
    Held.first = new Node(1);
    Held.first.next = new Node(2);
    Held.first.next.next = Held.first;
    Held.first.children.add(new Node(3));
    Held.TABLE.clear();
    Held.TABLE.put("a", Held.first);
    Held.NUMBERS[1] = 5;
    Held.NODES[0] = new Node(6);
    Held.COUNTER.set(7);
  }

  @Test
  void comes_back_with_all_that_hangs_from_it_and_the_objects_stay_the_same() {
    Node first = Held.first;
    Node second = Objects.requireNonNull(first.next);
    Node child = first.children.getFirst();
    Node inArray = Held.NODES[0];
    StaticState state = state();

    Held.count = 10;
    second.number = 20;
    second.next = null;
    first.next = new Node(21);
    first.children.clear();
    child.number = 30;
    Held.first = new Node(11);
    Held.TABLE.put("b", Held.first);
    Held.TABLE.put("a", Held.first);
    Held.NUMBERS[1] = 50;
    inArray.number = 60;
    Held.NODES[0] = null;
    Held.COUNTER.incrementAndGet();
    state.restore();

    assertThat(Held.count).isEqualTo(1);
    assertThat(Held.first).isSameAs(first);
    assertThat(first.next).isSameAs(second);
    assertThat(second.number).isEqualTo(2);
    assertThat(second.next).isSameAs(first);
    assertThat(first.children).containsExactly(child);
    assertThat(child.number).isEqualTo(3);
    assertThat(Held.TABLE).containsOnly(Map.entry("a", first));
    assertThat(Held.NUMBERS).containsExactly(0, 5, 0);
    assertThat(Held.NODES).containsExactly(inArray, null);
    assertThat(inArray.number).isEqualTo(6);
    assertThat(Held.COUNTER).hasValue(7);
  }

  @Test
  void comes_back_as_often_as_one_likes() {
    StaticState state = state();
    for (int round = 0; round < 3; round++) {
      Held.TABLE.clear();
      Held.first.children.add(new Node(round));
      Held.COUNTER.incrementAndGet();
      state.restore();
      assertThat(Held.TABLE).hasSize(1);
      assertThat(Held.first.children).hasSize(1);
      assertThat(Held.COUNTER).hasValue(7);
    }
  }

  @Test
  void is_in_classes_whose_static_fields_can_change() {
    assertThat(StaticState.isIn(Held.class)).isTrue();
    assertThat(StaticState.isIn(Constant.class)).isFalse();
    assertThat(StaticState.isIn(OnlyOfObjects.class)).isFalse();
  }

  private static StaticState state() {
    return StaticState.of(List.of(Held.class), StaticStateTest.class.getClassLoader());
  }
}
