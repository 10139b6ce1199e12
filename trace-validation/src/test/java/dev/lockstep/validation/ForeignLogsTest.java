package dev.lockstep.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.SpecSource;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.InriaReader;
import dev.lockstep.trace.TraceHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Logs that others recorded, with known verdicts. They are not part of the project: run with {@code
 * -Dlockstep.external=DIR}, where DIR, as seen from the project's root, has a folder {@code
 * inria-two-phase}.
 */
@Tag("external")
class ForeignLogsTest {

  private static final Path EXAMPLE = Path.of("..", "examples", "inria-two-phase");

  @TestFactory
  Stream<DynamicTest> every_log_has_its_known_verdict() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    Path folder = root.resolve(System.getProperty("lockstep.external")).resolve("inria-two-phase");
    List<Path> logs;
    try (Stream<Path> files = Files.list(folder)) {
      logs = files.filter(file -> name(file).startsWith("trace.ndjson.")).sorted().toList();
    }
    assertThat(logs).isNotEmpty();
    return logs.stream().map(log -> DynamicTest.dynamicTest(name(log), () -> check(log)));
  }

  private static void check(Path log) throws Exception {
    Path constants =
        log.resolveSibling(name(log).contains("8RM") ? "conf.8RM.ndjson" : "conf.4RM.ndjson");
    SpecSource source =
        new SpecSource(
            "TwoPhase",
            List.of(EXAMPLE.toAbsolutePath().normalize()),
            "TwoPhase4.cfg",
            Files.readString(EXAMPLE.resolve("TwoPhase4.cfg")));
    int limit = 1 << 20;
    try (RunSpecs specs =
            RunSpecs.of(source, new TreeMap<>(InriaReader.readConstants(constants, limit)));
        InriaReader reader = InriaReader.open(log, limit)) {
      TraceHeader header = reader.nextRun().orElseThrow();
      Validator validator = new Validator(specs.spec(header, name(log)), SearchOptions.DEFAULT);
      Validation validation = validator.validate(reader, header);

      if (name(log).contains("BUG")) {
        assertThat(validation.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(validation.matched()).isEqualTo(7);
        Validation.Stop stop = validation.stopped().orElseThrow();
        assertThat(stop.event().line()).isEqualTo(8);
        Reason.NotEnabled reason = (Reason.NotEnabled) stop.reason();
        assertThat(reason.conjuncts().getFirst().conjunct().text()).isEqualTo("tmPrepared = RM");
      } else {
        assertThat(validation.verdict()).isEqualTo(Verdict.HOLDS);
      }
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
