package dev.lockstep.durable.jdbc;

import dev.lockstep.core.Action;
import dev.lockstep.core.Step;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.execution.Execution;
import dev.lockstep.durable.execution.ExecutionStore;
import dev.lockstep.durable.execution.ExecutionStore.Input;
import dev.lockstep.durable.execution.ExecutionStore.State;
import dev.lockstep.durable.execution.Message;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One change of the database, from the lock of its clock to the commit. The core decides what
 * happens; this loads what it needs, and writes what differs.
 */
final class Transaction {

  /** The core. Its sets are for explorers only. */
  private static final ExecutionStore CORE = new ExecutionStore(List.of(), List.of(), List.of(), 1);

  private final Tables tables;
  private final long time;
  private long now;
  private boolean hasChanged;
  private boolean hasMadeWork;
  private boolean hasEnded;

  /**
   * Begins.
   *
   * @param now the time of the latest change before this one
   * @param time what the clock says
   */
  Transaction(Tables tables, long now, long time) {
    this.tables = tables;
    this.now = now;
    this.time = time;
  }

  /** Returns what time it is for this change. */
  long time() {
    return time;
  }

  /** Says whether there is anything to commit. */
  boolean hasChanged() {
    return hasChanged;
  }

  /** Says whether a worker has more to do now, or sooner. */
  boolean hasMadeWork() {
    return hasMadeWork;
  }

  /** Says whether an execution has ended. */
  boolean hasEnded() {
    return hasEnded;
  }

  /** Returns an execution, which nobody else can change now; null if there is none. */
  @Nullable Row load(String id) throws SQLException {
    return tables.load(id, /* lock= */ true);
  }

  /**
   * Returns an execution.
   *
   * @throws UnknownExecutionException if there is none
   */
  Row get(String id) throws SQLException {
    Row row = load(id);
    if (row == null) {
      throw new UnknownExecutionException(id);
    }
    return row;
  }

  /** Adds an execution of a program. */
  void start(String id, String program, String input, boolean recorded, long deadline)
      throws SQLException {
    PromiseId e = new PromiseId(id);
    Step<State, Message> step =
        CORE.step(state(id, Execution.NONE), new Input.Start(e, deadline)).orElseThrow();
    tables.insert(
        new Row(id, program, input, recorded, step.state().execution(e), time, null, 0, null));
    note(Execution.NONE, step.state().execution(e));
    record(id, recorded, step.action());
  }

  private void note(Execution before, Execution after) {
    boolean hasBegun =
        after.steps().size() > before.steps().size() && !after.steps().getLast().isDone();
    hasMadeWork |= after.state() == TaskState.PENDING || hasBegun;
    hasEnded |= after.promise().isSettled();
  }

  /**
   * Asks the core for a step, and writes what comes of it.
   *
   * @return what the store answers; empty if there is no such step now, and nothing is changed
   */
  Optional<List<Message>> step(Row row, Input input) throws SQLException {
    return step(row, input, null, 0);
  }

  /**
   * Asks the core for a step, and writes what comes of it.
   *
   * @param problem what is wrong with the execution from now on, if the step halts it
   * @param lease how many milliseconds a worker has that gets the execution
   */
  Optional<List<Message>> step(Row row, Input input, @Nullable String problem, long lease)
      throws SQLException {
    PromiseId e = new PromiseId(row.id());
    Optional<Step<State, Message>> taken = CORE.step(state(row.id(), row.execution()), input);
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    Step<State, Message> step = taken.get();
    Execution execution = step.state().execution(e);
    Row after = row.with(execution, time);
    if (execution.state() != TaskState.ACQUIRED) {
      after = after.withWorker(row.worker(), 0);
    } else if (execution.version() != row.execution().version()) {
      String worker = step.messages().getFirst().worker().name();
      after = after.withWorker(worker, time + lease);
    }
    after = after.withProblem(execution.state() == TaskState.HALTED ? problem(row, problem) : null);
    tables.update(row, after);
    note(row.execution(), execution);
    record(row.id(), row.recorded(), step.action());
    return Optional.of(step.messages());
  }

  private static @Nullable String problem(Row row, @Nullable String problem) {
    return row.problem() == null ? problem : row.problem();
  }

  /** Writes down that the deadlines of an execution, and of its steps, have come. */
  void expire(String id) throws SQLException {
    PromiseId e = new PromiseId(id);
    for (int i = 1; i <= get(id).execution().steps().size(); i++) {
      step(get(id), new Input.ExpireStep(e, i));
    }
    step(get(id), new Input.Expire(e));
  }

  /** Prolongs the lease of an execution. */
  void prolong(Row row, long lease) throws SQLException {
    tables.setLease(row.id(), time + lease);
    hasChanged = true;
  }

  /**
   * Writes down what a worker did by itself before it asked for something.
   *
   * @param isAgain whether it may be written down already, since the worker has asked before, and
   *     has not heard an answer
   */
  void recordAll(Row row, List<Events.OfWorker> events, boolean isAgain) throws SQLException {
    if (!row.recorded() || events.isEmpty()) {
      return;
    }
    advance();
    String worker = events.getFirst().worker();
    long last = isAgain ? tables.lastOrdinal(row.id(), worker) : 0;
    for (Events.OfWorker event : events) {
      if (event.ordinal() > last) {
        tables.insertEvent(row.id(), worker, event.ordinal(), event.text(now));
      }
    }
  }

  private State state(String id, Execution execution) throws SQLException {
    advance();
    TreeMap<PromiseId, Execution> one = new TreeMap<>();
    one.put(new PromiseId(id), execution);
    return new State(now, one);
  }

  /** Looks at the clock, before the first change. */
  private void advance() throws SQLException {
    hasChanged = true;
    Optional<Step<State, Message>> step =
        CORE.step(new State(now, new TreeMap<>()), new Input.Advance(time));
    if (step.isPresent()) {
      now = step.get().state().now();
      tables.setClock(now);
    }
  }

  /** Writes down a step of the store, and what the database has now. */
  private void record(String id, boolean recorded, Action action) throws SQLException {
    hasChanged = true;
    if (recorded) {
      tables.insertEvent(
          id, null, 0, Events.ofStore(action, tables.now(), tables.load(id, /* lock= */ false)));
    }
  }
}
