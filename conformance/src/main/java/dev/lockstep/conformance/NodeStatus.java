package dev.lockstep.conformance;

/** A node of a {@link World}: up with the state of its core, or down with what is on its disk. */
public sealed interface NodeStatus {

  /** Up, in {@code state}. */
  record Up(Object state) implements NodeStatus {}

  /** Crashed, with {@code durable} on its disk. */
  record Down(Object durable) implements NodeStatus {}

  /** Returns what the node has: its state if it is up, and if it is down what is on its disk. */
  default Object held() {
    return switch (this) {
      case Up(Object state) -> state;
      case Down(Object durable) -> durable;
    };
  }
}
