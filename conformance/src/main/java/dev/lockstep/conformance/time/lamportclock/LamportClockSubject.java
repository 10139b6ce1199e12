package dev.lockstep.conformance.time.lamportclock;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.World;
import dev.lockstep.core.NodeId;
import dev.lockstep.simulation.Property;
import dev.lockstep.simulation.Span;
import dev.lockstep.simulation.Subject;
import dev.lockstep.simulation.SubjectFactory;
import dev.lockstep.simulation.Timer;
import dev.lockstep.time.lamportclock.LamportClock;
import dev.lockstep.time.lamportclock.Message;
import dev.lockstep.trace.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Processes that do something now and then and send messages to each other, until all numbers are
 * used. Nothing crashes; a message that is lost is one that is never received.
 *
 * @see "LamportClock.tla, whose properties are the properties here"
 */
public final class LamportClockSubject implements Subject<Message> {

  private static final LamportClockBinding BINDING = new LamportClockBinding();

  /** A process does something by itself, or sends. */
  private static final Timer APPLICATION = Timer.after(Span.ofMillis(1, 60));

  /** How far clocks may go in a run of a simulation that nobody asked otherwise. */
  private static final int MAX_CLOCK = 25;

  private final List<NodeId> process;
  private final int maxClock;
  private final Cluster<Message> cluster;
  private final List<Property<Message>> properties;

  /** Makes it for whoever looks for the protocol by name. */
  public static final class Factory implements SubjectFactory {

    @Override
    public String protocol() {
      return BINDING.protocol();
    }

    @Override
    public Subject<Message> subject(int size) {
      return of(size, MAX_CLOCK);
    }
  }

  /** Creates the subject with processes p1, p2 and so on, each with at most that many numbers. */
  public static LamportClockSubject of(int processes, int maxClock) {
    List<NodeId> process =
        IntStream.rangeClosed(1, processes).mapToObj(i -> new NodeId("p" + i)).toList();
    return new LamportClockSubject(
        maxClock, LamportClockBinding.cluster(process, maxClock, LamportClock::new));
  }

  private LamportClockSubject(int maxClock, Cluster<Message> cluster) {
    this.maxClock = maxClock;
    this.process = cluster.nodes();
    this.cluster = cluster;
    this.properties =
        List.of(
            Property.invariant("SentBefore", LamportClockSubject::sentBefore),
            Property.step("ClockAdvances", this::clockAdvances));
  }

  @Override
  public Binding<Message> binding() {
    return BINDING;
  }

  @Override
  public SortedMap<String, Object> constants() {
    return new TreeMap<>(Map.of("Process", new TreeSet<>(process)));
  }

  @Override
  public SortedMap<String, Object> bounds() {
    return new TreeMap<>(Map.of("MaxClock", maxClock));
  }

  @Override
  public Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new LamportClockSubject(maxClock, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return APPLICATION;
  }

  @Override
  public List<Property<Message>> properties() {
    return properties;
  }

  @Override
  public Optional<String> liveness() {
    return Optional.empty();
  }

  @Override
  public boolean isDone(World<Message> world) {
    return false;
  }

  @Override
  public String outcome(World<Message> world) {
    return world.network().messages().isEmpty() ? "all received" : "some not received";
  }

  @Override
  public List<String> outcomes() {
    return List.of("all received", "some not received");
  }

  @Override
  public List<Place> observed(NodeId node) {
    return List.of(Place.of("clock", node.name()));
  }

  private static boolean sentBefore(World<Message> world) {
    return world.network().messages().stream().allMatch(m -> m.clock() <= clock(world, m.from()));
  }

  /** In the first world there is no step yet. */
  private boolean clockAdvances(World<Message> before, World<Message> after) {
    List<NodeId> changed =
        process.stream().filter(p -> clock(before, p) != clock(after, p)).toList();
    return before.equals(after)
        || (changed.size() == 1
            && clock(after, changed.getFirst()) > clock(before, changed.getFirst()));
  }

  private static int clock(World<Message> world, NodeId p) {
    return world.status(p) instanceof NodeStatus.Up(Object state)
        ? ((LamportClock.State) state).clock()
        : 0;
  }
}
