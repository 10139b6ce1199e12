package dev.lockstep.durable.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.Execution;
import dev.lockstep.durable.execution.ProgramStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of {@code schema.sql}, on one connection: rows to executions and back. */
final class Tables {

  /** What {@code schema.sql} makes. */
  static final int SCHEMA_VERSION = 1;

  /** How much one look for work brings. */
  private static final int BATCH = 64;

  private final Connection connection;

  Tables(Connection connection) {
    this.connection = connection;
  }

  /** A step of an execution that is overdue. */
  record Overdue(String execution, int step) {}

  /** An event as it is written down. */
  record LoggedEvent(@Nullable String worker, String text) {}

  // The tables themselves.

  /** Makes what is not there. Whoever finds tables of another version leaves them as they are. */
  void create(long now) throws SQLException {
    List<String> statements = statements();
    try (Statement statement = connection.createStatement()) {
      statement.execute(statements.getFirst());
      int version = version();
      if (version != 0 && version != SCHEMA_VERSION) {
        return;
      }
      for (String sql : statements.subList(1, statements.size())) {
        statement.execute(sql);
      }
    }
    update(
        "INSERT INTO durable_clock SELECT 1, "
            + now
            + " WHERE NOT EXISTS (SELECT 1 FROM durable_clock)");
    update(
        "INSERT INTO durable_schema SELECT "
            + SCHEMA_VERSION
            + " WHERE NOT EXISTS (SELECT 1 FROM durable_schema)");
  }

