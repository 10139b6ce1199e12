package dev.lockstep.durable.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database. A change is one transaction, and locks the row with the time of the latest change,
 * so that changes happen one after the other, in the order of their times.
 *
 * <p>Safe for use by several threads.
 */
final class Store {

  /** What databases say of a table that is not there: H2, and PostgreSQL. */
  private static final Set<String> NO_TABLE = Set.of("42S02", "42S03", "42S04", "42P01");

  /** How often a change is tried that the database gave up, and did not make. */
  private static final int ATTEMPTS = 8;

  private static final Duration FIRST_DELAY = Duration.ofMillis(10);

  private final DataSource database;
  private final Clock clock;
  private final long toleranceMillis;
  private final Signal work = new Signal();
  private final Signal ended = new Signal();
  private final AtomicLong latest = new AtomicLong();

  Store(DataSource database, Clock clock, Duration tolerance) {
    this.database = database;
    this.clock = clock;
    this.toleranceMillis = tolerance.toMillis();
  }

  /** What is done on the tables. */
  interface Work<A, T> {
    T on(A access) throws SQLException;
  }

  /** Says when this process has made work, or has a thread for some. */
  Signal work() {
    return work;
  }

  /** Says when this process has ended an execution. */
  Signal ended() {
    return ended;
  }

  /** Returns what the clock of this process says, in milliseconds. */
  long clockMillis() {
    return clock.millis();
  }

  /** Returns what the clock says, or the time of the latest change that this process has seen. */
  long latestMillis() {
    return Math.max(clock.millis(), latest.get());
  }

  /** Makes the tables, and sees that they are the right ones. */
  void open(boolean create) {
    if (create && !hasTables()) {
      retrying(
          () -> {
            connected(
                Connection.TRANSACTION_READ_COMMITTED,
                tables -> {
                  tables.create(clock.millis());
                  return true;
                },
                done -> true);
            return true;
          },
          /* always= */ true);
    }
    int version = read(Tables::version);
    if (version != Tables.SCHEMA_VERSION) {
      throw new SchemaException(
          "the tables of durable executions in the database have version %s, and this library needs"
                  .formatted(version)
              + " version %d: use the library that made them, or another database or schema"
                  .formatted(Tables.SCHEMA_VERSION),
          null);
    }
  }

  /** Looks before making tables, which may take a right that this process does not have. */
  private boolean hasTables() {
    try {
      return read(Tables::version) == Tables.SCHEMA_VERSION;
    } catch (SchemaException e) {
      return false;
    }
  }

  /** Reads, all at one moment. */
  <T> T read(Work<Tables, T> work) {
    return retrying(
        () -> connected(Connection.TRANSACTION_REPEATABLE_READ, work, done -> false), false);
  }

  /**
   * Makes a change, or none: if it throws, nothing is changed, but where the database did not say.
   *
   * @throws ClockWentBackException if the clock reads less than that of an earlier change
   */
  <T> T change(Work<Transaction, T> change) {
    AtomicReference<@Nullable Transaction> last = new AtomicReference<>();
    T result =
        retrying(
            () ->
                connected(
                    Connection.TRANSACTION_READ_COMMITTED,
                    tables -> {
                      Transaction transaction = begin(tables);
                      last.set(transaction);
                      return change.on(transaction);
                    },
                    done -> requireNonNull(last.get()).hasChanged()),
            false);
    Transaction committed = requireNonNull(last.get());
    if (committed.hasMadeWork()) {
      work.send();
    }
    if (committed.hasEnded()) {
      ended.send();
    }
    return result;
  }

  private Transaction begin(Tables tables) throws SQLException {
    long now = tables.lockClock();
    long time = clock.millis();
    if (time < now - toleranceMillis) {
      throw new ClockWentBackException(
          ("the clock of this process reads %s, and an earlier change was made at %s: %d ms back is"
                  + " more than the %d ms that are tolerated. Nothing was changed. Set the clock"
                  + " right, or wait; if that earlier clock was wrong, stop all processes and set"
                  + " durable_clock.millis")
              .formatted(
                  Instant.ofEpochMilli(time),
                  Instant.ofEpochMilli(now),
                  now - time,
                  toleranceMillis));
    }
    latest.accumulateAndGet(Math.max(now, time), Math::max);
    return new Transaction(tables, now, Math.max(now, time));
  }

  private <T> T connected(int isolation, Work<Tables, T> work, Predicate<T> commits)
      throws SQLException {
    try (Connection connection = connect()) {
      boolean wasAuto = connection.getAutoCommit();
      int was = connection.getTransactionIsolation();
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(isolation);
      T result;
      try {
        result = work.on(new Tables(connection));
        if (commits.test(result)) {
          connection.commit();
        } else {
          connection.rollback();
        }
      } catch (SQLException | RuntimeException | Error e) {
        try {
          connection.rollback();
          restore(connection, was, wasAuto);
        } catch (SQLException broken) {
          e.addSuppressed(broken);
        }
        throw e;
      }
      restore(connection, was, wasAuto);
      return result;
    }
  }

  private Connection connect() throws SQLException {
    try {
      return database.getConnection();
    } catch (RuntimeException e) {
      // Pools that are closed, for example.
      throw new SQLException("the data source gives no connection: " + e, e);
    }
  }

  /** Leaves a connection as it was, since a pool may give it to somebody else. */
  private static void restore(Connection connection, int isolation, boolean auto)
      throws SQLException {
    connection.setTransactionIsolation(isolation);
    connection.setAutoCommit(auto);
  }

  /** Something that asks the database. */
  private interface Attempt<T> {
    T make() throws SQLException;
  }

  private static <T> T retrying(Attempt<T> attempt, boolean always) {
    Duration delay = FIRST_DELAY;
    for (int i = 1; ; i++) {
      try {
        return attempt.make();
      } catch (SQLException e) {
        if (i == ATTEMPTS || !(always || wasUndone(e))) {
          throw translated(e);
        }
      }
      LockSupport.parkNanos(delay.toNanos());
      delay = delay.multipliedBy(2);
    }
  }

  /** Says whether the database has given up a transaction that may be tried again as it is. */
  private static boolean wasUndone(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientException
        || (state != null && (state.startsWith("40") || state.equals("HYT00")));
  }

  private static DurableException translated(SQLException e) {
    String state = e.getSQLState();
    if (state != null && NO_TABLE.contains(state)) {
      return new SchemaException(
          "the database has no tables of durable executions ("
              + e.getMessage()
              + "); let the builder create them, or run schema.sql of this library",
          e);
    }
    return new DatabaseException(
        "the database failed, SQL state %s: %s. See that it can be reached, then ask again: asking"
                .formatted(state, e.getMessage())
            + " twice does no harm",
        e);
  }

  /** Returns an execution as it is recorded. */
  Row row(String id) {
    return read(tables -> Optional.ofNullable(tables.load(id, /* lock= */ false)))
        .orElseThrow(() -> new UnknownExecutionException(id));
  }

  /** Returns an execution at the time of the clock, and sees that it stays so for everybody. */
  Row current(String id) {
    Row row = row(id);
    long time = clock.millis();
    boolean isOverdue =
        row.execution().promise().isOverdue(time)
            || row.execution().steps().stream().anyMatch(step -> step.promise().isOverdue(time));
    if (!isOverdue) {
      return row;
    }
    change(
        transaction -> {
          transaction.expire(id);
          return true;
        });
    return row(id);
  }

  /** Returns the events of an execution. */
  List<Tables.LoggedEvent> events(String id) {
    return read(tables -> tables.events(id));
  }
}
