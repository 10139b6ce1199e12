package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.core.Core;
import dev.lockstep.core.DurableCore;
import dev.lockstep.core.NodeId;
import dev.lockstep.core.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A system of nodes, each with a protocol core, and a network between them: the code's side of a
 * model. It takes no decision of its own. Given a world it says everything that may happen next,
 * and what it leads to; an explorer follows all of it, a simulator one.
 *
 * <p>A step is atomic: the state, its durable part and the messages change together. A crash leaves
 * of a node what {@link DurableCore#durable} returns.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <M> the messages
 */
public final class Cluster<M> {

  private final Map<NodeId, Node<?, ?, M>> nodes;
  private final World<M> initial;
  private final Bounds<M, Object> bounds;
  private final Set<String> without;
  private final @Nullable Replacement<?, M> replacement;

  private Cluster(
      Map<NodeId, Node<?, ?, M>> nodes,
      World<M> initial,
      Bounds<M, Object> bounds,
      Set<String> without,
      @Nullable Replacement<?, M> replacement) {
    this.nodes = nodes;
    this.initial = initial;
    this.bounds = bounds;
    this.without = without;
    this.replacement = replacement;
  }

  /** Starts to build a cluster on {@code network}, which has no message in flight yet. */
  public static <M> Builder<M> on(Network<M> network) {
    return new Builder<>(network);
  }

  /**
   * Returns the same cluster in an environment that never lets the named actions happen: a model
   * without crashes, without loss, without refusals.
   */
  public Cluster<M> without(Collection<String> actions) {
    Set<String> all = new TreeSet<>(without);
    all.addAll(actions);
    return new Cluster<>(nodes, initial, bounds, all, replacement);
  }

  /**
   * Returns the same cluster, which begins in another world: the code's side of a model that begins
   * in the middle.
   *
   * @param world one of a cluster with the same nodes
   */
  public Cluster<M> startingIn(World<M> world) {
    if (!world.nodes().equals(nodes())) {
      throw new IllegalArgumentException(world.nodes() + " are not the nodes " + nodes());
    }
    return new Cluster<>(nodes, world.withUsed(bounds.initial()), bounds, without, replacement);
  }

  /**
   * Returns a cluster in which an action has another result: wrong code, to see whether anybody
   * notices.
   *
   * @param core the class of the cores that take the action
   * @param action the name of the action
   * @param wrong from the step that the core takes to the one that it takes here
   * @param <S> the state of these cores
   */
  public <S> Cluster<M> replacing(
      Class<? extends Core<S, ?, M>> core, String action, UnaryOperator<Step<S, M>> wrong) {
    return new Cluster<>(nodes, initial, bounds, without, new Replacement<>(core, action, wrong));
  }

  /** Returns the same cluster within the bounds of a model. */
  @SuppressWarnings("unchecked") // what is used up comes from these bounds and goes back to them
  public <U> Cluster<M> bounded(Bounds<M, U> within) {
    Bounds<M, Object> own = (Bounds<M, Object>) within;
    return new Cluster<>(nodes, initial.withUsed(own.initial()), own, without, replacement);
  }

  /** Returns the actions that never happen here, by name. */
  public Set<String> leftOut() {
    return Collections.unmodifiableSet(without);
  }

  /** Returns the world in which it begins: all nodes start for the first time, as a rule. */
  public World<M> initial() {
    return initial;
  }

  /** Returns the names of the nodes, in the order in which they were added. */
  public List<NodeId> nodes() {
    return initial.nodes();
  }

  /**
   * Returns the core of {@code node}.
   *
   * @throws IllegalArgumentException if there is no such node
   */
  public Core<?, ?, M> core(NodeId node) {
    return node(node).core();
  }

  /**
   * Returns what is on the disk of {@code node}, whether it is up or down.
   *
   * @throws IllegalArgumentException if there is no such node, or it never crashes
   */
  public Object durable(World<M> world, NodeId node) {
    return switch (world.status(node)) {
      case NodeStatus.Up(Object state) -> recovery(node).durable(state);
      case NodeStatus.Down(Object durable) -> durable;
    };
  }

  /**
   * Returns the inputs that {@code node} may give itself in {@code world}, in a fixed order; some
   * of them may do nothing. A node that is down has none.
   */
  public List<?> localInputs(World<M> world, NodeId node) {
    return switch (world.status(node)) {
      case NodeStatus.Up(Object state) -> node(node).localInputs(state);
      case NodeStatus.Down ignored -> List.of();
    };
  }

  /** Returns what may happen in {@code world}, in a fixed order; some of it may change nothing. */
  public List<Event<M>> events(World<M> world) {
    List<Event<M>> events = nodeEvents(world);
    for (Network.Fault<M> fault : world.network().faults()) {
      events.add(new Event.NetworkFault<>(fault.action()));
    }
    return events;
  }

  private List<Event<M>> nodeEvents(World<M> world) {
    List<Event<M>> events = new ArrayList<>();
    for (Network.Delivery<M> delivery : world.network().deliveries()) {
      if (world.status(delivery.to()) instanceof NodeStatus.Up) {
        events.add(new Event.Deliver<>(delivery.to(), delivery.message()));
      }
    }
    for (Node<?, ?, M> node : nodes.values()) {
      switch (world.status(node.id())) {
        case NodeStatus.Up(Object state) -> {
          for (Object input : node.localInputs(state)) {
            events.add(new Event.Local<>(node.id(), input));
          }
          if (node.recovery().isPresent()) {
            events.add(new Event.Crash<>(node.id()));
          }
        }
        case NodeStatus.Down ignored -> events.add(new Event.Restart<>(node.id()));
      }
    }
    return events;
  }

  /**
   * Lets {@code event} happen.
   *
   * @return the step, or empty if the event does nothing here: the core has no action for it, or
   *     the bounds or {@link #without} forbid it
   * @throws IllegalArgumentException if the event cannot happen in {@code world}
   */
  public Optional<Transition<M>> apply(World<M> world, Event<M> event) {
    return switch (event) {
      case Event.Deliver<M>(NodeId to, M message) ->
          node(to)
              .deliver(upState(world, to), message)
              .flatMap(
                  step ->
                      transition(
                          world,
                          event,
                          step,
                          to,
                          world.network().receive(new Network.Delivery<>(to, message))));
      case Event.Local<M>(NodeId id, Object input) ->
          node(id)
              .step(upState(world, id), input)
              .flatMap(step -> transition(world, event, step, id, world.network()));
      case Event.Crash<M>(NodeId id) ->
          crash(world, event, id, recovery(id).durable(upState(world, id)));
      case Event.CrashLosing<M>(NodeId id, Object left) -> {
        upState(world, id);
        yield crash(world, event, id, left);
      }
      case Event.Restart<M>(NodeId id) -> {
        if (!(world.status(id) instanceof NodeStatus.Down(Object durable))) {
          throw new IllegalArgumentException(id + " is not down in " + world);
        }
        yield transition(world, event, recovery(id).restart(durable), id, world.network());
      }
      case Event.NetworkFault<M>(Action action) ->
          allowed(
              world,
              event,
              action,
              List.of(),
              world.with(world.network().after(action).orElseThrow(() -> cannot(event, world))));
    };
  }

  /** Returns every step from {@code world}, in a fixed order. */
  public List<Transition<M>> transitions(World<M> world) {
    List<Transition<M>> transitions = new ArrayList<>();
    for (Event<M> event : nodeEvents(world)) {
      apply(world, event).ifPresent(transitions::add);
    }
    for (Network.Fault<M> fault : world.network().faults()) {
      allowed(
              world,
              new Event.NetworkFault<>(fault.action()),
              fault.action(),
              List.of(),
              world.with(fault.after()))
          .ifPresent(transitions::add);
    }
    return transitions;
  }

  private Optional<Transition<M>> crash(World<M> world, Event<M> event, NodeId id, Object left) {
    return allowed(
        world,
        event,
        recovery(id).crash(),
        List.of(),
        world.with(id, new NodeStatus.Down(left), world.network()));
  }

  private Optional<Transition<M>> transition(
      World<M> world, Event<M> event, Step<?, M> right, NodeId id, Network<M> received) {
    Step<?, M> step = replacement == null ? right : replacement.of(core(id), right);
    Network<M> after = received.send(id, step.messages());
    return allowed(
        world,
        event,
        step.action(),
        step.messages(),
        world.with(id, new NodeStatus.Up(step.state()), after));
  }

  private Optional<Transition<M>> allowed(
      World<M> source, Event<M> event, Action action, List<M> sent, World<M> target) {
    if (without.contains(action.name())) {
      return Optional.empty();
    }
    return bounds
        .after(source.used(), source, action, target)
        .map(used -> new Transition<>(event, action, sent, target.withUsed(used)));
  }

  /** Says whether {@code node} may crash, and so has a disk. */
  public boolean isDurable(NodeId node) {
    return node(node).recovery().isPresent();
  }

  private Object upState(World<M> world, NodeId id) {
    if (world.status(id) instanceof NodeStatus.Up(Object state)) {
      return state;
    }
    throw new IllegalArgumentException(id + " is down in " + world);
  }

  private Node<?, ?, M> node(NodeId id) {
    Node<?, ?, M> node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no node " + id + " among " + nodes.keySet());
    }
    return node;
  }

  private Recovery<?, ?, M> recovery(NodeId id) {
    return node(id)
        .recovery()
        .orElseThrow(() -> new IllegalArgumentException(id + " never crashes"));
  }

  private static <M> Bounds<M, Object> unbounded() {
    return new Bounds<>() {
      @Override
      public Object initial() {
        return "unbounded";
      }

      @Override
      public Optional<Object> after(Object used, World<M> source, Action action, World<M> target) {
        return Optional.of(used);
      }
    };
  }

  private static IllegalArgumentException cannot(Event<?> event, World<?> world) {
    return new IllegalArgumentException(event + " cannot happen in " + world);
  }

  /**
   * A node: its core, and the types of that core hidden from the rest. A world holds states as
   * plain objects; only the node that made one gets it back, which is what makes the casts sound.
   */
  private record Node<S, I, M>(
      NodeId id, Core<S, I, M> core, Optional<Recovery<S, ?, M>> recovery) {

    @SuppressWarnings("unchecked")
    List<I> localInputs(Object state) {
      return core.localInputs((S) state);
    }

    @SuppressWarnings("unchecked")
    Optional<Step<S, M>> deliver(Object state, M message) {
      return core.step((S) state, core.delivery(message));
    }

    @SuppressWarnings("unchecked")
    Optional<Step<S, M>> step(Object state, Object input) {
      return core.step((S) state, (I) input);
    }
  }

  /** The wrong result of an action. */
  private record Replacement<S, M>(
      Class<? extends Core<S, ?, M>> core, String action, UnaryOperator<Step<S, M>> wrong) {

    @SuppressWarnings("unchecked") // a core of this class takes steps to states of its own
    Step<?, M> of(Core<?, ?, M> taker, Step<?, M> step) {
      return core.isInstance(taker) && step.action().name().equals(action)
          ? wrong.apply((Step<S, M>) step)
          : step;
    }
  }

  /** How a node that may crash does that and comes back; the types are hidden as in a node. */
  private record Recovery<S, D, M>(DurableCore<S, D, ?, M> core, Action crash) {

    @SuppressWarnings("unchecked")
    Object durable(Object state) {
      return core.durable((S) state);
    }

    @SuppressWarnings("unchecked")
    Step<S, M> restart(Object durable) {
      return core.restart((D) durable);
    }
  }

  /**
   * Builds a cluster.
   *
   * @param <M> the messages
   */
  public static final class Builder<M> {

    private final Network<M> network;
    private final Map<NodeId, Node<?, ?, M>> nodes = new LinkedHashMap<>();

    private Builder(Network<M> network) {
      this.network = network;
    }

    /** Adds a node that never crashes. */
    public <S, I> Builder<M> node(NodeId id, Core<S, I, M> core) {
      return add(new Node<>(id, core, Optional.empty()));
    }

    /**
     * Adds a node that may crash.
     *
     * @param crash how the spec calls that
     */
    public <S, D, I> Builder<M> node(NodeId id, DurableCore<S, D, I, M> core, Action crash) {
      return add(new Node<>(id, core, Optional.of(new Recovery<>(core, crash))));
    }

    /** Builds it. */
    public Cluster<M> build() {
      if (nodes.isEmpty()) {
        throw new IllegalStateException("a cluster needs a node");
      }
      Bounds<M, Object> bounds = unbounded();
      World<M> initial =
          new World<>(
              List.copyOf(nodes.keySet()),
              nodes.values().stream()
                  .map(node -> (NodeStatus) new NodeStatus.Up(node.core().initial()))
                  .toArray(NodeStatus[]::new),
              network,
              bounds.initial());
      return new Cluster<>(new LinkedHashMap<>(nodes), initial, bounds, Set.of(), null);
    }

    private Builder<M> add(Node<?, ?, M> node) {
      if (nodes.putIfAbsent(node.id(), node) != null) {
        throw new IllegalArgumentException("two nodes named " + node.id());
      }
      return this;
    }
  }
}
