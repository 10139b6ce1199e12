package dev.lockstep.consensus.raft;

import static dev.lockstep.consensus.raft.Raft.NOBODY;
import static dev.lockstep.consensus.raft.Role.CANDIDATE;
import static dev.lockstep.consensus.raft.Role.FOLLOWER;
import static dev.lockstep.consensus.raft.Role.LEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.consensus.raft.Message.AppendEntries;
import dev.lockstep.consensus.raft.Message.Appended;
import dev.lockstep.consensus.raft.Message.Refused;
import dev.lockstep.consensus.raft.Message.RequestVote;
import dev.lockstep.consensus.raft.Message.Vote;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each action of {@code Raft.tla}: what must be true for it, and what it does. */
class RaftTest {

  private static final NodeId S1 = new NodeId("s1");
  private static final NodeId S2 = new NodeId("s2");
  private static final NodeId S3 = new NodeId("s3");
  private static final NavigableSet<NodeId> SERVER = new TreeSet<>(List.of(S1, S2, S3));
  private static final Value V1 = new Value("v1");

  private final Raft s1 = new Raft(S1, SERVER, List.of(V1), 2);

  // Election.

  @Test
  void who_loses_patience_stands_in_the_next_term_with_its_own_vote() {
    Step<State, Message> step = take(follower(4, S2, 1, 3), new Input.Timeout());
    assertThat(step.action()).isEqualTo(Action.of("Timeout", S1));
    assertThat(step.state().role()).isEqualTo(CANDIDATE);
    assertThat(step.state().votesGranted()).containsExactly(S1);
    assertThat(s1.durable(step.state())).isEqualTo(new Disk(5, S1, log(1, 3)));
    assertThat(step.messages())
        .containsExactly(new RequestVote(5, S1, S2, 2, 3), new RequestVote(5, S1, S3, 2, 3));
  }

  @Test
  void a_candidate_may_stand_again_and_a_leader_does_not() {
    assertThat(take(candidate(4, S1, S2), new Input.Timeout()).state().votesGranted())
        .containsExactly(S1);
    assertImpossible(leader(4), new Input.Timeout());
  }

  @Test
  void a_server_votes_once_in_a_term_and_says_so_again() {
    State voted = received(follower(3, NOBODY), new RequestVote(3, S2, S1, 0, 0)).state();
    assertThat(voted.disk().votedFor()).isEqualTo(S2);
    assertVote(voted, new RequestVote(3, S2, S1, 0, 0), 3, true);
    assertVote(voted, new RequestVote(3, S3, S1, 0, 0), 3, false);
    assertVote(voted, new RequestVote(4, S3, S1, 0, 0), 4, true);
    assertVote(voted, new RequestVote(2, S2, S1, 0, 0), 3, false);
  }

  /** The voter's log ends with entry 2, of term 3. */
  @ParameterizedTest
  @CsvSource({
    "1, 2, false", "2, 2, false", "9, 2, false",
    "1, 3, false", "2, 3, true", "9, 3, true",
    "1, 4, true", "2, 4, true", "9, 4, true"
  })
  void a_vote_goes_to_a_log_that_is_as_up_to_date(long lastIndex, long lastTerm, boolean granted) {
    assertVote(
        follower(4, NOBODY, 1, 3), new RequestVote(5, S2, S1, lastIndex, lastTerm), 5, granted);
  }

  @Test
  void a_newer_term_ends_the_old_one_also_where_there_is_no_vote_in_it() {
    State after = received(leader(4, 1, 4), new RequestVote(6, S2, S1, 1, 1)).state();
    assertThat(after).isEqualTo(follower(6, NOBODY, 1, 4));
  }

  @Test
  void a_vote_counts_in_its_term_for_a_candidate() {
    assertThat(received(candidate(4, S1), new Vote(4, S2, S1, true)).state())
        .isEqualTo(candidate(4, S1, S2));
    assertIgnored(candidate(4, S1), new Vote(4, S2, S1, false));
    assertIgnored(candidate(4, S1), new Vote(3, S2, S1, true));
    assertIgnored(follower(4, S1), new Vote(4, S2, S1, true));
    assertIgnored(leader(4), new Vote(4, S2, S1, true));
    assertThat(received(candidate(4, S1), new Vote(5, S2, S1, false)).state())
        .isEqualTo(follower(5, NOBODY));
  }

