package dev.lockstep.durable.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProgramTest {

  private static final Value V1 = new Value("v1");

  private final Program program =
      new Program(/* length= */ 3, /* local= */ steps(1), /* timer= */ steps(2), /* fork= */ 3);
  private final ProgramStep open = new ProgramStep("old", Promise.pending(6, /* timer= */ false));
  private final ProgramStep done = done(PromiseState.RESOLVED);

  private static SortedSet<Integer> steps(Integer... steps) {
    return new TreeSet<>(List.of(steps));
  }

  private ProgramStep done(PromiseState state) {
    return new ProgramStep("old", Promise.pending(6, /* timer= */ false).settled(state, V1, 2));
  }

  @Test
  void it_goes_on_while_it_has_steps_and_ends_when_all_are_done() {
    assertThat(program.canBegin(List.of(open, done))).isTrue();
    assertThat(program.canBegin(List.of(done, done, open))).isFalse();
    assertThat(program.hasEnded(List.of(done, done, open))).isFalse();
    assertThat(program.hasEnded(List.of(done, done))).isFalse();
    assertThat(program.hasEnded(List.of(done, done, done))).isTrue();
  }

  @Test
  void versions_are_told_apart_from_the_fork_on() {
    ProgramStep next = new ProgramStep("new", open.promise());
    assertThat(program.isRunOf(Code.OLD, List.of(open, open))).isTrue();
    assertThat(program.isRunOf(Code.NEW, List.of(open, open))).isTrue();
    assertThat(program.isRunOf(Code.NEW, List.of(open, open, open))).isFalse();
    assertThat(program.isRunOf(Code.NEW, List.of(open, open, next))).isTrue();
    assertThat(program.isRunOf(Code.OLD, List.of(open, open, next))).isFalse();
  }

  @Test
  void it_ends_as_its_last_step() {
    ProgramStep rejected = done(PromiseState.REJECTED);
    ProgramStep late = open.atTime(6);
    assertThat(Program.resultState(List.of(rejected, done))).isEqualTo(PromiseState.RESOLVED);
    assertThat(Program.resultState(List.of(done, rejected))).isEqualTo(PromiseState.REJECTED);
    assertThat(Program.resultState(List.of(done, late))).isEqualTo(PromiseState.REJECTED);
    assertThat(Program.resultValue(List.of(late, done))).isEqualTo(V1);
    assertThat(Program.resultValue(List.of(done, late))).isEqualTo(Value.NO_VALUE);
  }

  @Test
  void steps_have_their_time() {
    assertThat(Program.done(PromiseState.REJECTED, V1, 4).atTime(9))
        .isEqualTo(Promise.pending(4, /* timer= */ false).settled(PromiseState.REJECTED, V1, 4));
    assertThat(Program.openSteps(List.of(open, done, open))).containsExactly(1, 3);
    assertThat(Program.openSteps(Program.atTime(List.of(open, done), 5))).containsExactly(1);
    assertThat(Program.openSteps(Program.atTime(List.of(open, done), 6))).isEmpty();
  }

  @Test
  void a_step_says_what_it_is() {
    assertThat(open).hasToString("old(pending, due 6)");
    assertThat(done).hasToString("old(resolved v1 at 2, due 6)");
    assertThat(open.atTime(9)).hasToString("old(timed out at 6, due 6)");
    assertThat(new ProgramStep("new", Promise.pending(8, /* timer= */ true)))
        .hasToString("new(pending, rings 8)");
  }
}
