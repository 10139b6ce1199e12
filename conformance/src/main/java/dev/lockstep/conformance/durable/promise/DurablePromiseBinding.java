package dev.lockstep.conformance.durable.promise;

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
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import dev.lockstep.durable.promise.Message;
import dev.lockstep.durable.promise.PromiseClient;
import dev.lockstep.durable.promise.PromiseStore;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Durable promises: a store that may crash at any moment, and its clients, on a lossy network.
 *
 * @see "DurablePromise.tla and MCDurablePromise.tla"
 */
public final class DurablePromiseBinding implements Binding<Message> {

  /** The values of the spec's constants, which say what may be asked for. */
  record Choices(
      List<NodeId> client,
      List<PromiseId> id,
      List<Value> value,
      List<Long> deadline,
      int maxJump) {

    static Choices of(Constants constants) {
      return new Choices(
          List.copyOf(constants.nodes("Client")),
          DurableConstants.ids(constants, "Id"),
          DurableConstants.values(constants),
          DurableConstants.deadlines(constants),
          constants.number("MaxJump"));
    }

    PromiseClient client(NodeId c) {
      return new PromiseClient(c, id, deadline, value);
    }

    PromiseStore store() {
      return new PromiseStore(id, maxJump);
    }
  }

  @Override
  public String protocol() {
    return "durable-promise";
  }

  @Override
  public Cluster<Message> cluster(Constants constants) {
    return cluster(constants, Choices::store, Choices::client);
  }

  /** Returns a cluster of other cores, for example mutants, within the bounds of a model. */
  static Cluster<Message> cluster(
      Constants constants,
      Function<Choices, ? extends PromiseStore> store,
      BiFunction<Choices, NodeId, ? extends PromiseClient> client) {
    Choices choices = Choices.of(constants);
    return bounded(
        cluster(choices, store.apply(choices), name -> client.apply(choices, name)), constants);
  }

  /** Returns a cluster without bounds. */
  static Cluster<Message> cluster(
      Choices choices, PromiseStore store, Function<NodeId, ? extends PromiseClient> client) {
    Cluster.Builder<Message> cluster =
        Cluster.on(
            MessageSet.to((Message message) -> List.of(message.receiver())).lossy("LoseMessage"));
    cluster.node(Message.STORE, store, Action.of("Crash"));
    for (NodeId c : choices.client()) {
      cluster.node(c, client.apply(c));
    }
    return cluster.build();
  }

  /** In a simulation nothing bounds time, or what clients ask for. */
  private static Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    return constants.values().containsKey("MaxTime")
        ? cluster.bounded(
            new MCDurablePromise(constants.number("MaxTime"), constants.number("MaxInFlight")))
        : cluster;
  }

  /** The bounds of {@code MCDurablePromise.tla}. */
  private record MCDurablePromise(int maxTime, int maxInFlight) implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      return switch (action.name()) {
        case "Create", "Settle", "Read" -> source.network().messages().size() < maxInFlight;
        case "Advance" -> (long) action.arguments().getFirst() <= maxTime;
        default -> true;
      };
    }
  }

  @Override
  public SequencedMap<String, Function<World<Message>, Object>> variables() {
    return new Variables<Message>()
        .variable("now", world -> store(world).now())
        .variable("promise", world -> store(world).promises())
        .one(
            "storeState", Message.STORE, PromiseStore.State.class, up -> "up", durable -> "crashed")
        .each(
            "known",
            node -> !node.equals(Message.STORE),
            PromiseClient.State.class,
            PromiseClient.State::known,
            durable -> {
              throw new IllegalArgumentException("clients do not crash");
            })
        .network("msgs")
        .build();
  }

  /** Returns what is on the disk of the store, whether it is up or down. */
  static PromiseStore.State store(World<Message> world) {
    return (PromiseStore.State) world.status(Message.STORE).held();
  }

  /** Returns what a client knows. */
  static PromiseClient.State client(World<Message> world, NodeId c) {
    return (PromiseClient.State) world.status(c).held();
  }
}
