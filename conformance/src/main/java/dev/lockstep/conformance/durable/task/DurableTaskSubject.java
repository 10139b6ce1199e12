package dev.lockstep.conformance.durable.task;

import static dev.lockstep.conformance.durable.task.DurableTaskBinding.store;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.task.DurableTaskBinding.Choices;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.TaskState;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.task.Message;
import dev.lockstep.durable.task.TaskStore;
import dev.lockstep.durable.task.TaskWorker;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A few tasks and workers that do them, give them back, let them wait, and crash. The clock ticks
 * about every 50 milliseconds; who is not heard of for six ticks loses its task.
 *
 * @see "DurableTask.tla, whose properties are the properties here"
 */
public final class DurableTaskSubject implements Subject<Message> {

  private static final DurableTaskBinding BINDING = new DurableTaskBinding();

  private static final List<PromiseId> TASK =
      List.of(new PromiseId("t1"), new PromiseId("t2"), new PromiseId("t3"));
  private static final List<Value> VALUE = List.of(new Value("v1"), new Value("v2"));
  private static final List<Long> DEADLINE = List.of(40L, 120L);
  private static final int TIME_TO_LIVE = 6;

  /** The store looks at its clock. */
  private static final Timer ADVANCE = Timer.after(Span.ofMillis(40, 60));

  /** The store looks for what is over. */
  private static final Timer EXPIRE = Timer.after(Span.ofMillis(50, 400));

  private static final Timer CREATE = Timer.after(Span.ofMillis(10, 1_500));

  private static final Timer DISPATCH = Timer.after(Span.ofMillis(20, 200));

  private static final Timer HEARTBEAT = Timer.after(Span.ofMillis(80, 250));

  /** Most of the time a worker does what it has taken, and sometimes at once. */
  private static final Timer FULFILL =
      Timer.after(Span.ofMillis(300, 3_000)).orHastily(0.2, Span.ofMillis(0, 100));

  /** Now and then it cannot, or has to wait. */
  private static final Timer GIVE_UP = Timer.after(Span.ofMillis(400, 4_000));

  private static final Timer RESUME = Timer.after(Span.ofMillis(20, 600));

  /** An operator stops a task rarely, and lets it go on soon. */
  private static final Timer HALT = Timer.after(Span.ofMillis(1_000, 20_000));

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
  public static DurableTaskSubject of(int workers) {
    Choices choices =
        new Choices(
            IntStream.rangeClosed(1, workers).mapToObj(i -> new NodeId("w" + i)).toList(),
            TASK,
            VALUE,
            DEADLINE,
            TIME_TO_LIVE,
            1);
    return new DurableTaskSubject(
        choices, DurableTaskBinding.cluster(choices, choices.store(), choices::worker));
  }

  private DurableTaskSubject(Choices choices, Cluster<Message> cluster) {
    this.choices = choices;
    this.cluster = cluster;
  }

  @Override
  public Binding<Message> binding() {
    return BINDING;
  }

  @Override
  public SortedMap<String, Object> constants() {
    return new TreeMap<>(
        Map.of(
            "Worker", new TreeSet<>(choices.worker()),
            "Task", new TreeSet<>(choices.task()),
            "Value", new TreeSet<>(choices.value()),
            "NoValue", Value.NO_VALUE,
            "Deadline", new TreeSet<>(choices.deadline()),
            "TimeToLive", choices.timeToLive(),
            "MaxJump", choices.maxJump()));
  }

  @Override
  public Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new DurableTaskSubject(choices, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch (input) {
      case TaskStore.Input.Advance ignored -> ADVANCE;
      case TaskStore.Input.Create ignored -> CREATE;
      case TaskStore.Input.Dispatch ignored -> DISPATCH;
      case TaskStore.Input.ExpireLease ignored -> EXPIRE;
      case TaskStore.Input.Expire ignored -> EXPIRE;
      case TaskStore.Input.Resume ignored -> RESUME;
      case TaskStore.Input.Halt ignored -> HALT;
      case TaskStore.Input.Proceed ignored -> PROCEED;
      case TaskWorker.Input.Heartbeat ignored -> HEARTBEAT;
      case TaskWorker.Input.Release ignored -> GIVE_UP;
      case TaskWorker.Input.Suspend ignored -> GIVE_UP;
      case TaskWorker.Input.Fulfill ignored -> FULFILL;
      default -> throw new IllegalArgumentException(node + " has no input " + input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return DurableTaskProperties.all();
  }

  @Override
  public Optional<String> liveness() {
    return Optional.of("EveryTaskIsDone");
  }

  @Override
  public boolean isDone(World<Message> world) {
    return store(world).tasks().values().stream()
        .allMatch(task -> task.state() == TaskState.FULFILLED);
  }

  @Override
  public String outcome(World<Message> world) {
    if (!isDone(world)) {
      return "open";
    }
    return store(world).tasks().values().stream()
            .anyMatch(task -> task.promise().state() == PromiseState.TIMED_OUT)
        ? "some too late"
        : "all done";
  }

  @Override
  public List<String> outcomes() {
    return List.of("all done", "some too late", "open");
  }

  @Override
  public List<Place> observed(NodeId node) {
    return node.equals(Message.STORE)
        ? Stream.of("now", "promise", "taskState", "version", "leaseUntil", "resumed")
            .map(Place::of)
            .toList()
        : List.of(Place.of("workerState", node.name()), Place.of("claim", node.name()));
  }
}
