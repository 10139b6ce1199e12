package dev.lockstep.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.driver.CommandLine;
import dev.lockstep.driver.Finding;
import dev.lockstep.driver.Finding.Kind;
import dev.lockstep.driver.Implementation;
import dev.lockstep.driver.Trial;
import dev.lockstep.driver.TrialOptions;
import dev.lockstep.driver.TrialReport;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.paths.Cover;
import dev.lockstep.tlc.Verdict;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The example in Python. Jython runs it wherever Maven does; where there is a Python, that one runs
 * it as well.
 */
class PythonExampleTest {

  private static final Path EXAMPLE =
      Path.of("..", "examples", "python-two-phase-commit", "drive.py").toAbsolutePath().normalize();
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static Stream<List<String>> interpreters() {
    List<List<String>> interpreters = new ArrayList<>();
    interpreters.add(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.python.util.jython"));
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Arrays.stream(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, "python3"))
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(python -> interpreters.add(List.of(python.toString())));
    return interpreters.stream();
  }

  private static TrialReport run(List<String> interpreter, TrialOptions options, String... words)
      throws Exception {
    List<String> command = new ArrayList<>(interpreter);
    command.add(EXAMPLE.toString());
    command.addAll(List.of(words));
    try (BoundedModel model = BoundedModel.ofCatalog("two-phase-commit", Optional.of("small"));
        Implementation code = Implementation.of(CommandLine.of(command).within(START, PATIENCE))) {
      return Trial.run(model, code, options, progress -> {});
    }
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void a_vote_that_is_changed_is_found_by_what_the_spec_forbids(List<String> interpreter)
      throws Exception {
    TrialReport report = run(interpreter, TrialOptions.ALL);
    Finding finding = report.finding().orElseThrow();
    assertThat(finding.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(finding.action().orElseThrow().name()).isEqualTo("RMPrepare");
    assertThat(finding.length()).isEqualTo(3);
    assertThat(finding.falseConjunct().orElseThrow().text()).isEqualTo("rmState[r] = \"working\"");
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void without_the_bug_it_is_in_every_state_what_the_spec_wants(List<String> interpreter)
      throws Exception {
    TrialReport report =
        run(interpreter, TrialOptions.ALL.with(Cover.STATES, 100, 0).withoutProbes(), "--fixed");
    assertThat(report.finding()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(report.states()).isEqualTo(12_960);
  }
}
