package dev.lockstep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.Protocol;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.mutants.Mutant;
import dev.lockstep.mutants.MutantSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What people read, word by word: the files beside this class in the test's resources. What the
 * test saw instead is left in {@code target/golden}, to be copied there if it is better.
 */
class ConformanceTextTest {

  @ParameterizedTest
  @CsvSource({
    "two-phase-commit, control",
    "two-phase-commit, commit-on-some-votes",
    "two-phase-commit, answer-always-abort",
    "two-phase-commit, never-asks",
    "two-phase-commit, late-vote-throws",
    "lamport-clock, receive-without-max"
  })
  void a_report_tells_where_code_and_spec_part_and_how_to_get_there(String protocol, String mutant)
      throws Exception {
    ConformanceReport report = compare(MutantSet.of(protocol).orElseThrow(), mutant);
    String text =
        report.verdict() + "\n" + String.join("\n", ConformanceText.lines(report, 100)) + "\n";
    Path seen = Path.of("target/golden", mutant + ".txt");
    Files.createDirectories(seen.getParent());
    Files.writeString(seen, text);
    assertThat(text).as("what is now in %s", seen).isEqualTo(golden(mutant));
  }

  private static <M> ConformanceReport compare(MutantSet<M> set, String name) throws Exception {
    Protocol protocol = Catalog.load().protocol(set.binding().protocol());
    try (SpecFiles files = Catalog.load().extract(protocol);
        LoadedModel<M> model = LoadedModel.load(files, protocol.model("small"), set.binding())) {
      Cluster<M> cluster =
          set.mutants().stream()
              .filter(mutant -> mutant.id().equals(name))
              .findFirst()
              .map(Mutant::cluster)
              .map(faulty -> faulty.apply(model.constants()))
              .orElseGet(model::cluster);
      return model.compare(cluster, Budget.UNLIMITED, 1, progress -> {});
    }
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = ConformanceTextTest.class.getResourceAsStream(name + ".txt")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
