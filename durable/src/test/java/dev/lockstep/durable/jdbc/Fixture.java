package dev.lockstep.durable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

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

  final JdbcConnectionPool pool =
      JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
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

  /** Describes a process on the database of this test. */
  DurableBuilder builder() {
    return on(pool);
  }

  DurableBuilder on(DataSource database) {
    return Durable.on(database)
        .polling(Duration.ofMillis(20))
        .onProblem(problems::add)
        .recording();
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
    pool.dispose();
  }
}
