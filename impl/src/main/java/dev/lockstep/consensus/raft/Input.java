package dev.lockstep.consensus.raft;

import dev.lockstep.core.NodeId;

/** What can happen to a server. When, and how often, is for the caller to choose. */
public sealed interface Input {

  /** A message has arrived. */
  record Received(Message message) implements Input {}

  /** The server has not heard of a leader for so long that it wants to become one. */
  record Timeout() implements Input {}

  /** The votes are in: lead. A shell gives this input at once, it waits for nothing. */
  record Lead() implements Input {}

  /** The leader gives up. */
  record StepDown() implements Input {}

  /** A client asks the leader to append {@code value}. */
  record Request(Object value) implements Input {}

  /**
   * The leader sends {@code to} the {@code count} entries after the {@code prev}-th. How many, and
   * how far ahead of what is confirmed, is for the caller to choose: this is batching, and
   * pipelining. Without entries it is a heartbeat.
   */
  record Replicate(NodeId to, long prev, int count) implements Input {}

  /** Commit what a quorum has. A shell gives this input at once, it waits for nothing. */
  record Commit() implements Input {}
}
