package dev.lockstep.history.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.Histories;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryVerdict;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every anomaly with the smallest history that shows it. */
class AnomaliesTest {

  /** Transactions one after the other: {@code steps; steps}, all committed. */
  private static String serial(String... transactions) {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < transactions.length; i++) {
      events.append(i).append("i txn ").append(transactions[i]).append("; ");
      events.append(i).append("o txn ").append(transactions[i]).append("; ");
    }
    return events.toString();
  }

  /** The same, all at once. */
  private static String concurrent(String... transactions) {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < transactions.length; i++) {
      events.append(i).append("i txn ").append(transactions[i]).append("; ");
    }
    for (int i = 0; i < transactions.length; i++) {
      events.append(i).append("o txn ").append(transactions[i]).append("; ");
    }
    return events.toString();
  }

  private static Isolation lists(Consistency consistency, String events) throws HistoryException {
    return new IsolationChecker(IsolationChecker.Items.LISTS, consistency)
        .check(Histories.of(events));
  }

  private static Isolation registers(Consistency consistency, String events)
      throws HistoryException {
    return new IsolationChecker(IsolationChecker.Items.REGISTERS, consistency)
        .check(Histories.of(events));
  }

  private static List<String> names(Isolation isolation) {
    return isolation.anomalies().stream().map(Anomaly::name).toList();
  }

  @Test
  void a_serial_history_has_none() throws Exception {
    Isolation found =
        lists(
            Consistency.STRICT_SERIALIZABLE,
            serial("[[:append x 1]]", "[[:r x [1]] [:append x 2]]", "[[:r x [1 2]] [:r y []]]"));

    assertThat(found.anomalies()).isEmpty();
    assertThat(found.excluded()).isEmpty();
    assertThat(found.verdict()).isEqualTo(HistoryVerdict.HOLDS);
  }

  @Test
  void g0_is_a_circle_of_writes() throws Exception {
    Isolation found =
        lists(
            Consistency.READ_UNCOMMITTED,
            concurrent(
                "[[:append x 1] [:append y 1]]",
                "[[:append x 2] [:append y 2]]",
                "[[:r x [1 2]] [:r y [2 1]]]"));

    assertThat(names(found)).contains("G0");
    assertThat(found.verdict()).isEqualTo(HistoryVerdict.VIOLATED);
    assertThat(found.anomalies().getFirst().sentences())
        .containsExactlyInAnyOrder(
            "T1 comes before T2: T2 wrote 2 to x after T1 wrote 1",
            "T2 comes before T1: T1 wrote 1 to y after T2 wrote 2");
  }

  @Test
  void g1a_is_a_read_of_what_failed() throws Exception {
    Isolation found =
        lists(
            Consistency.READ_COMMITTED,
            "0i txn [[:append x 1]]; 0f txn [[:append x 1]]; 1i txn [[:r x nil]]; 1o txn [[:r x"
                + " [1]]]");

    assertThat(names(found)).containsExactly("G1a");
    assertThat(found.anomalies().getFirst().sentences())
        .containsExactly("T2 read 1 in x, which T1 appended, and T1 failed");
    assertThat(found.excluded()).doesNotContain(Consistency.READ_UNCOMMITTED);
  }

  @Test
  void g1b_is_a_read_in_the_middle_of_a_transaction() throws Exception {
    Isolation found =
        lists(
            Consistency.SERIALIZABLE,
            concurrent("[[:append x 1] [:append x 2]]", "[[:r x [1]]]", "[[:r x [1 2]]]"));

    assertThat(names(found)).contains("G1b");
  }

  @Test
  void g1c_is_a_circle_of_reads_and_writes() throws Exception {
    Isolation found =
        lists(
            Consistency.READ_COMMITTED,
            concurrent("[[:append x 1] [:r y [1]]]", "[[:append y 1] [:r x [1]]]"));

    assertThat(names(found)).containsExactly("G1c");
    assertThat(found.verdict()).isEqualTo(HistoryVerdict.VIOLATED);
  }

  @Test
  void g_single_is_a_read_of_two_moments() throws Exception {
    String events =
        concurrent("[[:append x 1] [:append y 1]]", "[[:r x [1]] [:r y []]]", "[[:r y [1]]]");

    assertThat(names(lists(Consistency.SERIALIZABLE, events))).containsExactly("G-single");
    assertThat(lists(Consistency.READ_COMMITTED, events).verdict()).isEqualTo(HistoryVerdict.HOLDS);
    assertThat(lists(Consistency.SNAPSHOT_ISOLATION, events).verdict())
        .isEqualTo(HistoryVerdict.VIOLATED);
  }

  @Test
  void write_skew_is_allowed_by_snapshot_isolation_alone() throws Exception {
    String events = concurrent("[[:r x []] [:append y 1]]", "[[:r y []] [:append x 1]]");

    assertThat(names(lists(Consistency.SERIALIZABLE, events))).containsExactly("write skew");
    assertThat(lists(Consistency.SNAPSHOT_ISOLATION, events).verdict())
        .isEqualTo(HistoryVerdict.HOLDS);
    assertThat(lists(Consistency.REPEATABLE_READ, events).verdict())
        .isEqualTo(HistoryVerdict.VIOLATED);
  }

  @Test
  void g2_is_any_longer_circle_with_anti_dependencies() throws Exception {
    Isolation found =
        lists(
            Consistency.SERIALIZABLE,
            concurrent(
                "[[:r x []] [:append y 1]]",
                "[[:r y []] [:append z 1]]",
                "[[:r z []] [:append x 1]]"));

    assertThat(names(found)).containsExactly("G2");
    assertThat(found.anomalies().getFirst().transactions()).hasSize(3);
  }

  @Test
  void a_long_fork_is_not_snapshot_isolation() throws Exception {
    Isolation found =
        lists(
            Consistency.SNAPSHOT_ISOLATION,
            concurrent(
                "[[:append x 1]]",
                "[[:append y 1]]",
                "[[:r x [1]] [:r y []]]",
                "[[:r x []] [:r y [1]]]"));

    assertThat(names(found)).containsExactly("G-nonadjacent");
    assertThat(found.verdict()).isEqualTo(HistoryVerdict.VIOLATED);
  }

  @Test
  void a_lost_update_is_two_writers_that_read_the_same() throws Exception {
    Isolation found =
        registers(
            Consistency.SNAPSHOT_ISOLATION,
            concurrent("[[:r x nil] [:w x 1]]", "[[:r x nil] [:w x 2]]"));

    assertThat(names(found)).contains("lost update");
    assertThat(found.anomalies().getFirst().sentences().getFirst())
        .isEqualTo(
            "T1 and T2 both read x as nil and then wrote it: one of them did not see the other");
  }

  @Test
  void reads_of_one_list_that_disagree_are_told() throws Exception {
    Isolation found =
        lists(
            Consistency.SERIALIZABLE,
            concurrent("[[:append x 1]]", "[[:append x 2]]", "[[:r x [1]]]", "[[:r x [2 1]]]"));

    assertThat(names(found)).contains("incompatible order");
  }

  @Test
  void an_element_that_is_twice_in_a_list_is_told() throws Exception {
    assertThat(
            names(lists(Consistency.SERIALIZABLE, concurrent("[[:append x 1]]", "[[:r x [1 1]]]"))))
        .contains("duplicate elements");
  }

  @Test
  void a_value_that_nobody_wrote_is_told() throws Exception {
    assertThat(names(lists(Consistency.READ_UNCOMMITTED, concurrent("[[:r x [7]]]"))))
        .containsExactly("unwritten read");
    assertThat(names(registers(Consistency.READ_UNCOMMITTED, concurrent("[[:r x 7]]"))))
        .containsExactly("unwritten read");
  }

  @Test
  void a_transaction_at_odds_with_itself_is_told() throws Exception {
    assertThat(names(lists(Consistency.SERIALIZABLE, concurrent("[[:append x 1] [:r x []]]"))))
        .containsExactly("internal");
    assertThat(names(registers(Consistency.SERIALIZABLE, concurrent("[[:w x 1] [:r x 2]]"))))
        .contains("internal");
  }

  @Test
  void registers_show_g1a_g1b_g1c_and_g_single_too() throws Exception {
    assertThat(
            names(
                registers(
                    Consistency.SERIALIZABLE,
                    "0i txn [[:w x 1]]; 0f txn [[:w x 1]]; 1i txn [[:r x nil]]; 1o txn [[:r x"
                        + " 1]]")))
        .containsExactly("G1a");
    assertThat(
            names(
                registers(
                    Consistency.SERIALIZABLE, concurrent("[[:w x 1] [:w x 2]]", "[[:r x 1]]"))))
        .containsExactly("G1b");
    assertThat(
            names(
                registers(
                    Consistency.SERIALIZABLE,
                    concurrent("[[:w x 1] [:r y 1]]", "[[:w y 1] [:r x 1]]"))))
        .containsExactly("G1c");
    assertThat(
            names(
                registers(
                    Consistency.SERIALIZABLE,
                    concurrent("[[:w x 1] [:w y 1]]", "[[:r x 1] [:r y nil]]"))))
        .containsExactly("G-single");
  }

  @Test
  void a_stale_read_breaks_strict_serializability_only() throws Exception {
    String lists = serial("[[:append x 1]]", "[[:r x []]]");
    String registers = serial("[[:w x 1]]", "[[:w x 2]]", "[[:r x 1]]");

    assertThat(lists(Consistency.SERIALIZABLE, lists).verdict()).isEqualTo(HistoryVerdict.HOLDS);
    assertThat(names(lists(Consistency.STRICT_SERIALIZABLE, lists)))
        .containsExactly("G-single-realtime");
    assertThat(registers(Consistency.SERIALIZABLE, registers).verdict())
        .isEqualTo(HistoryVerdict.HOLDS);
    assertThat(registers(Consistency.STRICT_SERIALIZABLE, registers).verdict())
        .isEqualTo(HistoryVerdict.VIOLATED);
  }

  @Test
  void a_process_that_forgets_breaks_strong_session_serializability() throws Exception {
    String events =
        "0i txn [[:append x 1]]; 0o txn [[:append x 1]]; 0i txn [[:r x nil]]; 0o txn [[:r x []]]";

    assertThat(names(lists(Consistency.STRONG_SESSION_SERIALIZABLE, events)))
        .containsExactly("G-single-process");
    assertThat(lists(Consistency.SERIALIZABLE, events).verdict()).isEqualTo(HistoryVerdict.HOLDS);
  }

  @Test
  void a_pending_transaction_counts_once_it_was_read() throws Exception {
    String unread = "0i txn [[:append x 1]]; 0? txn nil; 1i txn [[:r x nil]]; 1o txn [[:r x []]]";
    String read =
        "0i txn [[:append x 1] [:append y 1]]; 0? txn nil; 1i txn [[:r x nil] [:r y nil]]; 1o txn"
            + " [[:r x [1]] [:r y []]]; 2i txn [[:r y nil]]; 2o txn [[:r y [1]]]";

    assertThat(lists(Consistency.STRICT_SERIALIZABLE, unread).verdict())
        .isEqualTo(HistoryVerdict.HOLDS);
    assertThat(names(lists(Consistency.SERIALIZABLE, read))).containsExactly("G-single");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0i read nil | a transaction is called txn, not 'read'",
        "0i txn 5 | the value of a transaction is a list of steps, not 5",
        "0i txn [[:r x]] | a step has three parts, what, item and value; not [:r x]",
        "0i txn [[:inc x 1]] | there is no step 'inc'",
        "0i txn [[:w x 1]] | list-append has no step 'w'",
        "0i txn [[:append x nil]] | nil is what items hold at first; nobody can write it",
        "0i txn [[:r x nil]]; 0o txn [[:r x 5]] | a read of a list gives a list, not 5",
        "0i txn [[:r x nil]]; 0o txn nil | a transaction with reads is answered with what they"
            + " read",
        "0i txn [[:r x nil]]; 0o txn [[:r y []]] | the answer has other steps than the invocation"
            + " of line 1",
        "0i txn [[:append x 1]]; 1i txn [[:append x 1]] | 1 is written to x a second time; the"
            + " first is in line 1"
      })
  void what_is_no_transaction_is_told_with_its_line(String events, String problem) {
    HistoryException thrown =
        Assertions.catchThrowableOfType(
            HistoryException.class, () -> lists(Consistency.SERIALIZABLE, events));

    assertThat(thrown.problem()).isEqualTo(problem);
    assertThat(thrown.line()).isPositive();
    assertThat(thrown.hint()).isNotEmpty();
  }
}
