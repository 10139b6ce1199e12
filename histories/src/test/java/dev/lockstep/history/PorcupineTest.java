package dev.lockstep.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.linearizability.Budget;
import dev.lockstep.history.linearizability.LinearizabilityChecker;
import dev.lockstep.history.model.Model;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories of a key-value store that come with Porcupine, by its author. Run with {@code
 * -Dlockstep.external=DIR}, where DIR, as seen from the project's root, has a folder {@code
 * porcupine-kv}.
 */
@Tag("external")
class PorcupineTest {

  @ParameterizedTest
  @CsvSource({
    "c01-ok, HOLDS", "c10-ok, HOLDS", "c50-ok, HOLDS",
    "c01-bad, VIOLATED", "c10-bad, VIOLATED", "c50-bad, VIOLATED"
  })
  void verdicts_are_those_of_porcupine(String name, HistoryVerdict verdict) throws Exception {
    Path file =
        Path.of("..")
            .toAbsolutePath()
            .normalize()
            .resolve(System.getProperty("lockstep.external"))
            .resolve("porcupine-kv")
            .resolve(name + ".txt");
    History history = HistoryReader.read(file, Model.KEY_VALUE.keys());

    assertThat(
            new LinearizabilityChecker(Model.KEY_VALUE, Value.Nil.NIL, Budget.DEFAULT, 2)
                .check(history)
                .verdict())
        .isEqualTo(verdict);
  }
}
