package dev.lockstep.durable.jdbc;

import static dev.lockstep.durable.jdbc.Fixture.LONG;
import static dev.lockstep.durable.jdbc.Fixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of an execution has the words of the spec, and is in trace format v1. */
class ExecutionLogTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fixture fixture = new Fixture();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<JsonNode> log(Durable durable, String id) throws IOException {
    Path file = directory.resolve(id + ".ndjson");
    durable.writeLog(id, file);
    SpecRuns.assertIsRun(file);
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("..", "docs", "trace-format.schema.json")));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static List<String> actions(List<JsonNode> log) {
    return log.stream()
        .skip(1)
        .map(line -> line.path("action").asText())
        .filter(action -> !action.equals("Advance"))
        .toList();
  }

  private static JsonNode event(List<JsonNode> log, String action) {
    return log.stream()
        .filter(line -> line.path("action").asText().equals(action))
        .findFirst()
        .orElseThrow();
  }

  /** With the clock in the test's hands, so that times and their ranks are known. */
  @Test
  void a_run_with_every_kind_of_step() throws IOException, InterruptedException {
    Fixture.HandClock clock = new Fixture.HandClock();
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .clock(clock)
                .program(
                    "p",
                    String.class,
                    String.class,
                    (context, input) -> {
                      String one = context.run("one", String.class, () -> "a");
                      Call<String> call = context.call("ask", Duration.ofMillis(20), String.class);
                      context.sleep("nap", Duration.ofMillis(10));
                      return one + call.await();
                    }));
    Handle<String> handle = durable.run("run", "p", "", LONG);
    Fixture.until(
        () ->
            durable.status("run").steps().size() == 3
                && durable.status("run").taskState() == dev.lockstep.durable.TaskState.SUSPENDED);
    clock.move(Duration.ofMillis(10));
    Fixture.until(
        () ->
            durable.status("run").attempts() == 2
                && durable.status("run").taskState() == dev.lockstep.durable.TaskState.SUSPENDED);
    clock.move(Duration.ofMillis(1));
    durable.resolve("run", "ask", "b");
    assertThat(handle.get(PATIENCE)).isEqualTo("ab");
    durable.close();

    List<JsonNode> log = log(durable, "run");
    assertThat(log.getFirst().toString())
        .isEqualTo(
            "{\"lockstep-trace\":1,\"spec\":\"DurableExecution\",\"protocol\":\"durable-execution\","
                + "\"constants\":{\"Worker\":[\"w1\"],\"Ahead\":[],\"Execution\":[\"e1\"],"
                + "\"Value\":[\"v1\",\"v2\",\"v3\"],\"NoValue\":\"NoValue\",\"Deadline\":[5],"
                + "\"StepDeadline\":[2,4],\"Length\":4,\"Local\":[1,4],\"Timer\":[3],\"Fork\":5,"
                + "\"MaxJump\":5}}");
    // A worker hears that it has to wait after the others do, so it may write that down later.
    assertThat(actions(log))
        .containsExactlyInAnyOrder(
            "Start",
            "Claim",
            "RcvAcquire",
            "RcvAcquired",
            "Execute",
            "RcvDone",
            "RcvJournal",
            "Call",
            "RcvCreate",
            "RcvJournal",
            "Call",
            "RcvCreate",
            "RcvJournal",
            "Suspend",
            "RcvSuspend",
            "RcvLost",
            "ExpireStep",
            "Claim",
            "RcvAcquire",
            "RcvAcquired",
            "Suspend",
            "RcvSuspend",
            "RcvLost",
            "Settle",
            "Claim",
            "RcvAcquire",
            "RcvAcquired",
            "Execute",
            "RcvDone",
            "RcvJournal",
            "Fulfill",
            "RcvFulfill",
            "RcvLost");
    assertThat(event(log, "Start").path("args").toString()).isEqualTo("[\"e1\",5]");
    assertThat(event(log, "Execute").path("args").toString())
        .isEqualTo("[\"w1\",\"e1\",\"resolved\",\"v1\"]");
    assertThat(event(log, "Call").path("args").toString()).isEqualTo("[\"w1\",\"e1\",4]");
    assertThat(event(log, "RcvCreate").path("args").toString())
        .isEqualTo(
            "[{\"type\":\"Create\",\"from\":\"w1\",\"execution\":\"e1\",\"version\":1,"
                + "\"index\":2,\"name\":\"old\",\"deadline\":4,\"timer\":false}]");
    assertThat(event(log, "RcvDone").path("state").toString())
        .isEqualTo(
            "{\"promise/e1\":{\"state\":\"pending\",\"value\":\"NoValue\",\"deadline\":5,"
                + "\"timer\":false,\"settledAt\":0},\"steps/e1\":[{\"name\":\"old\",\"promise\":{"
                + "\"state\":\"resolved\",\"value\":\"v1\",\"deadline\":1,\"timer\":false,"
                + "\"settledAt\":1}}],\"taskState/e1\":\"acquired\",\"version/e1\":1,"
                + "\"awaited/e1\":[]}");
    assertThat(event(log, "RcvSuspend").path("state").path("awaited/e1").toString())
        .isEqualTo("[3]");
    assertThat(event(log, "Settle").path("args").toString())
        .isEqualTo("[\"e1\",2,\"resolved\",\"v2\"]");
    assertThat(event(log, "RcvLost").path("state").toString())
        .isEqualTo("{\"run/w1/e1/version\":1,\"run/w1/e1/isHeld\":false,\"run/w1/e1/steps\":[]}");
    assertThat(event(log, "Fulfill").path("args").toString()).isEqualTo("[\"w1\",\"e1\"]");
  }

  @Test
  void a_worker_with_another_program_is_ahead() throws IOException, InterruptedException {
    Durable old = fixture.start(program("two"));
    old.run("mismatch", "p", "", LONG);
    Fixture.until(() -> old.status("mismatch").steps().size() == 3);
    old.close();
    Durable changed = fixture.start(program("zwei"));
    changed.resolve("mismatch", "ask", "now");
    Fixture.until(() -> changed.status("mismatch").problem() != null);
    changed.close();
    Durable again = fixture.start(program("two"));
    assertThat(again.proceed("mismatch")).isTrue();
    assertThat(again.<String>handle("mismatch").get(PATIENCE)).isEqualTo("now");
    again.close();

    List<JsonNode> log = log(again, "mismatch");
    JsonNode constants = log.getFirst().path("constants");
    assertThat(constants.path("Worker").toString()).isEqualTo("[\"w1\",\"w2\",\"w3\"]");
    assertThat(constants.path("Ahead").toString()).isEqualTo("[\"w2\"]");
    assertThat(constants.path("Fork").asInt()).isEqualTo(2);
    assertThat(event(log, "Mismatch").path("args").toString()).isEqualTo("[\"w2\",\"e1\"]");
    assertThat(event(log, "RcvMismatch").path("state").path("taskState/e1").asText())
        .isEqualTo("halted");
    assertThat(actions(log)).contains("Proceed");
  }

  private DurableBuilder program(String second) {
    return fixture
        .builder()
        .program(
            "p",
            String.class,
            String.class,
            (context, input) -> {
              context.run("one", Integer.class, () -> 1);
              context.run(second, Integer.class, () -> 2);
              return context.call("ask", LONG, String.class).await();
            });
  }

  @Test
  void an_execution_that_has_not_ended_has_a_log_too() throws IOException, InterruptedException {
    Durable durable = fixture.start(program("two"));
    durable.run("open", "p", "", LONG);
    Fixture.until(
        () -> durable.status("open").taskState() == dev.lockstep.durable.TaskState.SUSPENDED);
    durable.close();

    List<JsonNode> log = log(durable, "open");
    assertThat(log.getFirst().path("constants").path("Length").asInt()).isEqualTo(4);
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> durable.writeLog("open", directory.resolve("open.ndjson")));
  }

  @Test
  void a_log_that_leaves_out_or_changes_what_happened_is_no_run() throws Exception {
    Durable durable =
        fixture.start(
            fixture
                .builder()
                .program(
                    "p",
                    String.class,
                    String.class,
                    (context, input) -> context.run("a", String.class, () -> "b")));
    assertThat(durable.<String>run("e", "p", "", LONG).get(Fixture.PATIENCE)).isEqualTo("b");
    List<String> lines = log(durable, "e").stream().map(JsonNode::toString).toList();
    for (String action : List.of("RcvAcquire", "Execute", "RcvDone", "RcvJournal", "Fulfill")) {
      List<String> spoiled = new ArrayList<>(lines);
      String first =
          lines.stream()
              .filter(line -> line.contains("\"action\":\"" + action + "\""))
              .findFirst()
              .orElseThrow();
      spoiled.remove(first);
      SpecRuns.assertIsNoRun(written("without-" + action, spoiled));
    }
    List<String> twice =
        lines.stream().map(line -> line.replace("\"version/e1\":1", "\"version/e1\":2")).toList();
    assertThat(twice).isNotEqualTo(lines);
    SpecRuns.assertIsNoRun(written("twice", twice));
  }

  private Path written(String name, List<String> lines) throws IOException {
    return Files.write(directory.resolve(name + ".ndjson"), lines);
  }

  @Test
  void what_was_not_recorded_has_no_log() {
    Durable durable =
        Durable.on(fixture.pool)
            .program("p", String.class, String.class, (context, input) -> input)
            .start();
    durable.run("e", "p", "", LONG);

    assertThatIllegalStateException()
        .isThrownBy(() -> durable.writeLog("e", directory.resolve("e.ndjson")))
        .withMessageContaining("was not recorded; start it from a process whose builder has");
    assertThatExceptionOfType(UnknownExecutionException.class)
        .isThrownBy(() -> durable.writeLog("f", directory.resolve("f.ndjson")));
    durable.close();
  }
}
