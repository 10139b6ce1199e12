package dev.lockstep.durable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.corpus.LogReport;
import dev.lockstep.corpus.LogValidator;
import dev.lockstep.mapping.Mapping;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.SpecException;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.validation.RunSpecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;

/** Asks the spec whether a log is a run of it, as {@code lockstep validate} does. */
public final class SpecRuns {

  private SpecRuns() {}

  /** Fails if a log is not a run of {@code DurableExecution}, and says why. */
  public static void assertIsRun(Path log) {
    LogReport report = validated(log);
    assertThat(report.verdict()).as("%s: %s", log, report).contains(Verdict.HOLDS);
  }

  /** Fails if a log is a run of {@code DurableExecution}. */
  public static void assertIsNoRun(Path log) {
    assertThat(validated(log).verdict()).as("%s", log).contains(Verdict.VIOLATED);
  }

  private static LogReport validated(Path log) {
    Catalog catalog = Catalog.load();
    RunSpecs specs = RunSpecs.of(catalog, catalog.protocol("durable-execution"), new TreeMap<>());
    try {
      return new LogValidator(specs, Mapping.NONE, SearchOptions.DEFAULT)
          .validate(log.toString(), () -> TraceReader.open(log));
    } catch (SpecException | IOException e) {
      throw new AssertionError("the spec or " + log + " cannot be read", e);
    }
  }
}
