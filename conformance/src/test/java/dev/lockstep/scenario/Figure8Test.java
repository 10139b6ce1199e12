package dev.lockstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.SpecState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The model figure-8 of Raft begins in the middle of a run. That there is such a run, a scenario
 * shows: it comes to just this state, and {@link GoldenScenariosTest} plays it.
 */
class Figure8Test {

  private final Catalog catalog = Catalog.load();
  private final Protocol raft = catalog.protocol("raft");

  @ParameterizedTest
  @ValueSource(strings = {"figure-8", "figure-8-committed"})
  void the_model_begins_where_the_scenario_leads(String name) throws Exception {
    Scenario scenario =
        Scenario.parse(Objects.requireNonNull(catalog.scenarios(raft).get(name), name));
    assertThat(expected(scenario, "messages")).containsExactly("none");
    assertThat(expected(scenario, "state")).containsExactlyInAnyOrderElementsOf(initialState());
  }

  /** What the scenario says about the first command that is written so. */
  private static List<String> expected(Scenario scenario, String command) {
    return scenario.blocks().stream()
        .filter(block -> block.command().equals(command))
        .findFirst()
        .orElseThrow()
        .expected();
  }

  /** The model's initial state, of which there is one, as scenarios write a state. */
  private List<String> initialState() throws Exception {
    try (SpecFiles files = catalog.extract(raft);
        Spec spec = Spec.load(files.model(raft.model("probe-overwritten")))) {
      assertThat(spec.initialStates()).hasSize(1);
      SpecState state = spec.initialStates().getFirst();
      assertThat(state.get("msgs")).hasToString("{}");
      List<String> lines = new ArrayList<>();
      for (String variable : spec.variables()) {
        if (!variable.equals("msgs")) {
          lines.add(variable + " = " + state.get(variable));
        }
      }
      return lines;
    }
  }
}
