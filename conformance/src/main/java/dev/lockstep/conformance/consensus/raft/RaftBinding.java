package dev.lockstep.conformance.consensus.raft;

import dev.lockstep.conformance.Binding;
import dev.lockstep.conformance.Cluster;
import dev.lockstep.conformance.Constants;
import dev.lockstep.conformance.Limits;
import dev.lockstep.conformance.MessageSet;
import dev.lockstep.conformance.NodeStatus;
import dev.lockstep.conformance.Variables;
import dev.lockstep.conformance.World;
import dev.lockstep.consensus.raft.Disk;
import dev.lockstep.consensus.raft.Entry;
import dev.lockstep.consensus.raft.Extension;
import dev.lockstep.consensus.raft.Log;
import dev.lockstep.consensus.raft.Message;
import dev.lockstep.consensus.raft.Message.RequestVote;
import dev.lockstep.consensus.raft.Progress;
import dev.lockstep.consensus.raft.Raft;
import dev.lockstep.consensus.raft.Snapshot;
import dev.lockstep.consensus.raft.State;
import dev.lockstep.consensus.raft.Value;
import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Raft: servers on a lossy network, each of which may crash at any moment. What extends Raft has a
 * binding that extends this one, as its module extends {@code Raft.tla}.
 *
 * @see "Raft.tla and MCRaft.tla"
 */
public class RaftBinding implements Binding<Message> {

  private static final String CRASHED = "crashed";
  private static final Limits<Message> SIMULATED = RaftBinding::asksForNews;

  /** Creates it. */
  public RaftBinding() {}

  /**
   * A server, given its name and those of all.
   *
   * @see Raft#Raft(NodeId, Collection, Collection, int, List)
   */
  @FunctionalInterface
  public interface ServerOf {
    /** Returns the core of {@code i}. */
    Raft create(
        NodeId i,
        Collection<NodeId> server,
        Collection<?> values,
        int batch,
        List<? extends Extension<?>> extensions);
  }

  @Override
  public String protocol() {
    return "raft";
  }

  /**
   * Returns what extends Raft here: nothing.
   *
   * @param constants those of the model
   */
  protected List<? extends Extension<?>> extensions(Constants constants) {
    return List.of();
  }

  /** Adds the variables that an extension has beside those of Raft: none. */
  protected void addVariables(Variables<Message> variables) {}

  /** Returns how a crash of {@code i} is called. */
  private static Action crash(NodeId i) {
    return Action.of("Crash", i);
  }

  @Override
  public final Cluster<Message> cluster(Constants constants) {
    return cluster(constants, Raft::new);
  }

  /** Returns the code's side of a model with other cores, for example mutants. */
  public final Cluster<Message> cluster(Constants constants, ServerOf serverOf) {
    return bounded(
        cluster(
            constants.nodes("Server"),
            values(constants, "Value"),
            constants.number("MaxBatch"),
            extensions(constants),
            serverOf),
        constants);
  }

  /** Returns a cluster without bounds. */
  public static Cluster<Message> cluster(
      Collection<NodeId> server,
      Collection<?> values,
      int batch,
      List<? extends Extension<?>> extensions,
      ServerOf serverOf) {
    Cluster.Builder<Message> cluster =
        Cluster.on(MessageSet.to((Message message) -> List.of(message.to())).lossy("LoseMessage"));
    SortedSet<NodeId> all = new TreeSet<>(server);
    for (NodeId i : all) {
      cluster.node(i, serverOf.create(i, all, values, batch, extensions), crash(i));
    }
    return cluster.build();
  }

  /**
   * Returns the cluster within the bounds of a model, which are those of {@code MCRaft.tla}, or,
   * without such constants, of a simulation, in which clients ask for each value once.
   */
  protected Cluster<Message> bounded(Cluster<Message> cluster, Constants constants) {
    return constants.values().containsKey("MaxElections")
        ? cluster.bounded(MCRaft.of(constants))
        : cluster.bounded(SIMULATED);
  }

  /** Returns a constant that is a set of values. */
  protected static List<Value> values(Constants constants, String name) {
    return constants.nodes(name).stream().map(node -> new Value(node.name())).toList();
  }

  /** The bounds of {@code MCRaft.tla}. What is used up can be read off the world. */
  public record MCRaft(int maxElections, int maxLog, int maxBatch) implements Limits<Message> {

    /** Returns the bounds that the constants of a model say. */
    public static MCRaft of(Constants constants) {
      return new MCRaft(
          constants.number("MaxElections"),
          constants.number("MaxLog"),
          constants.number("MaxBatch"));
    }

    /** Returns the same for a model that counts terms itself, and not elections. */
    public static MCRaft withoutElections(Constants constants) {
      return new MCRaft(
          Integer.MAX_VALUE, constants.number("MaxLog"), constants.number("MaxBatch"));
    }

    @Override
    public boolean allows(World<Message> source, Action action) {
      return switch (action.name()) {
        case "Timeout" ->
            up(source, action).currentTerm() < maxElections && elections(source) < maxElections;
        case "BecomeLeader" -> hasRoom(source, action);
        case "ClientRequest" ->
            hasRoom(source, action) && !isRequested(source, action.arguments().get(1));
        case "AppendEntries" ->
            isNext(
                up(source, action),
                node(action, 1),
                (long) action.arguments().get(2),
                (int) action.arguments().get(3));
        default -> true;
      };
    }

