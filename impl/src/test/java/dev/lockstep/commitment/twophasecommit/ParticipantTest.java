package dev.lockstep.commitment.twophasecommit;

import static dev.lockstep.commitment.twophasecommit.RmState.ABORTED;
import static dev.lockstep.commitment.twophasecommit.RmState.COMMITTED;
import static dev.lockstep.commitment.twophasecommit.RmState.PREPARED;
import static dev.lockstep.commitment.twophasecommit.RmState.WORKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.commitment.twophasecommit.Message.Abort;
import dev.lockstep.commitment.twophasecommit.Message.Commit;
import dev.lockstep.commitment.twophasecommit.Message.Prepare;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.commitment.twophasecommit.Participant.Input;
import dev.lockstep.commitment.twophasecommit.Participant.State;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ParticipantTest {

  private static final NodeId RM1 = new NodeId("rm1");

  private final Participant participant = new Participant(RM1);

  @Test
  void a_yes_is_logged_in_the_step_that_sends_it() {
    Step<State, Message> step =
        participant.step(participant.initial(), new Input.Received(new Prepare(RM1))).orElseThrow();
    assertThat(participant.durable(step.state())).isEqualTo(PREPARED);
    assertThat(step.messages()).containsExactly(new Prepared(RM1));
  }

  @Test
  void in_doubt_it_asks_by_repeating_its_vote_and_decides_nothing() {
    State inDoubt = new State(PREPARED, PREPARED);
    Step<State, Message> step = participant.step(inDoubt, new Input.Timeout()).orElseThrow();
    assertThat(step.state()).isEqualTo(inDoubt);
    assertThat(step.messages()).containsExactly(new Prepared(RM1));
    assertThat(participant.step(inDoubt, new Input.Refuse())).isEmpty();
  }

  @Test
  void a_crash_leaves_the_log() {
    for (RmState log : RmState.values()) {
      assertThat(participant.restart(log).state()).isEqualTo(new State(log, log));
    }
  }

  @Test
  void commit_reaches_only_who_has_voted_yes() {
    for (RmState state : RmState.values()) {
      boolean taken =
          participant
              .step(new State(state, state), new Input.Received(new Commit(RM1)))
              .isPresent();
      assertThat(taken).isEqualTo(state == PREPARED);
    }
  }

  @Test
  void abort_reaches_who_has_not_decided() {
    for (RmState state : RmState.values()) {
      boolean taken =
          participant.step(new State(state, state), new Input.Received(new Abort(RM1))).isPresent();
      assertThat(taken).isEqualTo(state == WORKING || state == PREPARED);
    }
  }

  @Test
  void nothing_can_be_handed_over_that_is_for_somebody_else() {
    assertThatIllegalArgumentException().isThrownBy(() -> participant.delivery(new Prepared(RM1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> participant.delivery(new Commit(new NodeId("rm2"))))
        .withMessageContaining("rm1");
  }

  @Property
  void stale_input_after_the_decision_is_no_step(
      @ForAll("states") State state, @ForAll("inputs") Input input) {
    if (state.rmState() == COMMITTED || state.rmState() == ABORTED) {
      assertThat(participant.step(state, input)).isEmpty();
    }
  }

  @Property
  void a_message_taken_twice_is_taken_once(
      @ForAll("states") State state, @ForAll("messages") Message message) {
    State after =
        participant.step(state, new Input.Received(message)).map(Step::state).orElse(state);
    assertThat(participant.step(after, new Input.Received(message))).isEmpty();
  }

  @Property
  void memory_is_never_ahead_of_the_log(
      @ForAll("states") State state, @ForAll("inputs") Input input) {
    participant
        .step(state, input)
        .ifPresent(step -> assertThat(step.state().rmLog()).isEqualTo(step.state().rmState()));
  }

  @Provide
  Arbitrary<State> states() {
    return Arbitraries.of(RmState.class).map(state -> new State(state, state));
  }

  @Provide
  Arbitrary<Message> messages() {
    return Arbitraries.of(new Prepare(RM1), new Commit(RM1), new Abort(RM1));
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Arbitraries.oneOf(
        Arbitraries.of(participant.localInputs(participant.initial())),
        messages().map(Input.Received::new));
  }
}
