package dev.lockstep.history.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Operation;
import dev.lockstep.history.Value;
import dev.lockstep.history.model.Model;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The search against the definition, on small histories of every model. */
class AgainstBruteForceTest {

  private static LinearizabilityChecker checker(Model model) {
    return new LinearizabilityChecker(model, Value.Nil.NIL, Budget.DEFAULT, 2);
  }

  private static boolean holds(Model model, History history)
      throws HistoryException, InterruptedException {
    Linearizability found = checker(model).check(history);
    assertThat(found.verdict()).isNotEqualTo(HistoryVerdict.INCONCLUSIVE);
    return found.verdict() == HistoryVerdict.HOLDS;
  }

  private static String show(History history) {
    return history.operations().stream()
        .map(Operation::toString)
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  @Property(tries = 1500)
  void agrees_with_the_definition(
      @ForAll Model model,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int operations,
      @ForAll @IntRange(min = 1, max = 4) int processes)
      throws Exception {
    History history = RandomHistory.of(model, seed, operations, processes, 2, 20, 25);

    boolean expected = BruteForce.isLinearizable(model.object(Value.Nil.NIL), history.operations());

    assertThat(holds(model, history)).as(model + " " + show(history)).isEqualTo(expected);
  }

  @Property(tries = 1000)
  void what_a_sequential_object_did_is_linearizable(
      @ForAll Model model, @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int processes)
      throws Exception {
    assertHoldsForASequentialObject(model, seed, 30, processes);
  }

  /** Among few processes the search is short, however long the history is. */
  @Property(tries = 1000)
  void what_a_sequential_object_did_for_few_is_linearizable(
      @ForAll Model model, @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int processes)
      throws Exception {
    assertHoldsForASequentialObject(model, seed, 60, processes);
  }

  private static void assertHoldsForASequentialObject(
      Model model, long seed, int operations, int processes) throws Exception {
    History history = RandomHistory.of(model, seed, operations, processes, 3, 5, 0);

    assertThat(holds(model, history)).as(model + " " + show(history)).isTrue();
  }

  @Property(tries = 500)
  void the_prefix_before_the_failure_is_linearizable_and_the_one_with_it_is_not(
      @ForAll Model model, @ForAll long seed, @ForAll @IntRange(min = 2, max = 7) int operations)
      throws Exception {
    History history = RandomHistory.of(model, seed, operations, 3, 2, 10, 60);
    Linearizability found = checker(model).check(history);
    if (found.failure().isEmpty()) {
      return;
    }
    Failure failure = found.failure().get();
    int end = failure.stuck().returned();

    // Answers that come later are known, but need not have been explained yet.
    assertThat(BruteForce.isLinearizable(model.object(Value.Nil.NIL), until(history, end)))
        .as(show(history))
        .isFalse();
    assertThat(failure.window()).contains(failure.stuck());
    assertThat(failure.window())
        .allSatisfy(operation -> assertThat(operation.returned()).isLessThanOrEqualTo(end));
  }

  private static List<Operation> until(History history, int end) {
    return history.operations().stream()
        .filter(operation -> operation.returned() <= end || operation.isPending())
        .filter(operation -> operation.invoked() < end)
        .toList();
  }
}
