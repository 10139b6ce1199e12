package dev.lockstep.durable.jdbc;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Describes a process that runs durable executions. For one thread, and for one {@link #start}.
 *
 * @see Durable#on
 */
public final class DurableBuilder {

  private static final System.Logger LOGGER = System.getLogger(Durable.class.getName());

  final Map<String, Registered<?, ?>> programs = new LinkedHashMap<>();
  Duration lease = Duration.ofSeconds(30);
  Duration polling = Duration.ofMillis(500);
  int concurrency = 16;
  boolean isRecording;
  Json values = new Json(new ObjectMapper());

  private final DataSource database;
  private String name = "worker";
  private Clock clock = Clock.systemUTC();
  private Duration tolerance = Duration.ofSeconds(1);
  private boolean createsTables = true;
  private Consumer<? super DurableException> listener =
      problem -> LOGGER.log(System.Logger.Level.WARNING, problem.getMessage());

  DurableBuilder(DataSource database) {
    this.database = database;
  }

  /**
   * Has a program that this process can run, and start.
   *
   * @param name under which all processes know it
   * @param input the type of its input, which Jackson can read and write
   * @param result the type of its result, likewise
   * @throws BadNameException if the name cannot be stored
   * @throws IllegalArgumentException if there is a program of that name
   */
  public <I, O> DurableBuilder program(
      String name, Class<I> input, Class<O> result, DurableProgram<I, O> program) {
    Names.checked("the name of a program", name);
    if (programs.putIfAbsent(name, new Registered<>(name, input, result, program)) != null) {
      throw new IllegalArgumentException("there are two programs \"" + name + "\"; rename one");
    }
    return this;
  }

  /**
   * Says what the worker is called in the database, {@code worker} unless it is said. Each start
   * adds something of its own: a worker that was killed never comes back under its name.
   *
   * @throws BadNameException if it cannot be stored
   */
  public DurableBuilder name(String prefix) {
    Names.checked("the name of a worker, with what each start adds,", prefix + suffix());
    name = prefix;
    return this;
  }

  /**
   * Says how long a worker may not be heard of before another one may take what it runs, 30 seconds
   * unless it is said. A worker says every third of it that it is there.
   *
   * @throws IllegalArgumentException if it is shorter than 3 milliseconds
   */
  public DurableBuilder lease(Duration duration) {
    lease = atLeast("a lease", 3, duration);
    return this;
  }

  /**
   * Says how often to look for work at least, every half second unless it is said. What this
   * process changes itself it sees at once.
   *
   * @throws IllegalArgumentException if it is shorter than a millisecond
   */
  public DurableBuilder polling(Duration interval) {
    polling = atLeast("an interval", 1, interval);
    return this;
  }

  /**
   * Says how many executions to run at a time, each in a thread; 16 unless it is said. With 0, this
   * process runs none: it starts, settles and looks.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public DurableBuilder concurrency(int executions) {
    if (executions < 0) {
      throw new IllegalArgumentException("not " + executions + " executions at a time; 0 or more");
    }
    concurrency = executions;
    return this;
  }

  /** Says what time it is; the system's clock unless it is said. */
  public DurableBuilder clock(Clock source) {
    clock = source;
    return this;
  }

  /**
   * Says how far the clock may be behind that of an earlier change; a second unless it is said. Up
   * to here the time of the earlier change is taken, beyond it the change is refused with a {@link
   * ClockWentBackException}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public DurableBuilder clockTolerance(Duration most) {
    tolerance = atLeast("a tolerance", 0, most);
    return this;
  }

  /** Reads and writes values with this; with an {@link ObjectMapper} as it is made otherwise. */
  public DurableBuilder json(ObjectMapper mapper) {
    values = new Json(mapper);
    return this;
  }

  /**
   * Tells what went wrong where no caller hears of it: in the worker's own threads, which go on.
   * Without it, {@link System.Logger} gets a warning.
   */
  public DurableBuilder onProblem(Consumer<? super DurableException> tell) {
    listener = tell;
    return this;
  }

  /**
   * Has everything written down that happens to executions that are started from here, by whichever
   * process: see {@link Durable#writeLog}. In the same transactions, so nothing is missing. It
   * costs a row for each step of the protocol.
   */
  public DurableBuilder recording() {
    isRecording = true;
    return this;
  }

  /** Leaves it to you to make the tables, with {@code schema.sql} of this library. */
  public DurableBuilder withExistingTables() {
    createsTables = false;
    return this;
  }

  /**
   * Makes the tables if there are none, and begins to run executions.
   *
   * @throws SchemaException if the tables are of another version, or must not be made
   * @throws DatabaseException if the database cannot be reached
   */
  public Durable start() {
    Store store = new Store(database, clock, tolerance);
    store.open(createsTables);
    return new Durable(store, this, new Worker(store, this, name + suffix()));
  }

  private static String suffix() {
    return "-" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private static Duration atLeast(String what, long millis, Duration duration) {
    if (duration.compareTo(Duration.ofMillis(millis)) < 0) {
      throw new IllegalArgumentException(
          "%s of %s is too short; take %d ms or more".formatted(what, duration, millis));
    }
    return duration;
  }

  /** Returns a program of this process. */
  Registered<?, ?> program(String program) {
    return Objects.requireNonNull(programs.get(program), program);
  }

  /** Tells the listener, whose own exceptions are its own affair. */
  void report(DurableException problem) {
    try {
      listener.accept(problem);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "the listener of problems failed", e);
    }
  }
}
