package dev.lockstep.conformance;

import dev.lockstep.core.NodeId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Says what the spec's variables are in a world, for {@link Binding#variables}: in the order of the
 * spec, each as a value of all nodes of a kind, of one node, or of the network.
 *
 * <pre>{@code
 * new Variables<Message>()
 *     .each("rmState", rm, Participant.State.class, Participant.State::rmState, log -> "crashed")
 *     .one("tmState", TM, Coordinator.State.class, Coordinator.State::tmState, log -> "crashed")
 *     .network("msgs")
 *     .build();
 * }</pre>
 *
 * @param <M> the messages of the protocol
 */
public final class Variables<M> {

  private final SequencedMap<String, Function<World<M>, Object>> variables = new LinkedHashMap<>();

  /** Creates it without any variable. */
  public Variables() {}

  /**
   * Adds a variable that is a function from nodes.
   *
   * @param nodes which nodes are in its domain
   * @param type the class of the state of their core
   * @param up the value for a node that is up, from its state
   * @param down the value for a node that is down, from what is on its disk
   */
  public <S> Variables<M> each(
      String name,
      Predicate<NodeId> nodes,
      Class<S> type,
      Function<S, Object> up,
      Function<Object, Object> down) {
    return variable(
        name,
        world -> {
          Map<NodeId, Object> all = new TreeMap<>();
          for (NodeId node : world.nodes()) {
            if (nodes.test(node)) {
              all.put(node, value(world.status(node), type, up, down));
            }
          }
          return all;
        });
  }

  /** Adds a variable that is a function from all nodes, which never crash. */
  public <S> Variables<M> each(String name, Class<S> type, Function<S, Object> up) {
    return each(name, node -> true, type, up, durable -> neverDown(name));
  }

  /**
   * Adds a variable of one node.
   *
   * @param type the class of the state of its core
   * @param up the value while it is up, from its state
   * @param down the value while it is down, from what is on its disk
   */
  public <S> Variables<M> one(
      String name,
      NodeId node,
      Class<S> type,
      Function<S, Object> up,
      Function<Object, Object> down) {
    return variable(name, world -> value(world.status(node), type, up, down));
  }

  /** Adds the variable that has the messages in flight. */
  public Variables<M> network(String name) {
    return variable(name, World::network);
  }

  /** Adds any other variable. */
  public Variables<M> variable(String name, Function<World<M>, Object> value) {
    if (variables.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("two variables named " + name);
    }
    return this;
  }

  /** Returns the variables. */
  public SequencedMap<String, Function<World<M>, Object>> build() {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
  }

  private static <S> Object value(
      NodeStatus status, Class<S> type, Function<S, Object> up, Function<Object, Object> down) {
    return switch (status) {
      case NodeStatus.Up(Object state) -> up.apply(type.cast(state));
      case NodeStatus.Down(Object durable) -> down.apply(durable);
    };
  }

  private static Object neverDown(String name) {
    throw new IllegalArgumentException(
        "a node is down, but the variable " + name + " has no value for that");
  }
}
