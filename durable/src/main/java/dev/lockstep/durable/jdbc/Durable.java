package dev.lockstep.durable.jdbc;

import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.ExecutionStore.Input;
import dev.lockstep.durable.execution.ProgramStep;
import dev.lockstep.durable.jdbc.StepName.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs to their end although the processes that run them do not.
 *
 * <pre>{@code
 * Durable durable = Durable.on(dataSource)
 *     .program("order", Order.class, Receipt.class, (context, order) -> {
 *       String payment = context.run("charge", String.class, () -> payments.charge(context.id(), order));
 *       Call<String> shipped = context.call("ship", Duration.ofDays(3), String.class);
 *       return new Receipt(payment, shipped.await());
 *     })
 *     .start();
 * Handle<Receipt> handle = durable.run("order-17", "order", order, Duration.ofDays(7));
 * durable.resolve("order-17", "ship", "tracking-4711");
 * Receipt receipt = handle.get(Duration.ofMinutes(1));
 * }</pre>
 *
 * <p>What came of each step is recorded in the database. Any process that has the program and the
 * database may go on with it: after a crash, another one runs it again from the beginning, and
 * takes from the journal what is recorded. A step is recorded once; it is done at least once.
 *
 * <p><b>The database.</b> H2 or PostgreSQL. Give a pool of connections, since each change takes one
 * for a moment. Every change, of whichever execution, locks one row with the time of the latest
 * change, so all changes happen one after the other: that is what makes the order of times the same
 * for all processes, and it bounds how many changes there can be in a second.
 *
 * <p><b>Times</b> are those of the builder's clock, in milliseconds.
 *
 * <p>Whatever is asked for here may be asked for again. Every method may throw a {@link
 * DatabaseException} if the database cannot be reached, and a {@link ClockWentBackException}. Safe
 * for use by several threads.
 */
