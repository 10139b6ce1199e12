package dev.lockstep.durable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database in memory, what was reported, and processes that are closed in the end. */
final class Fixture implements AutoCloseable {

  static final Duration LONG = Duration.ofDays(7);
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A URL of PostgreSQL, with its driver on the class path, to try that instead of H2. */
  private static final String OTHER = System.getProperty("durable.database", "");

  final DataSource pool = OTHER.isEmpty() ? memory() : otherDatabase();
  final ConcurrentLinkedQueue<DurableException> problems = new ConcurrentLinkedQueue<>();
  private final List<Durable> started = new ArrayList<>();

  /** A clock that is set by hand. */
  static final class HandClock extends Clock {

    private final AtomicLong millis = new AtomicLong(1_000_000);

    void move(Duration by) {
      millis.addAndGet(by.toMillis());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.get());
    }
  }

  private static DataSource memory() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    return JdbcConnectionPool.create(url, "", "");
  }

  /** A schema of its own for each test. */
  private static DataSource otherDatabase() {
    String schema = "s" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = DriverManager.getConnection(OTHER);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return (DataSource)
        Proxy.newProxyInstance(
            Fixture.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                DriverManager.getConnection(OTHER + "&currentSchema=" + schema));
  }

  /** Describes a process on the database of this test. */
  DurableBuilder builder() {
    return on(pool);
  }

  DurableBuilder on(DataSource database) {
    return Durable.on(database).polling(Duration.ofMillis(20)).onProblem(problems::add).recording();
  }

  Durable start(DurableBuilder builder) {
    Durable durable = builder.start();
    started.add(durable);
    return durable;
  }

  /** Waits until something is so. */
  static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(2);
    }
  }

  @Override
  public void close() {
    started.forEach(Durable::close);
    if (pool instanceof JdbcConnectionPool h2) {
      h2.dispose();
    }
  }
}