  @Test
  void a_majority_makes_a_leader_which_begins_with_an_entry_of_its_term() {
    assertImpossible(candidate(4, S1), new Input.Lead());
    assertImpossible(follower(4, S1), new Input.Lead());
    State follower = follower(4, S1, 1, 3);
    State won = follower.with(CANDIDATE, new TreeSet<>(List.of(S1, S3)));
    State leader = take(won, new Input.Lead()).state();
    assertThat(leader.role()).isEqualTo(LEADER);
    assertThat(leader.log()).isEqualTo(log(1, 3).append(new Entry(4, Value.NO_OP)));
    assertThat(leader.votesGranted()).isEmpty();
    assertThat(leader.progress().nextIndex().values()).containsOnly(3L);
    assertThat(leader.progress().matchIndex().values()).containsOnly(0L);
  }

  @Test
  void half_of_four_servers_is_no_majority() {
    NavigableSet<NodeId> four = new TreeSet<>(SERVER);
    four.add(new NodeId("s4"));
    Raft ofFour = new Raft(S1, four, List.of(), 1);
    State stands = ofFour.step(ofFour.initial(), new Input.Timeout()).orElseThrow().state();
    State two =
        ofFour.step(stands, new Input.Received(new Vote(1, S2, S1, true))).orElseThrow().state();
    State three =
        ofFour.step(two, new Input.Received(new Vote(1, S3, S1, true))).orElseThrow().state();
    assertThat(ofFour.step(two, new Input.Lead())).isEmpty();
    assertThat(ofFour.step(three, new Input.Lead())).isPresent();
  }

  @Test
  void a_leader_that_gives_up_keeps_its_term_and_its_vote() {
    State led = leader(4, 1, 4);
    assertThat(take(led, new Input.StepDown()).state()).isEqualTo(follower(4, S1, 1, 4));
    assertImpossible(follower(4, S1), new Input.StepDown());
  }

  // Replication.

  @Test
  void a_leader_appends_what_a_client_asks_for() {
    Step<State, Message> step = take(leader(4, 1, 4), new Input.Request(V1));
    assertThat(step.state().log().after(2, 1)).containsExactly(new Entry(4, V1));
    assertThat(step.messages()).isEmpty();
    assertImpossible(follower(4, S2), new Input.Request(V1));
    assertImpossible(candidate(4, S1), new Input.Request(V1));
  }

  @Test
  void a_leader_sends_any_entries_from_the_next_one_on() {
    State leader = leader(4, 1, 4, 4).with(progress(S2, 2, 0));
    assertThat(take(leader, new Input.Replicate(S2, 1, 2)).messages())
        .containsExactly(new AppendEntries(4, S1, S2, 1, 1, List.of(entry(4, 2), entry(4, 3)), 0));
    assertThat(take(leader, new Input.Replicate(S2, 3, 0)).messages())
        .containsExactly(new AppendEntries(4, S1, S2, 3, 4, List.of(), 0));
    assertImpossible(leader, new Input.Replicate(S2, 0, 1));
    assertImpossible(leader, new Input.Replicate(S2, 2, 2));
    assertImpossible(leader, new Input.Replicate(S2, 2, -1));
    assertImpossible(leader, new Input.Replicate(S1, 3, 0));
    assertImpossible(follower(4, S2, 1, 4, 4), new Input.Replicate(S2, 3, 0));
  }

  @Test
  void a_leader_has_nothing_to_send_from_before_its_snapshot() {
    Log compacted = log(1, 4, 4).compact(new Snapshot(2, 4, List.of()));
    State leader = leader(4, 1, 4, 4).with(compacted).with(progress(S2, 1, 0));
    assertImpossible(leader, new Input.Replicate(S2, 1, 1));
    assertThat(take(leader, new Input.Replicate(S2, 2, 1)).messages()).hasSize(1);
  }

  @Test
  void a_request_of_an_older_term_is_refused_with_the_newer_one() {
    State follower = follower(5, S2, 1);
    Step<State, Message> step = received(follower, append(4, 1, 1, 0, 4));
    assertThat(step.state()).isEqualTo(follower);
    assertThat(step.messages()).containsExactly(new Refused(5, S1, S2, 1, 0));
  }

  @Test
  void a_candidate_follows_the_leader_of_its_term_and_keeps_its_vote() {
    assertThat(received(candidate(4, S1), append(4, 0, 0, 0, 4)).state())
        .isEqualTo(follower(4, S1, 4));
  }

  @Test
  void a_new_term_comes_with_its_leader() {
    assertThat(received(leader(4, 4), append(5, 0, 0, 0, 5)).state())
        .isEqualTo(follower(5, NOBODY, 5));
  }

  /** The follower has entries of terms 1, 1, 2, 2. */
  @ParameterizedTest
  @CsvSource({"9, 3, 4", "5, 2, 4", "4, 3, 2", "3, 3, 2", "2, 3, 0", "1, 3, 0"})
  void what_does_not_fit_is_refused_with_where_it_may(long prevIndex, long prevTerm, long hint) {
    State follower = follower(4, S2, 1, 1, 2, 2);
    Step<State, Message> step = received(follower, append(4, prevIndex, prevTerm, 9, 4));
    assertThat(step.state()).isEqualTo(follower);
    assertThat(step.messages()).containsExactly(new Refused(4, S1, S2, prevIndex, hint));
  }

