package dev.lockstep.durable.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.ExecutionWorker.Input;
import dev.lockstep.durable.execution.ExecutionWorker.Run;
import dev.lockstep.durable.execution.ExecutionWorker.State;
import dev.lockstep.durable.execution.Message.Acquire;
import dev.lockstep.durable.execution.Message.Acquired;
import dev.lockstep.durable.execution.Message.Create;
import dev.lockstep.durable.execution.Message.Done;
import dev.lockstep.durable.execution.Message.Fulfill;
import dev.lockstep.durable.execution.Message.Journal;
import dev.lockstep.durable.execution.Message.Lost;
import dev.lockstep.durable.execution.Message.Mismatch;
import dev.lockstep.durable.execution.Message.Suspend;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExecutionWorkerTest {

  private static final NodeId W1 = new NodeId("w1");
  private static final NodeId W2 = new NodeId("w2");
  private static final PromiseId E1 = new PromiseId("e1");
  private static final Value V1 = new Value("v1");

  private static final SortedSet<Integer> ON = new TreeSet<>(List.of(2));

  private final Program program = new Program(2, new TreeSet<>(List.of(1)), new TreeSet<>(), 1);
  private final ExecutionWorker worker =
      new ExecutionWorker(W1, Code.OLD, program, List.of(E1), List.of(V1), List.of(9L));
  private final ProgramStep open = new ProgramStep("old", Promise.pending(9, /* timer= */ false));
  private final ProgramStep done =
      new ProgramStep("old", Program.done(PromiseState.RESOLVED, V1, 1));

  private State runs(ProgramStep... steps) {
    return worker.initial().with(E1, new Run(3, true, List.of(steps)));
  }

  private List<Message> messages(State state, Input input) {
    return worker.step(state, input).orElseThrow().messages();
  }

  @Test
  void it_asks_for_what_it_does_not_run() {
    assertThat(messages(worker.initial(), new Input.Claim(E1)))
        .containsExactly(new Acquire(W1, E1));
    assertThat(worker.step(runs(), new Input.Claim(E1))).isEmpty();
  }

  @Test
  void it_goes_on_after_what_is_recorded() {
    Input execute = new Input.Execute(E1, PromiseState.RESOLVED, V1);
    assertThat(messages(runs(), execute))
        .containsExactly(new Done(W1, E1, 3, 1, "old", PromiseState.RESOLVED, V1));
    assertThat(worker.step(runs(done), execute)).isEmpty();
    assertThat(worker.step(runs(), new Input.Call(E1, 9))).isEmpty();
    assertThat(messages(runs(done), new Input.Call(E1, 9)))
        .containsExactly(new Create(W1, E1, 3, 2, "old", 9, /* timer= */ false));
    assertThat(worker.step(runs(done, open), new Input.Call(E1, 9))).isEmpty();
  }

  @Test
  void it_waits_for_what_is_open_and_ends_when_nothing_is() {
    assertThat(messages(runs(done, open), new Input.Suspend(E1, ON)))
        .containsExactly(new Suspend(W1, E1, 3, ON));
    assertThat(worker.step(runs(done, open), new Input.Fulfill(E1))).isEmpty();
    assertThat(worker.step(runs(done, done), new Input.Suspend(E1, ON))).isEmpty();
    assertThat(messages(runs(done, done), new Input.Fulfill(E1)))
        .containsExactly(new Fulfill(W1, E1, 3, PromiseState.RESOLVED, V1));
  }

  @Test
  void it_does_nothing_with_the_journal_of_another_program_but_say_so() {
    State other = runs(new ProgramStep("new", done.promise()));
    assertThat(messages(other, new Input.Mismatch(E1))).containsExactly(new Mismatch(W1, E1, 3));
    for (Input input : worker.localInputs(other)) {
      if (!(input instanceof Input.Mismatch)) {
        assertThat(worker.step(other, input)).isEmpty();
      }
    }
    assertThat(worker.step(runs(done), new Input.Mismatch(E1))).isEmpty();
    assertThat(worker.step(worker.initial(), new Input.Mismatch(E1))).isEmpty();
  }

  @Test
  void an_answer_that_was_overtaken_is_no_news() {
    assertThat(worker.step(runs(), worker.delivery(new Journal(W1, E1, 3, List.of(done)))))
        .hasValueSatisfying(step -> assertThat(step.state()).isEqualTo(runs(done)));
    for (List<ProgramStep> old : List.of(List.<ProgramStep>of(), List.of(done), List.of(open))) {
      assertThat(worker.step(runs(done), worker.delivery(new Journal(W1, E1, 3, old)))).isEmpty();
    }
    assertThat(worker.step(runs(open), worker.delivery(new Journal(W1, E1, 3, List.of(done)))))
        .isPresent();
    assertThat(worker.step(runs(), worker.delivery(new Journal(W1, E1, 2, List.of(done)))))
        .isEmpty();
  }

  @Test
  void a_later_claim_takes_the_place_of_an_earlier_one() {
    assertThat(worker.step(runs(done), worker.delivery(new Acquired(W1, E1, 4, List.of()))))
        .hasValueSatisfying(
            step -> assertThat(step.state().run(E1)).isEqualTo(new Run(4, true, List.of())));
    assertThat(worker.step(runs(), worker.delivery(new Acquired(W1, E1, 3, List.of(done)))))
        .isEmpty();
  }

  @Test
  void it_forgets_what_it_lost_and_what_it_crashed_with() {
    assertThat(worker.step(runs(done), worker.delivery(new Lost(W1, E1, 3))))
        .hasValueSatisfying(
            step -> {
              assertThat(step.state().run(E1)).isEqualTo(new Run(3, false, List.of()));
              assertThat(worker.step(step.state(), worker.delivery(new Lost(W1, E1, 3)))).isEmpty();
            });
    assertThat(worker.step(runs(done), worker.delivery(new Lost(W1, E1, 2)))).isEmpty();
    assertThat(worker.restart(worker.durable(runs(done))).state()).isEqualTo(worker.initial());
  }

  @Test
  void what_it_lost_it_does_not_take_again() {
    State lost = worker.initial().with(E1, new Run(3, false, List.of()));
    assertThat(worker.step(lost, worker.delivery(new Acquired(W1, E1, 3, List.of(done)))))
        .isEmpty();
    assertThat(worker.step(lost, worker.delivery(new Journal(W1, E1, 3, List.of(done))))).isEmpty();
    assertThat(messages(lost, new Input.Claim(E1))).containsExactly(new Acquire(W1, E1));
  }

  @Test
  void it_waits_for_some_or_all_of_what_is_open() {
    assertThat(
            worker.localInputs(runs(open, open)).stream().filter(Input.Suspend.class::isInstance))
        .map(input -> ((Input.Suspend) input).on().toString())
        .containsExactlyInAnyOrder("[1]", "[2]", "[1, 2]");
    assertThat(worker.step(runs(done, open), new Input.Suspend(E1, new TreeSet<>(List.of(1, 2)))))
        .isEmpty();
    assertThat(worker.step(runs(done, open), new Input.Suspend(E1, new TreeSet<>()))).isEmpty();
  }

  @Test
  void messages_of_others_are_not_for_it() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> worker.delivery(new Lost(W2, E1, 1)))
        .withMessageContaining("not for worker w1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> worker.delivery(new Acquire(W1, E1)))
        .withMessageContaining("not for worker w1");
  }
}
