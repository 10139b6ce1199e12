package dev.lockstep.conformance.durable.task;

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
import dev.lockstep.durable.task.Message;
import dev.lockstep.durable.task.Task;
import dev.lockstep.durable.task.TaskStore;
import dev.lockstep.durable.task.TaskWorker;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Durable tasks: a store, and workers that may crash at any moment, on a lossy network.
 *
 * @see "DurableTask.tla and MCDurableTask.tla"
 */
public final class DurableTaskBinding implements Binding<Message> {

  /** The values of the spec's constants. */
  record Choices(
      List<NodeId> worker,
      List<PromiseId> task,
      List<Value> value,
      List<Long> deadline,
      int timeToLive,
      int maxJump) {

    static Choices of(Constants constants) {
      return new Choices(
          List.copyOf(constants.nodes("Worker")),
          DurableConstants.ids(constants, "Task"),
          DurableConstants.values(constants),
          DurableConstants.deadlines(constants),
          constants.number("TimeToLive"),
          constants.number("MaxJump"));
    }

    TaskWorker worker(NodeId w) {
      return new TaskWorker(w, task, value);
    }

    TaskStore store() {
      return new TaskStore(task, deadline, timeToLive, maxJump);
    }
  }

  @Override
  public String protocol() {
    return "durable-task";
  }

  @Override
  public Cluster<Message> cluster(Constants constants) {
    return cluster(constants, Choices::store, Choices::worker);
  }

  /** Returns a cluster of other cores, for example mutants, within the bounds of a model. */
  static Cluster<Message> cluster(
      Constants constants,
      Function<Choices, ? extends TaskStore> store,
      BiFunction<Choices, NodeId, ? extends TaskWorker> worker) {
    Choices choices = Choices.of(constants);
    return bounded(
        cluster(choices, store.apply(choices), name -> worker.apply(choices, name)), constants);
  }

  /** Returns a cluster without bounds. */
  static Cluster<Message> cluster(
      Choices choices, TaskStore store, Function<NodeId, ? extends TaskWorker> worker) {
    Cluster.Builder<Message> cluster =
        Cluster.on(
            MessageSet.to((Message message) -> receivers(choices, message)).lossy("LoseMessage"));
    cluster.node(Message.STORE, store);
    for (NodeId w : choices.worker()) {
      cluster.node(w, worker.apply(w), Action.of("Crash", w));
    }
    return cluster.build();
  }

  private static List<NodeId> receivers(Choices choices, Message message) {
    if (!message.isFromStore()) {
      return List.of(Message.STORE);
    }
    return message instanceof Message.Offer ? choices.worker() : List.of(message.worker());
  }

  /** In a simulation nothing bounds time, or how often anything is tried. */
  private static Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    return constants.values().containsKey("MaxTime")
        ? cluster.bounded(
            new MCDurableTask(
                constants.number("MaxTime"),
                constants.number("MaxVersion"),
                constants.number("MaxInFlight")))
        : cluster;
  }

  /** The bounds of {@code MCDurableTask.tla}. */
  private record MCDurableTask(int maxTime, int maxVersion, int maxInFlight)
      implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      boolean canAsk = source.network().messages().size() < maxInFlight;
      return switch (action.name()) {
        case "Dispatch" -> canAsk && dispatched(source, action).version() < maxVersion;
        case "RcvOffer", "Heartbeat", "Release", "Suspend", "Fulfill" -> canAsk;
        case "Advance" -> (long) action.arguments().getFirst() <= maxTime;
        default -> true;
      };
    }

    private static Task dispatched(World<Message> world, Action action) {
      return store(world).task((PromiseId) action.arguments().getFirst());
    }
  }

  @Override
  public SequencedMap<String, Function<World<Message>, Object>> variables() {
    Class<TaskWorker.State> worker = TaskWorker.State.class;
    return new Variables<Message>()
        .variable("now", world -> store(world).now())
        .variable("promise", world -> ofEach(world, Task::promise))
        .variable("taskState", world -> ofEach(world, Task::state))
        .variable("version", world -> ofEach(world, Task::version))
        .variable("leaseUntil", world -> ofEach(world, Task::leaseUntil))
        .variable("resumed", world -> ofEach(world, Task::resumed))
        .each("workerState", DurableTaskBinding::isWorker, worker, up -> "up", none -> "crashed")
        .each(
            "claim",
            DurableTaskBinding::isWorker,
            worker,
            TaskWorker.State::claims,
            none -> ((TaskWorker.State) none).claims())
        .network("msgs")
        .build();
  }

  private static Map<PromiseId, Object> ofEach(World<Message> world, Function<Task, Object> value) {
    Map<PromiseId, Object> all = new TreeMap<>();
    store(world).tasks().forEach((t, task) -> all.put(t, value.apply(task)));
    return all;
  }

  static boolean isWorker(NodeId node) {
    return !node.equals(Message.STORE);
  }

  /** Returns what the store has. */
  static TaskStore.State store(World<Message> world) {
    return (TaskStore.State) world.status(Message.STORE).held();
  }

  /** Returns what a worker has, which is nothing while it is down. */
  static TaskWorker.State worker(World<Message> world, NodeId w) {
    return (TaskWorker.State) world.status(w).held();
  }
}
