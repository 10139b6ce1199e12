package dev.lockstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.tlc.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {

  static Stream<Protocol> protocols() {
    return Catalog.load().protocols().stream();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void the_readme_of_a_protocol_tells_the_results_that_are_pinned(Protocol protocol)
      throws Exception {
    Path folder = Path.of("..", "specs", protocol.chapter(), protocol.name());
    String readme = Files.readString(folder.resolve("README.md"));
    String results = between(readme, "<!-- results -->", "<!-- /results -->");

    assertThat(protocol.models()).isNotEmpty();
    for (Model model : protocol.models()) {
      String row =
          results
              .lines()
              .filter(line -> line.startsWith("| `" + model.name() + "` |"))
              .findFirst()
              .orElse("no row for " + model.name());
      assertThat(row)
          .contains("| " + count(model.distinct()) + " | " + count(model.total()) + " |")
          .contains(
              model.verdict() == Verdict.HOLDS
                  ? "| holds |"
                  : "| `" + model.property().orElseThrow() + "` violated |");
    }
    assertThat(results.lines().filter(line -> line.startsWith("| `")))
        .hasSize(protocol.models().size());
  }

  private static String between(String text, String start, String end) {
    return text.substring(text.indexOf(start) + start.length(), text.indexOf(end));
  }

  private static String count(OptionalLong count) {
    return String.format(Locale.ROOT, "%,d", count.orElseThrow());
  }
}
