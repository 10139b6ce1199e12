package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.commitment.twophasecommit.Message;
import dev.lockstep.conformance.commitment.twophasecommit.TwoPhaseCommitBinding;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.tlc.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison that ends early and goes on says what one says that does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumedComparisonTest {

  private static final Protocol PROTOCOL = Catalog.load().protocol("two-phase-commit");

  private final SpecFiles files = Catalog.load().extract(PROTOCOL);
  private LoadedModel<Message> model;

  @TempDir Path folder;

  @BeforeAll
  void load() throws Exception {
    model = LoadedModel.load(files, PROTOCOL.model("no-loss"), new TwoPhaseCommitBinding());
  }

  @AfterAll
  void close() {
    model.close();
    files.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "100, 2", "1000, 1", "3000, 3", "5223, 2"})
  void a_resumed_comparison_reports_what_an_uninterrupted_one_does(long states, int threads)
      throws Exception {
    Path file = folder.resolve("to-go-on-" + states);
    ComparisonOptions options = ComparisonOptions.DEFAULT.withThreads(threads).withCheckpoint(file);
    ComparisonReport first =
        compare(model.cluster(), options.withBudget(new Budget(states, Duration.ofHours(1))));
    assertThat(first.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    ComparisonReport resumed =
        compare(model.cluster(), options.withThreads(2).withResume(Checkpoint.read(file)));
    assertThat(resumed)
        .usingRecursiveComparison()
        .ignoringFields("elapsed", "threads")
        .isEqualTo(compare(model.cluster(), ComparisonOptions.DEFAULT));
    assertThat(resumed.elapsed()).isGreaterThanOrEqualTo(first.elapsed());
    assertThat(file).doesNotExist();
  }

  @Test
  void it_can_be_interrupted_again_and_again_and_finds_the_same_divergence() throws Exception {
    Cluster<Message> wrong = mutant("restart-without-log");
    ComparisonReport whole = compare(wrong, ComparisonOptions.DEFAULT);
    Path file = folder.resolve("again");
    ComparisonOptions options = ComparisonOptions.DEFAULT.withCheckpoint(file);
    ComparisonReport last = null;
    int parts = 0;
    while (last == null || last.verdict() == Verdict.INCONCLUSIVE) {
      AtomicInteger asked = new AtomicInteger();
      ComparisonOptions part = options.withStop(() -> asked.incrementAndGet() > 700);
      last = compare(wrong, parts == 0 ? part : part.withResume(Checkpoint.read(file)));
      parts++;
    }
    assertThat(parts).isGreaterThan(2);
    assertThat(last.divergence()).isEqualTo(whole.divergence());
    assertThat(last.actions()).isEqualTo(whole.actions());
  }

  @Test
  void code_or_a_model_that_is_another_one_is_not_gone_on_with() throws Exception {
    Path file = folder.resolve("other");
    ComparisonOptions options = ComparisonOptions.DEFAULT.withCheckpoint(file);
    compare(model.cluster(), options.withBudget(new Budget(2000, Duration.ofHours(1))));
    Checkpoint checkpoint = Checkpoint.read(file);
    assertThatThrownBy(() -> compare(mutant("never-asks"), options.withResume(checkpoint)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no longer takes the steps");
    assertThatThrownBy(
            () ->
                model.compare(
                    model.cluster(), "mutant x", ComparisonOptions.DEFAULT.withResume(checkpoint)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("of two-phase-commit no-loss, spec ")
        .hasMessageContaining("code mutant x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"lockstep-checkpoint\": 2}",
        "{\"lockstep-checkpoint\": 1, \"model\": 3}",
        "{\"lockstep-checkpoint\": 1, \"model\": \"m\", \"expanded\": -1}",
        "{\"lockstep-checkpoint\": 1, \"model\": \"m\", \"expanded\": 1, \"worlds\": 1,"
            + " \"states\": 1, \"rolling\": \"what\"}",
        "{\"lockstep-checkpoint\": 1, \"model\": \"m\", \"expanded\": 1, \"worlds\": 1,"
            + " \"states\": 1, \"rolling\": \"f\", \"edges\": 1, \"members\": 0}"
      })
  void what_is_no_checkpoint_is_refused(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("damaged"), text);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("checkpoint");
  }

  @Test
  void a_symmetric_model_is_gone_on_with_as_well() throws Exception {
    try (LoadedModel<Message> large =
        LoadedModel.load(files, PROTOCOL.model("large"), new TwoPhaseCommitBinding())) {
      Path file = folder.resolve("large");
      ComparisonOptions options = ComparisonOptions.DEFAULT.withThreads(2);
      Budget half = new Budget(4000, Duration.ofHours(1));
      Budget enough = new Budget(8000, Duration.ofHours(1));
      ComparisonOptions first = options.withBudget(half).withCheckpoint(file);
      large.compare(large.cluster(), "as it is", first);
      ComparisonReport resumed =
          large
              .compare(
                  large.cluster(),
                  "as it is",
                  options.withBudget(enough).withResume(Checkpoint.read(file)))
              .comparison();
      ComparisonReport whole =
          large.compare(large.cluster(), "as it is", options.withBudget(enough)).comparison();
      assertThat(resumed)
          .usingRecursiveComparison()
          .ignoringFields("elapsed", "threads")
          .isEqualTo(whole);
      assertThat(whole.members()).isPositive();
    }
  }

  private ComparisonReport compare(Cluster<Message> cluster, ComparisonOptions options)
      throws Exception {
    return model.compare(cluster, "as it is", options).comparison();
  }

  @SuppressWarnings("unchecked") // the mutants of two-phase commit speak its messages
  private Cluster<Message> mutant(String id) {
    Mutant<Message> mutant =
        (Mutant<Message>) MutantSet.of(PROTOCOL.name()).orElseThrow().mutant(id).orElseThrow();
    return model.restrict(mutant.cluster().apply(model.constants()));
  }
}
