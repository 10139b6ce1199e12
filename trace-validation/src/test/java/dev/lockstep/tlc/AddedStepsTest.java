package dev.lockstep.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a relation adds to a step outside of all actions does not take the step's name away. */
class AddedStepsTest {

  private static final String ADDED =
      """
      ---- MODULE Added ----
      EXTENDS Counter
      VARIABLE more
      both == <<n, more>>
      AddedInit == Init /\\ more = 0
      Keep == UNCHANGED more
      More == more < 2 /\\ more' = more + 1 /\\ UNCHANGED n
      Twice(k) == \\/ Increment /\\ UNCHANGED more
                  \\/ More
      AddedReset == more < 1 /\\ Reset /\\ more' = more + 1
      AnotherMore == Increment /\\ more < 2 /\\ more' = more + 1
      MoreOfMore == n < 2 /\\ More
      Helped == n < 2 /\\ Keep /\\ n' = n + 1
      AddedNext == NEXT
      AddedSpec == AddedInit /\\ [][AddedNext]_both
      ====
      """;

  @TempDir Path directory;

  private SpecSource source(String next) throws Exception {
    Files.writeString(directory.resolve("Counter.tla"), TestSpecs.COUNTER);
    return TestSpecs.source(
        directory,
        "Added",
        ADDED.replace("NEXT", next),
        "SPECIFICATION AddedSpec\nCONSTANT Limit = 3\nCHECK_DEADLOCK FALSE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The whole relation of the base, or one of its actions, and nothing else changes.
        "(Next /\\ UNCHANGED more) \\/ More | Increment, Reset, More",
        "(Increment /\\ UNCHANGED more) \\/ More | Increment, More",
        "(more = 0 /\\ Next /\\ UNCHANGED more) \\/ More | Increment, Reset, More",
        "\\E k \\in {1} : more < k /\\ Reset /\\ UNCHANGED more | Reset",
        // A history: it changes with every step of the base.
        "Next /\\ more' = n                                 | Increment, Reset",
        // The same action in a module that extends that of the action.
        "AddedReset \\/ AnotherMore                         | Reset, AnotherMore",
        "MoreOfMore                                         | MoreOfMore",
        "Next /\\ Keep                                      | Increment, Reset",
        // A step of its own is not called by what it is made of.
        "Increment /\\ more' = n                            | AddedNext",
        "Increment /\\ Keep                                 | AddedNext",
        "Helped                                             | Helped",
        "Twice(1)                                           | Twice, More",
      })
  void steps_are_called_by_the_action_that_is_added_to(String next, String labels)
      throws Exception {
    try (Spec spec = Spec.load(source(next))) {
      assertThat(spec.actionLabels()).isEqualTo(Set.of(labels.split(", ")));
    }
  }

  @Test
  void what_is_added_holds_in_every_step_of_both_engines() throws Exception {
    SpecSource source = source("(more < 1 /\\ Next /\\ UNCHANGED more) \\/ More");
    try (Spec spec = Spec.load(source)) {
      TestSpecs.Count ours = TestSpecs.explore(spec);
      ModelChecker.Result tlc = ModelChecker.check(source, ModelChecker.Options.deterministic());

      assertThat(ours.distinct()).isEqualTo((int) tlc.distinct());
      assertThat(ours.total()).isEqualTo((int) tlc.generated());
    }
  }
}
