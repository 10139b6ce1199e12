package dev.lockstep.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class LogTest {

  private static final Entry A = entry(1, "a");
  private static final Entry B = entry(1, "b");
  private static final Entry C = entry(2, "c");
  private static final Entry D = entry(2, "d");

  /** What a log should be: a snapshot and a list of its own. */
  record Plain(Snapshot snapshot, List<Entry> entries) {

    static final Plain EMPTY = new Plain(Snapshot.NONE, List.of());

    long lastIndex() {
      return snapshot.index() + entries.size();
    }

    long termAt(long index) {
      return index == snapshot.index() ? snapshot.term() : at(index).term();
    }

    Entry at(long index) {
      return entries.get((int) (index - snapshot.index()) - 1);
    }

    Plain append(List<Entry> more) {
      List<Entry> all = new ArrayList<>(entries);
      all.addAll(more);
      return new Plain(snapshot, all);
    }

    Plain upTo(long index) {
      return new Plain(snapshot, entries.subList(0, (int) (index - snapshot.index())));
    }

    Plain compact(Snapshot newer) {
      return new Plain(
          newer, entries.subList((int) (newer.index() - snapshot.index()), entries.size()));
    }
  }

  /** The same thing twice. */
  record Pair(Log log, Plain plain) {}

  enum Kind {
    APPEND,
    APPEND_ALL,
    UP_TO,
    COMPACT
  }

  /**
   * Something that is done to one of the logs that there are.
   *
   * @param back to which: 0 is the latest
   * @param amount how many entries stay, or go into a snapshot, as far as there are so many
   */
  record Operation(Kind kind, int back, int amount, List<Entry> entries) {

    Pair on(Pair pair) {
      Plain plain = pair.plain();
      long index = Math.min(plain.lastIndex(), plain.snapshot().index() + amount);
      return switch (kind) {
        case APPEND ->
            new Pair(
                pair.log().append(entries.getFirst()), plain.append(List.of(entries.getFirst())));
        case APPEND_ALL -> new Pair(pair.log().append(entries), plain.append(entries));
        case UP_TO -> new Pair(pair.log().upTo(index), plain.upTo(index));
        case COMPACT -> {
          Snapshot snapshot = new Snapshot(index, plain.termAt(index), List.of());
          yield new Pair(pair.log().compact(snapshot), plain.compact(snapshot));
        }
      };
    }
  }

  /** Each log is made from one before, and may share its entries. All of them are looked at. */
  @Property
  void logs_that_share_their_entries_are_as_lists_that_do_not(
      @ForAll("operations") List<Operation> operations) {
    for (Pair pair : logs(operations)) {
      Log log = pair.log();
      Plain plain = pair.plain();
      assertThat(log.snapshot()).isEqualTo(plain.snapshot());
      assertThat(log.lastIndex()).isEqualTo(plain.lastIndex());
      assertThat(log.lastTerm()).isEqualTo(plain.termAt(plain.lastIndex()));
      assertThat(log.entries()).isEqualTo(plain.entries());
      for (long n = plain.snapshot().index(); n <= plain.lastIndex(); n++) {
        assertThat(log.termAt(n)).isEqualTo(plain.termAt(n));
        int rest = (int) (plain.lastIndex() - n);
        assertThat(log.after(n, rest))
            .isEqualTo(plain.entries().subList(size(plain) - rest, size(plain)));
        assertThat(log.after(n, rest / 2)).hasSize(rest / 2);
        if (rest > 0) {
          assertThat(log.at(n + 1)).isEqualTo(plain.at(n + 1));
        }
      }
    }
  }

  @Property
  void logs_are_equal_when_they_say_the_same_whatever_they_share(
      @ForAll("operations") List<Operation> operations) {
    List<Pair> logs = logs(operations);
    for (Pair some : logs) {
      for (Pair other : logs) {
        boolean same = some.plain().equals(other.plain());
        assertThat(some.log().equals(other.log())).isEqualTo(same);
        if (same) {
          assertThat(some.log()).hasSameHashCodeAs(other.log()).hasToString(other.log().toString());
        }
      }
    }
  }

  @Property
  void entries_one_by_one_or_at_once_make_the_same_log(
      @ForAll("operations") List<Operation> operations, @ForAll("entries") List<Entry> entries) {
    Log log = logs(operations).getLast().log();
    Log oneByOne = log;
    for (Entry entry : entries) {
      oneByOne = oneByOne.append(entry);
    }
    assertThat(log.append(entries)).isEqualTo(oneByOne);
    assertThat(oneByOne.upTo(log.lastIndex())).isEqualTo(log);
  }

  @Test
  void two_that_go_on_from_the_same_log_do_not_see_each_other() {
    Log both = Log.EMPTY.append(List.of(A, B));
    Log one = both.append(C);
    Log other = both.append(D);
    Log again = one.upTo(1).append(D);
    assertThat(both.entries()).containsExactly(A, B);
    assertThat(one.entries()).containsExactly(A, B, C);
    assertThat(other.entries()).containsExactly(A, B, D);
    assertThat(again.entries()).containsExactly(A, D);
  }

  @Test
  void part_of_a_log_stays_as_it_is_while_the_log_grows() {
    Log log = Log.EMPTY.append(List.of(A, B));
    List<Entry> part = log.after(1, 1);
    for (int i = 0; i < 100; i++) {
      log = log.append(C);
    }
    assertThat(part).containsExactly(B);
  }

  @Test
  void a_log_goes_on_after_its_snapshot() {
    Log log = Log.EMPTY.append(List.of(A, B, C)).compact(new Snapshot(2, 1, List.of("image")));
    assertThat(log.entries()).containsExactly(C);
    assertThat(log.append(D).at(4)).isEqualTo(D);
    assertThat(log.termAt(2)).isEqualTo(1);
    assertThat(log).isNotEqualTo(Log.EMPTY.append(C));
    assertThat(Log.startingWith(log.snapshot()).append(C)).isEqualTo(log);
  }

  @Test
  void what_a_log_does_not_have_cannot_be_asked_for() {
    Log log = Log.EMPTY.append(List.of(A, B, C)).compact(new Snapshot(1, 1, List.of()));
    List<Runnable> mistakes =
        List.of(
            () -> log.at(1),
            () -> log.at(4),
            () -> log.termAt(0),
            () -> log.termAt(4),
            () -> log.after(0, 1),
            () -> log.after(2, 2),
            () -> log.after(2, -1),
            () -> log.upTo(0),
            () -> log.upTo(4),
            () -> log.compact(Snapshot.NONE),
            () -> log.compact(new Snapshot(4, 2, List.of())),
            () -> log.upTo(2).entries().get(1),
            () -> log.entries().get(-1));
    for (Runnable mistake : mistakes) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(mistake::run);
    }
  }

  /** Lists that are copied at each append would take forty thousand bytes for each. */
  @Test
  void appending_takes_as_much_memory_as_the_entry_however_long_the_log_is() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int entries = 20_000;
    long before = threads.getCurrentThreadAllocatedBytes();
    Log log = Log.EMPTY;
    for (int i = 0; i < entries; i++) {
      log = log.append(A);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(log.lastIndex()).isEqualTo(entries);
    assertThat(bytes / entries).isLessThan(200);
  }

  @Test
  void a_log_can_be_compacted_again_and_again() {
    Log log = Log.EMPTY;
    for (int i = 1; i <= 1_000; i++) {
      log = log.append(A);
      if (i % 10 == 0) {
        log = log.compact(new Snapshot(i - 5, 1, List.of()));
        assertThat(log.entries()).hasSize(5).containsOnly(A);
      }
    }
    assertThat(log.lastIndex()).isEqualTo(1_000);
    assertThat(log.snapshot().index()).isEqualTo(995);
  }

  /** Both want the next place of the same array, and one of them has to go elsewhere. */
  @Test
  void two_threads_may_append_to_the_same_log_at_the_same_time() throws Exception {
    int rounds = 2_000;
    int each = 20;
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Log log = Log.EMPTY;
      for (int round = 0; round < rounds; round++) {
        Log both = log;
        Future<Log> one = threads.submit(() -> grown(start, both, C, each));
        Future<Log> other = threads.submit(() -> grown(start, both, D, each));
        assertGrown(one.get(), both, C, each);
        assertGrown(other.get(), both, D, each);
        log = round % 50 == 0 ? Log.EMPTY : one.get().upTo(both.lastIndex() + 1);
      }
    }
  }

  private static Log grown(CyclicBarrier start, Log from, Entry entry, int count) throws Exception {
    start.await();
    Log log = from;
    for (int i = 0; i < count; i++) {
      log = log.append(entry);
    }
    return log;
  }

  private static void assertGrown(Log log, Log from, Entry entry, int count) {
    assertThat(log.upTo(from.lastIndex())).isEqualTo(from);
    assertThat(log.after(from.lastIndex(), count)).containsOnly(entry);
    assertThat(log.lastIndex()).isEqualTo(from.lastIndex() + count);
  }

  /** Every log that comes up on the way, from the empty one on. */
  private static List<Pair> logs(List<Operation> operations) {
    List<Pair> logs = new ArrayList<>(List.of(new Pair(Log.EMPTY, Plain.EMPTY)));
    for (Operation operation : operations) {
      logs.add(operation.on(logs.get(Math.max(0, logs.size() - 1 - operation.back()))));
    }
    return logs;
  }

  private static int size(Plain plain) {
    return plain.entries().size();
  }

  @Provide
  Arbitrary<List<Operation>> operations() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(1, 40))),
            Arbitraries.integers().between(0, 20),
            entries())
        .as(Operation::new)
        .list()
        .ofMaxSize(40);
  }

  /** So few different ones that equal logs come about in different ways. */
  @Provide
  Arbitrary<List<Entry>> entries() {
    return Arbitraries.of(A, B, C, D).list().ofMinSize(1).ofMaxSize(6);
  }

  private static Entry entry(long term, String value) {
    return new Entry(term, new Value(value));
  }
}