  /** Returns which tables there are; 0 if nobody has said. */
  int version() throws SQLException {
    try (PreparedStatement select = prepare("SELECT version FROM durable_schema");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static List<String> statements() {
    try (InputStream resource = Tables.class.getResourceAsStream("schema.sql")) {
      String sql = new String(Objects.requireNonNull(resource, "schema.sql").readAllBytes(), UTF_8);
      return List.of(sql.replaceAll("(?m)^ *--.*$", "").split(";", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The clock.

  /** Returns the time of the latest change, and lets nobody else change anything. */
  long lockClock() throws SQLException {
    try (PreparedStatement select =
            prepare("SELECT millis FROM durable_clock WHERE id = 1 FOR UPDATE");
        ResultSet rows = select.executeQuery()) {
      if (!rows.next()) {
        throw new SchemaException(
            "the table durable_clock has no row; put back the one that was there, or with no"
                + " execution running: INSERT INTO durable_clock VALUES (1, 1)",
            null);
      }
      return rows.getLong(1);
    }
  }

  /** Returns the time of the latest change. */
  long now() throws SQLException {
    try (PreparedStatement select = prepare("SELECT millis FROM durable_clock WHERE id = 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 1;
    }
  }

  void setClock(long now) throws SQLException {
    update("UPDATE durable_clock SET millis = ? WHERE id = 1", now);
  }

  // Executions.

  /** Returns an execution; null if there is none. */
  @Nullable Row load(String id, boolean lock) throws SQLException {
    try (PreparedStatement select =
        prepare(
            "SELECT program, input, promise_state, promise_value, deadline, settled_at,"
                + " task_state, version, since, worker, lease_until, problem, recorded"
                + " FROM durable_execution WHERE id = ?"
                + (lock ? " FOR UPDATE" : ""),
            id)) {
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        SortedSet<Integer> awaited = new TreeSet<>();
        Execution execution =
            new Execution(
                new Promise(
                    PromiseState.valueOf(row.getString(3)),
                    value(row.getString(4)),
                    row.getLong(5),
                    false,
                    row.getLong(6)),
                steps(id, awaited),
                TaskState.valueOf(row.getString(7)),
                row.getInt(8),
                Collections.unmodifiableSortedSet(awaited));
        return new Row(
            id,
            row.getString(1),
            row.getString(2),
            row.getBoolean(13),
            execution,
            row.getLong(9),
            row.getString(10),
            row.getLong(11),
            row.getString(12));
      }
    }
  }

  private List<ProgramStep> steps(String id, SortedSet<Integer> awaited) throws SQLException {
    List<ProgramStep> steps = new ArrayList<>();
    try (PreparedStatement select =
            prepare(
                "SELECT step, kind, name, promise_state, promise_value, deadline, timer,"
                    + " settled_at, awaited FROM durable_step WHERE execution = ? ORDER BY step",
                id);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        String name = rows.getString(2).toLowerCase(Locale.ROOT) + " " + rows.getString(3);
        steps.add(
            new ProgramStep(
                name,
                new Promise(
                    PromiseState.valueOf(rows.getString(4)),
                    value(rows.getString(5)),
                    rows.getLong(6),
                    rows.getBoolean(7),
                    rows.getLong(8))));
        if (rows.getBoolean(9)) {
          awaited.add(rows.getInt(1));
        }
      }
    }
    return steps;
  }

  /** Adds an execution. */
  void insert(Row row) throws SQLException {
    Execution execution = row.execution();
    Promise promise = execution.promise();
    update(
        "INSERT INTO durable_execution (id, program, input, recorded, promise_state,"
            + " promise_value, deadline, settled_at, task_state, version, since, lease_until)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.id(),
        row.program(),
        row.input(),
        row.recorded(),
        promise.state().name(),
        text(promise.value()),
        promise.deadline(),
        promise.settledAt(),
        execution.state().name(),
        execution.version(),
        row.since(),
        row.leaseUntil());
  }

  /** Writes what differs. */
  void update(Row before, Row after) throws SQLException {
    Execution execution = after.execution();
    Promise promise = execution.promise();
    if (!before.equals(after)) {
      update(
          "UPDATE durable_execution SET promise_state = ?, promise_value = ?, settled_at = ?,"
              + " task_state = ?, version = ?, since = ?, worker = ?, lease_until = ?, problem = ?"
              + " WHERE id = ?",
          promise.state().name(),
          text(promise.value()),
          promise.settledAt(),
          execution.state().name(),
          execution.version(),
          after.since(),
          after.worker(),
          after.leaseUntil(),
          after.problem(),
          after.id());
    }
    for (int i = 1; i <= execution.steps().size(); i++) {
      writeStep(after.id(), i, before.execution(), execution);
    }
  }

  private void writeStep(String id, int i, Execution before, Execution after) throws SQLException {
    ProgramStep step = after.steps().get(i - 1);
    Promise promise = step.promise();
    boolean awaited = after.awaited().contains(i);
    if (i > before.steps().size()) {
      StepName name = StepName.parse(step.name());
      update(
          "INSERT INTO durable_step (execution, step, kind, name, promise_state, promise_value,"
              + " deadline, timer, settled_at, awaited) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          id,
          i,
          name.kind().name(),
          name.name(),
          promise.state().name(),
          text(promise.value()),
          promise.deadline(),
          promise.timer(),
          promise.settledAt(),
          awaited);
    } else if (!step.equals(before.steps().get(i - 1)) || awaited != before.awaited().contains(i)) {
      update(
          "UPDATE durable_step SET promise_state = ?, promise_value = ?, settled_at = ?,"
              + " awaited = ? WHERE execution = ? AND step = ?",
          promise.state().name(),
          text(promise.value()),
          promise.settledAt(),
          awaited,
          id,
          i);
    }
  }

  /** Prolongs a lease: the one thing that the core does not know. */
  void setLease(String id, long until) throws SQLException {
    update("UPDATE durable_execution SET lease_until = ? WHERE id = ?", until, id);
  }

  // Looking for work. What these find may be out of date at once: the core decides.

  /** Returns executions that wait for a worker, the longest wait first. */
  List<String> pending(Collection<String> programs, int limit) throws SQLException {
    List<String> found = new ArrayList<>();
    if (programs.isEmpty() || limit < 1) {
      return found;
    }
    String sql =
        "SELECT id FROM durable_execution WHERE task_state = 'PENDING' AND program IN ("
            + String.join(", ", Collections.nCopies(programs.size(), "?"))
            + ") ORDER BY since FETCH FIRST "
            + limit
            + " ROWS ONLY";
    return texts(sql, programs.toArray());
  }

  /** Returns the programs that executions wait for. */
  List<String> pendingPrograms() throws SQLException {
    return texts("SELECT DISTINCT program FROM durable_execution WHERE task_state = 'PENDING'");
  }

  /** Returns executions whose lease has ended. */
  List<String> leaseless(long now) throws SQLException {
    return texts(
        "SELECT id FROM durable_execution WHERE task_state = 'ACQUIRED' AND lease_until <= ?"
            + " ORDER BY lease_until FETCH FIRST "
            + BATCH
            + " ROWS ONLY",
        now);
  }

  /** Returns executions whose deadline has come. */
  List<String> overdue(long now) throws SQLException {
    return texts(
        "SELECT id FROM durable_execution WHERE promise_state = 'PENDING' AND deadline <= ?"
            + " ORDER BY deadline FETCH FIRST "
            + BATCH
            + " ROWS ONLY",
        now);
  }

  /** Returns steps whose deadline has come. */
  List<Overdue> overdueSteps(long now) throws SQLException {
    List<Overdue> found = new ArrayList<>();
    try (PreparedStatement select =
            prepare(
                "SELECT execution, step FROM durable_step WHERE promise_state = 'PENDING'"
                    + " AND deadline <= ? ORDER BY deadline FETCH FIRST "
                    + BATCH
                    + " ROWS ONLY",
                now);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new Overdue(rows.getString(1), rows.getInt(2)));
      }
    }
    return found;
  }

  /** Returns when the next step is overdue; {@link Long#MAX_VALUE} if none will be. */
  long nextDeadline() throws SQLException {
    try (PreparedStatement select =
            prepare("SELECT MIN(deadline) FROM durable_step WHERE promise_state = 'PENDING'");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      long next = rows.getLong(1);
      return rows.wasNull() ? Long.MAX_VALUE : next;
    }
  }

  // What happened.

  void insertEvent(String execution, @Nullable String worker, long ordinal, String event)
      throws SQLException {
    update(
        "INSERT INTO durable_event (execution, worker, ordinal, event) VALUES (?, ?, ?, ?)",
        execution,
        worker,
        ordinal,
        event);
  }

  /** Returns the number of the last event of a worker that is written down; 0 if none is. */
  long lastOrdinal(String execution, String worker) throws SQLException {
    try (PreparedStatement select =
            prepare(
                "SELECT MAX(ordinal) FROM durable_event WHERE execution = ? AND worker = ?",
                execution,
                worker);
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Returns what happened to an execution, in order. */
  List<LoggedEvent> events(String execution) throws SQLException {
    List<LoggedEvent> events = new ArrayList<>();
    try (PreparedStatement select =
            prepare(
                "SELECT worker, event FROM durable_event WHERE execution = ? ORDER BY seq",
                execution);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        events.add(new LoggedEvent(rows.getString(1), rows.getString(2)));
      }
    }
    return events;
  }

  // SQL.

  private List<String> texts(String sql, Object... arguments) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (PreparedStatement select = prepare(sql, arguments);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private void update(String sql, @Nullable Object... arguments) throws SQLException {
    try (PreparedStatement update = prepare(sql, arguments)) {
      update.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      if (argument == null) {
        statement.setString(i + 1, null);
      } else {
        statement.setObject(i + 1, argument);
      }
    }
    return statement;
  }

  private static Value value(@Nullable String text) {
    return text == null ? Value.NO_VALUE : new Value(text);
  }

  private static @Nullable String text(Value value) {
    return value.equals(Value.NO_VALUE) ? null : value.name();
  }
}