    /** What a server may have had in mind to send a moment ago is not always that. */
    private boolean isNext(State state, NodeId j, long prev, int count) {
      return prev == state.progress().next(j) - 1
          && count == Math.min(maxBatch, state.log().lastIndex() - prev)
          && (count != 0 || state.commitIndex() == prev);
    }

    private static long elections(World<Message> world) {
      return world.network().messages().stream()
          .filter(RequestVote.class::isInstance)
          .map(m -> List.of(m.from(), m.term()))
          .distinct()
          .count();
    }

    private boolean hasRoom(World<Message> world, Action action) {
      return up(world, action).log().lastIndex() < maxLog;
    }
  }

  /** The bound of simulations: a value that is in a log already is not asked for. */
  protected static boolean asksForNews(World<Message> source, Action action) {
    return !action.name().equals("ClientRequest")
        || !isRequested(source, action.arguments().get(1));
  }

  /** Returns a server that an action is about, counted from 0. */
  protected static NodeId node(Action action, int argument) {
    return (NodeId) action.arguments().get(argument);
  }

  /** Returns the state of the server that takes an action, which is up. */
  protected static State up(World<Message> world, Action action) {
    NodeId i = node(action, 0);
    return switch (world.status(i)) {
      case NodeStatus.Up(Object state) -> (State) state;
      case NodeStatus.Down ignored -> throw new IllegalArgumentException(i + " is down");
    };
  }

  /** Returns the log of the server that takes an action. */
  protected static Log log(World<Message> world, Action action) {
    return disk(world, node(action, 0)).log();
  }

  /** Says whether a value is in the log of any server. */
  private static boolean isRequested(World<Message> world, Object value) {
    for (NodeId i : world.nodes()) {
      for (Entry entry : disk(world, i).log().entries()) {
        if (entry.value().equals(value)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns what {@code i} has on disk. */
  public static Disk disk(World<Message> world, NodeId i) {
    return switch (world.status(i)) {
      case NodeStatus.Up(Object state) -> ((State) state).disk();
      case NodeStatus.Down(Object disk) -> (Disk) disk;
    };
  }

  @Override
  public final SequencedMap<String, Function<World<Message>, Object>> variables() {
    Variables<Message> variables = new Variables<>();
    onDisk(variables, "currentTerm", Disk::currentTerm);
    onDisk(variables, "votedFor", Disk::votedFor);
    onDisk(variables, "log", disk -> disk.log().entries());
    onDisk(variables, "snapshot", disk -> indexAndTerm(disk.log().snapshot()));
    inMemory(variables, "role", State::role, disk -> CRASHED);
    inMemory(variables, "votesGranted", State::votesGranted, disk -> Set.of());
    inMemory(variables, "commitIndex", State::commitIndex, disk -> disk.log().snapshot().index());
    variables.variable("nextIndex", world -> leaders(world, Progress::nextIndex, 1));
    variables.variable("matchIndex", world -> leaders(world, Progress::matchIndex, 0));
    variables.network("msgs");
    addVariables(variables);
    return variables.build();
  }

  /** Adds a variable that is a function of what each server has on disk. */
  protected static void onDisk(
      Variables<Message> variables, String name, Function<Disk, Object> value) {
    variables.each(
        name,
        i -> true,
        State.class,
        state -> value.apply(state.disk()),
        disk -> value.apply((Disk) disk));
  }

  /**
   * Adds a variable that is a function of what each server has in memory.
   *
   * @param down what it is while the server is down
   */
  protected static void inMemory(
      Variables<Message> variables,
      String name,
      Function<State, Object> up,
      Function<Disk, Object> down) {
    variables.each(name, i -> true, State.class, up, disk -> down.apply((Disk) disk));
  }

  /** What leaders know of each server; the same for all that are none. */
  private static Object leaders(
      World<Message> world, Function<Progress, Map<NodeId, Long>> indexes, long none) {
    Map<NodeId, Object> all = new TreeMap<>();
    Map<NodeId, Long> nothing = new TreeMap<>();
    world.nodes().forEach(j -> nothing.put(j, none));
    for (NodeId i : world.nodes()) {
      all.put(
          i,
          world.status(i) instanceof NodeStatus.Up(State state)
              ? indexes.apply(state.progress())
              : nothing);
    }
    return all;
  }

  /** Returns a value for each two servers that is part of what the first has in memory. */
  protected static Object inMemoryOfEach(
      World<Message> world, BiFunction<State, NodeId, Object> up, Object down) {
    return ofEach(
        world,
        (i, j) ->
            world.status(i) instanceof NodeStatus.Up(State state) ? up.apply(state, j) : down);
  }

  /** Returns a value for each two servers. */
  protected static Object ofEach(World<Message> world, BiFunction<NodeId, NodeId, Object> value) {
    Map<NodeId, Object> all = new TreeMap<>();
    for (NodeId i : world.nodes()) {
      Map<NodeId, Object> others = new TreeMap<>();
      world.nodes().forEach(j -> others.put(j, value.apply(i, j)));
      all.put(i, others);
    }
    return all;
  }

  private static Map<String, Long> indexAndTerm(Snapshot snapshot) {
    return new TreeMap<>(Map.of("index", snapshot.index(), "term", snapshot.term()));
  }
}
