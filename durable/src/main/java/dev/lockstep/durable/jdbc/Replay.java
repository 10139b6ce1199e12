package dev.lockstep.durable.jdbc;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.ExecutionWorker.Run;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.durable.execution.Message.Acquired;
import dev.lockstep.durable.execution.Program;
import dev.lockstep.durable.jdbc.StepName.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program: from the beginning, with what came of its steps from the journal, and then
 * on. What it does by itself is written down with the request that follows.
 */
final class Replay implements Context {

  private final Worker worker;
  private final Row row;
  private final NodeId w;
  private final PromiseId e;
  private final Json json;
  private final List<Events.OfWorker> unwritten = new ArrayList<>();
  private final int version;
  private Run run;
  private int position;
  private final ReentrantLock inStep = new ReentrantLock();
  private boolean isInStep;
  private boolean isInterrupted;
  private boolean isLost;

  /**
   * The first step that the program calls otherwise than the journal; 0 if there is none so far.
   */
  private int fork;

  private volatile @Nullable Thread thread;

  Replay(Worker worker, Row row, Acquired answer) {
    this.worker = worker;
    this.row = row;
    this.w = worker.name();
    this.e = answer.execution();
    this.json = worker.settings().values;
    this.version = answer.version();
    this.run = new Run(version, true, answer.steps());
    note(run, Action.of("RcvAcquired", w, answer));
  }

  int version() {
    return version;
  }

  /** Interrupts the program's own code, but never the database. */
  void interrupt() {
    inStep.lock();
    try {
      Thread mine = thread;
      if (isInStep && mine != null) {
        isInterrupted = true;
        mine.interrupt();
      }
    } finally {
      inStep.unlock();
    }
  }

  private void inStep(boolean is) {
    inStep.lock();
    try {
      isInStep = is;
      if (!is && isInterrupted) {
        boolean unused = Thread.interrupted();
      }
    } finally {
      inStep.unlock();
    }
  }

  /** Runs the program until it has ended, has to wait, or is lost. */
  void play() {
    thread = Thread.currentThread();
    try {
      ends(result());
    } catch (ExecutionLostError lost) {
      // That is how runs end.
    } catch (RuntimeException | VirtualMachineError problem) {
      breaksOff(problem);
    } finally {
      thread = null;
    }
    if (row.recorded() && !run.isHeld()) {
      tell();
    }
  }

  private void tell() {
    try {
      worker.tell(row.id(), unwritten);
    } catch (ExecutionLostError closed) {
      // This worker does not ask for anything any more.
    }
  }

  /** Ends the run without an answer: for the execution, this worker has crashed and is back. */
  private void breaksOff(Throwable problem) {
    isLost = true;
    worker
        .settings()
        .report(
            new DatabaseException(
                "execution \"%s\": the run broke off: %s; another one begins when its lease is over"
                    .formatted(row.id(), problem),
                problem));
    run = Run.NONE;
    unwritten.clear();
    note(null, Action.of("Crash", w));
    note(run, Action.of("Restart", w));
  }

  /** What came of something: a value, or a failure, as JSON. */
  private record Result(PromiseState state, String value) {}

  private Result result() {
    Registered<?, ?> program = worker.settings().program(row.program());
    try {
      Result result = new Result(PromiseState.RESOLVED, program.run(this, row.input(), json));
      check();
      return result;
    } catch (ExecutionLostError | VirtualMachineError ends) {
      throw ends;
    } catch (Throwable failure) {
      check();
      return failed(failure);
    }
  }

  private Result failed(Throwable failure) {
    return new Result(
        PromiseState.REJECTED, json.write("the failure of a step", Failure.of(failure)));
  }

  /** The last step says what came of the program; then it waits for all that is open. */
  private void ends(Result result) {
    int i = ++position;
    if (!isThere(i, StepName.RETURN)) {
      done(i, StepName.RETURN, result);
    }
    SortedSet<Integer> open = Program.openSteps(run.steps());
    while (!open.isEmpty()) {
      suspend(open);
      open = Program.openSteps(run.steps());
    }
    ask(
        Action.of("Fulfill", w, e),
        new Message.Fulfill(
            w, e, version, Program.resultState(run.steps()), Program.resultValue(run.steps())),
        null);
  }

  // What programs ask for.

  @Override
  public String id() {
    return row.id();
  }

  @Override
  public <T> T run(String name, Retry retry, Class<T> type, Callable<? extends T> action) {
    StepName step = begin(Kind.RUN, name);
    int i = ++position;
    if (!isThere(i, step)) {
      done(i, step, attempt(i, step, retry, action));
    }
    return outcome(i, step, type);
  }

  @Override
  public <T> Call<T> call(String name, Duration within, Class<T> type) {
    StepName step = begin(Kind.CALL, name);
    for (int other = 1; other <= position; other++) {
      if (run.steps().get(other - 1).name().equals(step.text())) {
        throw new IllegalArgumentException(
            ("execution \"%s\" has a %s already, step %d; calls are settled by their names, so give"
                    + " each one of its own")
                .formatted(row.id(), step, other));
      }
    }
    int i = ++position;
    if (!isThere(i, step)) {
      create(i, step, within);
    }
    return () -> {
      check();
      await(i);
      return outcome(i, step, type);
    };
  }