public final class Durable implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Store store;
  private final DurableBuilder settings;
  private final Worker worker;

  Durable(Store store, DurableBuilder settings, Worker worker) {
    this.store = store;
    this.settings = settings;
    this.worker = worker;
    worker.start();
  }

  /** Starts to describe a process that runs durable executions in {@code database}. */
  public static DurableBuilder on(DataSource database) {
    return new DurableBuilder(database);
  }

  /** Returns what this process is called in the database, unlike any other. */
  public String name() {
    return worker.name().name();
  }

  /**
   * Starts an execution, or finds the one that was started before with the same words. It is run by
   * any process that has the program.
   *
   * @param id by which everybody knows it, up to 200 characters
   * @param program the name of a program of this process
   * @param within it must end within this time, counted from its first start
   * @param <R> the type of the program's result; another one fails where the result is used
   * @throws BadNameException if the id cannot be stored
   * @throws UnknownProgramException if this process does not have the program
   * @throws ValueException if the input cannot be written, or not be read again by the program
   * @throws ConflictException if the id is that of an execution of something else
   * @throws IllegalArgumentException if the time is shorter than a millisecond
   */
  public <R> Handle<R> run(String id, String program, Object input, Duration within) {
    Names.checked("the id of an execution", id);
    Registered<?, ?> known = known(program, id);
    String where = "the input of execution \"" + id + "\"";
    String text = settings.values.write(where, input);
    Object unused = settings.values.read(where, text, known.inputType());
    if (within.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "execution \"%s\" cannot end within %s; give it a millisecond or more"
              .formatted(id, within));
    }
    store.change(
        transaction -> {
          Row row = transaction.load(id);
          if (row == null) {
            long deadline = later(transaction.time(), within);
            transaction.start(id, program, text, settings.isRecording, deadline);
          } else {
            refuseOther(row, program, text);
          }
          return true;
        });
    return handle(id, known);
  }

  /**
   * Finds an execution.
   *
   * @param <R> the type of the program's result; another one fails where the result is used
   * @throws UnknownExecutionException if there is none
   * @throws UnknownProgramException if this process does not have its program
   */
  public <R> Handle<R> handle(String id) {
    return handle(id, known(store.row(id).program(), id));
  }

  @SuppressWarnings("unchecked") // The caller says what the program returns.
  private <R> Handle<R> handle(String id, Registered<?, ?> program) {
    return new Handle<>(this, id, (Class<R>) program.resultType());
  }

  private Registered<?, ?> known(String program, String id) {
    Registered<?, ?> known = settings.programs.get(program);
    if (known == null) {
      throw new UnknownProgramException(
          "execution \"%s\": this process has no program \"%s\", only %s; give it to the builder"
              .formatted(id, program, settings.programs.keySet()));
    }
    return known;
  }

  private void refuseOther(Row row, String program, String input) {
    if (!row.program().equals(program)) {
      throw new ConflictException(
          "execution \"%s\" is one of program \"%s\", not of \"%s\"; nothing was changed. Take another id"
              .formatted(row.id(), row.program(), program));
    }
    if (!settings.values.isSame(row.input(), input)) {
      throw new ConflictException(
          "execution \"%s\" was started with the input %s, not with %s; nothing was changed. Take another id"
              .formatted(row.id(), Json.shortened(row.input()), Json.shortened(input)));
    }
  }

  /**
   * Does what a program has called for.
   *
   * @param step the name of the call
   * @param value what comes of it
   * @return what is recorded: this; or, if the call was settled before, what came of it then
   * @throws UnknownExecutionException if there is no such execution
   * @throws UnknownStepException if it has no step of that name, or not yet
   * @throws NotACallException if the step is one that the program does itself, or a sleep
   * @throws ValueException if the value cannot be written as JSON
   */
  public Outcome resolve(String id, String step, @Nullable Object value) {
    String where = "execution \"%s\", step \"%s\"".formatted(id, step);
    return settle(id, step, PromiseState.RESOLVED, settings.values.write(where, value));
  }

  /**
   * Says that what a program has called for will not be done. Its {@link Call#await} throws a
   * {@link StepFailedException}.
   *
   * @param step the name of the call
   * @param reason why not
   * @return what is recorded: this; or, if the call was settled before, what came of it then
   * @throws UnknownExecutionException if there is no such execution
   * @throws UnknownStepException if it has no step of that name, or not yet
   * @throws NotACallException if the step is one that the program does itself, or a sleep
   */
  public Outcome reject(String id, String step, String reason) {
    String failure = settings.values.write("a reason", new Failure(null, reason));
    return settle(id, step, PromiseState.REJECTED, failure);
  }

  private Outcome settle(String id, String step, PromiseState state, String value) {
    return store.change(
        transaction -> {
          Row row = transaction.get(id);
          int i = call(row, step);
          PromiseId e = new PromiseId(id);
          boolean isNew =
              transaction.step(row, new Input.Settle(e, i, state, new Value(value))).isPresent();
          if (!isNew) {
            // Whoever hears that it has timed out can rely on that.
            transaction.step(row, new Input.ExpireStep(e, i));
          }
          Promise settled = transaction.get(id).execution().steps().get(i - 1).promise();
          return new Outcome(
              settled.state(), text(settled), Instant.ofEpochMilli(settled.settledAt()), isNew);
        });
  }

  private static int call(Row row, String name) {
    List<ProgramStep> steps = row.execution().steps();
    int other = 0;
    for (int i = 1; i <= steps.size(); i++) {
      StepName step = StepName.parse(steps.get(i - 1).name());
      if (step.equals(new StepName(Kind.CALL, name))) {
        return i;
      }
      other = step.name().equals(name) ? i : other;
    }
    if (other > 0) {
      throw new NotACallException(
          ("execution \"%s\", step %d is no call but %s, which nobody else can settle; nothing was"
                  + " changed")
              .formatted(row.id(), other, StepName.parse(steps.get(other - 1).name())));
    }
    throw new UnknownStepException(
        "execution \"%s\" has no call \"%s\", or not yet; so far it has %s. Nothing was changed"
            .formatted(
                row.id(),
                name,
                steps.stream()
                    .map(step -> StepName.parse(step.name()).toString())
                    .collect(Collectors.joining(", ", "[", "]"))));
  }

  /**
   * Lets an execution go on that is halted, after the right program is deployed.
   *
   * @return whether it was halted
   * @throws UnknownExecutionException if there is no such execution
   */
  public boolean proceed(String id) {
    return store.change(
        transaction ->
            transaction
                .step(transaction.get(id), new Input.Proceed(new PromiseId(id)))
                .isPresent());
  }

  /**
   * Returns how far an execution is, at the time of the clock.
   *
   * @throws UnknownExecutionException if there is no such execution
   */
  public Status status(String id) {
    Row row = store.current(id);
    Promise promise = row.execution().promise();
    List<Status.Step> steps = new ArrayList<>();
    for (ProgramStep step : row.execution().steps()) {
      StepName name = StepName.parse(step.name());
      Promise of = step.promise();
      steps.add(
          new Status.Step(
              steps.size() + 1,
              name.kind().name().toLowerCase(Locale.ROOT),
              name.name(),
              of.state(),
              text(of),
              Instant.ofEpochMilli(of.deadline()),
              of.isSettled() ? Instant.ofEpochMilli(of.settledAt()) : null));
    }
    return new Status(
        id,
        row.program(),
        row.execution().state(),
        promise.state(),
        text(promise),
        Instant.ofEpochMilli(promise.deadline()),
        row.execution().version(),
        row.worker(),
        problem(row),
        steps);
  }

  private @Nullable String problem(Row row) {
    boolean isWaiting = row.execution().state() == TaskState.PENDING;
    return row.problem() == null && isWaiting && worker.lacks(row.program())
        ? "worker %s does not have the program \"%s\", and leaves the execution to others"
            .formatted(name(), row.program())
        : row.problem();
  }

  /**
   * Writes what happened to an execution as a log that {@code lockstep validate durable-execution}
   * reads. It must have been started by a process that is {@linkplain DurableBuilder#recording
   * recording}.
   *
   * @param file which must not be there
   * @throws UnknownExecutionException if there is no such execution
   * @throws IllegalStateException if it was not recorded
   * @throws IOException if the file is there, or cannot be written
   */
  public void writeLog(String id, Path file) throws IOException {
    Row row = store.row(id);
    if (!row.recorded()) {
      throw new IllegalStateException(
          "execution \"%s\" was not recorded; start it from a process whose builder has recording()"
              .formatted(id));
    }
    new ExecutionLog(store.events(id)).write(file);
  }

  /**
   * Stops to run executions, and gives back those that are run here, so that others can go on at
   * once. Steps that are under way are interrupted, and waited for up to 5 seconds.
   */
  @Override
  public void close() {
    worker.close(PATIENCE);
  }

  Store store() {
    return store;
  }

  Json json() {
    return settings.values;
  }

  /** Returns what was recorded of a failure. */
  static Failure failure(Json json, String text) {
    Failure failure = json.read("a failure", text, Failure.class);
    return failure == null ? new Failure(null, "") : failure;
  }

  /** Returns a time that is later than another one; the last one that there is if it is too far. */
  static long later(long millis, Duration by) {
    try {
      return Math.addExact(millis, by.toMillis());
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private static @Nullable String text(Promise promise) {
    return promise.value().equals(Value.NO_VALUE) ? null : promise.value().name();
  }
}
