package dev.lockstep.history.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.Histories;
import dev.lockstep.history.HistoryException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Each guarantee with the smallest history in which it falls. */
class SessionCheckerTest {

  private static String at(int process, String function, String value) {
    return process
        + "i "
        + function
        + (function.equals("write") ? " " + value : " nil")
        + "; "
        + process
        + "o "
        + function
        + " "
        + value
        + "; ";
  }

  private static String w(int process, int value) {
    return at(process, "write", Integer.toString(value));
  }

  private static String r(int process, Integer value) {
    return at(process, "read", value < 0 ? "nil" : value.toString());
  }

  private static List<Set<Guarantee>> fallen(VersionOrder order, String events)
      throws HistoryException {
    return new SessionChecker(EnumSet.allOf(Guarantee.class), order)
        .check(Histories.of(events)).failures().stream().map(Sessions.Failure::guarantees).toList();
  }

  @Test
  void what_a_register_did_keeps_all() throws Exception {
    assertThat(fallen(VersionOrder.REALTIME, w(0, 1) + r(0, 1) + r(1, 1) + w(1, 2) + r(0, 2)))
        .isEmpty();
  }

  @Test
  void read_your_writes_falls_when_a_write_is_not_seen() throws Exception {
    assertThat(fallen(VersionOrder.ANY, w(0, 1) + r(0, -1)))
        .containsExactly(Set.of(Guarantee.READ_YOUR_WRITES));
    // Each of the two reads the other's: whichever is newer, one does not see its own.
    assertThat(fallen(VersionOrder.ANY, w(0, 1) + w(1, 2) + r(0, 2) + r(1, 1)))
        .containsExactly(Set.of(Guarantee.READ_YOUR_WRITES));
  }

  @Test
  void monotonic_reads_fall_when_a_value_comes_back() throws Exception {
    assertThat(fallen(VersionOrder.ANY, w(0, 1) + w(1, 2) + r(2, 1) + r(2, 2) + r(2, 1)))
        .containsExactly(Set.of(Guarantee.MONOTONIC_READS));
  }

  @Test
  void monotonic_writes_fall_by_an_order_that_is_known() throws Exception {
    assertThat(fallen(VersionOrder.ANY, w(0, 2) + w(0, 1))).isEmpty();
    assertThat(fallen(VersionOrder.VALUES, w(0, 2) + w(0, 1)))
        .containsExactly(Set.of(Guarantee.MONOTONIC_WRITES));
  }

  @Test
  void writes_follow_reads_falls_by_an_order_that_is_known() throws Exception {
    assertThat(fallen(VersionOrder.VALUES, w(0, 2) + r(1, 2) + w(1, 1)))
        .containsExactly(Set.of(Guarantee.WRITES_FOLLOW_READS));
  }

  @Test
  void a_read_of_ones_own_later_write_is_out_of_order() throws Exception {
    assertThat(fallen(VersionOrder.ANY, r(1, 1) + w(1, 1)))
        .containsExactly(Set.of(Guarantee.WRITES_FOLLOW_READS));
  }

  @Test
  void guarantees_may_contradict_each_other_only_together() throws Exception {
    // 1 is older than 2 by what process 0 wrote, and newer by what process 1 read.
    assertThat(fallen(VersionOrder.ANY, w(0, 1) + w(0, 2) + r(1, 2) + r(1, 1)))
        .containsExactly(Set.of(Guarantee.MONOTONIC_READS, Guarantee.MONOTONIC_WRITES));
  }

  @Test
  void only_what_was_promised_is_checked() throws Exception {
    Sessions found =
        new SessionChecker(EnumSet.of(Guarantee.MONOTONIC_READS), VersionOrder.ANY)
            .check(Histories.of(w(0, 1) + r(0, -1)));

    assertThat(found.failures()).isEmpty();
  }

  @Test
  void real_time_tells_the_newer_write() throws Exception {
    String events = w(0, 1) + w(1, 2) + r(2, 2) + r(2, 1);

    assertThat(fallen(VersionOrder.ANY, events)).isEmpty();
    assertThat(fallen(VersionOrder.REALTIME, events))
        .containsExactly(Set.of(Guarantee.MONOTONIC_READS));
  }

  @Test
  void a_value_from_nowhere_is_told() throws Exception {
    assertThat(fallen(VersionOrder.ANY, r(0, 7))).containsExactly(Set.of());
  }

  @Test
  void what_cannot_be_told_apart_is_bad_input() {
    HistoryException twice =
        Assertions.catchThrowableOfType(
            HistoryException.class, () -> fallen(VersionOrder.ANY, w(0, 1) + w(1, 1)));

    assertThat(twice.problem()).isEqualTo("1 is written a second time; the first is in line 1");
    assertThat(twice.line()).isEqualTo(3);
  }
}
