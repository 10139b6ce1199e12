package dev.lockstep.history.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.History;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Outcome;
import dev.lockstep.history.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The checker against the definition: is there a serial order that explains all reads? */
class AgainstSerialOrdersTest {

  private static final List<String> KEYS = List.of("x", "y");

  /**
   * Transactions on lists or registers. They run one after the other, but what they read is of some
   * earlier state, as often as {@code stale} of a hundred says. At the end one transaction reads
   * everything as it is.
   */
  private static History random(long seed, boolean lists, int count, int stale) {
    Random random = new Random(seed);
    List<Map<String, List<Value>>> states = new ArrayList<>();
    states.add(Map.of());
    List<Operation> operations = new ArrayList<>();
    int next = 1;
    int position = 0;
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      Map<String, List<Value>> now = new HashMap<>(states.getLast());
      boolean old = i < count && random.nextInt(100) < stale;
      Map<String, List<Value>> seen =
          new HashMap<>(old ? states.get(random.nextInt(states.size())) : now);
      List<Value> steps = new ArrayList<>();
      int length = i == count ? KEYS.size() : 1 + random.nextInt(3);
      for (int s = 0; s < length; s++) {
        String key = i == count ? KEYS.get(s) : KEYS.get(random.nextInt(KEYS.size()));
        if (i == count || random.nextBoolean()) {
          List<Value> read = seen.getOrDefault(key, List.of());
          Value value =
              lists ? new Value.Sequence(read) : read.isEmpty() ? Value.Nil.NIL : read.getLast();
          steps.add(step("r", key, value));
        } else {
          Value value = new Value.Int(next++);
          seen.put(key, with(seen.getOrDefault(key, List.of()), value));
          now.put(key, with(now.getOrDefault(key, List.of()), value));
          steps.add(step(lists ? "append" : "w", key, value));
        }
      }
      states.add(now);
      Value value = new Value.Sequence(steps);
      // Neighbours overlap now and then.
      starts.add(position++);
      boolean overlaps = random.nextBoolean();
      int begin = overlaps && i > 0 ? starts.get(i - 1) : starts.get(i);
      operations.add(
          new Operation(
              i,
              new Value.Int(i),
              "txn",
              Value.Nil.NIL,
              value,
              value,
              Outcome.OK,
              begin,
              position++,
              i + 1,
              i + 1));
    }
    return new History("random", operations, 0, List.of());
  }

  private static List<Value> with(List<Value> list, Value value) {
    List<Value> longer = new ArrayList<>(list);
    longer.add(value);
    return longer;
  }

  private static Value step(String word, String key, Value value) {
    return new Value.Sequence(List.of(new Value.Text(word), new Value.Text(key), value));
  }

  private static boolean isSerializable(History history, boolean lists, boolean strict)
      throws Exception {
    List<Transaction> all = TransactionReader.read(history, lists).transactions();
    return order(new ArrayList<>(all), Map.of(), lists, strict);
  }

  private static boolean order(
      List<Transaction> left, Map<Value, List<Value>> state, boolean lists, boolean strict) {
    if (left.isEmpty()) {
      return true;
    }
    for (Transaction next : left) {
      boolean early =
          strict && left.stream().anyMatch(other -> other.operation().isBefore(next.operation()));
      Map<Value, List<Value>> after = new HashMap<>(state);
      if (!early && run(next, after, lists)) {
        List<Transaction> rest = new ArrayList<>(left);
        rest.remove(next);
        if (order(rest, after, lists, strict)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean run(Transaction next, Map<Value, List<Value>> state, boolean lists) {
    for (Transaction.Step step : next.steps()) {
      List<Value> now = state.getOrDefault(step.key(), List.of());
      if (step.kind() == Transaction.Step.Kind.READ) {
        Value expected =
            lists ? new Value.Sequence(now) : now.isEmpty() ? Value.Nil.NIL : now.getLast();
        if (!step.value().equals(expected)) {
          return false;
        }
      } else {
        state.put(step.key(), with(now, step.value()));
      }
    }
    return true;
  }

  private static Isolation check(History history, boolean lists, Consistency consistency)
      throws Exception {
    return new IsolationChecker(
            lists ? IsolationChecker.Items.LISTS : IsolationChecker.Items.REGISTERS, consistency)
        .check(history);
  }

  @Property(tries = 1000)
  void lists_are_serializable_if_and_only_if_an_order_explains_them(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int count, @ForAll boolean strict)
      throws Exception {
    History history = random(seed, true, count, 50);
    Consistency consistency = strict ? Consistency.STRICT_SERIALIZABLE : Consistency.SERIALIZABLE;

    Isolation found = check(history, true, consistency);

    assertThat(found.verdict() == HistoryVerdict.HOLDS)
        .as(found.anomalies() + " " + history)
        .isEqualTo(isSerializable(history, true, strict));
  }

  @Property(tries = 1000)
  void registers_with_an_anomaly_have_no_order_that_explains_them(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int count, @ForAll boolean strict)
      throws Exception {
    History history = random(seed, false, count, 50);
    Consistency consistency = strict ? Consistency.STRICT_SERIALIZABLE : Consistency.SERIALIZABLE;

    Isolation found = check(history, false, consistency);

    if (found.verdict() == HistoryVerdict.VIOLATED) {
      assertThat(isSerializable(history, false, strict))
          .as(found.anomalies() + " " + history)
          .isFalse();
    }
  }

  @Property(tries = 1000)
  void lists_with_an_anomaly_have_no_order_that_explains_them(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int count, @ForAll boolean strict)
      throws Exception {
    History all = random(seed, true, count, 50);
    // Without the last transaction, some appends were read by nobody.
    History history = new History("random", all.operations().subList(0, count), 0, List.of());
    Consistency consistency = strict ? Consistency.STRICT_SERIALIZABLE : Consistency.SERIALIZABLE;

    Isolation found = check(history, true, consistency);

    if (found.verdict() == HistoryVerdict.VIOLATED) {
      assertThat(isSerializable(history, true, strict))
          .as(found.anomalies() + " " + history)
          .isFalse();
    }
  }

  @Property(tries = 200)
  void what_ran_one_after_the_other_is_strictly_serializable(
      @ForAll long seed, @ForAll boolean lists) throws Exception {
    Isolation found = check(random(seed, lists, 30, 0), lists, Consistency.STRICT_SERIALIZABLE);

    assertThat(found.anomalies()).isEmpty();
  }
}
