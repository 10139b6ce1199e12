package dev.lockstep.history.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.Histories;
import dev.lockstep.history.History;
import dev.lockstep.history.HistoryException;
import dev.lockstep.history.HistoryVerdict;
import dev.lockstep.history.Keys;
import dev.lockstep.history.Value;
import dev.lockstep.history.model.Model;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every model by small histories: what is allowed, what is not, what is pending, what failed. */
class ModelsTest {

  private static Linearizability check(Model model, String events) throws Exception {
    return new LinearizabilityChecker(model, Value.Nil.NIL, Budget.DEFAULT, 2)
        .check(Histories.of(model.keys(), events));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REGISTER     | 0i read; 0o read nil",
        "REGISTER     | 0i write 1; 1i read; 1o read nil; 0o write 1; 1i read; 1o read 1",
        "REGISTER     | 0i write 1; 1i read; 1o read 1; 0o write 1",
        "REGISTER     | 0i write 1; 0o write nil; 0i write nil; 0o write nil; 1i read; 1o read",
        "REGISTER     | 0i write 1; 0? write 1; 1i read; 1o read nil; 1i read; 1o read 1",
        "REGISTER     | 0i write 1; 1i read; 1o read 1",
        "REGISTER     | 0i write 1; 0f write 1; 1i read; 1o read nil",
        "CAS_REGISTER | 0i write 1; 0o write 1; 0i cas [1 2]; 0o cas [1 2]; 1i read; 1o read 2",
        "CAS_REGISTER | 0i write 1; 0o write 1; 0i cas [3 2]; 0o cas false; 1i read; 1o read 1",
        "CAS_REGISTER | 0i write 1; 0o write 1; 0i cas [1 2]; 0? cas; 1i read; 1o read 2",
        "KEY_VALUE    | 0i get [x nil]; 0o get [x nil]; 1i get [x nil]; 1o get [x \"\"]",
        "KEY_VALUE    | 0i append [x \"a\"]; 0o append [x \"a\"]; 0i append [x \"b\"]; 0o append"
            + " [x \"b\"]; 0i get [x nil]; 0o get [x \"ab\"]",
        "KEY_VALUE    | 0i put [x 1]; 0o put [x 1]; 0i delete [x nil]; 0o delete [x nil]; 0i get"
            + " [x nil]; 0o get [x nil]",
        "QUEUE        | 0i enqueue 1; 0o enqueue 1; 0i enqueue 2; 0o enqueue 2; 1i dequeue; 1o"
            + " dequeue 1; 1i dequeue; 1o dequeue 2; 1i dequeue; 1o dequeue nil",
        "QUEUE        | 0i enqueue 1; 1i enqueue 2; 0o enqueue 1; 1o enqueue 2; 1i dequeue; 1o"
            + " dequeue 2",
        "QUEUE        | 0i enqueue 1; 0o enqueue 1; 0i dequeue; 1i dequeue; 1o dequeue nil",
        "STACK        | 0i push 1; 0o push 1; 0i push 2; 0o push 2; 1i pop; 1o pop 2; 1i pop; 1o"
            + " pop 1; 1i pop; 1o pop nil",
        "MUTEX        | 0i acquire; 1i acquire; 0o acquire; 0i release; 0o release; 1o acquire",
        "MUTEX        | 0i acquire; 0o acquire; 0i release; 0? release; 1i acquire; 1o acquire",
        "SET          | 0i add 1; 0o add 1; 0i add 2; 1i read; 1o read #{1}; 0o add 2; 1i read; 1o"
            + " read [2 1]",
        "SET          | 0i add 1; 0o add true; 0i add 1; 0o add false; 0i remove 1; 0o remove true;"
            + " 0i contains 1; 0o contains false",
      })
  void allowed(Model model, String events) throws Exception {
    assertThat(check(model, events).verdict()).isEqualTo(HistoryVerdict.HOLDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REGISTER     | 0i write 1; 0o write 1; 1i read; 1o read nil",
        "REGISTER     | 0i write 1; 1i read; 1o read 1; 1i read; 1o read nil; 0o write 1",
        "REGISTER     | 0i write 1; 0? write 1; 1i read; 1o read 1; 1i read; 1o read nil",
        "REGISTER     | 0i write 1; 0f write 1; 1i read; 1o read 1",
        "CAS_REGISTER | 0i write 1; 0o write 1; 0i cas [3 2]; 0o cas [3 2]",
        "CAS_REGISTER | 0i write 1; 0o write 1; 0i cas [1 2]; 0o cas false",
        "KEY_VALUE    | 0i append [x \"a\"]; 0o append [x \"a\"]; 0i append [x \"b\"]; 0o append"
            + " [x \"b\"]; 0i get [x nil]; 0o get [x \"ba\"]",
        "QUEUE        | 0i enqueue 1; 0o enqueue 1; 0i enqueue 2; 0o enqueue 2; 1i dequeue; 1o"
            + " dequeue 2",
        "QUEUE        | 0i enqueue 1; 0o enqueue 1; 1i dequeue; 1o dequeue nil",
        "QUEUE        | 0i enqueue 1; 0o enqueue 1; 1i dequeue; 1o dequeue 1; 1i dequeue; 1o"
            + " dequeue 1",
        "STACK        | 0i push 1; 0o push 1; 0i push 2; 0o push 2; 1i pop; 1o pop 1",
        "MUTEX        | 0i acquire; 0o acquire; 1i acquire; 1o acquire",
        "MUTEX        | 0i acquire; 0o acquire; 1i release; 1o release",
        "SET          | 0i add 1; 0o add 1; 1i read; 1o read []",
        "SET          | 0i add 1; 0o add true; 0i add 1; 0o add true",
        "SET          | 1i contains 1; 1o contains true",
      })
  void not_allowed(Model model, String events) throws Exception {
    assertThat(check(model, events).verdict()).isEqualTo(HistoryVerdict.VIOLATED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REGISTER  | 0i cas [1 2] | a register has no operation 'cas'; it has read, write",
        "QUEUE     | 0i read      | a queue has no operation 'read'; it has enqueue, dequeue",
        "CAS_REGISTER | 0i cas 1  | the value of a cas is a pair [old new], not 1",
        "KEY_VALUE | 0i append [x 1] | append takes a text, not 1",
        "QUEUE     | 0i enqueue   | nil cannot be put in, for it is what an empty queue gives",
        "QUEUE     | 0i dequeue [1] | dequeue takes no value, and is invoked with [1]; write null",
        "STACK     | 0i pop 1; 0o pop 1 | pop takes no value, and is invoked with 1; write null",
        "SET       | 0i add nil | nil is no element; add needs a value",
        "REGISTER  | 0i write 1; 0o write 2 | write is answered with 2, and was invoked with 1 in"
            + " line 1; its answer repeats that, or has no value",
        "QUEUE     | 0i enqueue 1; 0o enqueue true | enqueue is answered with true, and was invoked"
            + " with 1 in line 1; its answer repeats that, or has no value",
        "CAS_REGISTER | 0i cas [1 2]; 0o cas [1 3] | cas is answered with [1 3], and was invoked"
            + " with [1 2] in line 1; its answer repeats that, or has no value; or with false",
        "SET       | 0i read; 0o read 1 | a read of a set is answered with its elements: [1 2 3]",
        "SET       | 0i contains 1; 0o contains 1 | contains is answered with true or false, not 1",
      })
  void what_a_model_does_not_have_is_told_with_its_line(
      Model model, String events, String problem) {
    HistoryException thrown =
        Assertions.catchThrowableOfType(HistoryException.class, () -> check(model, events));

    assertThat(thrown.problem()).isEqualTo(problem);
    assertThat(thrown.line()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Model.class)
  void right_and_wrong_answers_both_occur_among_random_histories(Model model) throws Exception {
    int holds = 0;
    for (int seed = 0; seed < 200; seed++) {
      History history = RandomHistory.of(model, seed, 7, 4, 2, 20, 25);
      holds += BruteForce.isLinearizable(model.object(Value.Nil.NIL), history.operations()) ? 1 : 0;
    }

    assertThat(holds).isBetween(20, 190);
  }

  @Test
  void one_object_that_is_plainly_wrong_is_found_beside_one_that_is_hard() throws Exception {
    StringBuilder events = new StringBuilder();
    // Twenty writes at once, all seen, none of them last: every order has to be tried.
    for (int i = 0; i < 20; i++) {
      events.append(i).append("i write [hard ").append(i).append("]; ");
    }
    for (int i = 0; i < 20; i++) {
      events.append(i).append("o write [hard ").append(i).append("]; ");
    }
    for (int i = 0; i < 2; i++) {
      events.append("50i read [hard nil]; 50o read [hard ").append(i).append("]; ");
    }
    events.append("51i read [easy nil]; 51o read [easy 7]");
    History history = Histories.of(Keys.PAIR, events.toString());

    Linearizability found =
        new LinearizabilityChecker(Model.REGISTER, Value.Nil.NIL, Budget.DEFAULT, 2).check(history);

    assertThat(found.failure().orElseThrow().key()).isEqualTo(new Value.Word("easy"));
  }

  @Test
  void a_budget_that_runs_out_is_inconclusive_and_names_the_keys() throws Exception {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      events.append(i).append("i append [k \"").append((char) ('a' + i)).append("\"]; ");
    }
    for (int i = 0; i < 14; i++) {
      events.append(i).append("o append [k \"").append((char) ('a' + i)).append("\"]; ");
    }
    events.append("20i get [k nil]; 20o get [k \"zz\"]");
    History history = Histories.of(Keys.PAIR, events.toString());

    Linearizability found =
        new LinearizabilityChecker(
                Model.KEY_VALUE, Value.Nil.NIL, new Budget(1000, Duration.ofMinutes(1)), 1)
            .check(history);

    assertThat(found.verdict()).isEqualTo(HistoryVerdict.INCONCLUSIVE);
    assertThat(found.undecided()).containsExactly(new Value.Word("k"));
    assertThat(found.exhausted()).contains("the budget of 1000 configurations ran out");
  }

  @Test
  void the_window_is_as_short_as_it_can_be() throws Exception {
    StringBuilder events = new StringBuilder();
    for (int i = 1; i < 50; i++) {
      events.append("0i write ").append(i).append("; 0o write ").append(i).append("; ");
    }
    events.append("1i read; 1o read 48");
    Failure failure = check(Model.REGISTER, events.toString()).failure().orElseThrow();

    assertThat(failure.window())
        .extracting(operation -> operation.argument().toString())
        .containsExactly("49", "nil");
    assertThat(failure.states()).isEqualTo(List.of("49"));
    assertThat(failure.order()).hasSize(49);
    assertThat(failure.prefix()).isEqualTo(49);
  }
}
