package dev.lockstep.conformance.durable.saga;

import static dev.lockstep.conformance.durable.saga.SagaBinding.log;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.World;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.saga.Message;
import dev.lockstep.durable.saga.Orchestrator;
import dev.lockstep.durable.saga.Service;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One saga: the orchestrator asks until it has an answer, now and then a service refuses, and some
 * orchestrators have little patience.
 *
 * @see "Saga.tla, whose properties are the properties here"
 */
public final class SagaSubject implements Subject<Message> {

  private static final SagaBinding BINDING = new SagaBinding();

  /** The orchestrator begins soon, or asks again. */
  private static final Timer ASK =
      Timer.after(Span.ofMillis(40, 200)).orHastily(0.3, Span.ofMillis(0, 10));

  /** Longer than any run. */
  private static final Span NEVER = Span.ofMillis(3_600_000, 3_600_000);

  /** It has all the patience that there is, or not much. */
  private static final Timer GIVE_UP = Timer.after(NEVER).orHastily(0.4, Span.ofMillis(0, 1_500));

  /** In about one of four sagas somebody refuses, however many steps there are. */
  private static final double REFUSALS = 0.25;

  private final int lastStep;
  private final Cluster<Message> cluster;

  /** The application finds early that it cannot do its step, or never. */
  private final Timer refuse;

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

  /** Creates the subject with the steps 1 to {@code lastStep}. */
  public static SagaSubject of(int lastStep) {
    return new SagaSubject(lastStep, SagaBinding.cluster(lastStep));
  }

  private SagaSubject(int lastStep, Cluster<Message> cluster) {
    this.lastStep = lastStep;
    this.cluster = cluster;
    this.refuse =
        Timer.after(NEVER).orHastily(Math.min(1, REFUSALS / lastStep), Span.ofMillis(0, 200));
  }

  @Override
  public Binding<Message> binding() {
    return BINDING;
  }

  @Override
  public SortedMap<String, Object> constants() {
    return new TreeMap<>(Map.of("LastStep", lastStep));
  }

  @Override
  public Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new SagaSubject(lastStep, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch (input) {
      case Orchestrator.Input.Ask ignored -> ASK;
      case Orchestrator.Input.GiveUp ignored -> GIVE_UP;
      case Service.Input.Refuse ignored -> refuse;
      default -> throw new IllegalArgumentException(node + " has no input " + input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return SagaProperties.all();
  }

  @Override
  public Optional<String> liveness() {
    return Optional.of("Ends");
  }

  @Override
  public boolean isDone(World<Message> world) {
    return log(world).isEnd();
  }

  @Override
  public String outcome(World<Message> world) {
    return isDone(world) ? log(world).phase().name().toLowerCase(Locale.ROOT) : "open";
  }

  @Override
  public List<String> outcomes() {
    return List.of("completed", "compensated", "open");
  }

  @Override
  public List<Place> observed(NodeId node) {
    return node.equals(Message.ORCHESTRATOR)
        ? List.of(Place.of("position"), Place.of("log"))
        : Stream.of("serviceState", "record", "executed", "compensated")
            .map(variable -> Place.of(variable, node.name()))
            .toList();
  }
}
