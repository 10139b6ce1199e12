package dev.lockstep.conformance.durable.restart;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.restart.RestartBinding.Choices;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.EffectService;
import dev.lockstep.durable.restart.Message;
import dev.lockstep.durable.restart.ProcessId;
import dev.lockstep.durable.restart.ProgramRunner;
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
 * Two processes of three steps, and runners that all run both of them, in a world that changes now
 * and then.
 *
 * @see "Restart.tla, whose properties are the properties here"
 */
public final class RestartSubject implements Subject<Message> {

  private static final RestartBinding BINDING = new RestartBinding();

  private static final List<ProcessId> PROCESS = List.of(new ProcessId("p1"), new ProcessId("p2"));
  private static final int STEPS = 3;
  private static final List<Value> VALUE =
      List.of(new Value("v1"), new Value("v2"), new Value("v3"));

  /** The programs are deterministic. */
  private static final List<Value> DRAW = List.of(new Value("d1"));

  /** Some runners begin at once, and some when others have given up hope. */
  private static final Timer START = Timer.after(Span.ofMillis(20, 500));

  private static final Timer ASK = Timer.after(Span.ofMillis(40, 400));

  private static final Timer FINISH = Timer.after(Span.ofMillis(100, 1_000));

  private static final Timer CHANGE = Timer.after(Span.ofMillis(100, 1_500));

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

  /** Creates the subject with runners r1, r2 and so on. */
  public static RestartSubject of(int runners) {
    Choices choices =
        new Choices(
            IntStream.rangeClosed(1, runners).mapToObj(i -> new NodeId("r" + i)).toList(),
            PROCESS,
            STEPS,
            VALUE,
            DRAW);
    return new RestartSubject(
        choices, RestartBinding.cluster(choices, choices.service(), choices::runner));
  }

  private RestartSubject(Choices choices, Cluster<Message> cluster) {
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
            "Runner", new TreeSet<>(choices.runner()),
            "Process", new TreeSet<>(choices.process()),
            "Steps", choices.steps(),
            "Value", new TreeSet<>(choices.value()),
            "NoValue", Value.NO_VALUE,
            "Draw", new TreeSet<>(choices.draw())));
  }

  @Override
  public Cluster<Message> cluster() {
    return cluster;
  }

  @Override
  public Subject<Message> with(Cluster<Message> other) {
    return new RestartSubject(choices, other);
  }

  @Override
  public Timer timer(NodeId node, Object input) {
    return switch (input) {
      case ProgramRunner.Input.Start ignored -> START;
      case ProgramRunner.Input.Ask ignored -> ASK;
      case ProgramRunner.Input.Finish ignored -> FINISH;
      case EffectService.Input.Change ignored -> CHANGE;
      default -> throw new IllegalArgumentException(node + " has no input " + input);
    };
  }

  @Override
  public List<Property<Message>> properties() {
    return RestartProperties.all(choices);
  }

  @Override
  public Optional<String> liveness() {
    return Optional.of("EveryProcessEnds");
  }

  @Override
  public boolean isDone(World<Message> world) {
    return choices.process().stream().allMatch(p -> RestartProperties.hasEnded(world, p));
  }

  @Override
  public String outcome(World<Message> world) {
    return isDone(world) ? "ended" : "open";
  }

  @Override
  public List<String> outcomes() {
    return List.of("ended", "open");
  }

  @Override
  public List<Place> observed(NodeId node) {
    if (node.equals(Message.SERVICE)) {
      return Stream.of("serviceState", "current", "effects", "recorded").map(Place::of).toList();
    }
    return node.equals(Message.CALLER)
        ? List.of(Place.of("result"))
        : List.of(Place.of("runnerState", node.name()), Place.of("run", node.name()));
  }
}
