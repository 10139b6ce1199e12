package dev.lockstep.durable.restart;

import dev.lockstep.core.NodeId;
import dev.lockstep.durable.Value;
import java.util.Comparator;
import java.util.List;

/**
 * A message between runners, the service and the caller. The spec writes it as a record with a
 * field {@code type}; here the type is the Java type.
 *
 * <p>The order of messages is by type, runner and process, and then by what they say. The protocol
 * does not use it; it lets whoever keeps messages keep them in the same order every time.
 */
public sealed interface Message extends Comparable<Message> {

  /** The name of the service. It stands for a role: a shell maps it to an address. */
  NodeId SERVICE = new NodeId("service");

  /** The name of the caller, who wants to know what comes of processes. */
  NodeId CALLER = new NodeId("caller");

  /**
   * Runner to service: do this, unless it is done.
   *
   * @param key what it is known by
   * @param process of which process it is a step
   * @param step which step of it
   * @param argument what is asked for
   */
  record Request(NodeId from, Key key, ProcessId process, int step, Argument argument)
      implements Message {}

  /** Service to runner: this came of it. */
  record Answer(NodeId to, ProcessId process, int step, Value value) implements Message {}

  /** Runner to caller: the process is done, and this is its result. */
  record Result(NodeId from, ProcessId process, List<Value> result) implements Message {

    /** Copies the result. */
    public Result {
      result = List.copyOf(result);
    }
  }

  /** Returns the process that it is about. */
  ProcessId process();

  /** Returns the runner that sends or receives it. */
  default NodeId runner() {
    return switch (this) {
      case Request m -> m.from();
      case Answer m -> m.to();
      case Result m -> m.from();
    };
  }

  /** Returns who receives it. */
  default NodeId receiver() {
    return switch (this) {
      case Request ignored -> SERVICE;
      case Answer m -> m.to();
      case Result ignored -> CALLER;
    };
  }

  @Override
  default int compareTo(Message other) {
    return Order.BY_PARTS.compare(this, other);
  }

  /** How messages are ordered. */
  final class Order {

    private static final Comparator<Message> BY_PARTS =
        Comparator.comparingInt(Order::rank)
            .thenComparing(Message::runner)
            .thenComparing(Message::process)
            .thenComparing(Order::sameType);

    private static final Comparator<Request> REQUESTS =
        Comparator.comparing(Request::key)
            .thenComparingInt(Request::step)
            .thenComparing(Request::argument);

    private static final Comparator<Answer> ANSWERS =
        Comparator.comparingInt(Answer::step).thenComparing(Answer::value);

    private Order() {}

    private static int rank(Message message) {
      return switch (message) {
        case Request ignored -> 0;
        case Answer ignored -> 1;
        case Result ignored -> 2;
      };
    }

    private static int sameType(Message one, Message other) {
      return switch (one) {
        case Request m when other instanceof Request n -> REQUESTS.compare(m, n);
        case Answer m when other instanceof Answer n -> ANSWERS.compare(m, n);
        case Result m when other instanceof Result n -> compare(m.result(), n.result());
        case Request ignored -> 0;
        case Answer ignored -> 0;
        case Result ignored -> 0;
      };
    }

    private static int compare(List<Value> one, List<Value> other) {
      for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
        int order = one.get(i).compareTo(other.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(one.size(), other.size());
    }
  }
}
