package dev.lockstep.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.conformance.Bindings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario beside a spec says what happens. With {@code -Dlockstep.golden=rewrite} it is made
 * to say so instead: read the difference before you commit it.
 */
@Execution(ExecutionMode.CONCURRENT)
class GoldenScenariosTest {

  private static final boolean REWRITE = "rewrite".equals(System.getProperty("lockstep.golden"));

  static Stream<Arguments> scenarios() {
    Catalog catalog = Catalog.load();
    return catalog.protocols().stream()
        .flatMap(
            protocol ->
                catalog.scenarios(protocol).keySet().stream()
                    .map(name -> Arguments.of(protocol.name(), name)));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void a_scenario_is_what_happens(String name, String scenario) throws Exception {
    Catalog catalog = Catalog.load();
    Protocol protocol = catalog.protocol(name);
    Path file = Path.of("../specs", protocol.chapter(), name, "scenarios", scenario + ".txt");
    String text = Files.readString(file);

    try (SpecFiles files = catalog.extract(protocol)) {
      Played played = Player.play(files, Scenario.parse(text));
      if (REWRITE) {
        Files.write(file, played.text().getBytes(StandardCharsets.UTF_8));
        return;
      }
      assertThat(played.differences()).as("%s", file).isEmpty();
      assertThat(played.text()).as("%s", file).isEqualTo(text);
      boolean forbidden = text.contains("FORBIDDEN");
      assertThat(forbidden)
          .as("only wrong code does what the spec forbids")
          .isEqualTo(isWrong(text));
    }
  }

  private static boolean isWrong(String text) {
    return text.contains("\n> code ");
  }

  @Test
  void every_protocol_with_code_has_two_scenarios_each_of_which_says_what_it_is_about() {
    Catalog catalog = Catalog.load();
    assertThat(Bindings.all())
        .allSatisfy(
            binding -> {
              Map<String, String> scenarios =
                  catalog.scenarios(catalog.protocol(binding.protocol()));
              assertThat(scenarios).as(binding.protocol()).hasSizeGreaterThanOrEqualTo(2);
              assertThat(scenarios.values())
                  .allSatisfy(text -> assertThat(Scenario.parse(text).about()).endsWith("."));
            });
  }
}
