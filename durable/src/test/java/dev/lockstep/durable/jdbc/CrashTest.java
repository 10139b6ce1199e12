package dev.lockstep.durable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.durable.PromiseState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed with SIGKILL, wherever they are. The database is a file, which this
 * process serves.
 */
class CrashTest {

  private static final int KILLS = 6;

  @Test
  void whoever_looks_at_the_journal_cannot_tell_that_anything_ever_failed(@TempDir Path directory)
      throws IOException, SQLException, InterruptedException {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    Server server =
        Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
            .start();
    String url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/./crash;DB_CLOSE_DELAY=-1";
    Path effects = directory.resolve("effects");
    JdbcConnectionPool pool = JdbcConnectionPool.create(url, "", "");
    try (Durable durable = CrashWorker.builder(pool, effects).concurrency(0).start()) {
      Handle<List<Integer>> handle = durable.run("e", "count", 100, Duration.ofDays(1));
      int kills = 0;
      while (kills < KILLS && !handle.status().hasEnded()) {
        kills += runAndKill(url, effects, 1 + random.nextInt(3), random.nextInt(15)) ? 1 : 0;
      }
      Process last = worker(url, effects);
      assertThat(handle.get(Duration.ofSeconds(30)))
          .as("seed %d", seed)
          .isEqualTo(IntStream.rangeClosed(101, 100 + CrashWorker.STEPS).boxed().toList());
      last.destroyForcibly().waitFor();

      Status status = handle.status();
      assertThat(status.steps().stream().map(step -> step.kind() + " " + step.name()))
          .as("seed %d", seed)
          .doesNotHaveDuplicates()
          .hasSize(CrashWorker.STEPS + 3);
      assertThat(status.steps()).allMatch(step -> step.state() == PromiseState.RESOLVED);
      assertThat(status.attempts()).as("seed %d", seed).isGreaterThan(1);
      List<String> done = Files.readAllLines(effects);
      assertThat(new HashSet<>(done)).as("seed %d", seed).hasSize(CrashWorker.STEPS);
      Path log = directory.resolve("crash.ndjson");
      durable.writeLog("e", log);
      SpecRuns.assertIsRun(log);
      System.out.printf(
          "CrashTest: seed %d, %d kills, acquired %d times, %d steps done %d times in all%n",
          seed, kills, status.attempts(), CrashWorker.STEPS, done.size());
    } finally {
      pool.dispose();
      server.stop();
    }
  }

  /** Kills a worker some time after it has begun some steps, and says whether it had. */
  private static boolean runAndKill(String url, Path effects, int steps, int delayMillis)
      throws IOException, InterruptedException {
    Process worker = worker(url, effects);
    try (BufferedReader output = worker.inputReader(StandardCharsets.UTF_8)) {
      boolean hasBegun = output.readLine() != null;
      for (int i = 1; i <= steps && hasBegun; i++) {
        hasBegun = output.readLine() != null;
      }
      TimeUnit.MILLISECONDS.sleep(delayMillis);
      return hasBegun;
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  private static Process worker(String url, Path effects) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CrashWorker.class.getName(),
            url,
            effects.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
