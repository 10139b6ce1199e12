package dev.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.catalog.Catalog;
import dev.lockstep.catalog.SpecFiles;
import dev.lockstep.causality.MergedRuns;
import dev.lockstep.causality.Order;
import dev.lockstep.search.SearchOptions;
import dev.lockstep.tlc.Spec;
import dev.lockstep.tlc.Verdict;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import dev.lockstep.trace.TraceSource;
import dev.lockstep.validation.Validation;
import dev.lockstep.validation.Validator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class SimulatedLogsTest {

  private static final long SEED = 2026;

  /** After so many events no further run begins. */
  private static final long EVENTS = 3_000;

  @TempDir Path folder;

  static List<String> protocols() {
    return Subjects.protocols();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void every_simulated_log_is_a_behaviour_of_the_plain_spec(String protocol) throws Exception {
    Subject<?> subject = Subjects.of(protocol, 3).orElseThrow();
    Summary<?> summary =
        new Campaign<>(
                new Simulation<>(subject, Faults.DEFAULT),
                SEED,
                0,
                runs(subject, 300),
                2,
                Optional.of(folder))
            .run(done -> {});
    long events = 0;

    try (SpecFiles files = files(protocol);
        Spec spec = load(files, subject);
        var logs = Files.list(folder)) {
      Validator validator = new Validator(spec, SearchOptions.DEFAULT);
      for (Path log : logs.sorted().toList()) {
        try (TraceReader reader = TraceReader.open(log)) {
          Validation validation = validator.validate(reader, reader.nextRun().orElseThrow());
          assertThat(validation.verdict())
              .as("%s: %s", log, validation.stopped())
              .isEqualTo(Verdict.HOLDS);
          assertThat(validation.stateCount()).as("%s", log).isEqualTo(1);
          events += validation.matched();
        }
      }
    }

    assertThat(events).isEqualTo(summary.steps());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void every_order_of_the_events_that_follows_the_clocks_is_a_behaviour_of_the_spec(String protocol)
      throws Exception {
    Subject<?> subject = Subjects.of(protocol, 3).orElseThrow();

    try (SpecFiles files = files(protocol);
        Spec spec = load(files, subject)) {
      Validator validator = new Validator(spec, SearchOptions.DEFAULT);
      int runs = runs(subject, 60);
      for (int run = 0; run < runs; run++) {
        Recording<?> recording = new Simulation<>(subject, Faults.DEFAULT).record(SEED, run);
        for (Comparator<TraceEvent> ties : List.of(byNode(), byNode().reversed())) {
          Validation validation = validate(validator, sorted(recording, ties));
          assertThat(validation.verdict())
              .as("run %d of seed %d: %s", run, SEED, validation.stopped())
              .isEqualTo(Verdict.HOLDS);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void the_logs_of_the_nodes_of_a_run_are_one_run_in_the_order_of_their_clocks(String protocol)
      throws Exception {
    Subject<?> subject = Subjects.of(protocol, 3).orElseThrow();
    int runs = runs(subject, 30);
    Campaign<?> campaign =
        new Campaign<>(
            new Simulation<>(subject, Faults.DEFAULT), SEED, 0, runs, 2, Optional.of(folder), true);
    Summary<?> summary = campaign.run(done -> {});
    long events = 0;

    try (SpecFiles files = files(protocol);
        Spec spec = load(files, subject)) {
      Validator validator = new Validator(spec, SearchOptions.DEFAULT);
      for (int run = 0; run < runs; run++) {
        List<TraceSource> logs = new ArrayList<>();
        try (var found =
            Files.newDirectoryStream(
                folder, String.valueOf(campaign.file(folder, run).getFileName()))) {
          for (Path log : found) {
            logs.add(TraceReader.open(log));
          }
        }
        MergedRuns merged = new MergedRuns(logs, Order.AUTO, false);
        TraceHeader header = merged.nextRun().orElseThrow();
        Validation validation = validator.validate(merged.logs(), header, merged::schedule);
        for (TraceSource log : logs) {
          log.close();
        }
        assertThat(validation.verdict())
            .as("run %d: %s", run, validation.stopped())
            .isEqualTo(Verdict.HOLDS);
        assertThat(merged.order()).isEqualTo(Order.LAMPORT);
        events += validation.matched();
      }
    }

    assertThat(events).isEqualTo(summary.steps());
  }

  /** Returns how many runs have enough events together, but no more than {@code most}. */
  private static int runs(Subject<?> subject, int most) {
    Simulation<?> simulation = new Simulation<>(subject, Faults.DEFAULT);
    int runs = 0;
    for (long events = 0; events < EVENTS && runs < most; runs++) {
      events += simulation.run(SEED, runs).steps();
    }
    return runs;
  }

  private static Comparator<TraceEvent> byNode() {
    return Comparator.comparing(event -> event.node().orElseThrow());
  }

  private static Recording<?> sorted(Recording<?> recording, Comparator<TraceEvent> ties) {
    List<TraceEvent> events = new ArrayList<>(recording.events());
    events.sort(
        Comparator.<TraceEvent>comparingLong(event -> event.clock().orElseThrow())
            .thenComparing(ties));
    return new Recording<>(recording.result(), recording.header(), events);
  }

  private static Validation validate(Validator validator, Recording<?> recording) throws Exception {
    RecordedSource source = new RecordedSource(recording);
    return validator.validate(source, source.nextRun().orElseThrow());
  }

  private static SpecFiles files(String protocol) {
    Catalog catalog = Catalog.load();
    return catalog.extract(catalog.protocol(protocol));
  }

  private static Spec load(SpecFiles files, Subject<?> subject) throws Exception {
    return Spec.load(files.spec(Subjects.constants(subject)));
  }
}
