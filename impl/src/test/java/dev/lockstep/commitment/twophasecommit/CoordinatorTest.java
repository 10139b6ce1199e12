package dev.lockstep.commitment.twophasecommit;

import static dev.lockstep.commitment.twophasecommit.TmState.ABORTED;
import static dev.lockstep.commitment.twophasecommit.TmState.COMMITTED;
import static dev.lockstep.commitment.twophasecommit.TmState.INIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.commitment.twophasecommit.Coordinator.Input;
import dev.lockstep.commitment.twophasecommit.Coordinator.State;
import dev.lockstep.commitment.twophasecommit.Message.Abort;
import dev.lockstep.commitment.twophasecommit.Message.Aborted;
import dev.lockstep.commitment.twophasecommit.Message.Commit;
import dev.lockstep.commitment.twophasecommit.Message.Prepare;
import dev.lockstep.commitment.twophasecommit.Message.Prepared;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CoordinatorTest {

  private static final NodeId RM1 = new NodeId("rm1");
  private static final NodeId RM2 = new NodeId("rm2");
  private static final List<NodeId> RM = List.of(RM1, RM2);

  private final Coordinator coordinator = new Coordinator(RM);

  @Test
  void a_decision_to_commit_is_logged_in_the_step_that_sends_it() {
    State voted = run(coordinator.initial(), vote(RM1), vote(RM2));
    Step<State, Message> step = coordinator.step(voted, new Input.Conclude()).orElseThrow();
    assertThat(step.action()).isEqualTo(Action.of("TMCommit"));
    assertThat(coordinator.durable(step.state())).isEqualTo(COMMITTED);
    assertThat(step.messages()).containsExactly(new Commit(RM1), new Commit(RM2));
  }

  @Test
  void one_missing_vote_is_enough_not_to_commit() {
    State voted = run(coordinator.initial(), vote(RM1), vote(RM1));
    assertThat(coordinator.step(voted, new Input.Conclude())).isEmpty();
  }

  @Test
  void one_no_aborts() {
    State voted = run(coordinator.initial(), vote(RM1));
    Step<State, Message> step =
        coordinator.step(voted, new Input.Received(new Aborted(RM2))).orElseThrow();
    assertThat(coordinator.durable(step.state())).isEqualTo(ABORTED);
    assertThat(step.messages()).containsExactly(new Abort(RM1), new Abort(RM2));
  }

  @Test
  void an_empty_log_aborts_at_restart_and_a_decision_is_repeated() {
    assertThat(coordinator.restart(INIT).state().tmLog()).isEqualTo(ABORTED);
    assertThat(coordinator.restart(COMMITTED).messages())
        .containsExactly(new Commit(RM1), new Commit(RM2));
    assertThat(coordinator.restart(ABORTED).messages())
        .containsExactly(new Abort(RM1), new Abort(RM2));
  }

  @Test
  void nothing_can_be_handed_over_that_is_for_somebody_else() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coordinator.delivery(new Prepare(RM1)))
        .withMessageContaining("Prepare");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coordinator.delivery(new Prepared(new NodeId("stranger"))));
    assertThatIllegalArgumentException().isThrownBy(() -> new Coordinator(List.of()));
  }

  @Property
  void a_decision_is_for_ever(@ForAll("states") State state, @ForAll("inputs") Input input) {
    coordinator
        .step(state, input)
        .filter(step -> state.tmState() != INIT)
        .ifPresent(step -> assertThat(step.state()).isEqualTo(state));
  }

  @Property
  void memory_is_never_ahead_of_the_log(
      @ForAll("states") State state, @ForAll("inputs") Input input) {
    coordinator
        .step(state, input)
        .ifPresent(step -> assertThat(step.state().tmLog()).isEqualTo(step.state().tmState()));
  }

  @Property
  void a_message_taken_twice_leaves_the_state_as_taken_once(
      @ForAll("states") State state, @ForAll("messages") Message message) {
    Optional<Step<State, Message>> once = coordinator.step(state, new Input.Received(message));
    State after = once.map(Step::state).orElse(state);
    Optional<Step<State, Message>> twice = coordinator.step(after, new Input.Received(message));
    assertThat(twice.map(Step::state).orElse(after)).isEqualTo(after);
  }

  @Property
  void stale_input_after_the_decision_is_no_step(
      @ForAll("states") State state, @ForAll("inputs") Input input) {
    boolean question = input instanceof Input.Received(Prepared ignored);
    if (state.tmState() != INIT && !question) {
      assertThat(coordinator.step(state, input)).isEmpty();
    }
  }

  @Property
  void the_same_input_gives_the_same_step(
      @ForAll("states") State state, @ForAll("inputs") Input input) {
    assertThat(new Coordinator(RM).step(state, input)).isEqualTo(coordinator.step(state, input));
  }

  @Provide
  Arbitrary<State> states() {
    return Arbitraries.of(TmState.class)
        .flatMap(
            decision ->
                Arbitraries.of(RM)
                    .set()
                    .map(votes -> new State(decision, decision, new TreeSet<>(votes))));
  }

  @Provide
  Arbitrary<Message> messages() {
    return Arbitraries.of(RM).flatMap(rm -> Arbitraries.of(new Prepared(rm), new Aborted(rm)));
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Arbitraries.oneOf(
        Arbitraries.of(coordinator.localInputs(coordinator.initial())),
        messages().map(Input.Received::new));
  }

  private State run(State state, Input... inputs) {
    State now = state;
    for (Input input : inputs) {
      now = coordinator.step(now, input).orElseThrow().state();
    }
    return now;
  }

  private static Input vote(NodeId rm) {
    return new Input.Received(new Prepared(rm));
  }
}