  @Test
  void what_fits_is_appended_and_just_that_is_confirmed() {
    Step<State, Message> step = received(follower(4, S2, 1, 2, 2), append(4, 1, 1, 0, 2));
    assertThat(step.state().log()).isEqualTo(log(1, 2, 2));
    assertThat(step.messages()).containsExactly(new Appended(4, S1, S2, 2));
  }

  @Test
  void a_log_is_cut_only_where_it_differs() {
    State follower = follower(4, S2, 1, 2, 2);
    assertThat(received(follower, append(4, 1, 1, 0)).state().log()).isEqualTo(log(1, 2, 2));
    assertThat(received(follower, append(4, 1, 1, 0, 2, 2, 4)).state().log())
        .isEqualTo(log(1, 2, 2, 4));
    assertThat(received(follower, append(4, 1, 1, 0, 2, 4)).state().log()).isEqualTo(log(1, 2, 4));
    assertThat(received(follower, append(4, 1, 1, 0, 4)).state().log()).isEqualTo(log(1, 4));
  }

  @Test
  void a_follower_knows_to_be_committed_what_the_leader_says_as_far_as_this_message_goes() {
    State follower = follower(4, S2, 1, 2, 2);
    assertThat(received(follower, append(4, 1, 1, 3, 2)).state().commitIndex()).isEqualTo(2);
    assertThat(received(follower, append(4, 1, 1, 1, 2)).state().commitIndex()).isEqualTo(1);
    assertThat(received(follower.withCommitIndex(3), append(4, 1, 1, 3, 2)).state().commitIndex())
        .isEqualTo(3);
  }

  @Test
  void what_a_snapshot_stands_for_fits() {
    Log compacted = log(1, 1, 2).compact(new Snapshot(2, 1, List.of()));
    State follower = follower(4, S2).with(compacted);
    Step<State, Message> step = received(follower, append(4, 0, 0, 0, 1, 1, 2, 4));
    assertThat(step.state().log()).isEqualTo(compacted.append(new Entry(4, "4.4")));
    assertThat(step.messages()).containsExactly(new Appended(4, S1, S2, 4));
    assertThat(received(follower, append(4, 0, 0, 0, 1)).state().log()).isEqualTo(compacted);
  }

  @Test
  void what_is_confirmed_stays_confirmed() {
    State leader = leader(4, 4, 4, 4).with(progress(S2, 1, 0));
    State two = received(leader, new Appended(4, S2, S1, 2)).state();
    assertThat(two.progress()).isEqualTo(progress(S2, 3, 2));
    assertThat(received(two, new Appended(4, S2, S1, 1)).state()).isEqualTo(two);
    assertIgnored(leader, new Appended(3, S2, S1, 2));
    assertIgnored(follower(4, S1, 4), new Appended(4, S2, S1, 1));
  }

  @Test
  void a_leader_goes_back_to_where_the_log_may_match_and_not_behind_what_is_confirmed() {
    State leader = leader(4, 1, 1, 4).with(progress(S2, 4, 0));
    assertThat(received(leader, new Refused(4, S2, S1, 3, 1)).state().progress())
        .isEqualTo(progress(S2, 2, 0));
    State confirmed = leader.with(progress(S2, 4, 2));
    assertThat(received(confirmed, new Refused(4, S2, S1, 3, 0)).state().progress())
        .isEqualTo(progress(S2, 3, 2));
  }

  @Test
  void a_refusal_of_something_else_than_the_next_entry_is_late() {
    State leader = leader(4, 1, 1, 4).with(progress(S2, 3, 0));
    assertIgnored(leader, new Refused(4, S2, S1, 3, 1));
    assertIgnored(leader, new Refused(4, S2, S1, 1, 0));
    assertIgnored(leader, new Refused(3, S2, S1, 2, 0));
    assertIgnored(follower(4, S1, 1, 1, 4), new Refused(4, S2, S1, 0, 0));
  }

  @Test
  void a_refusal_of_a_newer_term_ends_the_leaders_own() {
    assertThat(received(leader(4, 1, 4), new Refused(5, S2, S1, 0, 0)).state())
        .isEqualTo(follower(5, NOBODY, 1, 4));
  }

