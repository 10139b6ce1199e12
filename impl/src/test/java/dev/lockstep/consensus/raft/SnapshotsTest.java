package dev.lockstep.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Message.Appended;
import dev.lockstep.consensus.raft.Message.InstallSnapshot;
import dev.lockstep.consensus.raft.Message.Refused;
import dev.lockstep.consensus.raft.Message.Stored;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

  private static final NodeId LEADER = new NodeId("s1");
  private static final NodeId FOLLOWER = new NodeId("s2");
  private static final List<NodeId> SERVER = List.of(LEADER, FOLLOWER, new NodeId("s3"));

  private static final Raft LEADING = raft(LEADER);
  private static final Raft FOLLOWING = raft(FOLLOWER);

  private static Raft raft(NodeId i) {
    return new Raft(
        i, SERVER, List.of(), 10, List.of(new Snapshots(StateMachine.remembering(2), 1)));
  }

  /** A log of term 1: {@code count} entries, the first of which is a no-op. */
  private static List<Entry> entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> new Entry(1, n == 0 ? Value.NO_OP : new Value("v" + n)))
        .toList();
  }

  private static State follower(int entries, int committed) {
    return take(
        FOLLOWING,
        FOLLOWING.initial(),
        new AppendEntries(1, LEADER, FOLLOWER, 0, 0, entries(entries), committed));
  }

  /** A leader of term 1 with four entries, all of which s3 has and s2 has not. */
  private static State leader() {
    State state = LEADING.initial();
    state = take(LEADING, state, new Input.Timeout());
    state = take(LEADING, state, new Message.Vote(1, SERVER.getLast(), LEADER, true));
    state = take(LEADING, state, new Input.Lead());
    for (int n = 1; n < 4; n++) {
      state = take(LEADING, state, new Input.Request(new Value("v" + n)));
    }
    state = take(LEADING, state, new Appended(1, SERVER.getLast(), LEADER, 4));
    return take(LEADING, state, new Input.Commit());
  }

  private static State take(Raft raft, State state, Message message) {
    return take(raft, state, raft.delivery(message));
  }

  private static State take(Raft raft, State state, Input input) {
    return step(raft, state, input).state();
  }

  private static Step<State, Message> step(Raft raft, State state, Input input) {
    return raft.step(state, input).orElseThrow();
  }

  private static Step<State, Message> receive(State state, Message message) {
    return step(FOLLOWING, state, FOLLOWING.delivery(message));
  }

  private static InstallSnapshot chunk(long term, long lastIndex, int offset, String... data) {
    List<Object> pieces = new ArrayList<>();
    Collections.addAll(pieces, (Object[]) data);
    return new InstallSnapshot(
        term, LEADER, FOLLOWER, lastIndex, 1, offset, pieces, offset + data.length == 2);
  }

  @Test
  void a_snapshot_takes_the_place_of_what_is_committed_and_of_nothing_else() {
    State state = take(FOLLOWING, follower(5, 4), new Input.Compact(0));

    assertThat(state.log().snapshot())
        .isEqualTo(new Snapshot(4, 1, List.of(new Value("v2"), new Value("v3"))));
    assertThat(state.log().entries()).containsExactly(entries(5).getLast());
    assertThat(state.log().lastIndex()).isEqualTo(5);
    assertThat(state.commitIndex()).isEqualTo(4);
    assertThat(FOLLOWING.step(state, new Input.Compact(0))).isEmpty();
  }

  @Test
  void some_entries_may_be_kept() {
    State state = take(FOLLOWING, follower(5, 4), new Input.Compact(2));

    assertThat(state.log().snapshot()).isEqualTo(new Snapshot(2, 1, List.of(new Value("v1"))));
    assertThat(FOLLOWING.step(state, new Input.Compact(2))).isEmpty();
    assertThat(FOLLOWING.step(state, new Input.Compact(-1))).isEmpty();
  }

  @Test
  void a_second_snapshot_goes_on_from_the_first() {
    State state = take(FOLLOWING, follower(5, 3), new Input.Compact(0));
    state = take(FOLLOWING, state, new AppendEntries(1, LEADER, FOLLOWER, 5, 1, List.of(), 5));
    state = take(FOLLOWING, state, new Input.Compact(0));

    assertThat(state.log().snapshot().image()).containsExactly(new Value("v3"), new Value("v4"));
  }

  @Test
  void a_leader_sends_its_snapshot_to_who_needs_entries_that_are_gone() {
    State state = take(LEADING, leader(), new Input.Compact(0));
    assertThat(state.log().snapshot().index()).isEqualTo(4);

    List<Input> inputs = LEADING.localInputs(state);
    assertThat(inputs).contains(new Input.SendChunk(FOLLOWER, 0, 1));
    assertThat(inputs).doesNotContain(new Input.SendChunk(SERVER.getLast(), 0, 1));
    assertThat(step(LEADING, state, new Input.SendChunk(FOLLOWER, 0, 1)).messages())
        .containsExactly(
            new InstallSnapshot(1, LEADER, FOLLOWER, 4, 1, 0, List.of(new Value("v2")), false));
    assertThat(step(LEADING, state, new Input.SendChunk(FOLLOWER, 1, 1)).messages())
        .containsExactly(
            new InstallSnapshot(1, LEADER, FOLLOWER, 4, 1, 1, List.of(new Value("v3")), true));
    assertThat(LEADING.step(state, new Input.SendChunk(FOLLOWER, 1, 2))).isEmpty();
    assertThat(LEADING.step(state, new Input.SendChunk(FOLLOWER, 0, 0))).isEmpty();
    assertThat(LEADING.step(state, new Input.Replicate(FOLLOWER, 0, 1))).isEmpty();
  }

  @Test
  void a_leader_goes_on_and_back_as_the_answers_to_the_chunk_that_is_due_say() {
    State state = take(LEADING, leader(), new Input.Compact(0));

    state = take(LEADING, state, new Stored(1, FOLLOWER, LEADER, 4, 0, 1));
    assertThat(LEADING.localInputs(state)).contains(new Input.SendChunk(FOLLOWER, 1, 1));
    assertThat(late(state, new Stored(1, FOLLOWER, LEADER, 4, 0, 1))).isEmpty();
    assertThat(late(state, new Stored(1, FOLLOWER, LEADER, 3, 1, 0))).isEmpty();
    assertThat(late(state, new Stored(0, FOLLOWER, LEADER, 4, 1, 0))).isEmpty();

    state = take(LEADING, state, new Stored(1, FOLLOWER, LEADER, 4, 1, 0));
    assertThat(LEADING.localInputs(state)).contains(new Input.SendChunk(FOLLOWER, 0, 1));
  }

  private static Optional<Step<State, Message>> late(State state, Stored answer) {
    return LEADING.step(state, LEADING.delivery(answer));
  }

  @Test
  void a_follower_puts_chunks_together_in_order_and_confirms_the_whole() {
    State state = FOLLOWING.initial();

    Step<State, Message> first = receive(state, chunk(1, 4, 0, "a"));
    assertThat(first.messages()).containsExactly(new Stored(1, FOLLOWER, LEADER, 4, 0, 1));
    assertThat(receive(first.state(), chunk(1, 4, 0, "a")).messages())
        .containsExactly(new Stored(1, FOLLOWER, LEADER, 4, 0, 1));

    Step<State, Message> second = receive(first.state(), chunk(1, 4, 1, "b"));
    assertThat(second.messages()).containsExactly(new Appended(1, FOLLOWER, LEADER, 4));
    assertThat(second.state().log().snapshot()).isEqualTo(new Snapshot(4, 1, List.of("a", "b")));
    assertThat(second.state().commitIndex()).isEqualTo(4);
    assertThat(second.state().log().lastIndex()).isEqualTo(4);
  }

  @Test
  void a_chunk_without_those_before_it_is_answered_and_not_used() {
    Step<State, Message> step = receive(FOLLOWING.initial(), chunk(1, 4, 1, "b"));

    assertThat(step.messages()).containsExactly(new Stored(1, FOLLOWER, LEADER, 4, 1, 0));
    assertThat(step.state().log()).isEqualTo(Log.EMPTY);
  }

  @Test
  void a_newer_snapshot_takes_the_place_of_the_one_under_way_and_an_older_does_not() {
    State state = receive(FOLLOWING.initial(), chunk(1, 4, 0, "a")).state();

    State newer = receive(state, chunk(1, 6, 0, "x")).state();
    assertThat(receive(newer, chunk(1, 4, 1, "b")).state().log().snapshot())
        .isEqualTo(Snapshot.NONE);
    assertThat(receive(newer, chunk(1, 4, 0, "a")).state()).isEqualTo(newer);
    assertThat(receive(newer, chunk(1, 6, 1, "y")).state().log().snapshot())
        .isEqualTo(new Snapshot(6, 1, List.of("x", "y")));

    State otherLeader = receive(state, chunk(2, 3, 0, "p")).state();
    assertThat(receive(otherLeader, chunk(2, 3, 1, "q")).state().log().snapshot().image())
        .containsExactly("p", "q");
  }

  @Test
  void a_crash_makes_a_follower_forget_what_has_come() {
    State state = receive(FOLLOWING.initial(), chunk(1, 4, 0, "a")).state();
    State again = FOLLOWING.restart(FOLLOWING.durable(state)).state();

    assertThat(receive(again, chunk(1, 4, 1, "b")).messages())
        .containsExactly(new Stored(1, FOLLOWER, LEADER, 4, 1, 0));
  }

  @Test
  void what_comes_after_a_snapshot_stays_if_its_last_entry_is_there() {
    State state = receive(follower(6, 0), chunk(1, 4, 0, "a", "b")).state();

    assertThat(state.log().snapshot().index()).isEqualTo(4);
    assertThat(state.log().entries()).isEqualTo(entries(6).subList(4, 6));
  }

  @Test
  void a_log_in_conflict_with_a_snapshot_goes() {
    InstallSnapshot other = new InstallSnapshot(2, LEADER, FOLLOWER, 4, 2, 0, List.of("a"), true);
    State state = receive(follower(6, 0), other).state();

    assertThat(state.log().entries()).isEmpty();
    assertThat(state.log().lastTerm()).isEqualTo(2);
  }

  @Test
  void a_snapshot_that_says_nothing_new_is_confirmed_and_not_installed() {
    State state = follower(6, 5);
    Step<State, Message> step = receive(state, chunk(1, 4, 0, "a", "b"));

    assertThat(step.messages()).containsExactly(new Appended(1, FOLLOWER, LEADER, 4));
    assertThat(step.state()).isEqualTo(state);
  }

  @Test
  void a_leader_of_an_older_term_is_refused_and_the_term_is_never_that_of_the_snapshot() {
    State state = FOLLOWING.initial();
    State newer = take(FOLLOWING, state, new Input.Timeout());
    newer = take(FOLLOWING, newer, new Input.Timeout());

    assertThat(receive(newer, chunk(1, 4, 0, "a", "b")).messages())
        .containsExactly(new Refused(2, FOLLOWER, LEADER, 4, 0));
    State follower = receive(newer, chunk(3, 4, 0, "a", "b")).state();
    assertThat(follower.currentTerm()).isEqualTo(3);
    assertThat(follower.role()).isEqualTo(Role.FOLLOWER);
  }

  @Test
  void chunks_that_differ_in_anything_are_different_messages_in_a_fixed_order() {
    List<InstallSnapshot> different =
        List.of(
            chunk(1, 4, 0, "a"),
            chunk(1, 4, 0, "b"),
            chunk(1, 4, 1, "a"),
            chunk(1, 5, 0, "a"),
            chunk(2, 4, 0, "a"),
            new InstallSnapshot(1, LEADER, FOLLOWER, 4, 2, 0, List.of("a"), false),
            new InstallSnapshot(1, LEADER, FOLLOWER, 4, 1, 0, List.of("a"), true));
    for (InstallSnapshot some : different) {
      for (InstallSnapshot other : different) {
        assertThat(some.compareTo(other) == 0).isEqualTo(some.equals(other));
        assertThat(Integer.signum(some.compareTo(other)))
            .isEqualTo(-Integer.signum(other.compareTo(some)));
      }
    }
  }

  @Test
  void a_chunk_has_a_piece_at_least() {
    assertThatThrownBy(() -> new Snapshots(StateMachine.remembering(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
  }
}
