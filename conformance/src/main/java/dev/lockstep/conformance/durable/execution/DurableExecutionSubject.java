package dev.lockstep.conformance.durable.execution;

import static dev.lockstep.conformance.durable.execution.DurableExecutionBinding.store;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.execution.DurableExecutionBinding.Choices;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.execution.ExecutionStore;
import dev.lockstep.durable.execution.ExecutionWorker;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.durable.execution.Program;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A few executions of a program that does a step, calls two others, sleeps, and does two last
 * steps, waiting for what it likes to wait for; and workers that run it and crash. If there are
 * several, the last one has the next version of the program, which does another last step. The
 * clock ticks about every 50 milliseconds.
 *
 * @see "DurableExecution.tla, whose properties are the properties here"
 */
public final class DurableExecutionSubject implements Subject<Message> {

  private static final DurableExecutionBinding BINDING = new DurableExecutionBinding();

  private static final List<PromiseId> EXECUTION =
      List.of(new PromiseId("e1"), new PromiseId("e2"));
  private static final List<Value> VALUE = List.of(new Value("v1"), new Value("v2"));
  private static final List<Long> DEADLINE = List.of(60L, 200L);
  private static final List<Long> STEP_DEADLINE = List.of(30L, 90L);
  private static final Program PROGRAM = new Program(6, steps(1, 5, 6), steps(4), 5);

  /** The store looks at its clock. */
  private static final Timer ADVANCE = Timer.after(Span.ofMillis(40, 60));

  /** The store looks for what is over. */
  private static final Timer EXPIRE = Timer.after(Span.ofMillis(50, 400));

  private static final Timer START = Timer.after(Span.ofMillis(10, 1_500));

  private static final Timer CLAIM = Timer.after(Span.ofMillis(20, 200));

  /** A worker does a step, and says again what came of it as long as nobody answers. */
  private static final Timer STEP = Timer.after(Span.ofMillis(20, 300));

  /** Most of the time somebody does what was called for in time, and sometimes at once. */
  private static final Timer SETTLE =
      Timer.after(Span.ofMillis(200, 4_000)).orHastily(0.2, Span.ofMillis(0, 50));

  /** Most workers that are given up have crashed; some were just slow. */
  private static final Timer EXPIRE_LEASE = Timer.after(Span.ofMillis(600, 3_000));

  private static final Timer PROCEED = Timer.after(Span.ofMillis(50, 500));

  private final Choices choices;
  private final Cluster<Message> cluster;

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return BINDING.protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return of(size);
    }
  }

  /** Creates the subject with workers w1, w2 and so on. */
  public static DurableExecutionSubject of(int workers) {
    List<NodeId> names =
        IntStream.rangeClosed(1, workers).mapToObj(i -> new NodeId("w" + i)).toList();
    Choices choices =
        new Choices(
            names,
            workers > 1 ? Set.of(names.getLast()) : Set.of(),
            EXECUTION,
            VALUE,
            DEADLINE,
            STEP_DEADLINE,
            PROGRAM,
            1);
    return new DurableExecutionSubject(
        choices, DurableExecutionBinding.cluster(choices, choices.store(), choices::worker));
  }

  private DurableExecutionSubject(Choices choices, Cluster<Message> cluster) {
    this.choices = choices;
    this.cluster = cluster;
  }

  private static SortedSet<Integer> steps(Integer... steps) {
    return new TreeSet<>(List.of(steps));
  }

  @Override
  public Binding<Message> binding() {
    return BINDING;
  }

  @Override
  public SortedMap<String, Object> constants() {
    SortedMap<String, Object> constants =
        new TreeMap<>(
            Map.of(
                "Worker", new TreeSet<>(choices.worker()),
                "Ahead", new TreeSet<>(choices.ahead()),
                "Execution", new TreeSet<>(choices.execution()),
                "Value", new TreeSet<>(choices.value()),
                "NoValue", Value.NO_VALUE,
                "Deadline", new TreeSet<>(choices.deadline()),
                "MaxJump", choices.maxJump()));
    constants.put("Length", PROGRAM.length());
    constants.put("Local", new TreeSet<>(PROGRAM.local()));
    constants.put("Timer", new TreeSet<>(PROGRAM.timer()));
    constants.put("Fork", PROGRAM.fork());
    constants.put("StepDeadline", new TreeSet<>(choices.stepDeadline()));
    return constants;
  }

  @Override
  public Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new DurableExecutionSubject(choices, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch (input) {
      case ExecutionStore.Input.Advance ignored -> ADVANCE;
      case ExecutionStore.Input.Start ignored -> START;
      case ExecutionStore.Input.Settle ignored -> SETTLE;
      case ExecutionStore.Input.ExpireStep ignored -> EXPIRE;
      case ExecutionStore.Input.ExpireLease ignored -> EXPIRE_LEASE;
      case ExecutionStore.Input.Expire ignored -> EXPIRE;
      case ExecutionStore.Input.Proceed ignored -> PROCEED;
      case ExecutionWorker.Input.Claim ignored -> CLAIM;
      case ExecutionWorker.Input.Execute ignored -> STEP;
      case ExecutionWorker.Input.Call ignored -> STEP;
      case ExecutionWorker.Input.Suspend ignored -> STEP;
      case ExecutionWorker.Input.Fulfill ignored -> STEP;
      case ExecutionWorker.Input.Mismatch ignored -> STEP;
      default -> throw new IllegalArgumentException(node + " has no input " + input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return DurableExecutionProperties.of(choices.program());
  }

  @Override
  public Optional<String> liveness() {
    return Optional.of("EveryExecutionEnds");
  }

  @Override
  public boolean isDone(World<Message> world) {
    return store(world).executions().values().stream()
        .allMatch(execution -> execution.state() == TaskState.FULFILLED);
  }

  @Override
  public String outcome(World<Message> world) {
    if (!isDone(world)) {
      return "open";
    }
    return store(world).executions().values().stream()
            .anyMatch(execution -> execution.promise().state() == PromiseState.TIMED_OUT)
        ? "some too late"
        : "all ended";
  }

  @Override
  public List<String> outcomes() {
    return List.of("all ended", "some too late", "open");
  }

  @Override
  public List<Place> observed(NodeId node) {
    return node.equals(Message.STORE)
        ? Stream.of("now", "promise", "steps", "taskState", "version", "awaited")
            .map(Place::of)
            .toList()
        : List.of(Place.of("workerState", node.name()), Place.of("run", node.name()));
  }
}
