package dev.lockstep.durable.jdbc;

import static dev.lockstep.durable.jdbc.Fixture.LONG;
import static dev.lockstep.durable.jdbc.Fixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, many executions, and leases that are too short. */
class ManyTest {

  private static final int EXECUTIONS = 30;

  private final Fixture fixture = new Fixture();
  private final Set<String> called = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Durable process() {
    return fixture.start(
        fixture
            .builder()
            .lease(Duration.ofMillis(60))
            .concurrency(5)
            .program(
                "p",
                Integer.class,
                Integer.class,
                (context, input) -> {
                  int one = context.run("one", Integer.class, () -> input + 1);
                  Call<Integer> call = context.call("ask", LONG, Integer.class);
                  called.add(context.id());
                  context.sleep("nap", Duration.ofMillis(input % 7));
                  int two = context.run("two", Integer.class, () -> one + 1);
                  return two + call.await();
                }));
  }

  @Test
  void each_execution_ends_once_and_right(@TempDir Path directory)
      throws IOException, InterruptedException {
    List<Durable> processes = List.of(process(), process(), process());
    List<Handle<Integer>> handles = new ArrayList<>();
    for (int i = 0; i < EXECUTIONS; i++) {
      handles.add(processes.get(i % 3).run("many-" + i, "p", i, LONG));
    }
    for (int i = 0; i < EXECUTIONS; i++) {
      String id = "many-" + i;
      Fixture.until(() -> called.contains(id));
      assertThat(processes.getFirst().resolve(id, "ask", 100).isNew()).isTrue();
    }
    for (int i = 0; i < EXECUTIONS; i++) {
      assertThat(handles.get(i).get(PATIENCE)).isEqualTo(i + 102);
      Path log = directory.resolve(i + ".ndjson");
      processes.getFirst().writeLog("many-" + i, log);
      SpecRuns.assertIsRun(log);
    }
  }
}
