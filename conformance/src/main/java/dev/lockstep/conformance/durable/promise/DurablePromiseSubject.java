package dev.lockstep.conformance.durable.promise;

import static dev.lockstep.conformance.durable.promise.DurablePromiseBinding.client;
import static dev.lockstep.conformance.durable.promise.DurablePromiseBinding.store;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.promise.DurablePromiseBinding.Choices;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.promise.Message;
import dev.lockstep.durable.promise.PromiseClient;
import dev.lockstep.durable.promise.PromiseStore;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.trace.Place;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Clients that all want the same few promises, on different terms, settle some of them and wait for
 * all. The clock ticks about every 50 milliseconds, and some promises are over before anybody
 * settles them.
 *
 * @see "DurablePromise.tla, whose properties are the properties here"
 */
public final class DurablePromiseSubject implements Subject<Message> {

  private static final DurablePromiseBinding BINDING = new DurablePromiseBinding();

  private static final List<PromiseId> ID =
      List.of(new PromiseId("p1"), new PromiseId("p2"), new PromiseId("p3"));
  private static final List<Value> VALUE = List.of(new Value("v1"), new Value("v2"));
  private static final List<Long> DEADLINE = List.of(10L, 30L);

  /** The store looks at its clock. */
  private static final Timer ADVANCE = Timer.after(Span.ofMillis(40, 60));

  /** The store looks for promises that are over. */
  private static final Timer EXPIRE = Timer.after(Span.ofMillis(100, 1_000));

  private static final Timer CREATE = Timer.after(Span.ofMillis(10, 800));

  /** Few promises are settled early, more of them by time. */
  private static final Timer SETTLE =
      Timer.after(Span.ofMillis(1_500, 8_000)).orHastily(0.02, Span.ofMillis(50, 600));

  private static final Timer READ = Timer.after(Span.ofMillis(40, 300));

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

  /** Creates the subject with clients c1, c2 and so on. */
  public static DurablePromiseSubject of(int clients) {
    Choices choices =
        new Choices(
            IntStream.rangeClosed(1, clients).mapToObj(i -> new NodeId("c" + i)).toList(),
            ID,
            VALUE,
            DEADLINE,
            1);
    return new DurablePromiseSubject(
        choices, DurablePromiseBinding.cluster(choices, choices.store(), choices::client));
  }

  private DurablePromiseSubject(Choices choices, Cluster<Message> cluster) {
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
            "Client", new TreeSet<>(choices.client()),
            "Id", new TreeSet<>(choices.id()),
            "Value", new TreeSet<>(choices.value()),
            "NoValue", Value.NO_VALUE,
            "Deadline", new TreeSet<>(choices.deadline()),
            "MaxJump", choices.maxJump()));
  }

  @Override
  public Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new DurablePromiseSubject(choices, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch (input) {
      case PromiseStore.Input.Advance ignored -> ADVANCE;
      case PromiseStore.Input.Expire ignored -> EXPIRE;
      case PromiseClient.Input.Create ignored -> CREATE;
      case PromiseClient.Input.Settle ignored -> SETTLE;
      case PromiseClient.Input.Read ignored -> READ;
      default -> throw new IllegalArgumentException(node + " has no input " + input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return DurablePromiseProperties.all();
  }

  @Override
  public Optional<String> liveness() {
    return Optional.of("EveryAskerLearns");
  }

  @Override
  public boolean isDone(World<Message> world) {
    return world.status(Message.STORE) instanceof NodeStatus.Up
        && areSettled(store(world).promises().values())
        && choices.client().stream().allMatch(c -> areSettled(client(world, c).known().values()));
  }

  private static boolean areSettled(Collection<Promise> promises) {
    return promises.stream().allMatch(Promise::isSettled);
  }

  @Override
  public String outcome(World<Message> world) {
    Collection<Promise> promises = store(world).promises().values();
    if (!areSettled(promises)) {
      return "open";
    }
    return promises.stream().anyMatch(p -> p.settledAt() < p.deadline()) ? "kept" : "over";
  }

  @Override
  public List<String> outcomes() {
    return List.of("kept", "over", "open");
  }

  @Override
  public List<Place> observed(NodeId node) {
    return node.equals(Message.STORE)
        ? List.of(Place.of("now"), Place.of("promise"), Place.of("storeState"))
        : List.of(Place.of("known", node.name()));
  }
}
