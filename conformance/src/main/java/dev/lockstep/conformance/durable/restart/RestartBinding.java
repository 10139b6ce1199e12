package dev.lockstep.conformance.durable.restart;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Limits;
import dev.lockstep.conformance.MessageSet;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.conformance.durable.DurableConstants;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.restart.Caller;
import dev.lockstep.durable.restart.EffectService;
import dev.lockstep.durable.restart.Key;
import dev.lockstep.durable.restart.Message;
import dev.lockstep.durable.restart.ProcessId;
import dev.lockstep.durable.restart.ProgramRunner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Restart: runners that may crash at any moment, a service that may crash, too, and a caller, on a
 * lossy network.
 *
 * @see "Restart.tla and MCRestart.tla"
 */
public final class RestartBinding implements Binding<Message> {

  /** The values of the spec's constants. */
  record Choices(
      List<NodeId> runner,
      List<ProcessId> process,
      int steps,
      List<Value> value,
      List<Value> draw) {

    static Choices of(Constants constants) {
      return new Choices(
          List.copyOf(constants.nodes("Runner")),
          constants.nodes("Process").stream().map(p -> new ProcessId(p.name())).toList(),
          constants.number("Steps"),
          DurableConstants.values(constants),
          DurableConstants.values(constants, "Draw"));
    }

    ProgramRunner runner(NodeId r) {
      return new ProgramRunner(r, process, steps, draw);
    }

    EffectService service() {
      return new EffectService(process, value);
    }
  }

  /** An element of the spec's {@code recorded}. */
  private record Known(Key key, Value value) {}

  @Override
  public String protocol() {
    return "restart";
  }

  @Override
  public Cluster<Message> cluster(Constants constants) {
    return cluster(constants, Choices::service, Choices::runner);
  }

  /** Returns a cluster of other cores, for example mutants, within the bounds of a model. */
  static Cluster<Message> cluster(
      Constants constants,
      Function<Choices, ? extends EffectService> service,
      BiFunction<Choices, NodeId, ? extends ProgramRunner> runner) {
    Choices choices = Choices.of(constants);
    return bounded(
        cluster(choices, service.apply(choices), name -> runner.apply(choices, name)), constants);
  }

  /** Returns a cluster without bounds. */
  static Cluster<Message> cluster(
      Choices choices, EffectService service, Function<NodeId, ? extends ProgramRunner> runner) {
    Cluster.Builder<Message> cluster =
        Cluster.on(
            MessageSet.to((Message message) -> List.of(message.receiver())).lossy("LoseMessage"));
    for (NodeId r : choices.runner()) {
      cluster.node(r, runner.apply(r), Action.of("CrashRunner", r));
    }
    cluster.node(Message.SERVICE, service, Action.of("CrashService"));
    cluster.node(Message.CALLER, new Caller(choices.process()));
    return cluster.build();
  }

  /** In a simulation nothing bounds how often anything is tried. */
  private static Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    return constants.values().containsKey("MaxInFlight")
        ? cluster.bounded(new MCRestart(constants.number("MaxInFlight")))
        : cluster;
  }

  /** The bounds of {@code MCRestart.tla}. */
  private record MCRestart(int maxInFlight) implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      return switch (action.name()) {
        case "Ask", "Finish" -> source.network().messages().size() < maxInFlight;
        default -> true;
      };
    }
  }

  @Override
  public SequencedMap<String, Function<World<Message>, Object>> variables() {
    Class<ProgramRunner.State> runner = ProgramRunner.State.class;
    return new Variables<Message>()
        .each("runnerState", RestartBinding::isRunner, runner, up -> "up", none -> "crashed")
        .each(
            "run",
            RestartBinding::isRunner,
            runner,
            ProgramRunner.State::runs,
            none -> ((ProgramRunner.State) none).runs())
        .one(
            "serviceState",
            Message.SERVICE,
            EffectService.State.class,
            up -> "up",
            durable -> "crashed")
        .variable("current", world -> service(world).current())
        .variable("effects", world -> service(world).effects())
        .variable("recorded", world -> known(service(world)))
        .variable("result", world -> caller(world).results())
        .network("msgs")
        .build();
  }

  private static Set<Known> known(EffectService.State service) {
    Set<Known> all = new LinkedHashSet<>();
    service.recorded().forEach((key, value) -> all.add(new Known(key, value)));
    return all;
  }

  static boolean isRunner(NodeId node) {
    return !node.equals(Message.SERVICE) && !node.equals(Message.CALLER);
  }

  /** Returns what the service has, all of which is on its disk. */
  static EffectService.State service(World<Message> world) {
    return (EffectService.State) world.status(Message.SERVICE).held();
  }

  /** Returns how far a runner is, which is nowhere while it is down. */
  static ProgramRunner.State runner(World<Message> world, NodeId r) {
    return (ProgramRunner.State) world.status(r).held();
  }

  /** Returns what the caller was told. */
  static Caller.State caller(World<Message> world) {
    return (Caller.State) world.status(Message.CALLER).held();
  }
}
