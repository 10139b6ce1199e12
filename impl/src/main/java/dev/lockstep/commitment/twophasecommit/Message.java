package dev.lockstep.commitment.twophasecommit;

import dev.lockstep.core.NodeId;
import java.util.Comparator;

/**
 * A message between the coordinator and one participant. The spec writes it as a record, for
 * example {@code [type |-> "Prepare", rm |-> rm1]}; here the type is the Java type.
 *
 * <p>The order of messages is by type, then by participant. The protocol does not use it; it lets
 * whoever keeps messages keep them in the same order every time.
 */
public sealed interface Message extends Comparable<Message> {

  /** The name of the coordinator. It stands for a role: a shell maps it to an address. */
  NodeId TM = new NodeId("tm");

  /** Coordinator to participant: please vote. */
  record Prepare(NodeId rm) implements Message {}

  /** Participant to coordinator: yes. Repeated, it asks for the decision. */
  record Prepared(NodeId rm) implements Message {}

  /** Participant to coordinator: no. */
  record Aborted(NodeId rm) implements Message {}

  /** Coordinator to participant: the decision is commit. */
  record Commit(NodeId rm) implements Message {}

  /** Coordinator to participant: the decision is abort. */
  record Abort(NodeId rm) implements Message {}

  /** Returns the participant that sends or receives this message. */
  NodeId rm();

  /** Returns the name that the spec gives this kind of message. */
  default String type() {
    return switch (this) {
      case Prepare ignored -> "Prepare";
      case Prepared ignored -> "Prepared";
      case Aborted ignored -> "Aborted";
      case Commit ignored -> "Commit";
      case Abort ignored -> "Abort";
    };
  }

  /** Returns the node that this message is for. */
  default NodeId to() {
    return switch (this) {
      case Prepare(NodeId rm) -> rm;
      case Prepared ignored -> TM;
      case Aborted ignored -> TM;
      case Commit(NodeId rm) -> rm;
      case Abort(NodeId rm) -> rm;
    };
  }

  @Override
  default int compareTo(Message other) {
    return Comparator.comparing(Message::type).thenComparing(Message::rm).compare(this, other);
  }
}
