package dev.lockstep.durable.jdbc;

import static dev.lockstep.durable.jdbc.Fixture.LONG;
import static dev.lockstep.durable.jdbc.Fixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break, before a commit or after it. */
class BrokenDatabaseTest {

  private final Fixture fixture = new Fixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** A commit of these fails now and then; whether anything is committed then, nobody is told. */
  private static DataSource flaky(DataSource database, Random random, BooleanSupplier isOn) {
    return (DataSource)
        Proxy.newProxyInstance(
            BrokenDatabaseTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> flaky(database.getConnection(), random, isOn));
  }

  private static Connection flaky(Connection connection, Random random, BooleanSupplier isOn) {
    return (Connection)
        Proxy.newProxyInstance(
            BrokenDatabaseTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean fails =
                  method.getName().equals("commit")
                      && isOn.getAsBoolean()
                      && random.nextInt(3) == 0;
              try {
                if (!fails || random.nextBoolean()) {
                  Object result = method.invoke(connection, arguments);
                  if (!fails) {
                    return result;
                  }
                }
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              throw new SQLException("the connection broke", "08006");
            });
  }

  @Test
  void a_commit_of_which_nobody_knows_is_asked_for_again(@TempDir Path directory)
      throws IOException, InterruptedException {
    long seed = Long.getLong("seed", new Random().nextLong());
    AtomicInteger on = new AtomicInteger();
    DataSource database = flaky(fixture.pool, new Random(seed), () -> on.get() > 0);
    Durable durable =
        fixture.start(
            fixture
                .on(database)
                .polling(Duration.ofMillis(2))
                .lease(Duration.ofMillis(300))
                .program(
                    "p",
                    Integer.class,
                    Integer.class,
                    (context, input) -> {
                      int sum = 0;
                      for (int i = 1; i <= 6; i++) {
                        int number = i;
                        sum += context.run("step " + i, Integer.class, () -> number);
                        context.sleep("nap " + i, Duration.ofMillis(1));
                      }
                      return sum;
                    }));
    on.set(1);
    for (int i = 0; i < 5; i++) {
      String id = "flaky-" + i;
      Fixture.until(() -> isStarted(durable, id));
      Fixture.until(() -> hasEnded(durable, id));
    }
    on.set(0);
    for (int i = 0; i < 5; i++) {
      String id = "flaky-" + i;
      assertThat(durable.<Integer>handle(id).get(PATIENCE)).as("seed %d", seed).isEqualTo(21);
      assertThat(durable.status(id).steps()).as("seed %d", seed).hasSize(13);
      Path log = directory.resolve(id + ".ndjson");
      durable.writeLog(id, log);
      SpecRuns.assertIsRun(log);
    }
    assertThat(fixture.problems)
        .as("seed %d", seed)
        .isNotEmpty()
        .hasOnlyElementsOfType(DatabaseException.class);
  }

  private static boolean isStarted(Durable durable, String id) {
    try {
      durable.run(id, "p", 0, LONG);
      return true;
    } catch (DatabaseException e) {
      return false;
    }
  }

  private static boolean hasEnded(Durable durable, String id) {
    try {
      return durable.status(id).hasEnded();
    } catch (DatabaseException e) {
      return false;
    }
  }

  @Test
  void a_database_that_stops_and_starts(@TempDir Path directory)
      throws SQLException, InterruptedException {
    Server server = server("0", directory);
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:tcp://localhost:" + server.getPort() + "/./stops;DB_CLOSE_DELAY=-1");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    Durable durable =
        fixture.start(
            fixture
                .on(database)
                .program(
                    "p",
                    String.class,
                    String.class,
                    (context, input) ->
                        context.run(
                            "one",
                            String.class,
                            () -> {
                              begun.countDown();
                              goOn.await();
                              return "done " + attempts.incrementAndGet();
                            })));
    Handle<String> handle = durable.run("e", "p", "", LONG);
    begun.await();
    server.stop();
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(handle::status)
        .withMessageContaining("See that it can be reached, then ask again");
    goOn.countDown();
    Fixture.until(() -> fixture.problems.size() > 2);
    Server again = server(Integer.toString(server.getPort()), directory);

    assertThat(handle.get(PATIENCE)).isEqualTo("done 1");
    assertThat(handle.status().attempts()).isEqualTo(1);
    durable.close();
    again.stop();
  }

  private static Server server(String port, Path directory) throws SQLException {
    return Server.createTcpServer(
            "-tcpPort", port, "-ifNotExists", "-baseDir", directory.toString())
        .start();
  }
}
