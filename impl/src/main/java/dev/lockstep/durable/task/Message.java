package dev.lockstep.durable.task;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.Value;
import java.util.Comparator;

/**
 * A message between the store and workers. The spec writes it as a record with a field {@code
 * type}; here the type is the Java type.
 *
 * <p>The order of messages is by type, worker, task and version, and then by value. The protocol
 * does not use it; it lets whoever keeps messages keep them in the same order every time.
 */
public sealed interface Message extends Comparable<Message> {

  /** The name of the store. It stands for a role: a shell maps it to an address. */
  NodeId STORE = new NodeId("store");

  /** Store to all workers: who does this? */
  record Offer(PromiseId task, int version) implements Message {}

  /**
   * Worker to store: I do; let me have it.
   *
   * @param version of the offer
   */
  record Acquire(NodeId from, PromiseId task, int version) implements Message {}

  /** Worker to store: I am at it. */
  record Heartbeat(NodeId from, PromiseId task, int version) implements Message {}

  /** Worker to store: I cannot do it; let somebody else. */
  record Release(NodeId from, PromiseId task, int version) implements Message {}

  /** Worker to store: it has to wait for something. */
  record Suspend(NodeId from, PromiseId task, int version) implements Message {}

  /** Worker to store: it is done. */
  record Fulfill(NodeId from, PromiseId task, int version, Value value) implements Message {}

  /**
   * Store to worker: it is yours.
   *
   * @param version under which it is
   */
  record Acquired(NodeId to, PromiseId task, int version) implements Message {}

  /** Store to worker: it is not yours, or not any more. */
  record Lost(NodeId to, PromiseId task, int version) implements Message {}

  /** Returns the task that it is about. */
  PromiseId task();

  /** Returns the version under which the sender talks of it. */
  int version();

  /** Returns the worker that sends or receives it; the store stands for all workers. */
  default NodeId worker() {
    return switch (this) {
      case Offer ignored -> STORE;
      case Acquire m -> m.from();
      case Heartbeat m -> m.from();
      case Release m -> m.from();
      case Suspend m -> m.from();
      case Fulfill m -> m.from();
      case Acquired m -> m.to();
      case Lost m -> m.to();
    };
  }

  /** Says whether the store sends it. */
  default boolean isFromStore() {
    return this instanceof Offer || this instanceof Acquired || this instanceof Lost;
  }

  @Override
  default int compareTo(Message other) {
    return Order.BY_PARTS.compare(this, other);
  }

  /** How messages are ordered. */
  final class Order {

    private static final Comparator<Message> BY_PARTS =
        Comparator.comparingInt(Order::rank)
            .thenComparing(Message::worker)
            .thenComparing(Message::task)
            .thenComparingInt(Message::version)
            .thenComparing(Order::value);

    private Order() {}

    private static int rank(Message message) {
      return switch (message) {
        case Offer ignored -> 0;
        case Acquire ignored -> 1;
        case Heartbeat ignored -> 2;
        case Release ignored -> 3;
        case Suspend ignored -> 4;
        case Fulfill ignored -> 5;
        case Acquired ignored -> 6;
        case Lost ignored -> 7;
      };
    }

    private static Value value(Message message) {
      return message instanceof Fulfill m ? m.value() : Value.NO_VALUE;
    }
  }
}
