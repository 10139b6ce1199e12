package dev.lockstep.junit;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lockstep.conformance.Budget;
import dev.lockstep.driver.Driver;
import dev.lockstep.driver.DriverException;
import dev.lockstep.driver.Finding;
import dev.lockstep.driver.FindingScenario;
import dev.lockstep.driver.FindingText;
import dev.lockstep.driver.Freedom;
import dev.lockstep.driver.Implementation;
import dev.lockstep.driver.Trial;
import dev.lockstep.driver.TrialOptions;
import dev.lockstep.driver.TrialReport;
import dev.lockstep.driver.TrialReport.Coverage;
import dev.lockstep.driver.TrialText;
import dev.lockstep.paths.BoundedModel;
import dev.lockstep.paths.Cover;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.TestAbortedException;

/** The tests of a {@link SpecTest}. */
final class SpecTests {

  private static final String ON_CLASS_PATH = "classpath:";
  private static final int WIDTH = 110;

  private final TrialReport report;

  private SpecTests(TrialReport report) {
    this.report = report;
  }

  static Stream<DynamicTest> of(Driver driver) {
    FollowsSpec asked = driver.getClass().getAnnotation(FollowsSpec.class);
    if (asked == null) {
      throw new IllegalStateException(
          driver.getClass().getName() + " needs @FollowsSpec, which says which spec it follows");
    }
    return new SpecTests(run(driver, asked)).tests().stream();
  }

  private static TrialReport run(Driver driver, FollowsSpec asked) {
    try (BoundedModel model = model(asked, driver.getClass());
        Implementation code =
            Implementation.of(() -> driver, Duration.ofMillis(asked.stepTimeoutMillis()))) {
      TrialReport report = Trial.run(model, code, options(asked), progress -> {});
      if (!asked.scenario().isEmpty() && report.finding().isPresent()) {
        FindingScenario.write(Path.of(asked.scenario()), model, report.finding().get());
      }
      return report;
    } catch (SpecException e) {
      String place = e.file().isEmpty() ? "" : e.file() + ":" + e.line() + ": ";
      throw new IllegalStateException(place + e.getMessage(), e);
    } catch (DriverException e) {
      throw new IllegalStateException(e.getMessage() + "\n  " + e.hint(), e);
    } catch (IOException e) {
      throw new IllegalStateException("the scenario cannot be written: " + e.getMessage(), e);
    }
  }

  private static BoundedModel model(FollowsSpec asked, Class<?> test) throws SpecException {
    if (asked.spec().isEmpty() == asked.protocol().isEmpty()) {
      throw new IllegalStateException(
          "@FollowsSpec of " + test.getName() + " needs a protocol or a spec, one of the two");
    }
    if (asked.spec().isEmpty()) {
      return BoundedModel.ofCatalog(
          asked.protocol(),
          asked.model().isEmpty() ? Optional.empty() : Optional.of(asked.model()));
    }
    String config =
        asked.config().isEmpty() ? asked.spec().replaceFirst("\\.tla$", ".cfg") : asked.config();
    return BoundedModel.ofFiles(file(asked.spec(), test), file(config, test), List.of());
  }

  private static Path file(String name, Class<?> test) {
    if (!name.startsWith(ON_CLASS_PATH)) {
      return Path.of(name);
    }
    String resource = name.substring(ON_CLASS_PATH.length());
    URL url = test.getClassLoader().getResource(resource);
    if (url == null || !url.getProtocol().equals("file")) {
      throw new IllegalStateException(
          "there is no file " + resource + " in a directory of the class path");
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no file: " + url, e);
    }
  }

  private static TrialOptions options(FollowsSpec asked) {
    Duration time = Duration.ofSeconds(asked.budgetSeconds());
    TrialOptions options =
        TrialOptions.ALL
            .within(Long.MAX_VALUE, time)
            .with(new Budget(asked.maxStates(), time))
            .with(Cover.EDGES, asked.maxLength(), 0)
            .with(Freedom.of(reasons(asked.mayRefuse()), reasons(asked.mayAccept())));
    return asked.probe() ? options : options.withoutProbes();
  }

  private static Map<String, String> reasons(String[] texts) {
    Map<String, String> reasons = new HashMap<>();
    for (String text : texts) {
      String[] parts = text.split(":", 2);
      if (parts.length < 2) {
        throw new IllegalStateException("'" + text + "' is not \"Action: reason\"");
      }
      reasons.put(parts[0].strip(), parts[1].strip());
    }
    return reasons;
  }

  private List<DynamicTest> tests() {
    List<DynamicTest> tests = new ArrayList<>();
    Optional<Finding> finding = report.finding();
    Optional<String> culprit = finding.flatMap(Finding::action).map(action -> action.name());
    for (Map.Entry<String, Coverage> action : report.actions().entrySet()) {
      Coverage coverage = action.getValue();
      String name =
          "%s: %,d of %,d steps".formatted(action.getKey(), coverage.taken(), coverage.all());
      boolean fails = culprit.filter(action.getKey()::equals).isPresent();
      tests.add(DynamicTest.dynamicTest(name, fails ? this::part : () -> finished(coverage)));
    }
    boolean named = culprit.filter(name -> report.actions().containsKey(name)).isPresent();
    Executable whole = finding.isPresent() && !named ? this::part : this::covered;
    tests.add(DynamicTest.dynamicTest(report.model() + ": the whole", whole));
    return tests;
  }

  /** Fails with the run that shows where code and spec part. */
  private void part() {
    fail(String.join("\n", FindingText.lines(report.finding().orElseThrow(), WIDTH)) + "\n");
  }

  private void finished(Coverage coverage) {
    if (report.verdict() != Verdict.HOLDS && coverage.taken() < coverage.all()) {
      throw new TestAbortedException("not all steps were taken: " + why());
    }
  }

  private void covered() {
    if (report.finding().isPresent()) {
      throw new TestAbortedException(why());
    }
    if (report.exhausted().isPresent()) {
      fail("inconclusive: " + why());
    }
    // Shown by IDEs and build tools beside the test.
    TrialText.lines(report, WIDTH).forEach(System.out::println);
  }

  private String why() {
    return report.finding().map(found -> found.kind().sentence()).or(report::exhausted).orElse("");
  }
}
