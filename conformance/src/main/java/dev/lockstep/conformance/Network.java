package dev.lockstep.conformance;

import dev.lockstep.core.Action;
import dev.lockstep.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages in flight, as an immutable value: equal when the same messages are in flight in the
 * same way. A kind of network is an implementation: what can be received, what receiving takes
 * away, and what may go wrong by itself.
 *
 * @param <M> the messages
 */
public interface Network<M> {

  /** A message that can be received now, and by whom. */
  record Delivery<M>(NodeId to, M message) {}

  /** Something that may happen to the messages in flight without any node. */
  record Fault<M>(Action action, Network<M> after) {}

  /** Returns the messages in flight, each as often as it is, in a fixed order. */
  List<M> messages();

  /** Returns what can be received now, in a fixed order. */
  List<Delivery<M>> deliveries();

  /** Says whether {@code delivery} is one of {@link #deliveries}. */
  default boolean delivers(Delivery<M> delivery) {
    return deliveries().contains(delivery);
  }

  /** Returns the network after {@code delivery}, one of {@link #deliveries}. */
  Network<M> receive(Delivery<M> delivery);

  /** Returns the network after {@code from} has sent {@code messages}. */
  Network<M> send(NodeId from, List<M> messages);

  /**
   * Returns what tells this network from others of its kind, in records, lists, sets, maps and the
   * like. A class that is no record and returns itself, as this does, is compared by its {@code
   * equals}: the comparison of code and spec then keeps every such network in memory, and symmetry
   * saves it nothing.
   */
  default Object content() {
    return this;
  }

  /** Says whether {@code message} is in flight. */
  default boolean contains(M message) {
    return messages().contains(message);
  }

  /** Returns the messages that are in flight here and not there, in order. */
  default List<M> notIn(Network<M> other) {
    return messages().stream().filter(message -> !other.contains(message)).toList();
  }

  /** Returns what may go wrong now, in a fixed order. */
  List<Fault<M>> faults();

  /** Returns the network after one of {@link #faults}, given its action, if it may happen now. */
  default Optional<Network<M>> after(Action fault) {
    return faults().stream()
        .filter(possible -> possible.action().equals(fault))
        .map(Fault::after)
        .findFirst();
  }

  /** Returns the nodes that may receive {@code message} once it is in flight, in a fixed order. */
  default List<NodeId> recipients(M message) {
    return deliveries().stream()
        .filter(delivery -> delivery.message().equals(message))
        .map(Delivery::to)
        .toList();
  }

  /** Returns the action by which one copy of {@code message}, in flight now, may be lost. */
  default Optional<Action> loss(M message) {
    List<M> left = new ArrayList<>(messages());
    return left.remove(message)
        ? faults().stream()
            .filter(fault -> fault.after().messages().equals(left))
            .map(Fault::action)
            .findFirst()
        : Optional.empty();
  }
}