  @Test
  void an_entry_of_the_leaders_term_that_a_majority_has_is_committed_with_all_before_it() {
    State leader = leader(4, 1, 4, 4);
    assertImpossible(leader, new Input.Commit());
    State two = leader.with(progress(S3, 3, 2));
    Step<State, Message> step = take(two, new Input.Commit());
    assertThat(step.action()).isEqualTo(Action.of("AdvanceCommitIndex", S1, 2L));
    assertThat(step.state().commitIndex()).isEqualTo(2);
    assertImpossible(step.state(), new Input.Commit());
  }

  @Test
  void an_entry_of_an_older_term_is_not_committed_whoever_has_it() {
    State one = leader(4, 1, 4).with(progress(S2, 2, 1).with(S3, 2, 1));
    assertImpossible(one, new Input.Commit());
  }

  @Test
  void only_a_leader_commits() {
    State two = leader(4, 1, 4, 4).with(progress(S3, 3, 2));
    assertImpossible(two.with(FOLLOWER, none()), new Input.Commit());
  }

  // The rest.

  @Test
  void a_server_comes_back_as_a_follower_with_what_is_on_disk() {
    State led = leader(4, 1, 4).withCommitIndex(2);
    Step<State, Message> step = s1.restart(s1.durable(led));
    assertThat(step.action()).isEqualTo(Action.of("Restart", S1));
    assertThat(step.state()).isEqualTo(follower(4, S1, 1, 4));
    Log compacted = log(1, 4).compact(new Snapshot(1, 1, List.of()));
    assertThat(s1.restart(new Disk(4, S1, compacted)).state().commitIndex()).isEqualTo(1);
  }

  @Test
  void what_is_offered_to_a_leader_is_as_much_as_fits_into_a_message() {
    State leader = leader(4, 1, 4, 4, 4).with(progress(S2, 1, 0).with(S3, 4, 3));
    assertThat(s1.localInputs(leader))
        .contains(new Input.Replicate(S2, 0, 2), new Input.Replicate(S3, 3, 1));
    assertThat(s1.localInputs(follower(4, S2)))
        .noneMatch(input -> input instanceof Input.Replicate);
  }

  @Test
  void nothing_can_be_handed_over_that_is_for_somebody_else() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> s1.delivery(new Appended(1, S1, S2, 1)))
        .withMessageContaining("s1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Raft(new NodeId("s9"), SERVER, List.of(), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Raft(S1, SERVER, List.of(), 0));
  }

  private Step<State, Message> take(State state, Input input) {
    return s1.step(state, input).orElseThrow(() -> new AssertionError(input + " in " + state));
  }

  private Step<State, Message> received(State state, Message message) {
    Step<State, Message> step = take(state, s1.delivery(message));
    assertThat(step.action())
        .isEqualTo(Action.of("Rcv" + message.getClass().getSimpleName(), S1, message));
    return step;
  }

  private void assertImpossible(State state, Input input) {
    assertThat(s1.step(state, input)).as("%s in %s", input, state).isEmpty();
  }

  private void assertIgnored(State state, Message message) {
    assertImpossible(state, s1.delivery(message));
  }

  private void assertVote(State state, RequestVote request, long term, boolean granted) {
    assertThat(received(state, request).messages())
        .containsExactly(new Vote(term, S1, request.from(), granted));
  }

  /** A request of s2 to s1, with entries of these terms. */
  private static AppendEntries append(
      long term, long prevIndex, long prevTerm, long commit, long... terms) {
    return new AppendEntries(
        term, S2, S1, prevIndex, prevTerm, log(prevIndex, terms).entries(), commit);
  }

  private static State follower(long term, NodeId votedFor, long... terms) {
    Log log = log(0, terms);
    return new State(
        new Disk(term, votedFor, log), FOLLOWER, none(), 0, Progress.none(SERVER), List.of());
  }

  private static State candidate(long term, NodeId... votes) {
    return follower(term, S1).with(CANDIDATE, new TreeSet<>(List.of(votes)));
  }

  private static State leader(long term, long... terms) {
    return follower(term, S1, terms).with(LEADER, none()).with(progress(S2, terms.length + 1L, 0));
  }

  /** What a leader knows of one server, when it knows nothing of the other. */
  private static Progress progress(NodeId j, long next, long match) {
    return Progress.none(SERVER).with(j, next, match);
  }

  private static NavigableSet<NodeId> none() {
    return Collections.emptyNavigableSet();
  }

  private static Log log(long... terms) {
    return log(0, terms);
  }

  private static Log log(long before, long[] terms) {
    Log log = Log.EMPTY;
    for (int n = 0; n < terms.length; n++) {
      log = log.append(entry(terms[n], before + n + 1));
    }
    return log;
  }

  /** Entries of the same term at the same place are the same, as in any run. */
  private static Entry entry(long term, long index) {
    return new Entry(term, term + "." + index);
  }
}
