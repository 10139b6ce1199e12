package dev.lockstep.paths;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.trace.LoggedValue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedModelTest {

  private static final Path FOLDER =
      Path.of("src", "test", "resources", "dev", "lockstep", "paths");

  @Test
  void the_spec_without_bounds_has_the_operator_that_the_model_gives_for_a_constant()
      throws Exception {
    try (BoundedModel model =
        BoundedModel.ofFiles(
            FOLDER.resolve("MCLottery.tla"), FOLDER.resolve("MCLottery.cfg"), List.of())) {
      assertThat(model.spec().module()).isEqualTo("MCLottery");
      assertThat(model.unbounded().module()).isEqualTo("Lottery");
      assertThat(model.header().constants())
          .containsOnlyKeys("Nobody", "Player")
          .containsEntry("Nobody", new LoggedValue.Text("Nobody"));
      assertThat(model.unbounded().successors(model.unbounded().initialStates().getFirst()))
          .hasSize(2);
    }
  }
}
