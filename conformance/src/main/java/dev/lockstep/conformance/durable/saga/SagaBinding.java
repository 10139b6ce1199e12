package dev.lockstep.conformance.durable.saga;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.MessageSet;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.core.Action;
import dev.lockstep.durable.saga.Message;
import dev.lockstep.durable.saga.Orchestrator;
import dev.lockstep.durable.saga.Position;
import dev.lockstep.durable.saga.Service;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A saga: an orchestrator and a service for each step, all of which may crash at any moment, on a
 * lossy network.
 *
 * @see "Saga.tla"
 */
public final class SagaBinding implements Binding<Message> {

  /** What the spec calls the position of an orchestrator that is down. */
  private record Down(String phase, List<Integer> done) {}

  private static final Down DOWN = new Down("crashed", List.of());

  @Override
  public String protocol() {
    return "saga";
  }

  @Override
  public Cluster<Message> cluster(Constants constants) {
    return cluster(lastStep(constants));
  }

  /** Returns how many steps the saga of a model has. */
  static int lastStep(Constants constants) {
    return constants.number("LastStep");
  }

  /** Returns the cluster of the cores as they are. */
  static Cluster<Message> cluster(int lastStep) {
    return cluster(lastStep, new Orchestrator(lastStep), Service::new);
  }

  /** Returns a cluster of other cores, for example mutants. */
  static Cluster<Message> cluster(
      int lastStep, Orchestrator orchestrator, IntFunction<? extends Service> service) {
    Cluster.Builder<Message> cluster =
        Cluster.on(MessageSet.to((Message message) -> List.of(message.to())).lossy("LoseMessage"));
    cluster.node(Message.ORCHESTRATOR, orchestrator, Action.of("Crash"));
    for (int s = 1; s <= lastStep; s++) {
      cluster.node(Message.service(s), service.apply(s), Action.of("ServiceCrash", s));
    }
    return cluster.build();
  }

  @Override
  public SequencedMap<String, Function<World<Message>, Object>> variables() {
    Class<Orchestrator.State> orchestrator = Orchestrator.State.class;
    return new Variables<Message>()
        .one(
            "position",
            Message.ORCHESTRATOR,
            orchestrator,
            Orchestrator.State::position,
            log -> DOWN)
        .one("log", Message.ORCHESTRATOR, orchestrator, Orchestrator.State::log, log -> log)
        .variable(
            "serviceState",
            world ->
                ofEach(
                    world,
                    s ->
                        world.status(Message.service(s)) instanceof NodeStatus.Up
                            ? "up"
                            : "crashed"))
        .variable("record", world -> ofEach(world, s -> service(world, s).record()))
        .variable("executed", world -> ofEach(world, s -> service(world, s).executed()))
        .variable("compensated", world -> ofEach(world, s -> service(world, s).compensated()))
        .network("msgs")
        .build();
  }

  private static Map<Integer, Object> ofEach(World<Message> world, IntFunction<Object> value) {
    Map<Integer, Object> all = new TreeMap<>();
    steps(world).forEach(s -> all.put(s, value.apply(s)));
    return all;
  }

  /** Returns the steps of the saga, in order. */
  static IntStream steps(World<Message> world) {
    return IntStream.range(1, world.nodes().size());
  }

  /** Returns what a service has on disk, which is all that it has. */
  static Service.State service(World<Message> world, int s) {
    return (Service.State) world.status(Message.service(s)).held();
  }

  /** Returns what the orchestrator has on disk. */
  static Position log(World<Message> world) {
    return switch (world.status(Message.ORCHESTRATOR)) {
      case NodeStatus.Up(Object state) -> ((Orchestrator.State) state).log();
      case NodeStatus.Down(Object log) -> (Position) log;
    };
  }
}
