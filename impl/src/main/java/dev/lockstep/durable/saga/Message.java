package dev.lockstep.durable.saga;

import dev.lockstep.core.NodeId;
import java.util.Comparator;

/**
 * A message between the orchestrator and the service of one step. The spec writes it as a record,
 * for example {@code [type |-> "Execute", step |-> 1]}; here the type is the Java type.
 *
 * <p>The order of messages is by type, then by step. The protocol does not use it; it lets whoever
 * keeps messages keep them in the same order every time.
 */
public sealed interface Message extends Comparable<Message> {

  /** The name of the orchestrator. It stands for a role: a shell maps it to an address. */
  NodeId ORCHESTRATOR = new NodeId("orchestrator");

  /** Orchestrator to service: execute the step. */
  record Execute(int step) implements Message {}

  /** Orchestrator to service: the step is not wanted any more; what has become of it? */
  record Cancel(int step) implements Message {}

  /** Orchestrator to service: undo the step, which was executed. */
  record Compensate(int step) implements Message {}

  /** Service to orchestrator: the step was executed. */
  record Done(int step) implements Message {}

  /** Service to orchestrator: the step was not executed, and never will be. */
  record Failed(int step) implements Message {}

  /** Service to orchestrator: the step is undone. */
  record Compensated(int step) implements Message {}

  /** Returns the step that it is about. */
  int step();

  /** Returns the name of the service of a step. It stands for a role, too. */
  static NodeId service(int step) {
    return new NodeId(String.valueOf(step));
  }

  /** Returns who receives it. */
  default NodeId to() {
    return switch (this) {
      case Execute m -> service(m.step());
      case Cancel m -> service(m.step());
      case Compensate m -> service(m.step());
      case Done ignored -> ORCHESTRATOR;
      case Failed ignored -> ORCHESTRATOR;
      case Compensated ignored -> ORCHESTRATOR;
    };
  }

  @Override
  default int compareTo(Message other) {
    return Order.BY_PARTS.compare(this, other);
  }

  /** How messages are ordered. */
  final class Order {

    private static final Comparator<Message> BY_PARTS =
        Comparator.comparingInt(Order::rank).thenComparingInt(Message::step);

    private Order() {}

    private static int rank(Message message) {
      return switch (message) {
        case Execute ignored -> 0;
        case Cancel ignored -> 1;
        case Compensate ignored -> 2;
        case Done ignored -> 3;
        case Failed ignored -> 4;
        case Compensated ignored -> 5;
      };
    }
  }
}
