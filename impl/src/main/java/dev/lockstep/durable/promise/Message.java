package dev.lockstep.durable.promise;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Promise;
import dev.lockstep.durable.PromiseId;
import dev.lockstep.durable.PromiseState;
import dev.lockstep.durable.Value;
import java.util.Comparator;

/**
 * A message between a client and the store. The spec writes it as a record with a field {@code
 * type}; here the type is the Java type.
 *
 * <p>The order of messages is by type, client and promise, and then by what they say. The protocol
 * does not use it; it lets whoever keeps messages keep them in the same order every time.
 */
public sealed interface Message extends Comparable<Message> {

  /** The name of the store. It stands for a role: a shell maps it to an address. */
  NodeId STORE = new NodeId("store");

  /** Client to store: let there be this promise, if it is not there. */
  record Create(NodeId from, PromiseId id, long deadline, boolean timer) implements Message {}

  /** Client to store: settle this promise, if it is not settled. */
  record Settle(NodeId from, PromiseId id, PromiseState state, Value value) implements Message {

    /** Refuses states that only time can bring. */
    public Settle {
      if (!state.isOutcome()) {
        throw new IllegalArgumentException("nobody settles " + id + " as " + state);
      }
    }
  }

  /** Client to store: how is it? */
  record Read(NodeId from, PromiseId id) implements Message {}

  /** Store to client: this is how it is. */
  record Answer(NodeId to, PromiseId id, Promise promise) implements Message {}

  /** Returns the promise that it is about. */
  PromiseId id();

  /** Returns the client that sends or receives it. */
  default NodeId client() {
    return switch (this) {
      case Create m -> m.from();
      case Settle m -> m.from();
      case Read m -> m.from();
      case Answer m -> m.to();
    };
  }

  /** Returns the node that it is for. */
  default NodeId receiver() {
    return this instanceof Answer(NodeId to, PromiseId ignored, Promise promise) ? to : STORE;
  }

  @Override
  default int compareTo(Message other) {
    return Order.BY_PARTS.compare(this, other);
  }

  /** How messages are ordered. */
  final class Order {

    private static final Comparator<Message> BY_PARTS =
        Comparator.comparingInt(Order::rank)
            .thenComparing(Message::client)
            .thenComparing(Message::id)
            .thenComparing(Order::says);

    private Order() {}

    private static int rank(Message message) {
      return switch (message) {
        case Create ignored -> 0;
        case Settle ignored -> 1;
        case Read ignored -> 2;
        case Answer ignored -> 3;
      };
    }

    /** What a message says, as the record that would come of it. */
    private static Promise says(Message message) {
      return switch (message) {
        case Create m ->
            new Promise(PromiseState.PENDING, Value.NO_VALUE, m.deadline(), m.timer(), 0);
        case Settle m -> Promise.NONE.settled(m.state(), m.value(), 0);
        case Read ignored -> Promise.NONE;
        case Answer m -> m.promise();
      };
    }
  }
}
