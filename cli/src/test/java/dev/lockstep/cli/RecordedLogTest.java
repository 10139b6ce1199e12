package dev.lockstep.cli;

import static dev.lockstep.recorder.Operator.ADD_ELEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.recorder.NodeRecorder;
import dev.lockstep.recorder.Operator;
import dev.lockstep.recorder.TraceLog;
import dev.lockstep.trace.Change;
import dev.lockstep.trace.LoggedValue;
import dev.lockstep.trace.Place;
import dev.lockstep.trace.TraceEvent;
import dev.lockstep.trace.TraceHeader;
import dev.lockstep.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the recorder writes is what the reader reads. Here, because neither room knows the other.
 */
class RecordedLogTest {

  @TempDir Path folder;

  private record Message(String type, String rm) {}

  @Test
  void a_recorded_run_that_follows_the_protocol_holds() throws IOException {
    CommandRun run = CommandRun.of("validate", "two-phase-commit", twoPhaseCommit(true));

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("holds (6 events");
  }

  @Test
  void a_recorded_run_that_does_not_is_violated() throws IOException {
    CommandRun run = CommandRun.of("validate", "two-phase-commit", twoPhaseCommit(false));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("TMCommit is not enabled", "tmPrepared lacks rm2");
  }

  @Test
  void the_logs_of_the_instrumented_example_are_what_its_readme_says() {
    Path logs = Path.of("..", "examples", "instrumented", "logs");

    CommandRun good =
        CommandRun.of("validate", "two-phase-commit", logs.resolve("run.ndjson").toString());
    CommandRun early =
        CommandRun.of(
            "validate", "two-phase-commit", logs.resolve("early-commit.ndjson").toString());

    List<String> words = new ArrayList<>(List.of("validate", "two-phase-commit", "--merge"));
    for (String node : List.of("tm", "rm1", "rm2", "rm3")) {
      words.add(logs.resolve(node + ".ndjson").toString());
    }
    CommandRun merged = CommandRun.of(words.toArray(String[]::new));

    assertThat(good.exitCode()).as(good.out()).isZero();
    assertThat(good.out()).contains("holds (21 events");
    assertThat(merged.exitCode()).as(merged.out()).isZero();
    assertThat(merged.out()).contains("holds (21 events, ordered by vector clocks");
    assertThat(early.exitCode()).isEqualTo(1);
    assertThat(early.out()).contains("TMCommit is not enabled", "tmPrepared lacks rm2, rm3");
  }

  private String twoPhaseCommit(boolean everybodyVotes) throws IOException {
    Path file = folder.resolve("run.ndjson");
    try (TraceLog log =
        TraceLog.of("TwoPhaseCommit")
            .constant("RM", Set.of("rm1", "rm2"))
            .initially("tmState", "init")
            .open(file)) {
      NodeRecorder tm = log.node("tm");
      tm.event("TMPrepare").record();
      for (String rm : List.of("rm1", "rm2")) {
        if (rm.equals("rm1") || everybodyVotes) {
          log.node(rm)
              .event("RMPrepare")
              .arg(rm)
              .observe("rmLog/" + rm, "prepared")
              .change("msgs", ADD_ELEMENT, new Message("Prepared", rm))
              .record();
          tm.event("TMRcvPrepared").arg(rm).record();
        }
      }
      tm.event("TMCommit").observe("tmLog", Optional.of("committed")).record();
    }
    return file.toString();
  }

  @Test
  void every_field_and_kind_of_value_is_read() throws Exception {
    Path file = folder.resolve("all.ndjson");
    try (TraceLog log =
        TraceLog.of("S")
            .protocol("p")
            .constant("C", List.of(1))
            .seed(-7)
            .initially("v", true)
            .open(file)) {
      log.node("n")
          .event("A")
          .arg(null)
          .arg(Arrays.asList("é", 1, true, Map.of("k", "x")))
          .observe(TraceLog.place("v", "a/b", 3), 2)
          .record();
    }

    try (TraceReader reader = TraceReader.open(file)) {
      TraceHeader header = reader.nextRun().orElseThrow();
      assertThat(header.spec()).contains("S");
      assertThat(header.protocol()).contains("p");
      assertThat(header.constants()).hasToString("{C=[1]}");
      assertThat(header.seed()).contains(-7L);
      assertThat(header.state()).containsEntry(Place.of("v"), new LoggedValue.Truth(true));
      TraceEvent event = reader.nextEvent().orElseThrow();
      assertThat(event.node()).contains("n");
      assertThat(event.causality().clock()).contains(1L);
      assertThat(event.steps().calls()).hasToString("[A(?, [\"é\",1,true,{\"k\":\"x\"}])]");
      assertThat(event.state())
          .containsOnly(Map.entry(Place.of("v", "a/b", "3"), new LoggedValue.Whole(2)));
      assertThat(reader.nextEvent()).isEmpty();
    }
  }

  @Test
  void the_recorder_has_the_operators_of_the_format() throws Exception {
    Path file = folder.resolve("operators.ndjson");
    try (TraceLog log = TraceLog.of("S").withoutVectors().open(file)) {
      for (Change.Operator known : Change.Operator.values()) {
        Object[] arguments = new Object[known.arity()];
        Arrays.fill(arguments, 1);
        log.node("n").event().change("v/k", Operator.valueOf(known.name()), arguments).record();
      }
    }

    assertThat(Operator.values()).hasSameSizeAs(Change.Operator.values());
    try (TraceReader reader = TraceReader.open(file)) {
      assertThat(reader.nextRun()).isPresent();
      for (Change.Operator known : Change.Operator.values()) {
        Change change =
            reader.nextEvent().orElseThrow().delta().values().iterator().next().getFirst();
        assertThat(change.operator()).isEqualTo(known);
        assertThat(change.path()).containsExactly("k");
        assertThat(change.arguments()).hasSize(known.arity());
      }
    }
  }
}
