package dev.lockstep.conformance.durable.execution;

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
import dev.lockstep.durable.execution.Code;
import dev.lockstep.durable.execution.Execution;
import dev.lockstep.durable.execution.ExecutionStore;
import dev.lockstep.durable.execution.ExecutionWorker;
import dev.lockstep.durable.execution.Message;
import dev.lockstep.durable.execution.Program;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Durable executions: a store, and workers that may crash at any moment and talk to it over a
 * network that loses, duplicates and reorders messages.
 *
 * @see "DurableExecution.tla and MCDurableExecution.tla"
 */
public final class DurableExecutionBinding implements Binding<Message> {

  /** The values of the spec's constants. */
  record Choices(
      List<NodeId> worker,
      Set<NodeId> ahead,
      List<PromiseId> execution,
      List<Value> value,
      List<Long> deadline,
      List<Long> stepDeadline,
      Program program,
      int maxJump) {

    static Choices of(Constants constants) {
      return new Choices(
          List.copyOf(constants.nodes("Worker")),
          constants.nodes("Ahead"),
          DurableConstants.ids(constants, "Execution"),
          DurableConstants.values(constants),
          DurableConstants.deadlines(constants),
          DurableConstants.deadlines(constants, "StepDeadline"),
          new Program(
              constants.number("Length"),
              constants.numbers("Local"),
              constants.numbers("Timer"),
              constants.number("Fork")),
          constants.number("MaxJump"));
    }

    Code code(NodeId w) {
      return ahead.contains(w) ? Code.NEW : Code.OLD;
    }

    ExecutionWorker worker(NodeId w) {
      return new ExecutionWorker(w, code(w), program, execution, value, stepDeadline);
    }

    ExecutionStore store() {
      return new ExecutionStore(execution, value, deadline, maxJump);
    }
  }

  @Override
  public String protocol() {
    return "durable-execution";
  }

  @Override
  public Cluster<Message> cluster(Constants constants) {
    return cluster(constants, Choices::store, Choices::worker);
  }

  /** Returns a cluster of other cores, for example mutants, within the bounds of a model. */
  static Cluster<Message> cluster(
      Constants constants,
      Function<Choices, ? extends ExecutionStore> store,
      BiFunction<Choices, NodeId, ? extends ExecutionWorker> worker) {
    Choices choices = Choices.of(constants);
    return bounded(
        cluster(choices, store.apply(choices), name -> worker.apply(choices, name)), constants);
  }

  /** Returns a cluster without bounds. */
  static Cluster<Message> cluster(
      Choices choices, ExecutionStore store, Function<NodeId, ? extends ExecutionWorker> worker) {
    Cluster.Builder<Message> cluster =
        Cluster.on(MessageSet.to(DurableExecutionBinding::receivers).lossy("LoseMessage"));
    cluster.node(Message.STORE, store);
    for (NodeId w : choices.worker()) {
      cluster.node(w, worker.apply(w), Action.of("Crash", w));
    }
    return cluster.build();
  }

  private static List<NodeId> receivers(Message message) {
    return List.of(message.isFromStore() ? message.worker() : Message.STORE);
  }

  /** In a simulation nothing bounds time, or how often anything is tried. */
  private static Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    return constants.values().containsKey("MaxTime")
        ? cluster.bounded(
            new MCDurableExecution(
                constants.number("MaxTime"),
                constants.number("MaxVersion"),
                constants.number("MaxInFlight")))
        : cluster;
  }

  /** The bounds of {@code MCDurableExecution.tla}. */
  private record MCDurableExecution(int maxTime, int maxVersion, int maxInFlight)
      implements Limits<Message> {

    @Override
    public boolean allows(World<Message> source, Action action) {
      int inFlight = source.network().messages().size();
      boolean canAsk = inFlight < maxInFlight;
      boolean canAnswer = inFlight <= maxInFlight;
      return switch (action.name()) {
        case "Claim" -> canAsk && isLeft(source, (PromiseId) action.arguments().getLast());
        case "RcvAcquire" ->
            canAnswer && isLeft(source, ((Message) action.arguments().getFirst()).execution());
        case "RcvDone", "RcvCreate", "RcvSuspend", "RcvFulfill", "RcvMismatch" -> canAnswer;
        case "Execute", "Call", "Suspend", "Fulfill", "Mismatch" -> canAsk;
        case "Advance" -> (long) action.arguments().getFirst() <= maxTime;
        default -> true;
      };
    }

    private boolean isLeft(World<Message> world, PromiseId e) {
      return store(world).execution(e).version() < maxVersion;
    }
  }

  @Override
  public SequencedMap<String, Function<World<Message>, Object>> variables() {
    Class<ExecutionWorker.State> worker = ExecutionWorker.State.class;
    return new Variables<Message>()
        .variable("now", world -> store(world).now())
        .variable("promise", world -> ofEach(world, Execution::promise))
        .variable("steps", world -> ofEach(world, Execution::steps))
        .variable("taskState", world -> ofEach(world, Execution::state))
        .variable("version", world -> ofEach(world, Execution::version))
        .variable("awaited", world -> ofEach(world, Execution::awaited))
        .each(
            "workerState", DurableExecutionBinding::isWorker, worker, up -> "up", none -> "crashed")
        .each(
            "run",
            DurableExecutionBinding::isWorker,
            worker,
            ExecutionWorker.State::runs,
            none -> ((ExecutionWorker.State) none).runs())
        .network("msgs")
        .build();
  }

  private static Map<PromiseId, Object> ofEach(
      World<Message> world, Function<Execution, Object> value) {
    Map<PromiseId, Object> all = new TreeMap<>();
    store(world).executions().forEach((e, execution) -> all.put(e, value.apply(execution)));
    return all;
  }

  static boolean isWorker(NodeId node) {
    return !node.equals(Message.STORE);
  }

  /** Returns what the store has. */
  static ExecutionStore.State store(World<Message> world) {
    return (ExecutionStore.State) world.status(Message.STORE).held();
  }

  /** Returns what a worker has, which is nothing while it is down. */
  static ExecutionWorker.State worker(World<Message> world, NodeId w) {
    return (ExecutionWorker.State) world.status(w).held();
  }
}