  @Override
  public void sleep(String name, Duration duration) {
    StepName step = begin(Kind.SLEEP, name);
    int i = ++position;
    if (!isThere(i, step)) {
      create(i, step, duration);
    }
    await(i);
  }

  private StepName begin(Kind kind, String name) {
    check();
    return new StepName(
        kind, Names.checked("execution \"" + row.id() + "\": the name of a step", name));
  }

  private void check() {
    if (isLost || worker.isClosing()) {
      throw new ExecutionLostError(row.id());
    }
    if (!Thread.currentThread().equals(thread) || isInStep) {
      throw new IllegalStateException(
          ("execution \"%s\": its context is for the thread of the program, outside of steps; take"
                  + " steps one after the other")
              .formatted(row.id()));
    }
  }

  // The journal.

  /** Says whether a step is in the journal; if there is another one, nobody goes on. */
  private boolean isThere(int i, StepName asked) {
    if (i > run.steps().size()) {
      return false;
    }
    String recorded = run.steps().get(i - 1).name();
    if (!recorded.equals(asked.text())) {
      MismatchException problem =
          new MismatchException(row.id(), i, StepName.parse(recorded).toString(), asked.toString());
      fork = i;
      worker.settings().report(problem);
      ask(Action.of("Mismatch", w, e), new Message.Mismatch(w, e, version), problem.getMessage());
      throw new ExecutionLostError(row.id());
    }
    return true;
  }

  private <T> T outcome(int i, StepName name, Class<T> type) {
    Promise promise = run.steps().get(i - 1).promise();
    String where = "execution \"%s\", step %d (%s)".formatted(row.id(), i, name);
    if (promise.state() == PromiseState.TIMED_OUT) {
      throw new StepTimedOutException(row.id(), i, name);
    }
    if (promise.state() != PromiseState.RESOLVED) {
      throw new StepFailedException(
          row.id(), i, name, Durable.failure(json, promise.value().name()));
    }
    return value(where, promise.value().name(), type);
  }

  // Null is what came of a step that says so in its own type.
  @SuppressWarnings("NullAway")
  private <T> T value(String where, String text, Class<T> type) {
    return json.read(where, text, type);
  }

  /** Does a step, as often as it takes. */
  private Result attempt(int i, StepName name, Retry retry, Callable<?> action) {
    String where = "execution \"%s\", step %d (%s)".formatted(row.id(), i, name);
    for (int attempt = 1; ; attempt++) {
      inStep(true);
      Exception failure;
      try {
        Object value = action.call();
        return new Result(PromiseState.RESOLVED, json.write(where, value));
      } catch (Exception problem) {
        failure = problem;
      } finally {
        inStep(false);
      }
      // What a process throws that closes is not what came of the step.
      check();
      if (attempt == retry.attempts() || failure instanceof ValueException) {
        return failed(failure);
      }
      worker.pause(retry.delayAfter(attempt));
      check();
    }
  }

  // What the store is asked for.

  private void done(int i, StepName name, Result result) {
    Value value = new Value(result.value());
    ask(
        Action.of("Execute", w, e, result.state(), value),
        new Message.Done(w, e, version, i, name.text(), result.state(), value),
        null);
  }

  private void create(int i, StepName name, Duration within) {
    if (within.isNegative()) {
      throw new IllegalArgumentException(
          "execution \"%s\", step %d (%s): %s is negative".formatted(row.id(), i, name, within));
    }
    long deadline = Durable.later(worker.store().latestMillis(), within);
    ask(
        Action.of("Call", w, e, deadline),
        new Message.Create(w, e, version, i, name.text(), deadline, name.kind() == Kind.SLEEP),
        null);
  }

  private void await(int i) {
    while (!run.steps().get(i - 1).isDone()) {
      suspend(new TreeSet<>(List.of(i)));
    }
  }

  private void suspend(SortedSet<Integer> on) {
    ask(Action.of("Suspend", w, e, on), new Message.Suspend(w, e, version, on), null);
  }

  /** Asks, and hears what is in the journal now. */
  private void ask(Action action, Message request, @Nullable String problem) {
    note(null, action);
    Message answer = answer(request, problem);
    unwritten.clear();
    if (answer instanceof Message.Journal journal) {
      if (run.isNews(journal.steps())) {
        run = run.knowing(journal.steps());
        note(run, Action.of("RcvJournal", w, journal));
      }
    } else {
      isLost = true;
      run = run.lost();
      note(run, Action.of("RcvLost", w, answer));
      throw new ExecutionLostError(row.id());
    }
  }

  private Message answer(Message request, @Nullable String problem) {
    try {
      return worker.ask(request, List.copyOf(unwritten), problem);
    } catch (RuntimeException e) {
      // The program must not take this for what came of its step.
      breaksOff(e);
      throw new ExecutionLostError(row.id());
    }
  }

  private void note(@Nullable Run after, Action action) {
    if (row.recorded()) {
      unwritten.add(worker.event(after, action, fork));
    }
  }
}
