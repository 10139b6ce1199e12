package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Model;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Replay.Stage;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.Scenario;
import dev.lockstep.trace.TraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioTest {

  /** What is tested is the way, not the mutants: of a family of protocols, two each are enough. */
  private static final long OF_A_FAMILY = 2;

  private final Map<String, List<LoadedModel<?>>> loaded = new HashMap<>();
  private final List<SpecFiles> opened = new ArrayList<>();

  @TempDir Path folder;

  static Stream<Arguments> mutants() {
    return Bindings.all().stream()
        .map(binding -> MutantSet.of(binding.protocol()).orElseThrow())
        .flatMap(
            set ->
                set.mutants().stream()
                    .limit(isOfAFamily(set.binding().protocol()) ? OF_A_FAMILY : Long.MAX_VALUE)
                    .map(mutant -> Arguments.of(set.binding().protocol(), mutant.id())));
  }

  private static boolean isOfAFamily(String name) {
    Catalog catalog = Catalog.load();
    return catalog.protocol(name).base().isPresent()
        || catalog.protocols().stream()
            .anyMatch(protocol -> protocol.base().equals(Optional.of(name)));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void the_way_to_a_divergence_can_be_written_read_and_replayed(String protocol, String id)
      throws Exception {
    replayed(MutantSet.of(protocol).orElseThrow(), id);
  }

  private <M> void replayed(MutantSet<M> set, String id) throws Exception {
    Mutant<M> mutant = set.mutant(id).orElseThrow();
    for (LoadedModel<M> model : this.<M>models(set.binding())) {
      Cluster<M> wrong = model.restrict(mutant.cluster().apply(model.constants()));
      Optional<Divergence> divergence =
          model.compare(wrong, Budget.UNLIMITED, 2, progress -> {}).comparison().divergence();
      if (divergence.isPresent()) {
        replayed(model, wrong, divergence.get());
        return;
      }
    }
    throw new AssertionError("no model tells " + id + " from the code as it is");
  }

  /** Loaded once, in the order of the catalog. */
  @SuppressWarnings("unchecked") // those of a protocol have its messages
  private <M> List<LoadedModel<M>> models(Binding<M> binding) throws SpecException {
    List<LoadedModel<?>> known = loaded.get(binding.protocol());
    if (known == null) {
      Protocol protocol = Catalog.load().protocol(binding.protocol());
      known = new ArrayList<>();
      loaded.put(binding.protocol(), known);
      SpecFiles files = Catalog.load().extract(protocol);
      opened.add(files);
      for (Model model : protocol.compared()) {
        known.add(LoadedModel.load(files, model, binding));
      }
    }
    return (List<LoadedModel<M>>) (List<?>) known;
  }

  @AfterAll
  void close() {
    loaded.values().forEach(models -> models.forEach(LoadedModel::close));
    opened.forEach(SpecFiles::close);
  }

  private <M> void replayed(LoadedModel<M> model, Cluster<M> wrong, Divergence divergence)
      throws Exception {
    Path file = folder.resolve("scenario.ndjson");
    model.scenario(divergence).write(file);
    Scenario scenario = Scenario.read(file);
    assertThat(scenario.events()).hasSize(divergence.length());

    List<Stage> stages = stages(model.replay(wrong, scenario));
    Stage last = stages.getLast();
    assertThat(last.same()).isFalse();
    assertThat(stages.subList(0, stages.size() - 1)).allMatch(Stage::same);
    if (divergence.action().isPresent()) {
      assertThat(last.number()).isEqualTo(divergence.length());
      assertThat(last.action()).isEqualTo(divergence.action().get().toString());
    }
    if (divergence.kind() != Divergence.Kind.NO_SUCH_STATE) {
      assertThat(last.code()).isEqualTo(divergence.observed());
      assertThat(last.falseConjunct()).isEqualTo(divergence.falseConjunct());
    }

    Replay<M> right = model.replay(model.cluster(), scenario);
    assertThat(stages(right)).allMatch(Stage::same);
    assertThat(right.verdict()).isEqualTo(Verdict.HOLDS);
  }

  private static <M> List<Stage> stages(Replay<M> replay) throws Exception {
    List<Stage> stages = new ArrayList<>();
    for (Optional<Stage> stage = replay.next(); stage.isPresent(); stage = replay.next()) {
      stages.add(stage.get());
    }
    return stages;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"node\":\"rm1\"}",
        "{\"action\":\"RMPrepare\"}",
        "{\"action\":\"RMPrepare\",\"args\":[null]}",
        "{\"steps\":[{\"action\":\"TMPrepare\",\"args\":[]},{\"action\":\"TMCrash\",\"args\":[]}]}"
      })
  void an_event_that_does_not_say_which_step_it_is_is_refused_with_its_line(String event)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("log.ndjson"),
            "{\"lockstep-trace\":1,\"spec\":\"TwoPhaseCommit\",\"constants\":{}}\n" + event + "\n");
    assertThatThrownBy(() -> Scenario.read(file))
        .isInstanceOfSatisfying(TraceException.class, e -> assertThat(e.line()).isEqualTo(2))
        .hasMessageContaining("names one action with all its arguments");
  }

  @Test
  void what_is_no_log_is_refused() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.ndjson"), "");
    assertThatThrownBy(() -> Scenario.read(empty)).isInstanceOf(TraceException.class);
    Path text = Files.writeString(folder.resolve("text.ndjson"), "hello\n");
    assertThatThrownBy(() -> Scenario.read(text)).isInstanceOf(TraceException.class);
  }
}
